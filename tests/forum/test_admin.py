"""Boards and the access to them in the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.access import Actor
from core.models import OutboxItem
from forum.models import Board, BoardAccess, BoardCategory, Post, Thread
from tests.forum.factories import BoardAccessFactory

pytestmark = pytest.mark.django_db


def board_data(board: Board, **values: object) -> dict[str, object]:
    return {
        "title_bg": board.title_bg,
        "title_en": board.title_en,
        "slug": board.slug,
        "position": 0,
        "read_by": board.read_by,
        "start_by": board.start_by,
        "reply_by": board.reply_by,
        "attach_by": board.attach_by,
        **values,
    }


def test_closing_a_board_brings_its_search_entries_up_to_date(
    admin: User, board: Board, thread: Thread, answer: Post, signed_in: Callable[[Actor], Client]
) -> None:
    OutboxItem.objects.all().delete()
    client = signed_in(admin)
    url = reverse("wagtailsnippets_forum_board:edit", args=[board.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, board_data(board, description_bg="Друго описание.")).status_code == 302
    assert not OutboxItem.objects.exists(), "nothing that an entry shows has changed"
    assert client.post(url, board_data(board, read_by="members")).status_code == 302
    board.refresh_from_db()
    assert board.read_by == "members"
    assert set(OutboxItem.objects.values_list("key", flat=True)) == {
        f"thread:{thread.pk}",
        f"post:{answer.pk}",
    }


def test_access_by_name_has_one_holder(
    admin: User, member: User, board: Board, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(admin)
    url = reverse("wagtailsnippets_forum_boardaccess:add")
    assert client.get(url).status_code == 200
    assert client.post(url, {"board": board.pk, "level": 20}).status_code == 200
    assert not BoardAccess.objects.exists()
    assert client.post(url, {"board": board.pk, "user": member.pk, "level": 20}).status_code == 302
    assert BoardAccess.objects.get().user == member
    assert client.get(reverse("wagtailsnippets_forum_boardaccess:list")).status_code == 200


def test_an_editor_without_the_right_does_not_see_who_has_access(
    editor: User, member: User, board: Board, signed_in: Callable[[Actor], Client]
) -> None:
    BoardAccessFactory.create(board=board, user=member)
    response = signed_in(editor).get(reverse("wagtailsnippets_forum_boardaccess:list"))
    assert response.status_code in {302, 403, 404}


def test_categories_are_kept_in_the_admin(
    admin: User, board: Board, signed_in: Callable[[Actor], Client]
) -> None:
    client = signed_in(admin)
    url = reverse("wagtailsnippets_forum_boardcategory:add")
    assert client.get(url).status_code == 200
    assert client.post(url, {"title_bg": "Случаи", "title_en": "Cases", "position": 1}).status_code == 302
    category = BoardCategory.objects.get()
    edit = reverse("wagtailsnippets_forum_board:edit", args=[board.pk])
    assert client.post(edit, board_data(board, category=category.pk)).status_code == 302
    board.refresh_from_db()
    assert board.category == category
