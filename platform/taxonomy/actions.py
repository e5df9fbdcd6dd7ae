"""Changes of the vocabularies that aren't made in the admin: loading the files that come with the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from taxonomy.enums import PlaceKind
from taxonomy.models import Place, Term
from taxonomy.place_labels import forget_places
from taxonomy.vocabulary_files import DATA_DIR, PlaceRow, TermRow, read_places, read_terms

BATCH = 500


@dataclass(frozen=True)
class Loaded:
    """How many rows a load added and changed."""

    terms_added: int = 0
    terms_changed: int = 0
    places_added: int = 0
    places_changed: int = 0


@transaction.atomic
def load_vocabularies(
    *,
    reset: bool = False,
    folder: Path = DATA_DIR,
    terms: type[Term] = Term,
    places: type[Place] = Place,
) -> Loaded:
    """Bring the terms and places of the files into the database; the second time nothing is written.

    What is there already stays as editors left it: names, synonyms, order, retirement. With `reset` the names, synonyms
    and order of the files win. Nothing is ever deleted, since practices may use it. A migration passes its own `terms` and
    `places` models. Raises VocabularyFileError.
    """
    terms_added, terms_changed = _load_terms(terms, read_terms(folder), reset=reset)
    places_added, places_changed = _load_places(places, read_places(folder), reset=reset)
    if places is Place and places_added + places_changed:
        forget_places()  # written in bulk, which sends no signals
    return Loaded(terms_added, terms_changed, places_added, places_changed)


def _load_terms(model: type[Term], rows: list[TermRow], *, reset: bool) -> tuple[int, int]:
    known = {(term.vocabulary, term.code): term for term in model._default_manager.all()}
    new, changed = [], []
    for row in rows:
        fields = {
            "name_bg": row.name_bg,
            "name_en": row.name_en,
            "synonyms": row.synonyms,
            "position": row.position,
            "extra": row.extra,
        }
        term = known.get((row.vocabulary, row.code))
        if term is None:
            new.append(model(vocabulary=row.vocabulary, code=row.code, **fields))
        elif reset and _differs(term, fields):
            changed.append(term)
    model._default_manager.bulk_create(new, batch_size=BATCH)
    if changed:
        model._default_manager.bulk_update(
            changed, ["name_bg", "name_en", "synonyms", "position", "extra"], batch_size=BATCH
        )
    return len(new), len(changed)


def _load_places(model: type[Place], rows: list[PlaceRow], *, reset: bool) -> tuple[int, int]:
    known = {place.code: place for place in model._default_manager.all()}
    changed, added = [], 0
    for (
        kind
    ) in PlaceKind.values:  # from the largest down, so that a parent has its id before its parts are written
        new = []
        for row in (row for row in rows if row.kind == kind):
            parent = known[row.parent] if row.parent else None
            fields = {
                "name_bg": row.name_bg,
                "name_en": row.name_en,
                "nuts3": row.nuts3,
                "nuts2": row.nuts2,
                "parent_id": parent.pk if parent else None,
            }
            place = known.get(row.code)
            if place is None:
                new.append(model(kind=kind, code=row.code, **fields))
            elif reset and _differs(place, fields):
                changed.append(place)
        model._default_manager.bulk_create(new, batch_size=BATCH)
        known |= {place.code: place for place in new}
        added += len(new)
    if changed:
        model._default_manager.bulk_update(
            changed, ["name_bg", "name_en", "nuts3", "nuts2", "parent"], batch_size=BATCH
        )
    return added, len(changed)


def _differs(row: Term | Place, fields: Mapping[str, object]) -> bool:
    """Puts the file's values on the row; True if that changed any."""
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    return before != fields
