"""Practices in each state, made by the actions that bring them there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from accounts.models import User
from directory.models import Organisation
from practices import actions
from practices.card import Document, empty_card
from practices.models import Practice


def a_card(language: str = "bg", **changes: Any) -> Document:
    """A card that may be sent for review; `changes` are facts or texts by name."""
    card = empty_card(language=language)
    card["facts"] |= {
        "organisation": "most",
        "themes": ["housing", "employment"],
        "places": ["HKV34"],
        "level": "local",
        "target_groups": ["refugees", "families"],
        "contact_role": "координатор на проекта",
    }
    card["texts"][language] |= {
        "title": "Квартира с наставник",
        "tagline": "Първите шест месеца в нов град не са сами",
        "summary": "Семейства със статут намират жилище по-лесно, когато до тях стои наставник.",
        "origin": "<p>Започна от един <strong>въпрос</strong> в читалището.</p>",
        "activities": [{"title": "Търсене", "text": "Обикаляме обявите заедно."}],
        "challenges": [{"obstacle": "Наемодатели се колебаят.", "response": "Водим ги на гости."}],
        "impact": "<p>Дванайсет семейства имат дом.</p>",
    }
    for name, value in changes.items():
        target = card["facts"] if name in card["facts"] else card["texts"][language]
        target[name] = value
    return card


def make_practice(
    author: User,
    organisation: Organisation,
    state: str = "draft",
    *,
    coordinator: User | None = None,
    card: Document | None = None,
    before: Callable[[Practice], object] | None = None,
) -> Practice:
    """A practice in this state, brought there by its own way. `before` is done to the draft first."""
    practice, _is_new = actions.create_practice(
        actor=author, organisation=organisation, document=card or a_card(), token=uuid.uuid4()
    )
    if before is not None:
        before(practice)
    if state != "draft":
        actions.submit_practice(actor=author, practice_id=practice.pk)
    if state in {"returned", "published", "archived"}:
        assert coordinator is not None
        if state == "returned":
            actions.return_practice(
                actor=coordinator, practice_id=practice.pk, remarks={"summary": "Колко семейства?"}
            )
        else:
            actions.publish_practice(actor=coordinator, practice_id=practice.pk)
    if state == "archived":
        actions.archive_practice(actor=author, practice_id=practice.pk)
    practice.refresh_from_db()
    return practice
