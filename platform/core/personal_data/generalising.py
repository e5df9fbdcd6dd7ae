"""What may stand in place of a finding, so that the text still says what it has to: data, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.personal_data.kinds import Finding, PersonalDataKind

GENERALISATIONS: dict[PersonalDataKind, tuple[str, str]] = {
    PersonalDataKind.EGN: ("[личен номер]", "[personal number]"),
    PersonalDataKind.LNCH: ("[личен номер]", "[personal number]"),
    PersonalDataKind.IBAN: ("[банкова сметка]", "[bank account]"),
    PersonalDataKind.DOCUMENT: ("[номер на документ]", "[document number]"),
    PersonalDataKind.BIRTH_DATE: ("[година на раждане]", "[year of birth]"),
    PersonalDataKind.EMAIL: ("[имейлът е при автора]", "[the author has the e-mail]"),
    PersonalDataKind.PHONE: ("[телефонът е при автора]", "[the author has the number]"),
    PersonalDataKind.ADDRESS: ("[адрес в общината]", "[an address in the municipality]"),
    PersonalDataKind.NAME: ("[името е при автора]", "[the author has the name]"),
}
"""Kind → Bulgarian, English. In square brackets: a reader sees that something was taken out."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_ON_A_DAY = re.compile(r"(?<!\w)(на|on) $", re.IGNORECASE)
_IN_A_YEAR = {"на": "през", "on": "in"}


@dataclass(frozen=True)
class Suggestion:
    """`text[start:end]` gives way to `words`. May begin before the finding: „на 17.05.1988“ becomes „през 1988“."""

    start: int
    end: int
    words: str


def suggestion_for(text: str, finding: Finding, language: str) -> Suggestion:
    """What to write instead, in the language of the text: the year for a date of birth, else what it is."""
    found = text[finding.start : finding.end]
    if finding.kind == PersonalDataKind.BIRTH_DATE and (year := _YEAR.search(found)):
        if on := _ON_A_DAY.search(text[: finding.start][-4:]):
            start = finding.start - len(on[0])
            return Suggestion(start, finding.end, f"{_IN_A_YEAR[on[1].lower()]} {year[0]}")
        return Suggestion(finding.start, finding.end, year[0])
    in_bulgarian, in_english = GENERALISATIONS[finding.kind]
    return Suggestion(finding.start, finding.end, in_english if language == "en" else in_bulgarian)
