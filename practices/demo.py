"""Practices of the demonstration: the Red Cross card in full, one in review and one sent back, and hundreds of invented ones
on request. Everything is found again by its external id, so that loading twice changes nothing."""

from __future__ import annotations

import datetime
import json
import uuid
from decimal import Decimal
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.demo import add_organisations
from directory.models import Organisation
from practices import actions
from practices.enums import AdaptationState, Currency
from practices.invented import invented_organisations, invented_practices
from practices.models import Practice

RED_CROSS = Path(__file__).parent / "demo_data" / "red_cross.json"
RED_CROSS_ID = "demo:red-cross"
CARDS_TO_CHOOSE_FROM = 400
"""Enough of them that every town has its two."""
BATCH_SIZE = 100
"""Invented practices a transaction: few enough to keep the write lock short, many enough to be quick."""


def load(author: User | None) -> Practice:
    """The Red Cross card, published, with this author. Repeatable."""
    known = Practice.objects.filter(external_id=RED_CROSS_ID).first()
    if known:
        return known
    raw = json.loads(RED_CROSS.read_text(encoding="utf-8"))
    return actions.import_published_practice(
        author=author,
        organisation=Organisation.objects.get(slug=raw["facts"]["organisation"]),
        document=raw,
        external_id=RED_CROSS_ID,
    )


def load_in_review(author: User, coordinator: User) -> None:
    """One invented practice that waits for review and one that was sent back, so that nobody meets empty queues."""
    if Practice.objects.filter(author=author, state__in=("submitted", "returned")).exists():
        return
    organisation = Organisation.objects.filter(memberships__user=author).first()
    if organisation is None:
        return
    here = organisation.place.code if organisation.place else ""
    cards = (card for card in invented_practices(CARDS_TO_CHOOSE_FROM) if card["facts"]["places"] == [here])
    waiting, returned = islice(cards, 2)
    for document, external_id in ((waiting, "demo:waiting"), (returned, "demo:returned")):
        document["facts"]["organisation"] = organisation.slug
        practice, _is_new = actions.create_practice(
            actor=author, organisation=organisation, document=document, token=_token(external_id)
        )
        actions.submit_practice(actor=author, practice_id=practice.pk)
    actions.return_practice(
        actor=coordinator,
        practice_id=practice.pk,
        remarks={
            "summary": "Добавете, моля, колко души са обхванати и откъде са числата.",
            "activities": "Кой върши това и колко често? Точно това ще попитат колегите, които искат да опитат.",
        },
    )


def load_adaptation(author: User, practice: Practice) -> None:
    """The invented organisation applies this practice and has told how that goes. Repeatable."""
    organisation = Organisation.objects.filter(memberships__user=author, is_invented=True).first()
    if organisation is None:
        return
    adaptation, is_new = actions.mark_adaptation(
        actor=author, practice_id=practice.pk, organisation=organisation, place=organisation.place
    )
    if is_new:
        actions.tell_adaptation(
            actor=author,
            adaptation_id=adaptation.pk,
            state=AdaptationState.RUNNING,
            language="bg",
            place=organisation.place,
            changes="Започнахме само с езиковия курс и с двама доброволци, които придружават хората до институциите.",
            outcome="Минаха три месеца. Хората идват редовно; най-трудно намираме доброволци през лятото.",
            cost=Decimal(4200),
            cost_currency=Currency.EUR,
        )


def _token(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def load_many(count: int) -> int:
    """That many invented, published practices in all; returns how many were added. Memory is bounded by the batch."""
    with transaction.atomic():
        add_organisations(invented_organisations())
    organisations = {
        organisation.slug: organisation for organisation in Organisation.objects.filter(is_invented=True)
    }
    known = set(
        Practice.objects.filter(external_id__startswith="invented:").values_list("external_id", flat=True)
    )
    cards = enumerate(invented_practices(count))
    added = 0
    while batch := list(islice(cards, BATCH_SIZE)):
        with transaction.atomic():
            for number, raw in batch:
                external_id = f"invented:{number}"
                if external_id in known:
                    continue
                practice = actions.import_published_practice(
                    author=None,
                    organisation=organisations[raw["facts"]["organisation"]],
                    document=raw,
                    external_id=external_id,
                )
                # Spread over three years, so that lists look like lists.
                moment = timezone.now() - datetime.timedelta(days=3 + number * 1000 // max(count, 1))
                Practice.objects.filter(pk=practice.pk).update(published_at=moment)
                added += 1
    return added
