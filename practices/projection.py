"""From the card document to the rows that the public reads. Called by the actions, inside their transaction."""

from __future__ import annotations

from practices.card import (
    SHARED_GROUPS,
    TEXT_FIELDS,
    Document,
    clean_media,
    ready_languages,
)
from practices.checks import Completeness, as_amount, as_date, as_number, missing_fields, practice_id_in
from practices.models import Practice, PracticeTerm, PracticeText, TaggedPractice
from practices.sorting import follow_organisation, key_of_name
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
    practice.original_language = facts["original_language"]
    practice.people_total = as_number(facts["people_total"])
    practice.people_women = as_number(facts["people_women"])
    practice.people_children = as_number(facts["people_children"])
    practice.budget_amount = as_amount(facts["budget_amount"])
    practice.budget_currency = facts["budget_currency"] if practice.budget_amount is not None else ""
    practice.adapted_from = _original_of(practice, facts)
    for name in ("partners", "funding", "results", "legal_basis", "links"):
        setattr(practice, name, facts[name])
    practice.contact_name = facts["contact_name"]
    practice.contact_role = facts["contact_role"]
    practice.contact_email = facts["contact_email"]
    practice.contact_visibility = facts["contact_visibility"] or practice.contact_visibility
    practice.is_full = any(
        not missing_fields(document, language=code, level=Completeness.FULL)
        for code in ready_languages(document)
    )
    practice.title_key_bg, practice.title_key_en = (title_key(document, code) for code in ("bg", "en"))
    follow_organisation(practice)
    practice.start_year = practice.starts_on.year if practice.starts_on else 0
    practice.level_position = _level_position(facts["level"])
    _project_media(practice, document)
    practice.save()
    _project_texts(practice, document)
    _project_terms(practice, facts)
    practice.places.set(Place.objects.filter(code__in=facts["places"]))
    TaggedPractice.objects.filter(content_object=practice).delete()
    TaggedPractice.objects.bulk_create(
        TaggedPractice(content_object=practice, tag=tag) for tag in tags_for(facts["tags"])
    )


def _original_of(practice: Practice, facts: Document) -> Practice | None:
    """The public practice that this one was adapted from; nothing is adapted from itself."""
    practice_id = practice_id_in(facts["adapted_from"])
    if practice_id is None or practice_id == practice.pk:
        return None
    return Practice.objects.public().filter(pk=practice_id).first()


def title_key(document: Document, language: str) -> str:
    """What lists in this language are sorted by: the title that they show, folded, from its first letter or digit on."""
    ready = ready_languages(document)
    ready.sort(key=lambda code: code != language)
    titles = (document["texts"][code]["title"] for code in ready)
    return key_of_name(next((title for title in titles if title), ""))


def _level_position(code: str) -> int:
    """Where the level stands in its vocabulary, from the neighbourhood to the world; 0 where none is named."""
    found = Term.objects.filter(vocabulary=Vocabulary.LEVEL, code=code).values_list("position", flat=True)
    return found.first() or 0


def _project_texts(practice: Practice, document: Document) -> None:
    """The texts of the languages that are ready; the others stay with the draft."""
    ready = [code for code in ready_languages(document) if document["texts"][code]["title"]]
    PracticeText.objects.filter(practice=practice).exclude(language__in=ready).delete()
    for code in ready:
        words = document["texts"][code]
        PracticeText.objects.update_or_create(
            practice=practice,
            language=code,
            defaults={field.name: words[field.name] for field in (*TEXT_FIELDS, *SHARED_GROUPS)}
            | {"source_hashes": document["sources"].get(code, {})},
        )


def _project_terms(practice: Practice, facts: Document) -> None:
    wanted: list[tuple[str, str]] = []
    for name, vocabulary in TERM_FACTS.items():
        codes = facts[name] if isinstance(facts[name], list) else [facts[name]] if facts[name] else []
        wanted += [(str(vocabulary), code) for code in codes]
    wanted += [(str(Vocabulary.FUNDING), row["source"]) for row in facts["funding"] if row["source"]]
    wanted = list(dict.fromkeys(wanted))
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


def _project_media(practice: Practice, document: Document) -> None:
    """What the document holds of the practice's own pictures, files and videos, in its order; the others leave the card."""
    items = clean_media(document.get("media"))
    rows = {str(media.pk): media for media in practice.media.all()}
    licences = {
        term.code: {"bg": term.name_bg, "en": term.name_en}
        for term in Term.objects.filter(
            vocabulary=Vocabulary.LICENCE, code__in={item["licence"] for item in items}
        )
    }
    practice.shown_media = [
        {**item, **rows[item["id"]].facts(), "licence_names": licences.get(item["licence"], {})}
        for item in items
        if item["id"] in rows
    ]
    shown = [item["id"] for item in practice.shown_media]
    practice.media.filter(pk__in=shown).update(is_public=True)
    practice.media.exclude(pk__in=shown).update(is_public=False)
