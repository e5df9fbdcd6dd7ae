"""Finds what could give a person away in a text that many will read: on this machine, without a word leaving it.

Owns how such things look, and what may stand in their place; not what follows from a finding. Whoever asks decides: personal
numbers (ЕГН and ЛНЧ) are refused outright, everything else is a warning, because an organisation's telephone is meant to be
there and a person's isn't.

`rules.py` holds the rules as data, `words.py` the words that they look for, `given_names.txt` first names, `generalising.py`
what is offered instead; `finding.py` applies them. How well they do: tests/core/personal_data/ and docs/adr/0080.

    >>> [(found.kind.value, found.start) for found in find_personal_data("Лицето с ЕГН 750101 0010.")]
    [('egn', 13)]
"""

from core.personal_data.finding import find_personal_data, redact
from core.personal_data.generalising import Suggestion, suggestion_for
from core.personal_data.kinds import PERSONAL_NUMBERS, Finding, PersonalDataKind

__all__ = [
    "PERSONAL_NUMBERS",
    "Finding",
    "PersonalDataKind",
    "Suggestion",
    "find_personal_data",
    "redact",
    "suggestion_for",
]
