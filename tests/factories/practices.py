"""Practices in each state, made by the actions that bring them there."""

from __future__ import annotations

import uuid
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


def a_full_card() -> Document:
    """A card with each part that the page draws in its own way."""
    card = a_card(
        people_total="120",
        people_women="64",
        people_children="31",
        budget_amount="48000",
        budget_currency="BGN",
        partners=[{"name": "Община Хасково", "role": "hosts"}],
        funding=[{"source": "amif", "contract": "BG-77"}],
        results=[{"key": "r1", "baseline": "3", "value": "12", "measured_on": "2025-06-30"}],
        legal_basis=[{"key": "r1", "article": "чл. 37а", "link": "https://lex.example/37a"}],
        building_blocks=[
            {
                "name": "Двата ключа",
                "purpose": "Договор за двама.",
                "enabling_factors": "Доверие.",
                "lesson": "Рано.",
            }
        ],
        preconditions=[{"text": "Наемодател, който дава под наем"}],
        participation="Двама от наставниците са били бежанци.",
        failures="<p>Общата обява не свърши работа.</p>",
        evaluation="Университетът направи оценка.",
        staff="Един координатор.",
        sustainability="Плаща общината.",
        goals="<p>Дом за половин година.</p>",
    )
    texts = card["texts"]["bg"]
    texts["results"] = {"r1": {"indicator": "Семейства с договор", "unit": "семейства", "source": "договори"}}
    texts["legal_basis"] = {"r1": {"act": "Закон за убежището и бежанците"}}
    return card


def make_practice(
    author: User,
    organisation: Organisation,
    state: str = "draft",
    *,
    coordinator: User | None = None,
    card: Document | None = None,
) -> Practice:
    """A practice in this state, brought there by its own way."""
    practice, _is_new = actions.create_practice(
        actor=author, organisation=organisation, document=card or a_card(), token=uuid.uuid4()
    )
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
