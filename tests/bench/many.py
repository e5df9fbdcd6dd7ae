"""Thousands of practices in seconds: copies of those that the actions published, with places, organisations, years, themes and
moments of their own, written in bulk. What a page shows of them is as real as the originals."""

from __future__ import annotations

import datetime
import itertools
import random
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.models import Organisation
from practices import demo
from practices.models import Practice, PracticeTerm, PracticeText, TaggedPractice
from practices.sorting import key_of_name, organisation_keys
from search.indexing import request_index_many
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.models import Place, Term

ORIGINALS = 300
"""Published one by one; the rest are their copies."""
BATCH_SIZE = 1_000


def fill_up(count: int) -> None:
    """That many published practices in all, in the outbox of the index. Repeatable: a second call adds nothing."""
    demo.load_many(min(count, ORIGINALS))
    missing = count - Practice.objects.published().count()
    numbers = iter(range(missing))
    chance = random.Random(11)
    world = _World()
    while batch := list(itertools.islice(numbers, BATCH_SIZE)):
        with transaction.atomic():
            _copy(world, batch, chance)


class _World:
    """What is copied, and what the copies may have."""

    def __init__(self) -> None:
        self.originals = list(
            Practice.objects.filter(external_id__startswith="invented:").prefetch_related(
                "texts", "practice_terms__term", "tagged"
            )
        )
        self.organisations = list(Organisation.objects.all())
        municipalities = Place.objects.filter(kind=PlaceKind.MUNICIPALITY)
        self.places = list(municipalities.values_list("pk", flat=True))
        self.places.append(Place.objects.get(code="BG").pk)
        self.terms: dict[str, list[int]] = {}
        for pk, vocabulary in Term.objects.values_list("pk", "vocabulary"):
            self.terms.setdefault(vocabulary, []).append(pk)


def _copy(world: _World, numbers: list[int], chance: random.Random) -> None:
    now = timezone.now()
    sources = [chance.choice(world.originals) for _number in numbers]
    facts = [
        field.name
        for field in Practice._meta.concrete_fields
        if field.name
        not in {"id", "creation_token", "external_id", "organisation", "published_at", "starts_on", "ends_on"}
    ]
    made = Practice.objects.bulk_create(
        Practice(
            **{name: getattr(source, name) for name in facts if "_key_" not in name and name != "start_year"},
            creation_token=uuid.UUID(int=chance.getrandbits(128)),
            external_id=f"copy:{number}",
            organisation=(organisation := chance.choice(world.organisations)),
            **organisation_keys(organisation),
            published_at=now - datetime.timedelta(minutes=chance.randrange(3 * 365 * 24 * 60)),
            starts_on=datetime.date(year := chance.randint(2012, 2025), chance.randint(1, 12), 1),
            start_year=year,
            title_key_bg=key_of_name(f"{source.title} {number}"),
            title_key_en=key_of_name(f"{source.title} {number}"),
        )
        for number, source in zip(numbers, sources, strict=True)
    )
    pairs = list(zip(made, sources, strict=True))
    PracticeText.objects.bulk_create(_texts(pairs))
    PracticeTerm.objects.bulk_create(_terms(world, pairs, chance))
    Practice.places.through.objects.bulk_create(
        Practice.places.through(practice=practice, place_id=chance.choice(world.places)) for practice in made
    )
    TaggedPractice.objects.bulk_create(
        TaggedPractice(content_object=practice, tag_id=link.tag_id)
        for practice, source in pairs
        for link in source.tagged.all()
    )
    request_index_many("practice", [practice.pk for practice in made])


def _texts(pairs: list[tuple[Practice, Practice]]) -> Iterator[PracticeText]:
    for practice, source in pairs:
        for text in source.texts.all():
            values: dict[str, Any] = {
                field.name: getattr(text, field.name)
                for field in PracticeText._meta.concrete_fields
                if field.name not in {"id", "practice", "title"}
            }
            yield PracticeText(practice=practice, title=f"{text.title} {practice.pk}"[:100], **values)


def _terms(
    world: _World, pairs: list[tuple[Practice, Practice]], chance: random.Random
) -> Iterator[PracticeTerm]:
    """The original's terms, but a theme, target groups and a source of money of their own."""
    own = {Vocabulary.THEME: 2, Vocabulary.TARGET_GROUP: 3, Vocabulary.FUNDING: 1}
    for practice, source in pairs:
        kept = [link.term_id for link in source.practice_terms.all() if link.term.vocabulary not in own]
        new = [
            pk for vocabulary, number in own.items() for pk in chance.sample(world.terms[vocabulary], number)
        ]
        for position, pk in enumerate([*new, *kept]):
            yield PracticeTerm(practice=practice, term_id=pk, position=position)
