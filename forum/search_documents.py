"""What of the forum can be found: a thread with its opening post, and each reply. Hidden and removed ones can't."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from forum.enums import PostState, ThreadState
from forum.models import Post, Thread
from forum.visibility import audiences_of
from search.contract import LANGUAGES, IndexDocument, LanguageText
from search.documents import SearchDocument, register

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.access import Actor
    from forum.models import Board


def _path(language: str, name: str, pk: int) -> str:
    with override(language):
        return reverse(name, args=[pk])


def _board_name(board: Board, language: str) -> str:
    return board.title_en if language == "en" else board.title_bg


def _texts(
    language: str, name: str, pk: int, title: str, body: str, keywords: str
) -> dict[str, LanguageText]:
    """One text, in the language that it was written in."""
    return {language: LanguageText(title=title, body=body, keywords=keywords, url=_path(language, name, pk))}


@register
class ThreadDocument(SearchDocument):
    kind = "thread"
    label = _("Threads")
    label_one = _("Discussion")

    def queryset(self) -> QuerySet[Any]:
        opening = Prefetch(
            "posts", Post.objects.filter(number=1, state=PostState.PUBLISHED), to_attr="opening_posts"
        )
        threads = Thread.objects.filter(state=ThreadState.VISIBLE).select_related("board")
        return threads.prefetch_related("tags", opening)  # type: ignore[misc]  # taggit's manager, unknown to the checker

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        return Thread.objects.visible_to(actor)

    def build(self, obj: Any) -> IndexDocument | None:
        tags = [tag.name for tag in obj.tags.all()]
        language = obj.language if obj.language in LANGUAGES else "bg"
        return IndexDocument(
            kind=self.kind,
            object_id=obj.pk,
            audiences=audiences_of(obj.board),
            texts=_texts(
                language,
                "forum:thread_detail",
                obj.pk,
                obj.title,
                obj.opening_posts[0].body_text if obj.opening_posts else "",
                " ".join([*tags, _board_name(obj.board, language)]),
            ),
            tags=tuple(tag.slug for tag in obj.tags.all()),
            language=language,
            date=timezone.localdate(obj.created_at),
        )


@register
class PostDocument(SearchDocument):
    kind = "post"
    label = _("Replies")
    label_one = _("Reply")
    is_in_fallback = False  # a million of them: while the engine is away, titles of threads answer

    def queryset(self) -> QuerySet[Any]:
        return Post.objects.filter(
            number__gt=1, state=PostState.PUBLISHED, thread__state=ThreadState.VISIBLE
        ).select_related("thread__board")

    def visible_to(self, actor: Actor) -> QuerySet[Any]:
        return Post.objects.visible_to(actor).filter(number__gt=1)

    def build(self, obj: Any) -> IndexDocument | None:
        language = obj.language if obj.language in LANGUAGES else "bg"
        return IndexDocument(
            kind=self.kind,
            object_id=obj.pk,
            audiences=audiences_of(obj.thread.board),
            texts={
                language: LanguageText(
                    title=obj.thread.title,
                    body=obj.body_text,
                    url=_path(language, "forum:post_permalink", obj.pk),
                    has_own_title=False,
                )
            },
            language=language,
            date=timezone.localdate(obj.created_at),
        )
