"""The forms of reviewers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from practices.labels import CRITERIA


class ScoreForm(forms.Form):
    """0 to 3 on each criterion, each with what it means."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in CRITERIA:
            self.fields[criterion.name] = forms.TypedChoiceField(
                label=criterion.label,
                help_text=criterion.question,
                coerce=int,
                widget=forms.RadioSelect,
                choices=[(points, f"{points} – {hint}") for points, hint in enumerate(criterion.hints)],
                error_messages={"required": _("Choose how many points you give.")},
            )


class AnswerForm(forms.Form):
    """An answer to a remark."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what you changed, or what you would like to know."),
    )
