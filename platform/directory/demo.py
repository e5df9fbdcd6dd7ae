"""The directory of the demonstration: real institutions from public sources, and invented ones, which say so.

Found again by their slug, so that loading twice changes nothing.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.actions import save_entries
from directory.models import Organisation
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.models import Place, Term

ORGANISATIONS = Path(__file__).parent / "demo_data" / "organisations.json"
INVENTED_PREFIX = "invented-"
TEXT_FIELDS = (
    "name_bg", "name_en", "short_name_bg", "short_name_en", "address_bg", "address_en", "phone", "email", "website",
    "description_bg", "description_en", "source_note_bg", "source_note_en",
)  # fmt: skip


def load() -> list[Organisation]:
    """The organisations of the demonstration, in the order of the file. Repeatable."""
    return add_organisations(json.loads(ORGANISATIONS.read_text(encoding="utf-8"))["organisations"])


@transaction.atomic
def add_organisations(entries: Iterable[dict[str, Any]], *, is_invented: bool = False) -> list[Organisation]:
    """Entries in the file's shape become organisations; what is there already stays as it is. A bounded number of queries.

    Raises LookupError for a type or a place that the vocabularies don't have.
    """
    rows = list(entries)
    known = {row.slug: row for row in Organisation.objects.filter(slug__in=[entry["key"] for entry in rows])}
    kinds = {term.code: term for term in Term.objects.filter(vocabulary=Vocabulary.ORGANISATION_TYPE)}
    codes = {entry["place"] for entry in rows if entry["place"]}
    places = {place.code: place for place in Place.objects.filter(code__in=codes)}
    new = [_organisation(entry, kinds, places) for entry in rows if entry["key"] not in known]
    for organisation in new:
        organisation.is_invented = is_invented or organisation.slug.startswith(INVENTED_PREFIX)
    save_entries(new)
    known |= {organisation.slug: organisation for organisation in new}
    return [known[entry["key"]] for entry in rows]


def _organisation(entry: dict[str, Any], kinds: dict[str, Term], places: dict[str, Place]) -> Organisation:
    if entry["kind"] not in kinds:
        raise LookupError(f"{entry['key']}: there is no type of organisation “{entry['kind']}”.")
    if entry["place"] and entry["place"] not in places:
        raise LookupError(f"{entry['key']}: there is no place “{entry['place']}”.")
    confirmed_on = datetime.date.fromisoformat(entry["confirmed_on"]) if entry["confirmed_on"] else None
    if entry["is_confirmed"] and confirmed_on is None:
        confirmed_on = timezone.localdate()
    return Organisation(
        slug=entry["key"],
        kind=kinds[entry["kind"]],
        place=places.get(entry["place"] or ""),
        confirmed_on=confirmed_on,
        **{name: entry[name] for name in TEXT_FIELDS},
    )


def load_invented(count: int = 60) -> list[Organisation]:
    """Invented associations, one in each of so many municipalities, for lists and measurements. Repeatable."""
    municipalities = Place.objects.filter(kind=PlaceKind.MUNICIPALITY).order_by("code")[:count]
    return add_organisations(_invented(place) for place in municipalities)


def _invented(place: Place) -> dict[str, Any]:
    return {
        **dict.fromkeys(TEXT_FIELDS, ""),
        "key": f"{INVENTED_PREFIX}association-{place.code.lower()}",
        "name_bg": f"Сдружение „Близо до теб“ – {place.name_bg}",
        "name_en": f"Close to You Association – {place.name_en}",
        "kind": "local-ngo",
        "place": place.code,
        "description_bg": "Посреща новодошлите, придружава ги по институции и събира съседите около обща маса.",
        "description_en": "Welcomes newcomers, goes with them to offices and brings neighbours to one table.",
        "source_note_bg": "Измислена организация за демонстрацията.",
        "source_note_en": "An invented organisation, for the demonstration.",
        "is_confirmed": True,
        "confirmed_on": None,
    }
