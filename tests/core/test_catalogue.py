"""Gathering, compiling and checking the translated texts."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from pathlib import Path

import pytest

from core import catalogue

TEMPLATE = """{% load i18n %}{% translate "Boards" %} {% translate 'Place' context "map" %} {% translate "90% done" %}
{% include "x.html" with label=_("Save the draft") %}{{ value|default:_("None yet") }}
{% blocktranslate trimmed count posts=thread.posts with name=board.title %}
  {{ posts }} reply in
  {{ name }}
{% plural %}
  {{ posts }} replies in {{ name }}
{% endblocktranslate %}{# {% translate "Not this" %} #}"""
PYTHON = """from django.utils.translation import gettext_lazy as _, ngettext, pgettext
a = _("Send")
b = ngettext("%(n)d hit", "%(n)d hits", 2) % {"n": 2}
c = pgettext("verb", "Open")
d = _(f"not {a}")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small repository with one module and one template."""
    (tmp_path / "forum").mkdir()
    (tmp_path / "forum" / "views.py").write_text(PYTHON)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "latin-allowed.txt").write_text("# names\nPDF\n")
    return tmp_path


def translate(project: Path, words: Callable[[str], str]) -> None:
    """Fill in every text of the catalogue."""
    found = catalogue.load(catalogue.po_path(project))
    for message in found:
        if not message.id:
            continue
        if message.pluralizable:
            message.string = tuple(words(form) for form in message.id)
        else:
            message.string = words(message.id)
    catalogue._write(found, catalogue.po_path(project))


def placeholders_and_cyrillic(text: str) -> str:
    return "превод " + " ".join(catalogue.PLACEHOLDER.findall(text))


def test_texts_of_templates() -> None:
    texts = list(catalogue.template_texts(TEMPLATE))
    assert texts == [
        catalogue.Text("Boards"),
        catalogue.Text("Place", context="map"),
        catalogue.Text("90%% done"),
        catalogue.Text("Save the draft"),
        catalogue.Text("None yet"),
        catalogue.Text("%(posts)s reply in %(name)s", "%(posts)s replies in %(name)s"),
    ]


def test_texts_of_python(project: Path) -> None:
    texts = list(catalogue.python_texts(project / "forum" / "views.py"))
    assert texts == [
        catalogue.Text("Send"),
        catalogue.Text("%(n)d hit", "%(n)d hits"),
        catalogue.Text("Open", context="verb"),
    ]


def test_a_new_catalogue_is_all_to_do(project: Path) -> None:
    catalogue.update(project)
    found = catalogue.problems(project)
    assert len(found) == 9
    assert all(line.startswith("untranslated") for line in found)


def test_a_translated_catalogue_is_right_and_compiles(project: Path) -> None:
    catalogue.update(project)
    translate(project, placeholders_and_cyrillic)
    assert catalogue.problems(project) == []
    (compiled,) = catalogue.compile_all(project)
    with compiled.open("rb") as file:
        texts = gettext.GNUTranslations(file)
    assert texts.gettext("Send") == "превод "
    assert texts.pgettext("verb", "Open") == "превод "
    assert texts.ngettext("%(n)d hit", "%(n)d hits", 1) == "превод %(n)d"


def test_updating_keeps_translations_and_is_stable(project: Path) -> None:
    catalogue.update(project)
    translate(project, placeholders_and_cyrillic)
    before = catalogue.po_path(project).read_text()
    catalogue.update(project)
    assert catalogue.po_path(project).read_text() == before


def test_what_has_gone_and_what_is_new_is_told(project: Path) -> None:
    catalogue.update(project)
    translate(project, placeholders_and_cyrillic)
    (project / "forum" / "views.py").write_text(PYTHON.replace('"Send"', '"Publish"'))
    assert sorted(line.split(":")[0] for line in catalogue.problems(project)) == ["missing", "obsolete"]
    catalogue.update(project)
    assert [line for line in catalogue.problems(project) if "Publish" in line] == ["untranslated: 'Publish'"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda text: "Submit " + placeholders_and_cyrillic(text), "Latin word 'Submit'"),
        (lambda text: "превод", "placeholders differ"),
        (lambda text: placeholders_and_cyrillic(text) + " %(other)s", "placeholders differ"),
    ],
)
def test_doubtful_translations_are_told(project: Path, wrong: Callable[[str], str], told: str) -> None:
    catalogue.update(project)
    translate(project, wrong)
    assert any(told in line for line in catalogue.problems(project))


def test_allowed_words_and_markup_are_no_latin_words(project: Path) -> None:
    catalogue.update(project)
    translate(project, lambda text: placeholders_and_cyrillic(text) + " <strong>PDF</strong>&nbsp;")
    assert catalogue.problems(project) == []


def test_an_override_of_another_package_stays(project: Path) -> None:
    path = catalogue.po_path(project)
    catalogue.update(project)
    path.write_text(path.read_text() + '\n# override\nmsgid "Images"\nmsgstr "Изображения"\n')
    catalogue.update(project)
    assert "Изображения" in path.read_text()
    assert not any("Images" in line for line in catalogue.problems(project))


def test_merging_fills_what_is_empty_and_changes_nothing_else(project: Path, tmp_path: Path) -> None:
    catalogue.update(project)
    sent = tmp_path / "sent.po"
    sent.write_text('msgid "Send"\nmsgstr "Изпращане"\n\nmsgid "Unknown"\nmsgstr "Непознато"\n')
    assert catalogue.merge(project, [sent]) == 1
    sent.write_text('msgid "Send"\nmsgstr "Друго"\n')
    assert catalogue.merge(project, [sent]) == 0
    text = catalogue.po_path(project).read_text()
    assert "Изпращане" in text
    assert "Непознато" not in text
