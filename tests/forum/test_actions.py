"""What the forum's actions write, and that they write it once."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from core.access import NotAllowed, NotVisible
from core.models import OutboxItem
from forum import actions
from forum.enums import EventKind, Level, PostState, ThreadKind, ThreadState
from forum.models import Board, BoardAccess, ForumEvent, Persona, Post, Thread
from search.indexing import engines_holding, topic_of
from tests.forum.factories import BoardAccessFactory, BoardFactory, make_reply, make_thread

pytestmark = [pytest.mark.django_db, pytest.mark.stack]


def rows_written() -> tuple[int, ...]:
    """How much there is of everything that an action could write."""
    return (
        Thread.objects.count(),
        Post.objects.count(),
        ForumEvent.objects.count(),
        Persona.objects.count(),
        sum(OutboxItem.objects.values_list("version", flat=True)),
    )


def outbox_keys(topic: str) -> set[str]:
    return set(OutboxItem.objects.filter(topic=topic).values_list("key", flat=True))


def test_starting_a_thread(member: User, board: Board) -> None:
    thread = actions.start_thread(
        actor=member,
        board=board,
        title="  Кой намира   жилище? ",
        body="<p>Питам <strong>всички</strong>.</p>",
        tags=["наеми"],
        kind=ThreadKind.QUESTION,
    )
    post = thread.posts.get()
    assert (thread.title, thread.language, thread.kind) == ("Кой намира жилище?", "bg", "question")
    assert (post.number, post.body_text) == (1, "Питам всички.")
    assert thread.starter == post.persona == Persona.objects.get(user=member)
    assert [tag.name for tag in thread.tags.all()] == ["наеми"]
    board.refresh_from_db()
    assert (board.threads_count, board.posts_count, board.last_thread) == (1, 1, thread)
    # The engine that answers holds every kind; the one that stands in for it lacks the replies.
    assert outbox_keys(f"search.{settings.SEARCH_ENGINE}") == {f"thread:{thread.pk}"}
    assert outbox_keys("forum.notices") == {f"post:{post.pk}"}
    event = ForumEvent.objects.get()
    assert (event.kind, event.actor, event.persona) == (EventKind.THREAD_STARTED, None, post.persona)


def test_replying_gives_the_next_number(member: User, thread: Thread) -> None:
    numbers = [make_reply(member, thread).number for _ in range(3)]
    assert numbers == [2, 3, 4]
    thread.refresh_from_db()
    assert (thread.last_number, thread.posts_count, thread.replies_count) == (4, 4, 3)


def test_a_number_is_never_given_twice(member: User, thread: Thread) -> None:
    actions.withdraw_post(actor=member, post=make_reply(member, thread))
    assert make_reply(member, thread).number == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            thread=thread, number=3, persona=thread.posts.get(number=1).persona, body_html="", body_text=""
        )


@pytest.mark.parametrize("action", ["start", "reply"])
def test_the_same_form_posts_once(action: str, member: User, board: Board, thread: Thread) -> None:
    token = uuid.uuid4()

    def send() -> Thread | Post:
        if action == "start":
            return actions.start_thread(
                actor=member, board=board, title="Кой намира жилище?", body="<p>Питам.</p>", token=token
            )
        return actions.reply(actor=member, thread=thread, body="<p>Да.</p>", token=token)

    first = send()
    written = rows_written()
    assert send() == first
    assert rows_written() == written


def test_a_form_sent_again_after_the_thread_was_closed_is_still_the_first_post(
    member: User, coordinator: User, thread: Thread
) -> None:
    token = uuid.uuid4()
    post = actions.reply(actor=member, thread=thread, body="<p>Да.</p>", token=token)
    actions.lock_thread(actor=coordinator, thread=thread)
    assert actions.reply(actor=member, thread=thread, body="<p>Да.</p>", token=token) == post


def test_somebody_elses_token_is_refused(member: User, other_member: User, thread: Thread) -> None:
    token = uuid.uuid4()
    actions.reply(actor=member, thread=thread, body="<p>Да.</p>", token=token)
    with pytest.raises(ValidationError):
        actions.reply(actor=other_member, thread=thread, body="<p>Не.</p>", token=token)


def test_a_closed_thread_takes_no_reply_and_says_why(member: User, coordinator: User, thread: Thread) -> None:
    actions.lock_thread(actor=coordinator, thread=thread, reason="Решено е в друга тема.")
    written = rows_written()
    with pytest.raises(NotAllowed, match="Решено е в друга тема"):
        make_reply(member, thread)
    assert rows_written() == written


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Кой?", "<p>Питам.</p>"),
        ("К" * 141, "<p>Питам.</p>"),
        ("Кой намира жилище?", "<p> </p><script>alert(1)</script>"),
        ("Кой намира жилище?", f"<p>{'я' * 20_001}</p>"),
        ("Кой намира жилище?", "<p>" + "<b>" * 3_500_000),
        ("\u202e\u200b\u2066", "<p>Питам.</p>"),
    ],
    ids=["short title", "long title", "nothing left", "long text", "ten megabytes", "invisible title"],
)
def test_content_that_is_refused(title: str, body: str, member: User, board: Board) -> None:
    with pytest.raises(ValidationError):
        actions.start_thread(actor=member, board=board, title=title, body=body)
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("markup", "stored"),
    [
        ("<p onclick=x>да</p>", "<p>да</p>"),
        ("<p>да<script>alert(1)</script></p>", "<p>да</p>"),
        ("<p>да<img src=x onerror=alert(1)></p>", "<p>да</p>"),
        ('<a href="javascript:alert(1)">да</a>', '<a rel="nofollow noopener ugc">да</a>'),
        ("<p>да<strong>не", "<p>да<strong>не</strong></p>"),
        ("<p>exe.\u202egpj</p>", "<p>exe.gpj</p>"),
        ("<svg><style><p>да</p>", "<p>да</p>"),
    ],
)
def test_markup_is_made_harmless(markup: str, stored: str, member: User, thread: Thread) -> None:
    assert make_reply(member, thread, body=markup).body_html == stored


def test_who_may_not_write(newcomer: User, member: User, board: Board, thread: Thread) -> None:
    with pytest.raises(NotAllowed):
        make_reply(newcomer, thread)
    with pytest.raises(NotAllowed):
        make_thread(newcomer, board)
    with pytest.raises(NotVisible):
        make_thread(member, BoardFactory.create(coordinators=True))
    with pytest.raises(NotAllowed):
        make_thread(member, BoardFactory.create(quiet=True))
    with pytest.raises(NotAllowed):
        make_thread(member, board, kind=ThreadKind.ANNOUNCEMENT)


def test_access_to_reply_is_not_access_to_start(newcomer: User, member: User, coordinator: User) -> None:
    closed = BoardFactory.create(access=True)
    BoardAccessFactory.create(board=closed, user=member, level=Level.START)
    BoardAccessFactory.create(board=closed, user=newcomer, level=Level.REPLY)
    thread = make_thread(member, closed)
    assert make_reply(newcomer, thread).number == 2
    with pytest.raises(NotAllowed):
        make_thread(newcomer, closed)


def test_a_subject_that_is_not_there_cannot_be_asked_about(member: User, board: Board) -> None:
    with pytest.raises(NotVisible):
        make_thread(member, board, subject=("practice", 404))
    with pytest.raises(NotVisible):
        make_thread(member, board, subject=("nothing", 1))


def test_editing(member: User, other_member: User, coordinator: User, thread: Thread) -> None:
    post = thread.posts.get()
    with pytest.raises(NotAllowed):
        actions.edit_post(actor=other_member, post=post, body="<p>Друго.</p>")
    edited = actions.edit_post(
        actor=member, post=post, body="<p>Housing in small towns.</p>", title="Друго заглавие", tags=["наеми"]
    )
    assert edited.edited_at is not None
    assert (edited.body_text, edited.language) == ("Housing in small towns.", "en")
    thread.refresh_from_db()
    assert (thread.title, thread.folded_title) == ("Друго заглавие", "друго заглавие")
    written = rows_written()
    actions.edit_post(
        actor=member, post=post, body="<p>Housing in small towns.</p>", title="Друго заглавие", tags=["наеми"]
    )
    assert rows_written() == written, "nothing differed"
    actions.lock_thread(actor=coordinator, thread=thread)
    with pytest.raises(NotAllowed):
        actions.edit_post(actor=member, post=post, body="<p>Трето.</p>")


def test_a_withdrawn_post_leaves_its_place(
    member: User, other_member: User, coordinator: User, thread: Thread, answer: Post
) -> None:
    with pytest.raises(NotAllowed):
        actions.withdraw_post(actor=member, post=answer)
    actions.withdraw_post(actor=other_member, post=answer)
    written = rows_written()
    actions.withdraw_post(actor=other_member, post=answer)
    assert rows_written() == written
    answer.refresh_from_db()
    thread.refresh_from_db()
    assert (answer.state, answer.number) == (PostState.REMOVED, 2)
    assert (thread.last_number, thread.posts_count, thread.state) == (2, 1, ThreadState.VISIBLE)
    assert thread.last_persona == thread.starter
    assert not Post.objects.visible_to(coordinator).filter(pk=answer.pk).exists(), "read by nobody any more"


def test_a_thread_without_replies_goes_with_its_opening_post(
    member: User, board: Board, thread: Thread
) -> None:
    actions.withdraw_post(actor=member, post=thread.posts.get())
    thread.refresh_from_db()
    board.refresh_from_db()
    assert thread.state == ThreadState.HIDDEN
    assert (board.threads_count, board.posts_count, board.last_thread, board.last_post_at) == (
        0,
        0,
        None,
        None,
    )


Moderate = Callable[[User, Thread, Post], object]
DECISIONS: list[tuple[str, Moderate]] = [
    ("lock", lambda actor, thread, post: actions.lock_thread(actor=actor, thread=thread, reason="Стига.")),
    ("unlock", lambda actor, thread, post: actions.unlock_thread(actor=actor, thread=thread)),
    ("pin", lambda actor, thread, post: actions.pin_thread(actor=actor, thread=thread)),
    ("unpin", lambda actor, thread, post: actions.unpin_thread(actor=actor, thread=thread)),
    ("hide post", lambda actor, thread, post: actions.hide_post(actor=actor, post=post, reason="Име.")),
    ("restore post", lambda actor, thread, post: actions.restore_post(actor=actor, post=post)),
    ("hide", lambda actor, thread, post: actions.hide_thread(actor=actor, thread=thread, reason="Име.")),
    ("restore", lambda actor, thread, post: actions.restore_thread(actor=actor, thread=thread)),
    ("remove post", lambda actor, thread, post: actions.remove_post(actor=actor, post=post, reason="Име.")),
]


def test_each_decision_is_logged_and_made_once(
    member: User, coordinator: User, board: Board, thread: Thread, answer: Post
) -> None:
    for name, decide in DECISIONS:
        with pytest.raises((NotAllowed, NotVisible)):
            decide(member, thread, answer)
        before = ForumEvent.objects.filter(actor=coordinator).count()
        decide(coordinator, thread, answer)
        assert ForumEvent.objects.filter(actor=coordinator).count() == before + 1, name
        written = rows_written()
        decide(coordinator, thread, answer)
        assert rows_written() == written, name
    thread.refresh_from_db()
    board.refresh_from_db()
    assert (thread.is_locked, thread.is_pinned, thread.state) == (False, False, ThreadState.VISIBLE)
    assert (board.threads_count, board.posts_count) == (1, 1)


def test_hiding_a_thread_takes_all_its_posts_out_of_the_index(
    coordinator: User, board: Board, thread: Thread, answer: Post
) -> None:
    OutboxItem.objects.all().delete()
    actions.hide_thread(actor=coordinator, thread=thread, reason="Проверява се.")
    # With Elasticsearch, replies are held by it alone.
    (engine,) = engines_holding("post")
    assert outbox_keys(topic_of(engine)) == {f"thread:{thread.pk}", f"post:{answer.pk}"}
    board.refresh_from_db()
    assert (board.threads_count, board.posts_count, board.last_thread) == (0, 0, None)


def test_a_decision_takes_a_reason(coordinator: User, thread: Thread, answer: Post) -> None:
    for decide in (actions.hide_post, actions.remove_post):
        with pytest.raises(ValidationError):
            decide(actor=coordinator, post=answer, reason=" ")
    with pytest.raises(ValidationError):
        actions.hide_thread(actor=coordinator, thread=thread, reason="")


def test_the_log_is_only_added_to(coordinator: User, thread: Thread) -> None:
    actions.pin_thread(actor=coordinator, thread=thread)
    event = ForumEvent.objects.get(kind=EventKind.THREAD_PINNED)
    event.reason = "Друго."
    with pytest.raises(ValidationError):
        event.save()


def test_a_reply_costs_the_same_in_a_long_thread(
    member: User, thread: Thread, django_assert_max_num_queries: Callable
) -> None:
    counts = []
    for replies in (2, 60):
        for _number in range(replies):
            make_reply(member, thread)
        person = User.objects.get(pk=member.pk)
        with django_assert_max_num_queries(20) as queries:
            make_reply(person, thread)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_database_holds_what_access_and_personas_are(member: User, board: Board, thread: Thread) -> None:
    for broken in (
        lambda: BoardAccess.objects.create(board=board, level=Level.READ),
        lambda: Persona.objects.create(kind="named"),
        lambda: Persona.objects.create(kind="pseudonym", thread=thread),
        lambda: Persona.objects.create(kind="pseudonym", thread=thread, number=9, user=member),
        lambda: Persona.objects.create(kind="kept_name"),
        lambda: ForumEvent.objects.create(kind="post_written", actor=member, board=board),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
