"""What editors of pages can't do to the forum in the admin, and what the admin's own index must not know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from forum.enums import ReadBy
from forum.models import Board, BoardAccess
from pages.actions import ensure_editors, ensure_homes
from tests.forum.factories import BoardFactory, make_reply, make_thread

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]


@pytest.fixture
def full_editor(editor: User) -> User:
    """With all rights that the group of editors has."""
    editor.groups.add(ensure_editors(ensure_homes({})))
    return editor


def test_an_editor_keeps_a_boards_words_and_opens_it_to_nobody(
    full_editor: User, signed_in: SignedIn
) -> None:
    board = BoardFactory.create(slug="cases", read_by=ReadBy.ACCESS, allows_pseudonyms=False)
    data = {
        "title_bg": "Случаи",
        "title_en": "Cases",
        "slug": "cases",
        "position": 0,
        "read_by": "public",
        "start_by": "members",
        "reply_by": "members",
        "attach_by": "members",
        "allows_pseudonyms": "on",
    }
    url = reverse("wagtailsnippets_forum_board:edit", args=[board.pk])
    assert signed_in(full_editor).post(url, data).status_code == 302
    board.refresh_from_db()
    assert board.title_bg == "Случаи"
    assert board.read_by == ReadBy.ACCESS
    assert not board.allows_pseudonyms
    assert 'name="read_by"' not in signed_in(full_editor).get(url).content.decode()


def test_whose_a_pseudonym_is_stands_in_no_index_of_the_admin(
    member: User, other_member: User, board: Board
) -> None:
    board.allows_pseudonyms = True
    board.save()
    make_reply(other_member, make_thread(member, board), is_pseudonymous=True)
    call_command("rebuild_references_index", verbosity=0)
    people = ContentType.objects.get_for_model(User)
    assert not ReferenceIndex.objects.filter(
        to_content_type=people, to_object_id=str(other_member.pk)
    ).exists()


@pytest.mark.parametrize(
    "name",
    [
        *(
            f"forum.{model}"
            for model in ("BoardAccess", "Persona", "PersonaOwner", "Thread", "Post", "ForumEvent")
        ),
        *(f"directory.{model}" for model in ("Membership", "MembershipLog", "Invitation")),
        *(f"practices.{model}" for model in ("Practice", "CardDraft", "Remark", "PracticeEvent")),
    ],
)
def test_what_editors_may_not_see_is_in_no_index_of_the_admin(name: str) -> None:
    assert not ReferenceIndex.model_is_indexable(apps.get_model(name))


def test_usage_pages_name_no_people(
    full_editor: User, member: User, organisation: Organisation, signed_in: SignedIn
) -> None:
    board = BoardFactory.create(slug="closed", read_by=ReadBy.ACCESS)
    BoardAccess.objects.create(board=board, user=member)
    call_command("rebuild_references_index", verbosity=0)
    client = signed_in(full_editor)
    for url in (
        reverse("wagtailsnippets_directory_organisation:usage", args=[organisation.pk]),
        reverse("wagtailsnippets_forum_board:usage", args=[board.pk]),
    ):
        response = client.get(url)
        assert response.status_code == 200
        assert member.display_name not in response.content.decode()
