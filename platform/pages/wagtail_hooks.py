"""What Wagtail's admin does otherwise here: home pages stay, and its summary names nothing that isn't the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from pages.models import HomePage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ENDING_ACTIONS = ("delete", "unpublish", "move")


def _refuse(request: HttpRequest, pages: list[Any]) -> HttpResponse | None:
    """Each language has its home page: without it, all its addresses and the way back would be gone."""
    homes = [page for page in pages if issubclass(page.specific_class or type(page), HomePage)]
    if not homes:
        return None
    messages.error(
        request,
        _("A home page can't be deleted, moved or taken down: the site begins with it. Change it instead."),
    )
    return redirect("wagtailadmin_explore", homes[0].pk)


@hooks.register("before_delete_page")
def keep_home_from_deletion(request: HttpRequest, page: Any) -> HttpResponse | None:
    return _refuse(request, [page])


@hooks.register("before_unpublish_page")
def keep_home_published(request: HttpRequest, page: Any) -> HttpResponse | None:
    return _refuse(request, [page])


@hooks.register("before_move_page")
def keep_home_in_place(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    return _refuse(request, [page])


@hooks.register("before_bulk_action")
def keep_homes_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    if action_type not in ENDING_ACTIONS or not hasattr(action_class_instance, "model"):
        return None
    return _refuse(request, [item for item in objects if hasattr(item, "specific_class")])
