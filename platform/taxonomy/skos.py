"""A vocabulary as SKOS (W3C, 2009): a concept scheme in Turtle and in JSON-LD. Pure: takes terms, gives text.

A concept's address is its scheme's with the code behind a #, so that it leads to something. Types of organisation are tied
to IATI's codelist: `exactMatch` where one of ours is one of theirs, `broadMatch` where several of ours share one of theirs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

IATI_ORGANISATION_TYPES = "https://iatistandard.org/en/iati-standard/203/codelists/organisationtype/#"
"""IATI 2.03, codelist OrganisationType, by code."""

_PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Of the vocabularies themselves: words belong to everybody."""


class TermLike(Protocol):
    code: str
    name_bg: str
    name_en: str
    synonyms: Any
    extra: Any
    retired_on: Any


def language_of(word: str) -> str:
    """Synonyms are kept without their language; Cyrillic letters tell."""
    return "bg" if any("Ѐ" <= letter <= "ӿ" for letter in word) else "en"


def iati_codes(term: TermLike) -> list[str]:
    return [str(code) for code in (term.extra or {}).get("iati", [])]


def _matches(terms: Iterable[TermLike]) -> dict[str, list[tuple[str, str]]]:
    """For each code of ours the matches with IATI's: (skos property, address)."""
    terms = list(terms)
    shared = Counter(code for term in terms for code in iati_codes(term))
    return {
        term.code: [
            (
                "exactMatch" if shared[code] == 1 and len(iati_codes(term)) == 1 else "broadMatch",
                IATI_ORGANISATION_TYPES + code,
            )
            for code in iati_codes(term)
        ]
        for term in terms
    }


def as_turtle(scheme: str, names: tuple[str, str], terms: Sequence[TermLike]) -> str:
    """`scheme` is the address of the concept scheme, `names` its names in Bulgarian and English."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in _PREFIXES.items()]
    lines += [
        "",
        f"<{scheme}> a skos:ConceptScheme ;",
        f"    dct:title {_text(names[0], 'bg')}, {_text(names[1], 'en')} ;",
        f"    dct:license <{_LICENCE}> .",
    ]
    matches = _matches(terms)
    for term in terms:
        parts = [
            "a skos:Concept",
            f"skos:inScheme <{scheme}>",
            f"skos:topConceptOf <{scheme}>",
            f"skos:notation {_text(term.code)}",
            f"skos:prefLabel {_text(term.name_bg, 'bg')}, {_text(term.name_en, 'en')}",
        ]
        if term.synonyms:
            parts.append(
                "skos:altLabel " + ", ".join(_text(word, language_of(word)) for word in term.synonyms)
            )
        parts += [f"skos:{name} <{address}>" for name, address in matches[term.code]]
        if term.retired_on:
            parts += ["owl:deprecated true", f'dct:valid "{term.retired_on.isoformat()}"^^xsd:date']
        lines += ["", f"<{scheme}#{term.code}> " + " ;\n    ".join(parts) + " ."]
    return "\n".join(lines) + "\n"


def as_json_ld(scheme: str, names: tuple[str, str], terms: Sequence[TermLike]) -> str:
    """The same statements, for programs that read JSON."""
    matches = _matches(terms)
    concepts = []
    for term in terms:
        concept: dict[str, Any] = {
            "@id": f"{scheme}#{term.code}",
            "@type": "skos:Concept",
            "skos:inScheme": {"@id": scheme},
            "skos:topConceptOf": {"@id": scheme},
            "skos:notation": term.code,
            "skos:prefLabel": [_value(term.name_bg, "bg"), _value(term.name_en, "en")],
        }
        if term.synonyms:
            concept["skos:altLabel"] = [_value(word, language_of(word)) for word in term.synonyms]
        for name, address in matches[term.code]:
            concept.setdefault(f"skos:{name}", []).append({"@id": address})
        if term.retired_on:
            concept["owl:deprecated"] = True
            concept["dct:valid"] = {"@value": term.retired_on.isoformat(), "@type": "xsd:date"}
        concepts.append(concept)
    graph = [
        {
            "@id": scheme,
            "@type": "skos:ConceptScheme",
            "dct:title": [_value(names[0], "bg"), _value(names[1], "en")],
            "dct:license": {"@id": _LICENCE},
        },
        *concepts,
    ]
    return json.dumps({"@context": _PREFIXES, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _value(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _text(text: str, language: str = "") -> str:
    """A literal of Turtle: JSON escapes the same characters in the same way."""
    return json.dumps(text, ensure_ascii=False) + (f"@{language}" if language else "")
