"""The facts of a case, checked and written beside its thread. Called by the actions of posting, within their transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from forum.content import checked_reason
from forum.enums import ConsentBasis
from forum.models import CaseDetails
from forum.recognition import NEED_WEIGHTS, STATUS_WEIGHTS, recognition_of
from taxonomy.enums import PlaceKind
from taxonomy.models import Place

if TYPE_CHECKING:
    from forum.models import Thread

MAX_NEEDS = 4


@dataclass(frozen=True)
class CaseFacts:
    """What the case form asks besides texts; codes of the taxonomy."""

    status: str
    needs: tuple[str, ...]
    consent: str
    oblast: str = ""
    reason: str = ""
    """Why it is told in such detail; asked where the person could be recognised."""


def record_case(thread: Thread, facts: CaseFacts, *text: str) -> bool:
    """Write the facts of a case and how easily its person could be recognised; answers whether anything differs.

    Raises ValidationError for codes that there aren't, and where the person could easily be recognised and no reason is given.
    """
    oblast = _checked(facts)
    reason = checked_reason(facts.reason)
    recognition = recognition_of(
        status=facts.status, needs=facts.needs, oblast=facts.oblast, texts=[thread.title, *text]
    )
    if recognition.is_high and not reason:
        raise ValidationError(needs_reason())
    values = {
        "status": facts.status,
        "needs": list(facts.needs),
        "oblast": oblast,
        "consent": facts.consent,
        "recognisability": recognition.level.value,
        "recognisable_because": reason if recognition.is_high else "",
    }
    details = CaseDetails.objects.filter(thread=thread).select_related("oblast").first()
    if details is not None and all(getattr(details, name) == value for name, value in values.items()):
        return False
    CaseDetails.objects.update_or_create(thread=thread, defaults=values)
    return True


def facts_of(thread: Thread) -> CaseFacts:
    """The facts as they are. Expects a thread of the kind „case“."""
    details = CaseDetails.objects.select_related("oblast").get(thread=thread)
    return CaseFacts(
        status=details.status,
        needs=tuple(details.needs),
        consent=details.consent,
        oblast=details.oblast.code if details.oblast else "",
        reason=details.recognisable_because,
    )


def needs_reason() -> str:
    return _(
        "The person could easily be recognised. Leave something out, or say why it has to be told: those who moderate the "
        "board read the reason."
    )


def _checked(facts: CaseFacts) -> Place | None:
    """The oblast. Raises ValidationError for what the form doesn't offer."""
    if (
        facts.status not in STATUS_WEIGHTS
        or facts.consent not in ConsentBasis.values
        or not 1 <= len(set(facts.needs)) <= MAX_NEEDS
        or not set(facts.needs) <= NEED_WEIGHTS.keys()
    ):
        raise ValidationError(_("Choose status, needs and consent from what the form offers."))
    if not facts.oblast:
        return None
    oblast = Place.objects.filter(code=facts.oblast, kind=PlaceKind.OBLAST).first()
    if oblast is None:
        raise ValidationError(_("Choose an oblast, nothing finer."))
    return oblast
