"""How a practice is quoted: as a sentence, and as the two files that reference managers read.

Owns the wording and the two formats' own rules; titles and names stay as they were written.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.translation import gettext as _

from taxonomy.enums import Vocabulary

if TYPE_CHECKING:
    from practices.models import Practice
    from practices.words import Words

_BIBTEX_MARKUP = re.compile(r"[\\{}]")
_BIBTEX_SPECIAL = re.compile(r"([&%$#_])")


@dataclass(frozen=True)
class Citation:
    """What is said of a public practice when it is quoted."""

    key: str
    organisation: str
    year: int
    title: str
    address: str
    licence: str
    accessed_on: datetime.date
    language: str

    def __str__(self) -> str:
        words = {
            "organisation": self.organisation,
            "year": self.year,
            "title": self.title.rstrip("."),
            "address": self.address,
            "day": format_date(self.accessed_on, "DATE_FORMAT"),
            "licence": self.licence,
        }
        if self.licence:
            text = _(
                "%(organisation)s (%(year)s). %(title)s. Megdan. %(address)s (accessed on %(day)s). Licence: %(licence)s."
            )
        else:
            text = _("%(organisation)s (%(year)s). %(title)s. Megdan. %(address)s (accessed on %(day)s).")
        return text % words

    def as_ris(self) -> str:
        """For Zotero, Mendeley, EndNote. A line holds one value; the format ends lines as DOS does."""
        lines = [
            ("TY", "ELEC"),
            ("AU", f"{_one_line(self.organisation)},"),  # with a comma at its end a name isn't cut in two
            ("PY", str(self.year)),
            ("TI", _one_line(self.title)),
            ("T2", _("Megdan")),
            ("UR", self.address),
            ("Y2", f"{self.accessed_on:%Y/%m/%d}/"),
            ("LA", self.language),
            ("N1", _one_line(self.licence)),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value or tag == "ER")

    def as_bibtex(self) -> str:
        """For LaTeX. Braces keep a name whole and capitals as they are."""
        fields = {
            "author": f"{{{_bibtex(self.organisation)}}}",
            "title": f"{{{_bibtex(self.title)}}}",
            "year": str(self.year),
            "publisher": _bibtex(_("Megdan")),
            "url": self.address,
            "urldate": f"{self.accessed_on:%Y-%m-%d}",
            "note": _bibtex(self.licence),
            "langid": "bulgarian" if self.language == "bg" else "english",
        }
        rows = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{{self.key},\n" + ",\n".join(rows) + "\n}\n"


def citation_of(practice: Practice, words: Words) -> Citation:
    """The citation of a public practice, read today. No query."""
    text = practice.text
    assert text is not None  # a public practice has a text
    assert practice.published_at is not None  # and a moment (practice_public_has_moment)
    licence = next(iter(words.terms_of(Vocabulary.LICENCE)), None)
    return Citation(
        key=f"megdan-{practice.pk}",
        organisation=practice.organisation.name,
        year=timezone.localdate(practice.published_at).year,
        title=text.title,
        address=settings.BASE_URL.rstrip("/") + practice.get_absolute_url(),
        licence=licence.name.partition(" – ")[0] if licence else "",
        accessed_on=timezone.localdate(),
        language=text.language,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _bibtex(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(r"\\\1", _BIBTEX_MARKUP.sub("", _one_line(text)))
