"""Practices in each state, made by the actions that bring them there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from accounts.models import User
from directory.models import Organisation
from practices import actions
from practices.card import FIELDS, CardField, Document, Kind, empty_card, empty_texts
from practices.models import Practice
from taxonomy.models import Term


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


def a_full_card(language: str = "bg", **changes: Any) -> Document:
    """A card in which nothing is missing, with open sources: whatever the catalogue wants is filled with something."""
    card = a_card(language, links=["https://example.org/kvartira"])
    for field in FIELDS:
        target = card["texts"][language] if field.is_text else card["facts"]
        if field.for_full and not target[field.name]:
            target[field.name] = _something(field)
    for name, value in changes.items():
        target = card["texts"][language] if name in empty_texts() else card["facts"]
        target[name] = value
    return card


def _something(field: CardField) -> Any:
    if field.kind is Kind.GROUP:
        return [{part.name: "Нещо" for part in field.parts}]
    if field.kind is Kind.TERM:
        return Term.objects.filter(vocabulary=field.vocabulary, retired_on=None).values_list(
            "code", flat=True
        )[0]
    if field.kind is Kind.CHOICE:
        return field.choices[0][0]
    return "<p>Нещо.</p>" if field.kind is Kind.RICH else "Нещо"


def a_filled_card() -> Document:
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


def make_update(
    author: User,
    organisation: Organisation,
    state: str = "draft",
    *,
    coordinator: User,
    card: Document | None = None,
    **changes: Any,
) -> Practice:
    """A published practice with an update of it in this state: draft, submitted or returned."""
    practice = make_practice(author, organisation, "published", coordinator=coordinator)
    document = card or a_card(**(changes or {"summary": "Двайсет семейства намериха дом."}))
    actions.save_draft(
        actor=author, practice_id=practice.pk, document=document, version=practice.draft.version
    )
    if state != "draft":
        actions.submit_practice(actor=author, practice_id=practice.pk, note="Нови числа")
    if state == "returned":
        actions.return_practice(
            actor=coordinator, practice_id=practice.pk, remarks={"summary": "Откъде са числата?"}
        )
    practice.refresh_from_db()
    return practice
