"""Forms of what a thread may carry: the facts of a call for partners, a poll, tags; and of narrowing a board's list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forum.actions.calls import CallFacts, check_last_day, checked_call
from forum.actions.polls import PollFacts, checked_poll
from forum.checked_forms import PersonalDataFormMixin
from forum.enums import ThreadKind
from forum.models.calls import FUNDING_MAX_LENGTH, SEEKS_MAX_LENGTH
from forum.models.polls import MAX_OPTIONS, MIN_OPTIONS, OPTION_MAX_LENGTH, QUESTION_MAX_LENGTH
from taxonomy.tags import parse_tags

if TYPE_CHECKING:
    from forum.models import PartnerCall, Poll


def day_field(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a day, for example 2027-03-31.")},
    )


def _line(label: Any, longest: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"data-maxlength": longest, "autocomplete": "off"}),
        error_messages={"max_length": _("Shorten it to %(limit_value)d characters.")},
    )


class CallFields(forms.Form):
    """What a call for partners says of itself."""

    call_seeks = _line(
        _("Who or what do you seek?"),
        SEEKS_MAX_LENGTH,
        _("In a sentence, e.g. a municipality with a day centre."),
    )
    call_until = day_field(_("Until when?"), _("The last day on which one can answer."))
    call_funding = _line(
        _("For which funding?"), FUNDING_MAX_LENGTH, _("The programme or the call, if there is one.")
    )

    CALL_FIELDS = ("call_seeks", "call_until", "call_funding")

    def clean_call_until(self) -> Any:
        day = self.cleaned_data["call_until"]
        if day and day != self.initial.get("call_until"):
            check_last_day(day)
        return day

    def check_call(self, cleaned: dict[str, Any]) -> None:
        """Puts the facts into `cleaned["call"]`, or says at the field what is missing."""
        for name, message in (
            ("call_seeks", _("Say who or what you seek.")),
            ("call_until", _("Say until when one can answer.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, message)
        if not any(name in self.errors for name in self.CALL_FIELDS):
            cleaned["call"] = CallFacts(
                cleaned["call_seeks"], cleaned["call_until"], cleaned.get("call_funding", "")
            )


class CallForm(PersonalDataFormMixin, CallFields):
    """The facts of a call that is there already."""

    checked_fields = ("call_seeks", "call_funding")

    def __init__(self, *args: Any, call: PartnerCall, **options: Any) -> None:
        options["initial"] = {
            "call_seeks": call.seeks,
            "call_until": call.until,
            "call_funding": call.funding,
        }
        super().__init__(*args, **options)
        self.fields["call_seeks"].required = self.fields["call_until"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.check_call(cleaned)
        return cleaned


class PollFields(forms.Form):
    """A poll that goes with a new thread; empty fields are no poll."""

    poll_question = _line(_("What do you ask?"), QUESTION_MAX_LENGTH)
    poll_options = forms.CharField(
        label=_("Options"),
        help_text=format_lazy(
            _("{min} to {max}, each on a line of its own."), min=MIN_OPTIONS, max=MAX_OPTIONS
        ),
        required=False,
        max_length=MAX_OPTIONS * (OPTION_MAX_LENGTH + 2),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    poll_until = day_field(_("Vote until"), _("The last day on which one can vote."))
    poll_allows_several = forms.BooleanField(label=_("One may choose several"), required=False)

    POLL_FIELDS = ("poll_question", "poll_options", "poll_until", "poll_allows_several")

    def check_poll(self, cleaned: dict[str, Any]) -> None:
        """Puts the poll into `cleaned["poll"]`, or says at the field what is wrong."""
        if not any(cleaned.get(name) or name in self.errors for name in self.POLL_FIELDS):
            return
        if any(name in self.errors for name in self.POLL_FIELDS):
            return
        if not cleaned["poll_until"]:
            self.add_error("poll_until", _("Say until when one can vote."))
            return
        poll = PollFacts(
            cleaned["poll_question"],
            tuple(cleaned["poll_options"].splitlines()),
            cleaned["poll_until"],
            cleaned["poll_allows_several"],
        )
        try:
            check_last_day(poll.until)
        except ValidationError as error:
            self.add_error("poll_until", error)
            return
        try:
            cleaned["poll"] = checked_poll(poll)
        except ValidationError as error:
            self.add_error("poll_options" if poll.question else "poll_question", error)


class PartsForm(CallFields, PollFields):
    """What the form of a new thread asks besides its text."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.check_poll(cleaned)
        if cleaned.get("kind") == ThreadKind.PARTNERS:
            self.check_call(cleaned)
            if "call" in cleaned:
                cleaned["call"] = checked_call(ThreadKind.PARTNERS, cleaned["call"])
        elif any(cleaned.get(name) for name in self.CALL_FIELDS):
            self.add_error(
                "kind",
                _("You have filled in what a call for partners says. Choose that kind, or empty the fields."),
            )
        return cleaned

    @property
    def shows_call(self) -> bool:
        """Whether that part of the form stands open."""
        return self["kind"].value() == ThreadKind.PARTNERS or any(
            self[name].value() for name in self.CALL_FIELDS
        )

    @property
    def shows_poll(self) -> bool:
        return any(self[name].value() for name in self.POLL_FIELDS)


class TagsForm(PersonalDataFormMixin, forms.Form):
    """A thread's tags."""

    checked_fields = ("tags",)

    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=1000,
        help_text=_("Words by which others look for it, between commas."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_tags(self) -> list[str]:
        return parse_tags(self.cleaned_data["tags"])


class VoteForm(forms.Form):
    """A vote in a poll: the places of what was chosen."""

    choice = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose one of the options."),
            "invalid_choice": _("Choose one of the options."),
        },
    )

    def __init__(self, *args: Any, poll: Poll, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["choice"].choices = list(enumerate(poll.options))  # type: ignore[attr-defined]
