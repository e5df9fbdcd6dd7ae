"""Where somebody in danger is helped at once: one list for every page that has to say so.

112 is the European emergency number; 116 111 the national helpline for children, of the State Agency for Child Protection.
Numbers are national facts and no content of editors: a wrong one does harm, so to change one is to change code and a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class UrgentHelp:
    """A number to call, as one reads it and as a telephone dials it."""

    number: str
    name: StrPromise
    note: StrPromise

    @property
    def dialled(self) -> str:
        return self.number.replace(" ", "")


URGENT_HELP = (
    UrgentHelp("112", _("Emergencies"), _("Somebody is in danger now. Free, day and night.")),
    UrgentHelp(
        "116 111",
        _("National helpline for children"),
        _("A child is at risk, or needs advice. Free, day and night."),
    ),
)
