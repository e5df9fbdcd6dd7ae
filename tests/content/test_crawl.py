"""The site as a Bulgarian reader meets it: every page that links lead to, without a word in Latin letters that isn't a name.

And the English one: every page answers, and says in which language its Bulgarian parts are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from core.access import Actor
from core.catalogue import allowed_latin_words, latin_words
from forum.models import Persona
from tests.content.texts import CYRILLIC, ROOT

pytestmark = pytest.mark.django_db
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "use", "path", "col"}
PAGES_AT_MOST = 400
SHOWN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
# Addresses that change something, or lead out of the site's own pages.
LEFT_OUT = re.compile(
    r"^/(bg|en)/(gallery|demo)/|/logout/|^/(admin|documents|media|static|api)/|^mailto:|^tel:|^#"
)


class Reader(HTMLParser):
    """Collects links, and the words that are shown in the page's own language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.stack: list[tuple[str, bool]] = []
        self.links: list[str] = []
        self.shown: list[str] = []

    @property
    def is_foreign(self) -> bool:
        return any(foreign for _tag, foreign in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        language = values.get("lang")
        foreign = (
            tag in {"script", "style", "title", "code", "template", "datalist"}
            or values.get("translate") == "no"
            or values.get("aria-hidden") == "true"
            or (language is not None and language != self.language and tag != "html")
        )
        # A part in the page's language inside a foreign one counts again.
        back = language == self.language
        if not foreign and (back or not self.is_foreign):
            self.shown += [values[name] or "" for name in SHOWN_ATTRIBUTES & values.keys()]
        if tag not in VOID:
            self.stack.append((tag, foreign))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        while any(tag == open_tag for open_tag, _foreign in self.stack):
            if self.stack.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.is_foreign and data.strip():
            self.shown.append(data)


@pytest.fixture
def square() -> None:
    call_command("load_demo", verbosity=0)


def crawl(client: Client, language: str) -> dict[str, Reader]:
    """Every page of a language that links lead to, by path. One address of each view is enough where they differ in numbers."""
    waiting, read, kinds = [f"/{language}/"], {}, {}  # type: ignore[var-annotated]
    while waiting and len(read) < PAGES_AT_MOST:
        path = waiting.pop(0)
        kind = re.sub(r"\d+", "9", path.split("?")[0])
        if path in read or kinds.get(kind, 0) >= 4:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        response = client.get(path)
        assert response.status_code in {200, 302}, (path, response.status_code)
        if response.status_code == 302 or not response["Content-Type"].startswith("text/html"):
            continue  # a way on, or a file
        reader = Reader(language)
        reader.feed(response.content.decode())
        read[path] = reader
        for link in reader.links:
            if LEFT_OUT.search(link) or urlsplit(link).netloc:
                continue
            target = (
                link if link.startswith("/") else urlsplit(path).path + link if link.startswith("?") else ""
            )
            target = target.split("#")[0]
            if target.startswith(f"/{language}/"):
                waiting.append(target)
    return read


@pytest.mark.parametrize("who", ["visitor", "coordinator"])
def test_no_latin_word_on_bulgarian_pages(
    who: str, square: None, signed_in: Callable[[Actor], Client]
) -> None:
    client = Client() if who == "visitor" else signed_in(User.objects.get(email="coordinator@example.org"))
    allowed = allowed_latin_words(ROOT)
    pages = crawl(client, "bg")
    assert len(pages) > 20
    foreign = {
        (path, word)
        for path, reader in pages.items()
        for text in reader.shown
        for word in latin_words(text)
        if word.casefold() not in allowed
    }
    assert not foreign, sorted(foreign)


def test_english_pages_say_where_they_are_bulgarian(square: None) -> None:
    pages = crawl(Client(), "en")
    assert len(pages) > 20
    # What a person is called is the same in every language.
    names = re.compile(
        "|".join(
            map(
                re.escape,
                [
                    *User.objects.values_list("display_name", flat=True),
                    *Persona.objects.exclude(kept_name="").values_list("kept_name", flat=True),
                ],
            )
        )
    )
    unsaid = {
        (path, text.strip()[:60])
        for path, reader in pages.items()
        for text in reader.shown
        if CYRILLIC.search(names.sub("", text))
    }
    assert not unsaid, sorted(unsaid)
