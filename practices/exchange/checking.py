"""The dry run: what is wrong with each card that was read, and which draft it would change. Writes nothing."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.sanitising import clean_plain_text
from directory.memberships import organisation_ids_of
from directory.models import Organisation
from practices.card import BY_NAME, FIELDS, LANGUAGES, Document, Label, clean_card, empty_texts
from practices.checks import Completeness, Problem, check_card, practice_id_in
from practices.enums import PUBLIC_STATES
from practices.exchange.layout import (
    BY_KEY,
    EXTERNAL_ID,
    MAX_EXTERNAL_ID,
    READY,
    SOURCES,
    column_key,
    is_per_language,
)
from practices.exchange.report import Finding, InBoth, InLanguages, Item, Level, Parsed
from practices.exchange.words import Words
from practices.models import Practice
from practices.policies import can_edit_practice
from practices.privacy import MEDIA

if TYPE_CHECKING:
    from core.access import Actor

OWN_PREFIX = "megdan:"
"""`megdan:12` is the square's own name for practice 12: so exports name what has no number of the sender's."""


def own_organisations(actor: Actor) -> list[Organisation]:
    """Those for which the actor may bring cards in, by name. One query."""
    return list(Organisation.objects.filter(pk__in=organisation_ids_of(actor)).order_by("name_bg", "pk"))


def stored_id(organisation: Organisation, external_id: str) -> str:
    """An organisation's own number as it is kept: two organisations may both have a practice 7."""
    return f"{organisation.pk}:{external_id}"


def external_id_of(practice: Practice) -> str:
    """The number by which this practice is found again when its file is brought in."""
    prefix = f"{practice.organisation_id}:"
    if practice.external_id and practice.external_id.startswith(prefix):
        return practice.external_id.removeprefix(prefix)
    return f"{OWN_PREFIX}{practice.pk}"


def check_parsed(parsed: Parsed, *, actor: Actor, words: Words, default: Organisation) -> None:
    """Give each card its organisation and the draft that it changes, and say what is wrong with it. Four queries."""
    by_slug = {organisation.slug: organisation for organisation in words.organisations}
    for number, item in enumerate(parsed.items):
        slug = item.document["facts"]["organisation"] or default.slug
        if slug not in by_slug:
            _say_organisation(parsed, number, item, slug)
        item.organisation = slug if slug in by_slug else default.slug
        item.document["facts"]["organisation"] = item.organisation
        _check_external_id(parsed, number, item)
    _find_drafts(parsed, actor=actor, by_slug=by_slug)
    _say_doubles(parsed)
    practice_ids = {practice_id_in(item.document["facts"]["adapted_from"]) for item in parsed.items} - {None}
    known = words.known(
        Practice.objects.public().filter(pk__in=practice_ids).values_list("pk", flat=True)
        if practice_ids
        else ()
    )
    for number, item in enumerate(parsed.items):
        _check_document(parsed, number, item, known)


def _place_of(item: Item, key: str) -> tuple[str, InLanguages]:
    """Where the sender finds a column, and its headings; of the other language when this one isn't there."""
    name = key.partition(".")[0]
    for candidate in (key, *(f"{name}.{language}" for language in LANGUAGES)):
        if candidate in item.places:
            return item.places[candidate], BY_KEY[candidate].headings
    return item.where, BY_KEY[key].headings


def _say_organisation(parsed: Parsed, number: int, item: Item, slug: str) -> None:
    place, column = _place_of(item, "organisation")
    if any(finding.item == number and finding.place == place for finding in parsed.findings):
        return
    parsed.say(
        Level.ERROR,
        _("“%(word)s” isn't an organisation that you belong to. Take it from the sheet of words."),
        place=place,
        column=column,
        item=number,
        word=slug[:60],
    )


def _check_external_id(parsed: Parsed, number: int, item: Item) -> None:
    item.external_id = " ".join(clean_plain_text(item.external_id).split())
    if len(item.external_id) > MAX_EXTERNAL_ID:
        place, column = item.places.get(EXTERNAL_ID, item.where), BY_KEY[EXTERNAL_ID].headings
        message = _("This number is too long: at most %(most)d characters.")
        parsed.say(Level.ERROR, message, place=place, column=column, item=number, most=MAX_EXTERNAL_ID)


def _say_doubles(parsed: Parsed) -> None:
    """Two rows for one practice: which of them counts, only their sender knows."""
    seen: dict[Any, str] = {}
    for number, item in enumerate(parsed.items):
        key = item.practice_id or (item.organisation, item.external_id)
        if not item.external_id:
            continue
        if key in seen:
            parsed.say(
                Level.ERROR,
                _("The same number stands at %(where)s. Each practice has a number of its own."),
                place=item.places.get(EXTERNAL_ID, item.where),
                column=BY_KEY[EXTERNAL_ID].headings,
                item=number,
                where=seen[key],
            )
        seen.setdefault(key, item.places.get(EXTERNAL_ID, item.where))


def _find_drafts(parsed: Parsed, *, actor: Actor, by_slug: dict[str, Organisation]) -> None:
    """Which practice each number stands for. One of another organisation is as if there were none."""
    stored = {
        number: stored_id(by_slug[item.organisation], item.external_id)
        for number, item in enumerate(parsed.items)
        if item.external_id and item.organisation in by_slug
    }
    own_ids = {
        number: int(digits)
        for number, item in enumerate(parsed.items)
        if item.external_id.startswith(OWN_PREFIX)
        and (digits := item.external_id.removeprefix(OWN_PREFIX)).isascii()
        and digits.isdigit()
        and len(digits) < 10
    }
    if not stored and not own_ids:
        return
    mine = Practice.objects.mine(actor).select_related("draft", "organisation")
    found = {
        practice.external_id: practice for practice in mine.filter(external_id__in=list(stored.values()))
    }
    found |= {practice.pk: practice for practice in mine.filter(pk__in=list(own_ids.values()))}
    for number, item in enumerate(parsed.items):
        practice = found.get(stored.get(number)) or found.get(own_ids.get(number))
        if practice is not None:
            _aim_at(parsed, number, item, practice, actor)
        elif item.external_id.startswith(OWN_PREFIX):
            item.external_id = ""  # another organisation's, or gone: it becomes a draft of one's own


def _aim_at(parsed: Parsed, number: int, item: Item, practice: Practice, actor: Actor) -> None:
    place, column = item.places.get(EXTERNAL_ID, item.where), BY_KEY[EXTERNAL_ID].headings
    item.practice_id = practice.pk
    if not can_edit_practice(actor, practice) or practice.state in PUBLIC_STATES:
        message: Label = _(
            "This number has a practice that can't be changed by a file: it waits for review or is published. Leave the row"
            " out, or clear the number to begin a new draft."
        )
        parsed.say(Level.ERROR, message, place=place, column=column, item=number)
        return
    item.version = practice.draft.version
    stored = clean_card(practice.draft.document)  # a draft from before a field was added lacks it
    _keep_what_is_absent(item, stored)
    item.document["media"] = stored["media"]
    if item.document == stored:
        parsed.say(Level.NOTE, _("This draft is the same already."), place=place, column=column, item=number)
        return
    parsed.say(
        Level.WARNING,
        _(
            "There is a draft with this number: what stands in the file takes the place of what stands in the draft."
        ),
        place=place,
        column=column,
        item=number,
    )


def _keep_what_is_absent(item: Item, stored: Document) -> None:
    """A file may have some of the columns: what it doesn't have stays as it is in the draft."""
    document = item.document
    for key in (READY, SOURCES):
        if key not in item.places:
            document[key] = copy.deepcopy(stored[key])
    for field in FIELDS:
        keys = [column_key(field, language) for language in LANGUAGES]
        if field.name == "organisation" or (
            any(key in item.places for key in keys) and (field.is_shared_group or not is_per_language(field))
        ):
            continue
        if not field.is_text:
            document["facts"][field.name] = copy.deepcopy(stored["facts"][field.name])
        if is_per_language(field):
            for language, words in stored["texts"].items():
                if column_key(field, language) not in item.places and words[field.name]:
                    texts = document["texts"].setdefault(language, empty_texts())
                    texts[field.name] = copy.deepcopy(words[field.name])


def _check_document(parsed: Parsed, number: int, item: Item, known: Any) -> None:
    """What the card's own check says: mistakes are errors, what a review would still want is a note."""
    said: dict[str, list[Problem]] = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = check_card(item.document, level=Completeness.SNAPSHOT, known=known)
    taken = {
        finding.place
        for finding in parsed.findings
        if finding.item == number and finding.level is Level.ERROR
    }
    missing: list[str] = []
    for place_in_list, problem in enumerate(said["bg"]):
        name = problem.field.split("-")[0]
        if name == MEDIA:  # of the draft that it changes, not of the file
            continue
        if problem.is_missing and name != "title":
            missing.append(name)
            continue
        message = {language: said[language][place_in_list].message for language in LANGUAGES}
        key = column_key(BY_NAME[name], problem.language or LANGUAGES[0])
        place, column = _place_of(item, key)
        if place not in taken:
            _say_problem(parsed, number, problem, message, place, column)
    if missing:
        names = {
            language: "; ".join(_label(name, language) for name in dict.fromkeys(missing))
            for language in LANGUAGES
        }
        parsed.say(
            Level.NOTE,
            _("Still to be filled in before it can go to review: %(names)s."),
            place=item.where,
            item=number,
            names=InBoth(names),
        )


def _label(name: str, language: str) -> str:
    with override(language):
        return str(BY_NAME[name].label)


def _say_problem(
    parsed: Parsed, number: int, problem: Problem, message: InLanguages, place: str, column: InLanguages
) -> None:
    level = Level.ERROR if parsed.is_file else Level.WARNING
    name, _dash, rest = problem.field.partition("-")
    line, _dash, part_name = rest.partition("-")
    if line.isdigit() and part_name:
        part = BY_NAME[name].part(part_name)
        parsed.say(
            level,
            _("Line %(line)d, “%(part)s”: %(problem)s"),
            place=place,
            column=column,
            item=number,
            line=int(line) + 1,
            part=part.label,
            problem=InBoth(message),
        )
        return
    parsed.findings.append(Finding(level, message, place, column, number))
