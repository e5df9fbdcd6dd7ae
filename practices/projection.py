"""From the card document to the rows that the public reads. Called by the actions, inside their transaction."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from practices.card import LANGUAGES, TEXT_FIELDS, Document, empty_texts
from practices.checks import Completeness, as_date, missing_fields
from practices.models import Practice, PracticeTerm, PracticeText, TaggedPractice
from taxonomy.enums import Vocabulary
from taxonomy.models import Place, Term
from taxonomy.tags import tags_for

TERM_FACTS: dict[str, str] = {
    "themes": Vocabulary.THEME,
    "target_groups": Vocabulary.TARGET_GROUP,
    "sdgs": Vocabulary.SDG,
    "level": Vocabulary.LEVEL,
    "status": Vocabulary.STATUS,
    "evidence_level": Vocabulary.EVIDENCE,
    "licence": Vocabulary.LICENCE,
}


def project(practice: Practice, document: Document) -> None:
    """Write what the document says into the practice's public rows, replacing what was there. Saves the practice."""
    facts = document["facts"]
    practice.country = facts["country"]
    practice.starts_on = as_date(facts["starts_on"])
    practice.ends_on = as_date(facts["ends_on"])
    practice.is_ongoing = facts["is_ongoing"]
    practice.replicable = facts["replicable"]
    practice.links = facts["links"]
    practice.contact_role = facts["contact_role"]
    practice.contact_email = facts["contact_email"]
    practice.contact_visibility = facts["contact_visibility"] or practice.contact_visibility
    practice.is_full = any(
        not missing_fields(document, language=code, level=Completeness.FULL) for code in document["texts"]
    )
    practice.save()
    _project_texts(practice, document)
    _project_terms(practice, facts)
    practice.places.set(Place.objects.filter(code__in=facts["places"]))
    TaggedPractice.objects.filter(content_object=practice).delete()
    TaggedPractice.objects.bulk_create(
        TaggedPractice(content_object=practice, tag=tag) for tag in tags_for(facts["tags"])
    )


def _project_texts(practice: Practice, document: Document) -> None:
    for code in LANGUAGES:
        words = document["texts"].get(code)
        if not words or words == empty_texts() or not words["title"]:
            PracticeText.objects.filter(practice=practice, language=code).delete()
            continue
        PracticeText.objects.update_or_create(
            practice=practice,
            language=code,
            defaults={field.name: words[field.name] for field in TEXT_FIELDS}
            | {"is_ready": True, "source_hashes": _hashes_of_source(document, code)},
        )


def _hashes_of_source(document: Document, language: str) -> dict[str, str]:
    """For each field the hash of the other language's text: when that changes, this translation is stale."""
    other = next((code for code in LANGUAGES if code != language and code in document["texts"]), None)
    return (
        {} if other is None else {name: text_hash(value) for name, value in document["texts"][other].items()}
    )


def text_hash(value: Any) -> str:
    """A short fingerprint of a text field's value."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def _project_terms(practice: Practice, facts: Document) -> None:
    wanted: list[tuple[str, str]] = []
    for name, vocabulary in TERM_FACTS.items():
        codes = facts[name] if isinstance(facts[name], list) else [facts[name]] if facts[name] else []
        wanted += [(str(vocabulary), code) for code in codes]
    known = {
        (term.vocabulary, term.code): term
        for term in Term.objects.filter(code__in=[code for _vocabulary, code in wanted])
    }
    PracticeTerm.objects.filter(practice=practice).delete()
    PracticeTerm.objects.bulk_create(
        PracticeTerm(practice=practice, term=known[key], position=position)
        for position, key in enumerate(wanted)
        if key in known
    )
