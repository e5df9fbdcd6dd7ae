"""Model fields that differ from Django's in how their forms behave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models


class WebAddressField(models.URLField):
    """A URLField whose forms take an address typed without a scheme for https. In the database the same as Django's."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:  # type: ignore[override]
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
