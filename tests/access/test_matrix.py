"""Every address against every persona, and sending to it what one may not."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from core.models import OutboxItem
from directory.enums import MembershipState
from directory.models import Invitation, Membership, Organisation
from forum import actions as forum_actions
from forum.enums import Level
from forum.models import BoardAccess
from notifications.actions import follow
from notifications.models import Subscription
from notifications.unsubscribing import unsubscribe_url
from pages.models import StandardPage
from practices import actions as practice_actions
from practices.enums import PracticeState
from practices.exchange.cards import read_card
from practices.exchange.checking import check_parsed
from practices.exchange.words import Words
from practices.models import PracticeMedia, Remark
from practices.still_running import token_for
from tests.access.matrix import ROWS, Row
from tests.access.urlconf import routes
from tests.factories.media import add_picture
from tests.factories.people import MembershipFactory
from tests.factories.practices import make_practice, make_update
from tests.fixtures.people import PERSONAS
from tests.forum.factories import BoardFactory, a_poll, make_call, make_case, make_reply, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(
    personas: dict[str, Actor],
    organisation: Organisation,
    other_organisation: Organisation,
    member: User,
    other_member: User,
    coordinator: User,
    newcomer: User,
    tmp_path: Path,
    settings: object,
) -> dict[str, Any]:
    """One object of each kind in each state, by the names that the matrix uses."""
    call_command("setup_site", verbosity=0)
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    world: dict[str, Any] = {
        state: make_practice(
            member,
            organisation,
            state,
            coordinator=coordinator,
            before=lambda practice: add_picture(member, practice),
        ).pk
        for state in PracticeState.values
    }
    world |= {
        f"{state}_media": PracticeMedia.objects.get(practice=world[state]).pk
        for state in PracticeState.values
    }
    published = make_practice(member, organisation, "published", coordinator=coordinator)
    published.asked_on = timezone.localdate()
    published.save()
    world |= {
        "update_draft": make_update(member, organisation, "draft", coordinator=coordinator).pk,
        "update_submitted": make_update(member, organisation, "submitted", coordinator=coordinator).pk,
        "letter": token_for(published, member),
    }
    boards = {
        "public": BoardFactory(slug="public"),
        "members": BoardFactory(slug="members", members=True),
        "coordinators": BoardFactory(slug="coordinators", coordinators=True),
        "access": BoardFactory(slug="access", access=True),
    }
    BoardAccess.objects.create(board=boards["access"], user=member, level=Level.START)
    for slug, board in boards.items():
        thread = make_thread(coordinator if slug == "coordinators" else member, board)
        world |= {slug: thread.pk, f"{slug}_post": thread.posts.get().pk}
        if slug == "public":
            world["public_reply"] = make_reply(member, thread).pk
            world["pseudonymous_post"] = make_reply(member, thread, is_pseudonymous=True).pk
    case_board = BoardFactory(slug="with-cases", members=True, allows_cases=True)
    world["case"] = make_case(member, case_board).pk
    hidden = make_thread(member, boards["public"])
    forum_actions.hide_thread(actor=coordinator, thread=hidden, reason="проба")
    call = make_call(member, boards["public"], poll=a_poll())
    question = make_thread(member, boards["public"], kind="question")
    world |= {"call": call.pk, "question_reply": make_reply(other_member, question).pk}
    home = StandardPage.objects.filter(slug="privacy", locale__language_code="bg").get().get_parent()
    home.add_child(instance=StandardPage(title="Чернова", slug="draft-page", live=False))
    invitation = Invitation.objects.create(
        organisation=organisation,
        email="somebody@example.org",
        invited_by=coordinator,
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )
    adaptation, _is_new = practice_actions.mark_adaptation(
        actor=other_member, practice_id=world["published"], organisation=other_organisation
    )
    shared, _is_new = practice_actions.start_collection(actor=member, title="Споделена")
    practice_actions.update_collection(
        actor=member, collection_id=shared.pk, title="Споделена", note="", is_shared=True
    )
    unshared, _is_new = practice_actions.start_collection(actor=member, title="Само моя")
    follow(actor=member, kind="theme", key="housing")
    unsubscribe = unsubscribe_url(Subscription.objects.get()).rstrip("/").rpartition("/")[2]
    world |= {
        "adaptation": adaptation.pk,
        "collection": unshared.pk,
        "shared": shared.share_key,
        "unshared": unshared.share_key,
        "unsubscribe": unsubscribe,
        "other_organisation": other_organisation.pk,
    }
    written = read_card("Заглавие: Чуждо", Words([organisation]))
    check_parsed(written, actor=member, words=Words([organisation]), default=organisation)
    batch, _is_new = practice_actions.keep_import(actor=member, token=uuid.uuid4(), parsed=written)
    world |= {
        "import": batch.token,
        "hidden": hidden.pk,
        "remark": Remark.objects.get(practice=world["returned"]).pk,
        "draft_page": "draft-page",
        "request": MembershipFactory(user=newcomer, organisation=organisation, requested=True).pk,
        "membership": Membership.objects.get(user=member).pk,
        "invitation": invitation.token,
        "invitation_pk": invitation.pk,
    }
    return world


def test_every_address_has_a_row() -> None:
    named = {row.name for row in ROWS}
    missing = sorted({route.name for route in routes()} - named)
    assert not missing, f"write down by hand who may ask for: {missing}"


def test_every_row_has_an_address() -> None:
    assert not {row.name for row in ROWS} - {route.name for route in routes()}


def test_who_may_ask_for_what(
    world: dict[str, Any], personas: dict[str, Actor], signed_in: Callable[[Actor], Client]
) -> None:
    wrong = []
    clients = {name: signed_in(actor) for name, actor in personas.items()}
    for row in ROWS:
        for name, expected in zip(PERSONAS, row.expected(), strict=True):
            if row.name == "account_logout":
                continue  # below: asking for it must not sign anybody out
            response = clients[name].get(row.path.format(**world))
            if response.streaming:
                response.getvalue()  # type: ignore[attr-defined] # a file is closed when it was read
            status = response.status_code
            if status != expected:
                wrong.append(f"{row.path}  {name}: {status}, not {expected}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_asking_for_the_sign_out_page_signs_nobody_out(
    member: User, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(member)
    assert client.get("/bg/accounts/logout/").status_code == 200
    assert client.get("/bg/accounts/profile/").status_code == 200


WRITES: list[Row] = [
    # What is sent is complete, so that only the permission can refuse it. In the personas' order.
    Row(
        "practices:practice_edit", "/bg/practices/{draft}/edit/?step=transfer", "302 404 302 404 404 404 404"
    ),
    Row("practices:practice_import", "/bg/practices/import/", "302 403 422 422 403 403 403"),
    Row("practices:import_check", "/bg/practices/import/{import}/", "302 404 302 404 404 404 404"),
    Row("practices:import_note_forget", "/bg/practices/{draft}/import-note/", "302 404 302 404 404 404 404"),
    Row(
        "practices:import_note_forget",
        "/bg/practices/{published}/import-note/",
        "302 403 302 403 403 403 403",
    ),
    Row("practices:practice_review", "/bg/practices/{draft}/review/", "302 404 404 404 404 404 404"),
    Row("practices:practice_review", "/bg/practices/{submitted}/review/", "302 404 404 404 302 404 404"),
    Row("practices:practice_claim", "/bg/practices/{submitted}/claim/", "302 404 404 404 302 404 404"),
    Row("practices:practice_claim", "/bg/practices/{draft}/claim/", "302 404 404 404 404 404 404"),
    Row("practices:practice_score", "/bg/practices/{published}/score/", "302 404 404 404 403 404 404"),
    Row(
        "practices:remark_answer",
        "/bg/practices/{returned}/remarks/{remark}/answer/",
        "302 404 302 404 302 404 404",
    ),
    Row("practices:practice_archive", "/bg/practices/{published}/archive/", "302 403 302 403 302 403 403"),
    Row("practices:practice_archive", "/bg/practices/{submitted}/archive/", "302 404 403 404 403 404 404"),
    Row(
        "practices:practice_edit",
        "/bg/practices/{published}/edit/?step=transfer",
        "302 403 302 403 403 403 403",
    ),
    Row("practices:practice_update", "/bg/practices/{update_draft}/update/", "302 404 302 404 404 404 404"),
    Row(
        "practices:practice_update", "/bg/practices/{update_submitted}/update/", "302 404 302 404 302 404 404"
    ),
    Row("practices:practice_review", "/bg/practices/{update_draft}/review/", "302 404 404 404 403 404 404"),
    Row("practices:practice_confirm", "/bg/practices/{published}/confirm/", "302 403 302 403 403 403 403"),
    Row("practices:practice_confirm", "/bg/practices/{draft}/confirm/", "302 404 403 404 404 404 404"),
    Row("practices:practice_restore", "/bg/practices/{archived}/restore/", "302 403 302 403 302 403 403"),
    Row("directory:organisation_trust", "/bg/organisations/most/trust/", "302 404 404 404 302 302 302"),
    Row("practices:adaptation_start", "/bg/practices/{published}/apply/", "302 403 403 302 403 403 403"),
    Row(
        "practices:adaptation_edit", "/bg/practices/adaptations/{adaptation}/", "302 404 404 302 404 404 404"
    ),
    Row(
        "practices:adaptation_undo",
        "/bg/practices/adaptations/{adaptation}/undo/",
        "302 404 404 302 404 404 404",
    ),
    Row("practices:contact", "/bg/practices/{published}/contact/", "302 403 403 302 302 403 403"),
    Row("practices:keep", "/bg/practices/{draft}/keep/", "302 404 404 404 404 404 404"),
    Row(
        "practices:collection_detail",
        "/bg/practices/collections/{collection}/",
        "302 404 302 404 404 404 404",
    ),
    Row(
        "practices:collection_delete",
        "/bg/practices/collections/{collection}/delete/",
        "302 404 302 404 404 404 404",
    ),
    Row("notifications:follow", "/bg/notifications/follow/practice/{draft}/", "302 404 404 404 404 404 404"),
    Row("practices:media_add", "/bg/practices/{draft}/media/add/video/", "302 404 302 404 404 404 404"),
    Row("practices:media_add", "/bg/practices/{returned}/media/add/video/", "302 404 302 404 403 404 404"),
    Row("practices:media_edit", "/bg/practices/{draft}/media/{draft_media}/", "302 404 409 404 404 404 404"),
    Row(
        "practices:media_move",
        "/bg/practices/{draft}/media/{draft_media}/move/",
        "302 404 302 404 404 404 404",
    ),
    Row(
        "practices:media_move",
        "/bg/practices/{submitted}/media/{submitted_media}/move/",
        "302 404 403 404 403 404 404",
    ),
    Row(
        "practices:media_remove",
        "/bg/practices/{published}/media/{published_media}/remove/",
        "302 403 302 403 403 403 403",
    ),
    Row(
        "practices:media_remove",
        "/bg/practices/{draft}/media/{draft_media}/remove/",
        "302 404 302 404 404 404 404",
    ),
    Row("forum:post_create", "/bg/forum/threads/{access}/reply/", "404 404 302 404 404 404 404"),
    Row("forum:case_edit", "/bg/forum/threads/{case}/case/", "404 404 422 403 403 404 404"),
    Row("forum:post_edit", "/bg/forum/posts/{public_post}/edit/", "302 403 302 403 403 403 403"),
    Row("forum:post_edit", "/bg/forum/posts/{access_post}/edit/", "404 404 302 404 404 404 404"),
    Row("forum:thread_moderate", "/bg/forum/threads/{members}/moderate/", "404 404 403 403 302 404 404"),
    Row("forum:thread_moderate", "/bg/forum/threads/{access}/moderate/", "404 404 403 404 404 404 404"),
    Row(
        "forum:post_moderate", "/bg/forum/posts/{coordinators_post}/moderate/", "404 404 404 404 302 404 404"
    ),
    Row("forum:mark_all_read", "/bg/forum/read/", "302 302 302 302 302 302 302"),
    Row("forum:mark_board_read", "/bg/forum/boards/access/read/", "404 404 302 404 404 404 404"),
    Row("forum:poll_vote", "/bg/forum/threads/{call}/vote/", "302 403 302 302 302 403 403"),
    Row("forum:poll_vote", "/bg/forum/threads/{access}/vote/", "404 404 404 404 404 404 404"),
    Row("forum:call_edit", "/bg/forum/threads/{call}/call/", "302 403 302 403 302 403 403"),
    Row("forum:thread_tags", "/bg/forum/threads/{public}/tags/", "302 403 302 403 302 403 403"),
    Row("forum:answer_decide", "/bg/forum/posts/{question_reply}/answer/", "302 403 302 403 302 403 403"),
    Row("forum:answer_decide", "/bg/forum/posts/{access_post}/answer/", "404 404 403 404 404 404 404"),
    Row(
        "directory:membership_decide", "/bg/organisations/requests/{request}/", "302 403 404 404 302 404 404"
    ),
    Row(
        "directory:membership_role",
        "/bg/organisations/members/{membership}/role/",
        "302 404 404 404 302 404 404",
    ),
    Row("directory:organisation_confirm", "/bg/organisations/most/confirm/", "302 404 404 404 302 404 404"),
    Row(
        "directory:invitation_withdraw",
        "/bg/organisations/invitations/{invitation_pk}/withdraw/",
        "302 404 404 404 302 404 404",
    ),
]


@pytest.mark.parametrize("row", WRITES, ids=lambda row: row.path)
def test_who_may_send_what(
    row: Row, world: dict[str, Any], personas: dict[str, Actor], signed_in: Callable[[Actor], Client]
) -> None:
    """Those who may not go first, and must leave nothing behind: no row, no letter, no entry for the index."""
    order = sorted(zip(PERSONAS, row.expected(), strict=True), key=lambda item: item[1] == 302)
    data = {
        "action": "publish" if "review" in row.path else "lock" if "threads" in row.path else "hide",
        "title": "Чуждо", "body": "<p>чуждо</p>", "body-format": "html", "reason": "проба", "version": "1",
        "text": "bg", "staff": "чуждо", "subject": "Чуждо", "shares_address": "no", "state": "planned",
        "token": str(uuid.uuid4()), "decision": "hide" if "moderate" in row.path else "confirm", "role": "member",
        "is_trusted": "yes", "cost_currency": "EUR", "choice": "0", "call_seeks": "Чуждо",
        "call_until": timezone.localdate().isoformat(),
    }  # fmt: skip
    if "apply" in row.path:
        data["organisation"] = str(world["other_organisation"])
    if "/media/" in row.path:
        data |= {
            "caption_bg": "Чуждо",
            "alt_bg": "Чуждо",
            "author": "Чужд",
            "licence": "cc0-1.0",
            "consent": "nobody",
        }
        data |= {"link": "https://example.org/video", "promise": "on", "position": "0"}
    for name, expected in order:
        data["token"] = str(uuid.uuid4())  # each has a form of their own
        before = list(OutboxItem.objects.order_by("pk").values_list("pk", "version"))
        memberships = Membership.objects.filter(state=MembershipState.CONFIRMED).count()
        response = signed_in(personas[name]).post(row.path.format(**world), data)
        assert response.status_code == expected, (name, response.status_code)
        if expected != 302 or name == "visitor":
            assert list(OutboxItem.objects.order_by("pk").values_list("pk", "version")) == before, name
            assert Membership.objects.filter(state=MembershipState.CONFIRMED).count() == memberships, name
