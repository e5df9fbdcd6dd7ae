"""Boards and the access to them in Wagtail's admin, for editors with the right to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forum.actions import reindex_board
from forum.models import Board, BoardAccess, BoardCategory

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest


GIVES_ACCESS = "forum.change_boardaccess"
"""Who reads a board is decided by those who also give access by name. Editors keep its words, and open nothing."""


class BoardCategoryViewSet(SnippetViewSet):
    model = BoardCategory
    icon = "folder-open-1"
    list_display = ("title_bg", "title_en", "position")
    ordering = ("position", "pk")
    panels = (
        HelpPanel(content=_("A heading in the list of boards. It opens and closes nothing.")),
        FieldPanel("title_bg"),
        FieldPanel("title_en"),
        FieldPanel("position"),
    )


class BoardViewSet(SnippetViewSet):
    model = Board
    icon = "comment"
    list_display = ("title", "category", "get_read_by_display", "position", "threads_count")
    ordering = ("position", "pk")
    panels = (
        MultiFieldPanel(
            [
                FieldPanel("title_bg"),
                FieldPanel("title_en"),
                FieldPanel("slug"),
                FieldPanel("category"),
                FieldPanel("position"),
            ]
        ),
        MultiFieldPanel(
            [
                FieldPanel("description_bg"),
                FieldPanel("description_en"),
                FieldPanel("rules_bg"),
                FieldPanel("rules_en"),
            ],
            heading=_("What belongs here"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("read_by", permission=GIVES_ACCESS),
                FieldPanel("start_by", permission=GIVES_ACCESS),
                FieldPanel("reply_by", permission=GIVES_ACCESS),
                FieldPanel("attach_by", permission=GIVES_ACCESS),
                FieldPanel("allows_pseudonyms", permission=GIVES_ACCESS),
                FieldPanel("allows_cases", permission=GIVES_ACCESS),
            ],
            heading=_("Who may do what"),
        ),
    )


class BoardAccessViewSet(SnippetViewSet):
    model = BoardAccess
    icon = "key"
    list_display = ("board", "user", "organisation", "get_level_display", "ends_on")
    list_filter = ("board", "level")
    panels = (
        HelpPanel(content=_("Access by name adds to what a board allows everybody. It counts at once.")),
        FieldPanel("board"),
        FieldPanel("user"),
        FieldPanel("organisation"),
        FieldPanel("level"),
        FieldPanel("ends_on"),
    )


class ForumViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Forum")
    menu_icon = "comment"
    menu_order = 300
    items = (BoardCategoryViewSet, BoardViewSet, BoardAccessViewSet)


register_snippet(ForumViewSetGroup)


@hooks.register("before_edit_snippet")
def remember_readers(request: HttpRequest, instance: Model) -> None:
    """What the search entries of a board's threads say of it, before it is changed."""
    if isinstance(instance, Board):
        request.board_before = _indexed_values(instance)  # type: ignore[attr-defined]


@hooks.register("after_edit_snippet")
def reindex_threads(request: HttpRequest, instance: Model) -> None:
    """When a board changes its readers or its name, its threads' search entries follow."""
    if isinstance(instance, Board) and getattr(request, "board_before", None) != _indexed_values(instance):
        reindex_board(instance)


def _indexed_values(board: Board) -> tuple[str, ...]:
    return (board.read_by, board.title_bg, board.title_en)
