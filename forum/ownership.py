"""Whose a pseudonym is: the only module that reads the table which knows it (DESIGN 9).

From the owner's side anybody may ask which pseudonyms are their own. From the pseudonym's side there are two questions, each
with one caller: whom a letter goes to (forum/delivery.py), and the act of opening (forum/actions/pseudonyms.py). A contract
test (tests/forum/test_pseudonym_contract.py) holds both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, QuerySet

from forum.enums import PersonaKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from forum.models import Persona, Thread
    from forum.models.personas import PersonaOwner


def _owners() -> QuerySet[PersonaOwner]:
    from forum.models.personas import PersonaOwner  # noqa: PLC0415 - models import the querysets, which import this

    return PersonaOwner.objects.all()


def pseudonym_ids_of(user: User) -> QuerySet[PersonaOwner, int]:
    """Subquery: the ids of one's own pseudonyms."""
    return _owners().filter(user=user).values_list("persona_id", flat=True)


def pseudonyms_in_outer_thread(user: User) -> QuerySet[PersonaOwner]:
    """Subquery for threads: one's own pseudonym in each."""
    return _owners().filter(user=user, thread=OuterRef("pk"))


def pseudonym_of(user: User, thread: Thread) -> Persona | None:
    """One's own pseudonym in a thread, if one has written under it."""
    own = _owners().filter(user=user, thread=thread).select_related("persona").first()
    return own.persona if own else None


def give_pseudonym(user: User, thread: Thread) -> Persona:
    """One's own pseudonym in a thread, made at first use with the next number. The caller holds the thread's lock."""
    own = pseudonym_of(user, thread)
    if own is not None:
        return own
    from forum.models import Persona  # noqa: PLC0415 - as above

    last = Persona.objects.filter(thread=thread).aggregate(last=Max("number"))["last"] or 0
    persona = Persona.objects.create(kind=PersonaKind.PSEUDONYM, thread=thread, number=last + 1)
    _owners().create(persona=persona, user=user, thread=thread)
    return persona


def owner_ids_for_delivery(persona_ids: Iterable[int]) -> set[int]:
    """Accounts behind pseudonyms, for the delivery of mail alone: a set, which doesn't tell which is whose."""
    return set(_owners().filter(persona_id__in=list(persona_ids)).values_list("user_id", flat=True))


def owner_for_opening(persona: Persona) -> User | None:
    """The person behind a pseudonym, for the act of opening alone. None when nobody's account is behind it."""
    own = _owners().filter(persona=persona).select_related("user").first()
    return own.user if own else None
