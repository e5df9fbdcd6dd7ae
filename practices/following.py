"""What one can follow of practices (a practice, a theme, a place), and which of their events are news of these.

Who follows what and how letters go out is `notifications.subscriptions`'; the letter itself is in emails_between.py.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.urls import reverse

from core.subjects import subject_follower_ids
from notifications.subscriptions import Followed, News, Target, register_followed, register_news
from practices.enums import PracticeAction
from practices.models import Practice, PracticeEvent
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.models import Place, Term

if TYPE_CHECKING:
    from core.access import Actor

PRACTICE_NEWS = "practice_news"
NEWSWORTHY = frozenset(
    {
        PracticeAction.PUBLISHED,
        PracticeAction.UPDATED,
        PracticeAction.OUTDATED,
        PracticeAction.ARCHIVED,
        PracticeAction.ADAPTED,
    }
)
"""What the log records and followers hear of. The rest is between authors and reviewers."""


def register() -> None:
    """Called once when the app is ready."""
    register_followed("practice", find_practices)
    register_followed("theme", find_themes)
    register_followed("place", find_places)
    register_news(PRACTICE_NEWS, news_of)


def find_practices(keys: Collection[str], actor: Actor) -> dict[str, Followed]:
    ids = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    found = Practice.objects.public().visible_to(actor).filter(pk__in=ids).prefetch_related("texts")
    return {
        str(practice.pk): Followed(practice.title, practice.get_absolute_url())
        for practice in found.only("pk", "state")
    }


def find_themes(keys: Collection[str], actor: Actor) -> dict[str, Followed]:
    themes = Term.objects.filter(vocabulary=Vocabulary.THEME, code__in=keys)
    url = reverse("practices:practice_list")
    return {theme.code: Followed(theme.name, f"{url}?theme={theme.code}") for theme in themes}


def find_places(keys: Collection[str], actor: Actor) -> dict[str, Followed]:
    return {
        place.code: Followed(place.label, url_of_place(place))
        for place in Place.objects.filter(code__in=keys).with_parents()
    }


def url_of_place(place: Place) -> str:
    """Where the practices of a place are: its oblast's list, or the page of the municipality."""
    if place.kind == PlaceKind.OBLAST:
        return f"{reverse('practices:practice_list')}?place={place.code}"
    if place.kind == PlaceKind.MUNICIPALITY:
        return reverse("practices:for_municipality", args=[place.code])
    return reverse("practices:practice_list")


def news_of(event_id: int) -> News | None:
    """Whom an entry of the log concerns: followers of the practice; of its themes and places when it is new to everybody."""
    event = PracticeEvent.objects.filter(pk=event_id).select_related("practice").first()
    if event is None:
        return None
    practice = event.practice
    targets: list[Target] = [("practice", str(practice.pk))]
    without = {event.actor_id} if event.actor_id else set()
    if event.action == PracticeAction.PUBLISHED:
        if practice.author_id:
            without.add(practice.author_id)  # gets a letter of their own
        if is_first_publication(event):
            targets += [("theme", theme.code) for theme in practice.themes]
            codes = [code for place in practice.places.with_parents() for code in place.with_ancestors()]
            targets += [("place", code) for code in dict.fromkeys(codes)]
    if event.action == PracticeAction.ADAPTED:
        without |= subject_follower_ids("practice", practice.pk)  # get a letter of their own
    return News(targets, frozenset(without))


def is_first_publication(event: PracticeEvent) -> bool:
    """What was published before is new to nobody but those who follow it."""
    earlier = PracticeEvent.objects.filter(
        practice=event.practice_id, action=PracticeAction.PUBLISHED, pk__lt=event.pk
    )
    return event.action == PracticeAction.PUBLISHED and not earlier.exists()
