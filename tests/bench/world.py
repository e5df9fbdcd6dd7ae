"""The data that the bench measures over, made by the same actions as the real thing, in two stages: a few rows, then many.

The person is a member of three organisations with fifty boards to read: what they may see has to be worked out on each page.
"""

from __future__ import annotations

import datetime
import itertools
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import outbox
from directory.enums import MembershipState
from directory.models import Membership, Organisation
from forum import actions as forum_actions
from forum.enums import Level, ReadBy
from forum.models import Board, BoardAccess, Post, Thread
from practices.actions import create_practice, import_published_practice, start_collection, submit_practice
from practices.card import TEXT_FIELDS, Kind
from practices.models import Adaptation, Bookmark, Collection, Practice
from practices.share_image import picture_of
from practices.words import words_of
from tests.bench.many import fill_up
from tests.factories.practices import a_filled_card

BOARDS = 50
ORGANISATIONS = 3
SENTENCES = [
    "Семейството пристигна през март и два месеца живя у познати, докато търсехме жилище под наем.",
    "Собствениците питат най-напред за документите, а едва после за наема и за срока на договора.",
    "Общината предложи свое жилище, но процедурата отне повече време, отколкото очаквахме.",
    "Медиаторът придружи майката до личния лекар и помогна при записването на децата в детската градина.",
    "Курсът по български език се води два пъти седмично, следобед, в залата на читалището.",
    "Научихме, че е добре договорът да се преведе предварително и да се прочете заедно, ред по ред.",
    "Бюрото по труда прие удостоверението без превод, след като обяснихме на какво основание е издадено.",
    "За бежанци с увреждания няма отделен ред, затова работим с всяка служба поотделно.",
]


@dataclass
class World:
    """What the cases ask for, by the number of rows that the page has to show."""

    member: User
    coordinator: User
    practices: dict[int, Practice] = field(default_factory=dict)
    boards: dict[int, Board] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    collections: dict[int, Collection] = field(default_factory=dict)
    full_card: Practice = field(default_factory=Practice)
    draft: Practice = field(default_factory=Practice)
    submitted: Practice = field(default_factory=Practice)

    def address(self, name: str, practice: Practice) -> str:
        """Of a page of one practice."""
        return reverse(f"practices:{name}", args=[practice.pk])

    @property
    def picture(self) -> str:
        """The address of the full card's picture for links."""
        practice = Practice.objects.for_page().get(pk=self.full_card.pk)
        version = picture_of(practice, words_of(practice.pk)).version
        return reverse("practices:practice_share_image", args=[practice.pk, version])


def text(number: int, sentences: int = 4) -> str:
    """A post of some four sentences, another for each number."""
    chosen = itertools.islice(
        itertools.cycle(SENTENCES), number % len(SENTENCES), number % len(SENTENCES) + sentences
    )
    return f"<p>{' '.join(chosen)}</p><p>Случай {number}.</p>"


def begin() -> World:
    """The person, their organisations and boards, and the site's own pages."""
    from directory import demo as directory_demo
    from pages import demo as pages_demo

    pages_demo.load()
    directory_demo.load_invented()
    member = User.objects.create_user("bench@example.org", display_name="Мария от измерването")
    coordinator = User.objects.create_user(
        "bench-lead@example.org", display_name="Калина", is_coordinator=True
    )
    for organisation in Organisation.objects.filter(is_invented=True).order_by("pk")[:ORGANISATIONS]:
        Membership.objects.create(
            user=member,
            organisation=organisation,
            state=MembershipState.CONFIRMED,
            confirmed_at=timezone.now(),
        )
    world = World(member, coordinator)
    own = Membership.objects.filter(user=member).first()
    assert own is not None
    for number in range(BOARDS):
        board = Board.objects.create(
            slug=f"bench-{number}",
            title_bg=f"Дъска за измерване {number}",
            title_en=f"Bench board {number}",
            read_by=(ReadBy.PUBLIC, ReadBy.MEMBERS, ReadBy.ACCESS)[number % 3],
            position=100 + number,
        )
        BoardAccess.objects.create(board=board, organisation=own.organisation, level=Level.START)
    first, second = Board.objects.filter(slug__in=["bench-0", "bench-1"]).order_by("pk")
    world.boards = {2: first, 200: second}
    return world


def grow(world: World, rows: int, *, practices: int) -> None:
    """Practices in all, and for this number of rows a practice with discussions, a board with threads, a thread with posts."""
    fill_up(practices)
    practice = Practice.objects.visible_to(AnonymousUser()).order_by("pk")[0 if rows == 2 else 1]
    world.practices[rows] = practice
    _twin(practice)
    board = world.boards[rows]
    for number in range(rows):
        _let_time_pass(number)
        thread = forum_actions.start_thread(
            actor=world.member,
            board=board,
            title=f"Настаняване на бежанци в общината: въпрос {number}",
            body=text(number),
            subject=("practice", practice.pk),
        )
        if number == 0:
            world.threads[rows] = thread
    for number in range(1, rows):
        _let_time_pass(number)
        actor = (world.member, world.coordinator)[number % 2]
        forum_actions.reply(actor=actor, thread=world.threads[rows], body=text(number))
    world.full_card = _full_card(organisation=practice.organisation)
    _write(world, rows)
    _apply(world, practice, rows)
    _index()


def _write(world: World, rows: int) -> None:
    """A draft with many rows or few, what waits for review, and a collection of as many practices as one may hold."""
    own = Membership.objects.filter(user=world.member).first()
    assert own is not None
    document = a_filled_card()
    document["texts"]["bg"]["activities"] = [
        {"title": f"Стъпка {number}", "text": SENTENCES[number % len(SENTENCES)]}
        for number in range(min(rows, 6))
    ]
    made = [
        create_practice(
            actor=world.member, organisation=own.organisation, document=document, token=uuid.uuid4()
        )[0]
        for _number in range(min(rows, 40))
    ]
    world.draft, world.submitted = made[0], made[1]
    for practice in made[1:]:
        submit_practice(actor=world.member, practice_id=practice.pk)
    collection, _is_new = start_collection(actor=world.member, title=f"За измерване {rows}")
    kept = Practice.objects.published().order_by("pk").values_list("pk", flat=True)[: min(rows, 100)]
    Bookmark.objects.bulk_create(
        Bookmark(collection=collection, practice_id=pk, position=place)
        for place, pk in enumerate(kept, start=1)
    )
    world.collections[rows] = collection


def _apply(world: World, practice: Practice, rows: int) -> None:
    """Organisations that apply the practice."""
    others = Organisation.objects.exclude(pk=practice.organisation_id).order_by("pk")[: min(rows, 12)]
    Adaptation.objects.bulk_create(
        Adaptation(practice=practice, organisation=other, started_by=world.member, state="running")
        for other in others
    )


def _twin(practice: Practice) -> None:
    """Another practice that is like this one: beside a card without any, the page would read nothing."""
    import_published_practice(
        author=None,
        organisation=practice.organisation,
        document=practice.draft.document,
        external_id=f"bench:twin-{practice.pk}",
    )


def _full_card(*, organisation: Organisation) -> Practice:
    """A published card with every field filled: texts as long as they may be, groups with half the rows that they may have."""
    document = a_filled_card()
    texts, facts = document["texts"]["bg"], document["facts"]
    for item in TEXT_FIELDS:
        if item.kind is Kind.GROUP:
            texts[item.name] = [
                {part.name: _long(part.max_length) for part in item.parts}
                for _row in range(item.at_most // 2)
            ]
        else:
            texts[item.name] = _long(item.max_length)
    facts["results"] = [{**facts["results"][0], "key": f"r{number}"} for number in range(6)]
    texts["results"] = {row["key"]: texts["results"]["r1"] for row in facts["results"]}
    return import_published_practice(
        author=None, organisation=organisation, document=document, external_id="bench:full"
    )


def _long(characters: int) -> str:
    """Sentences up to a limit, cut between words."""
    words = " ".join(itertools.islice(itertools.cycle(SENTENCES), characters // 60 + 1))
    return words[:characters].rpartition(" ")[0] or words[:characters]


def _let_time_pass(number: int) -> None:
    """Now and then what was posted moves back by some hours: nobody may post as quickly as this does."""
    if number % 50 == 0:
        Post.objects.update(created_at=F("created_at") - datetime.timedelta(hours=2))


def _index() -> None:
    """Bring the search index up to date, as the worker would; letters are of no interest here."""
    for topic in outbox.topics():
        if topic.startswith("search."):
            while outbox.drain(topic):
                pass


def count_rows() -> dict[str, Any]:
    """For the head of the table."""
    with transaction.atomic():
        return {
            "practices": Practice.objects.count(),
            "threads": Thread.objects.count(),
            "posts": Post.objects.count(),
            "boards": Board.objects.count(),
            "organisations": Organisation.objects.count(),
            "on": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        }
