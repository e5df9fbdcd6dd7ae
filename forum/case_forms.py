"""What the form of a case asks: few facts, coarse ones, and two texts. No field asks for a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.forms import RichTextFormField
from core.sanitising import html_to_text
from forum.actions.cases import MAX_NEEDS, CaseFacts, needs_reason
from forum.checked_forms import PersonalDataFormMixin
from forum.content import BODY_MAX_LENGTH, REASON_MAX_LENGTH, checked_body, checked_reason, language_of
from forum.enums import ConsentBasis
from forum.forms import PSEUDONYM_HELP, BodyForm, ThreadForm, new_token
from forum.models import TITLE_MAX_LENGTH, Board
from forum.recognition import NEED_WEIGHTS, STATUS_WEIGHTS, Recognition, recognition_of
from taxonomy.choices import choices_of
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.models import Place

if TYPE_CHECKING:
    from core.access import Actor

CHECK = "check"
"""Name of the button that asks how easily the person could be recognised, and posts nothing."""


class CaseForm(PersonalDataFormMixin, forms.Form):
    """A new case."""

    checked_fields = ("title", "tried", "asked", "body", "recognisable_because")

    board = forms.ModelChoiceField(
        label=gettext_lazy("Board"),
        queryset=Board.objects.none(),
        empty_label=gettext_lazy("Choose a board"),
        error_messages={
            "required": gettext_lazy("Choose where the case belongs."),
            "invalid_choice": gettext_lazy("You can't start cases in this board. Choose another."),
        },
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("The matter in a few words, without anything about the person."),
        widget=forms.TextInput(attrs={"data-maxlength": TITLE_MAX_LENGTH, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the case a title.")},
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status of protection"),
        error_messages={"required": gettext_lazy("Choose the status that comes nearest.")},
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What is needed"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one need.")},
    )
    oblast = forms.ChoiceField(
        label=gettext_lazy("Oblast"),
        required=False,
        help_text=gettext_lazy("Nothing finer. Leave it out if the place doesn't matter for the answer."),
    )
    tried = RichTextFormField(
        label=gettext_lazy("What you have tried"),
        max_length=BODY_MAX_LENGTH // 2,
        headings=False,
        rows=6,
        error_messages={
            "required": gettext_lazy("Say what you have tried, so that nobody advises it again.")
        },
    )
    asked = RichTextFormField(
        label=gettext_lazy("What you ask"),
        max_length=BODY_MAX_LENGTH // 2,
        headings=False,
        rows=4,
        error_messages={"required": gettext_lazy("Say what you want to know from others.")},
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("What allows you to talk about it here"),
        choices=ConsentBasis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what allows you to talk about it here.")},
    )
    recognisable_because = forms.CharField(
        label=gettext_lazy("Why it has to be told in such detail"),
        required=False,
        help_text=gettext_lazy("Only when the meter is at “high”. Those who moderate the board read it."),
        widget=forms.Textarea(attrs={"rows": 2, "data-maxlength": REASON_MAX_LENGTH}),
    )
    is_pseudonymous = ThreadForm.base_fields["is_pseudonymous"]
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    recognition: Recognition | None = None

    def __init__(self, *args: Any, boards: list[Board], **options: Any) -> None:
        options["initial"] = {"token": new_token(), **options.get("initial", {})}
        super().__init__(*args, **options)
        offered = choices_of([Vocabulary.TARGET_GROUP, Vocabulary.THEME])
        names = dict(offered[Vocabulary.TARGET_GROUP])
        choices: dict[str, list[tuple[str, str]]] = {
            "status": [
                ("", _("Choose a status")),
                *((code, names[code]) for code in STATUS_WEIGHTS if code in names),
            ],
            "needs": [pair for pair in offered[Vocabulary.THEME] if pair[0] in NEED_WEIGHTS],
            "oblast": [("", _("Leave it out")), *_oblasts()],
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]
        self.fields["board"].queryset = Board.objects.filter(  # type: ignore[attr-defined]
            pk__in=[board.pk for board in boards]
        )
        if any(board.allows_pseudonyms for board in boards):
            self.fields["is_pseudonymous"].help_text = PSEUDONYM_HELP
        else:
            del self.fields["is_pseudonymous"]

    def clean_title(self) -> str:
        return ThreadForm.clean_title(self)  # type: ignore[arg-type]

    def clean_recognisable_because(self) -> str:
        return checked_reason(self.cleaned_data["recognisable_because"])

    def clean_needs(self) -> list[str]:
        needs: list[str] = self.cleaned_data["needs"]
        if len(needs) > MAX_NEEDS:
            raise forms.ValidationError(
                _("Choose %(max)d at most: those that the question is about.") % {"max": MAX_NEEDS}
            )
        return needs

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        board = cleaned.get("board")
        if board is not None and cleaned.get("is_pseudonymous") and not board.allows_pseudonyms:
            self.add_error("is_pseudonymous", _("In this board one writes under one's own name."))
        self.recognition = self._recognition()
        is_said = cleaned.get("recognisable_because") or self.has_error("recognisable_because")
        if self.recognition.is_high and not is_said:
            self.add_error("recognisable_because", needs_reason())
        return cleaned

    def only_check(self) -> None:
        """Work out the meter and the findings of what was typed so far, without complaining of what isn't there yet."""
        self.full_clean()
        self.errors.clear()

    def facts(self) -> CaseFacts:
        """Of a valid form."""
        entered = self.cleaned_data
        return CaseFacts(
            status=entered["status"],
            needs=tuple(entered["needs"]),
            consent=entered["consent"],
            oblast=entered["oblast"],
            reason=entered["recognisable_because"],
        )

    def body_of_post(self) -> str:
        """The two texts as one post, each under what it is, in the language that they are written in."""
        entered = self.cleaned_data
        with override(language_of(html_to_text(entered["tried"] + entered["asked"]))):
            tried, asked = _("What we have tried"), _("What we ask")
        return (
            f"<p><strong>{escape(tried)}</strong></p>{entered['tried']}"
            f"<p><strong>{escape(asked)}</strong></p>{entered['asked']}"
        )

    def _recognition(self) -> Recognition:
        """Of what was typed, whatever else is wrong with it."""
        texts = self._texts()
        texts.pop("recognisable_because", None)
        return recognition_of(
            status=str(self["status"].value() or ""),
            needs=[str(code) for code in self["needs"].value() or []],
            oblast=str(self["oblast"].value() or ""),
            texts=texts.values(),
        )


class CaseEditForm(CaseForm):
    """A case that stands already: its texts are one by now."""

    body = RichTextFormField(
        label=gettext_lazy("Text"),
        max_length=BODY_MAX_LENGTH,
        headings=False,
        rows=10,
        error_messages={"required": BodyForm.base_fields["body"].error_messages["required"]},
    )
    tags = ThreadForm.base_fields["tags"]
    field_order = ["title", "status", "needs", "oblast", "body", "tags"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, boards=[], **options)
        for name in ("board", "tried", "asked", "token"):
            del self.fields[name]

    def clean_body(self) -> str:
        body_html, _body_text = checked_body(self.cleaned_data["body"])
        return body_html

    def clean_tags(self) -> list[str]:
        return ThreadForm.clean_tags(self)  # type: ignore[arg-type]


def case_boards(actor: Actor) -> list[Board]:
    """Where the actor may start a case."""
    return list(Board.objects.startable_by(actor).filter(allows_cases=True))


def _oblasts() -> list[tuple[str, str]]:
    places = Place.objects.filter(kind=PlaceKind.OBLAST)
    return sorted(((place.code, place.name) for place in places), key=lambda pair: pair[1])
