"""Tells the search index when a page changes, moves, goes or becomes private: an outbox row in the same transaction.

Wagtail saves, moves and deletes pages itself, in its admin and by schedule, so this listens to the models' own signals, which
are sent inside the saving transaction. Whether and to whom a page is shown is read when the row is handled.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from pages.models import HomePage, StandardPage
from search.indexing import request_index_many

KIND = "page"


def connect_signals() -> None:
    """Called once, when the app is ready."""
    for model in (HomePage, StandardPage):
        post_save.connect(_page_saved, sender=model, dispatch_uid=f"index-saved-{model.__name__}")
        post_delete.connect(_page_saved, sender=model, dispatch_uid=f"index-deleted-{model.__name__}")
        # The addresses of the pages below change with it.
        page_slug_changed.connect(_page_moved, sender=model, dispatch_uid=f"index-slug-{model.__name__}")
        post_page_move.connect(_page_moved, sender=model, dispatch_uid=f"index-moved-{model.__name__}")
    post_save.connect(_privacy_changed, sender=PageViewRestriction, dispatch_uid="index-privacy-saved")
    pre_delete.connect(_privacy_changed, sender=PageViewRestriction, dispatch_uid="index-privacy-deleted")
    m2m_changed.connect(
        _privacy_changed, sender=PageViewRestriction.groups.through, dispatch_uid="index-privacy-groups"
    )


def _request(page_ids: Iterable[int]) -> None:
    # Inside the saving transaction where there is one; a fixture or a script may have none.
    with transaction.atomic():
        request_index_many(KIND, page_ids)


def _page_saved(sender: type[Page], instance: Page, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _request([instance.pk])


def _page_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _request(_ids_below(instance))


def _privacy_changed(
    sender: type[Any], instance: PageViewRestriction, raw: bool = False, **kwargs: Any
) -> None:
    if not raw:
        page = Page.objects.filter(pk=instance.page_id).first()
        if page is not None:
            _request(_ids_below(page))


def _ids_below(page: Page) -> list[int]:
    return list(Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))
