"""Forms about a practice that is public already; what is allowed is decided by the actions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.actions.drafting import MAX_NOTE_LENGTH
from practices.actions.publishing import MAX_REASON_LENGTH
from practices.models import Practice

if TYPE_CHECKING:
    from core.access import Actor

_PRACTICE_ADDRESS = re.compile(r"(?:^|/practices/)(\d{1,9})(?:/|$)")


class UpdateForm(forms.Form):
    """What an update changes, in a line."""

    note = forms.CharField(
        label=_("What changed, in a line"),
        max_length=MAX_NOTE_LENGTH,
        required=False,
        help_text=_("Everybody reads it in the history of the card. E.g. New figures for 2026."),
    )


class ArchiveForm(forms.Form):
    """Why a practice is archived, and which one takes its place."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=MAX_REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Stands on the archived card. E.g. The project ended in June; nobody answers for it any more."
        ),
    )
    replaced_by = forms.CharField(
        label=_("Address of the practice that replaces it"),
        max_length=300,
        required=False,
        help_text=_("If there is one: open it and copy its address here."),
    )

    def __init__(self, *args: Any, practice: Practice, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._practice, self._actor = practice, actor

    def clean_replaced_by(self) -> Practice | None:
        typed = self.cleaned_data["replaced_by"].strip()
        if not typed:
            return None
        match = _PRACTICE_ADDRESS.search(typed)
        found = (
            Practice.objects.published()
            .visible_to(self._actor)
            .exclude(pk=self._practice.pk)
            .filter(pk=int(match[1]))
            .first()
            if match
            else None
        )
        if found is None:
            raise forms.ValidationError(
                _("There is no other published practice at this address. It looks like …/practices/12/")
            )
        return found
