"""The vocabularies as open data: as JSON, and as SKOS in Turtle and JSON-LD."""

from __future__ import annotations

import datetime

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Field, Router, Schema

from core.access import NotVisible
from core.open_data import API_ROOT, Bilingual, ErrorsOut, absolute, names_of
from taxonomy.enums import Vocabulary
from taxonomy.models import Term
from taxonomy.skos import as_json_ld, as_turtle, iati_codes

router = Router(tags=["Vocabularies"])


class TermOut(Schema):
    """A word of a vocabulary."""

    code: str = Field(description="Never changes.")
    uri: str = Field(description="The concept's address in SKOS.")
    name: Bilingual
    synonyms: list[str]
    iati: list[str] = Field(description="Of a type of organisation: codes of IATI's OrganisationType (2.03).")
    url: str = Field(description="Of a licence: its deed. Otherwise empty.")
    retired_on: datetime.date | None = Field(description="Since when it is no longer offered.")


class VocabularyOut(Schema):
    code: str
    name: Bilingual
    term_count: int
    url: str
    turtle_url: str
    json_ld_url: str


class VocabularyWithTermsOut(VocabularyOut):
    terms: list[TermOut]


@router.get("/vocabularies", response=list[VocabularyOut], summary="All vocabularies")
def list_vocabularies(request: HttpRequest) -> list[VocabularyOut]:
    """Codes, names, number of terms, and where each is to be had."""
    counts = dict(Term.objects.order_by().values_list("vocabulary").annotate(Count("pk")))
    return [_vocabulary(code, counts.get(code, 0)) for code in Vocabulary.values]


# The two with an ending stand before the one without: its code would take the ending along.
@router.get("/vocabularies/{code}.ttl", summary="A vocabulary in Turtle", url_name="vocabulary_turtle")
def vocabulary_turtle(request: HttpRequest, code: str) -> HttpResponse:
    """SKOS: a concept scheme with names, synonyms, retired terms; types of organisation with their match in IATI's codelist."""
    return HttpResponse(
        as_turtle(_address(code), _names(code), _terms(code)), content_type="text/turtle; charset=utf-8"
    )


@router.get("/vocabularies/{code}.jsonld", summary="A vocabulary in JSON-LD", url_name="vocabulary_json_ld")
def vocabulary_json_ld(request: HttpRequest, code: str) -> HttpResponse:
    """The same SKOS statements as in Turtle."""
    return HttpResponse(
        as_json_ld(_address(code), _names(code), _terms(code)), content_type="application/ld+json"
    )


@router.get(
    "/vocabularies/{code}",
    response={200: VocabularyWithTermsOut, 404: ErrorsOut},
    summary="A vocabulary and its terms",
    url_name="vocabulary",
)
def vocabulary(request: HttpRequest, code: str) -> VocabularyWithTermsOut | HttpResponse:
    """With `Accept: text/turtle` or `application/ld+json` the answer is SKOS."""
    wanted = request.get_preferred_type(["application/json", "text/turtle", "application/ld+json"])
    if wanted == "text/turtle":
        return vocabulary_turtle(request, code)
    if wanted == "application/ld+json":
        return vocabulary_json_ld(request, code)
    terms = _terms(code)
    return VocabularyWithTermsOut(
        **dict(_vocabulary(code, len(terms))), terms=[term_out(term) for term in terms]
    )


def term_out(term: Term) -> TermOut:
    return TermOut(
        code=term.code,
        uri=term_uri(term),
        name=names_of(term),
        synonyms=term.synonyms,
        iati=iati_codes(term),
        url=term.extra.get("url", ""),
        retired_on=term.retired_on,
    )


def term_uri(term: Term) -> str:
    return f"{_address(term.vocabulary)}#{term.code}"


def _terms(code: str) -> list[Term]:
    """The terms of a vocabulary in their order, retired ones too. Raises NotVisible for an unknown vocabulary."""
    if code not in Vocabulary.values:
        raise NotVisible("There is no vocabulary of this code.")
    return list(Term.objects.of(code).order_by("position", "code"))


def _vocabulary(code: str, count: int) -> VocabularyOut:
    bg, en = _names(code)
    address = _address(code)
    return VocabularyOut(
        code=code,
        name=Bilingual(bg=bg, en=en),
        term_count=count,
        url=address,
        turtle_url=f"{address}.ttl",
        json_ld_url=f"{address}.jsonld",
    )


def _address(code: str) -> str:
    return absolute(f"{API_ROOT}/vocabularies/{code}")


def _names(code: str) -> tuple[str, str]:
    """The vocabulary's name in Bulgarian and English. Raises NotVisible for an unknown one."""
    if code not in Vocabulary.values:
        raise NotVisible("There is no vocabulary of this code.")
    found = []
    for language in ("bg", "en"):
        with override(language):
            found.append(str(Vocabulary(code).label))
    return found[0], found[1]
