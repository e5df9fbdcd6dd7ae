"""The kinds of personal data, and what a finding is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class PersonalDataKind(models.TextChoices):
    """What was found."""

    EGN = "egn", pgettext_lazy("kind of personal data", "personal number (EGN)")
    LNCH = "lnch", pgettext_lazy("kind of personal data", "personal number of a foreigner")
    IBAN = "iban", pgettext_lazy("kind of personal data", "bank account")
    DOCUMENT = "document", pgettext_lazy("kind of personal data", "number of an identity document")
    BIRTH_DATE = "birth_date", pgettext_lazy("kind of personal data", "date of birth")
    EMAIL = "email", pgettext_lazy("kind of personal data", "e-mail address")
    PHONE = "phone", pgettext_lazy("kind of personal data", "telephone number")
    ADDRESS = "address", pgettext_lazy("kind of personal data", "exact address")
    NAME = "name", pgettext_lazy("kind of personal data", "name of a person")


PERSONAL_NUMBERS = frozenset({PersonalDataKind.EGN, PersonalDataKind.LNCH})
"""Never published, whoever asks for it."""


@dataclass(frozen=True, order=True)
class Finding:
    """A stretch of a text, `text[start:end]`."""

    start: int
    end: int
    kind: PersonalDataKind

    def masked(self, text: str) -> str:
        """Enough to find it again, too little to use it: „75…10“."""
        found = text[self.start : self.end]
        return f"{found[:2]}…{found[-2:]}" if len(found) > 5 else f"{found[:1]}…"
