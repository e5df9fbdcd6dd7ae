"""What a thread's page shows of a case above its opening post. One query, for the names of its status and needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from forum.enums import ThreadKind
from taxonomy.choices import names_of
from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from forum.models import Thread


@dataclass(frozen=True)
class CaseItem:
    facts: list[tuple[str, Any]] = field(default_factory=list)
    recognisable_because: str = ""
    """For those who moderate the board alone."""


def case_item(thread: Thread, *, can_moderate: bool) -> CaseItem | None:
    """The facts of a case; None for other threads. Expects the thread from `find_thread`."""
    details = getattr(thread, "case", None) if thread.kind == ThreadKind.CASE else None
    if details is None:
        return None
    names = names_of({Vocabulary.TARGET_GROUP: [details.status], Vocabulary.THEME: details.needs})
    needs = [names[Vocabulary.THEME, code] for code in details.needs if (Vocabulary.THEME, code) in names]
    facts = [
        (_("Status of protection"), names.get((Vocabulary.TARGET_GROUP, details.status), "")),
        (_("What is needed"), needs),
        (_("Oblast"), details.oblast.name if details.oblast else ""),
        (_("Told because"), details.get_consent_display()),
    ]
    return CaseItem(facts, details.recognisable_because if can_moderate else "")
