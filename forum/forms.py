"""What the forum's forms ask. They parse and say at the field what is wrong; who may send them is decided by the policies."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RichTextFormField
from forum.checked_forms import PersonalDataFormMixin
from forum.content import BODY_MAX_LENGTH, REASON_MAX_LENGTH, checked_body, checked_reason, checked_title
from forum.enums import ThreadKind
from forum.models import TITLE_MAX_LENGTH, Board
from forum.part_forms import PartsForm
from taxonomy.tags import parse_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.access import Actor


def new_token() -> uuid.UUID:
    """Made with each empty form: what it is sent with twice is posted once."""
    return uuid.uuid4()


class BodyForm(forms.Form):
    """A post's text."""

    body = RichTextFormField(
        label=_("Text"),
        max_length=BODY_MAX_LENGTH,
        headings=False,
        rows=8,
        error_messages={"required": _("Write something first.")},
    )

    def clean_body(self) -> str:
        body_html, _body_text = checked_body(self.cleaned_data["body"])
        return body_html


class PostForm(PersonalDataFormMixin, BodyForm):
    """A reply."""

    checked_fields = ("body",)

    is_pseudonymous = forms.BooleanField(label=_("Write under a pseudonym"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, allows_pseudonyms: bool, own_pseudonym: str = "", **options: Any) -> None:
        options["initial"] = {"token": new_token(), "is_pseudonymous": bool(own_pseudonym)}
        super().__init__(*args, **options)
        self.fields["body"].label = _("Your reply")
        if not allows_pseudonyms:
            del self.fields["is_pseudonymous"]
        elif own_pseudonym:
            self.fields["is_pseudonymous"].help_text = _("In this thread you are %(name)s.") % {
                "name": own_pseudonym
            }
        else:
            self.fields["is_pseudonymous"].help_text = PSEUDONYM_HELP


PSEUDONYM_HELP = _(
    "Others see “Participant” with a number, the same one throughout the thread. A coordinator can open the pseudonym if "
    "somebody is in danger; you would be told, with the reason."
)


class ThreadForm(PersonalDataFormMixin, PartsForm, BodyForm):
    """A new thread. Cases have a form of their own (forum/case_forms.py)."""

    checked_fields = (
        *("title", "body", "tags"),
        *("call_seeks", "call_funding", "poll_question", "poll_options"),
    )

    board = forms.ModelChoiceField(
        label=_("Board"),
        queryset=Board.objects.none(),
        empty_label=_("Choose a board"),
        error_messages={
            "required": _("Choose where the thread belongs."),
            "invalid_choice": _("You can't start threads in this board. Choose another."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[choice for choice in ThreadKind.choices if choice[0] != ThreadKind.CASE],
        initial=ThreadKind.DISCUSSION,
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_(
            "Say what it is about, so that others find it: a question, or the matter in a few words."
        ),
        widget=forms.TextInput(attrs={"data-maxlength": TITLE_MAX_LENGTH, "autocomplete": "off"}),
        error_messages={"required": _("Give the thread a title.")},
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        help_text=_("Words by which others look for it, between commas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_pseudonymous = forms.BooleanField(label=_("Write under a pseudonym"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["board", "kind", "title", "body", "tags", "is_pseudonymous", "token"]

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        may_announce: bool,
        may_hide_name: bool,
        is_question: bool = False,
        **options: Any,
    ) -> None:
        kind = ThreadKind.QUESTION if is_question else ThreadKind.DISCUSSION
        options["initial"] = {"token": new_token(), "kind": kind, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.fields["board"].queryset = Board.objects.startable_by(actor)  # type: ignore[attr-defined]
        if not may_announce:
            offered = self.fields["kind"].choices  # type: ignore[attr-defined]
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                choice for choice in offered if choice[0] != ThreadKind.ANNOUNCEMENT
            ]
        if may_hide_name:
            self.fields["is_pseudonymous"].help_text = PSEUDONYM_HELP
        else:
            del self.fields["is_pseudonymous"]

    def clean_title(self) -> str:
        return checked_title(self.cleaned_data["title"])

    def clean_tags(self) -> list[str]:
        return parse_tags(self.cleaned_data["tags"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        board = cleaned.get("board")
        if board is not None and cleaned.get("is_pseudonymous") and not board.allows_pseudonyms:
            self.add_error("is_pseudonymous", _("In this board one writes under one's own name."))
        return cleaned


class PostEditForm(PersonalDataFormMixin, BodyForm):
    """One's own post; with the opening one, the thread's title and tags."""

    checked_fields = ("title", "body", "tags")

    title = forms.CharField(
        label=_("Title"),
        widget=forms.TextInput(attrs={"data-maxlength": TITLE_MAX_LENGTH, "autocomplete": "off"}),
    )
    tags = forms.CharField(
        label=_("Tags"), required=False, help_text=_("Words by which others look for it, between commas.")
    )
    field_order = ["title", "body", "tags"]

    def __init__(self, *args: Any, is_opening: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_opening:
            del self.fields["title"]
            del self.fields["tags"]

    def clean_title(self) -> str:
        return checked_title(self.cleaned_data["title"])

    def clean_tags(self) -> list[str]:
        return parse_tags(self.cleaned_data["tags"])


class ReasonForm(forms.Form):
    """Why a moderator does something."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In one sentence. It is kept in the log and shown to those whom it concerns."),
        widget=forms.Textarea(attrs={"rows": 2, "data-maxlength": REASON_MAX_LENGTH}),
        error_messages={"required": _("Say why: the reason is kept, and shown to those whom it concerns.")},
    )

    def clean_reason(self) -> str:
        return checked_reason(self.cleaned_data["reason"], is_required=self.fields["reason"].required)


class ModerateForm(ReasonForm):
    """One of several decisions about a thread or a post, with its reason."""

    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, error_messages={"required": _("Choose what to do.")}
    )
    field_order = ["decision", "reason"]

    def __init__(
        self, *args: Any, decisions: Sequence[tuple[str, Any]], needs_reason: set[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["decision"].choices = list(decisions)  # type: ignore[attr-defined]
        self.fields["reason"].required = False
        self.needs_reason = needs_reason

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") in self.needs_reason and "reason" in cleaned and not cleaned["reason"]:
            self.add_error("reason", self.fields["reason"].error_messages["required"])
        return cleaned
