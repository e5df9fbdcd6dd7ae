"""Files and feeds of a view: what is in them, what never is, and that they cost little memory."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl.utils.escape import unescape

from accounts.models import User
from directory.models import Organisation
from practices import printing
from practices.card import BY_NAME, clean_rows, set_value
from practices.exports import pdf
from practices.exports.columns import COLUMNS
from practices.exports.sheets import is_formula
from practices.models import Practice
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
FORMULAS = [
    '=HYPERLINK("http://evil.example")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    " =1+1",
]
Publish = Callable[..., Practice]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def publish(member: User, organisation: Organisation, coordinator: User) -> Publish:
    def make(language: str = "bg", **changes: Any) -> Practice:
        card = a_card(language, **changes)
        return make_practice(member, organisation, "published", coordinator=coordinator, card=card)

    return make


def content_of(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue()


def csv_of(client: Client, query: str = "", language: str = "bg") -> list[list[str]]:
    raw = content_of(client, f"/{language}/practices/export.csv{query}")
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding without the mark"
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def workbook_of(client: Client, query: str = "", language: str = "bg") -> Any:
    raw = content_of(client, f"/{language}/practices/export.xlsx{query}")
    return openpyxl.load_workbook(io.BytesIO(raw))


def row_of(sheet: list[list[Any]], number: int = 1) -> dict[str, Any]:
    return {column.name: cell for column, cell in zip(COLUMNS, sheet[number], strict=True)}


def test_csv_holds_the_facts_in_the_language_of_the_page(client: Client, publish: Publish) -> None:
    practice = publish(
        starts_on="2021-03-01", sdgs=["4", "10"], tags=["нов; стар", "дом"], links=["https://example.org/а"]
    )
    rows = csv_of(client)
    assert rows[0][:3] == ["Номер", "Заглавие", "Подзаглавие"]
    row = row_of(rows)
    assert row["id"] == str(practice.pk)
    assert row["themes"] == "Жилище; Заетост"
    assert row["places"] == "Хасково"
    assert row["starts_on"] == "2021-03-01"
    assert row["is_ongoing"] == "Не"
    assert row["sdgs"] == "Качествено образование; Намаляване на неравенствата"
    assert row["address"].endswith(f"/bg/practices/{practice.pk}/")
    english = csv_of(client, language="en")
    assert english[0][1] == "Title"
    assert row_of(english)["themes"] == "Housing; Employment"


def test_xlsx_holds_the_same_as_what_it_is(client: Client, publish: Publish) -> None:
    practice = publish(starts_on="2021-03-01", is_ongoing=True)
    book = workbook_of(client, "?theme=housing")
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    row = row_of(rows)
    assert (row["id"], row["is_ongoing"]) == (practice.pk, True)
    assert row["starts_on"] == datetime.datetime(2021, 3, 1)  # noqa: DTZ001 - a sheet knows no zones
    assert row["title"] == "Квартира с наставник"
    assert book.sheetnames == ["Добри практики", "За списъка"]
    about = dict(book.worksheets[1].iter_rows(values_only=True))
    assert about["Филтри"] == "Тема: Жилище"
    assert about["Адрес"].endswith("/bg/practices/?theme=housing")
    assert book.worksheets[0].freeze_panes == "A2"


def test_people_money_and_rows_are_in_every_form(client: Client, publish: Publish) -> None:
    publish(
        people_total="120",
        people_women="70",
        budget_amount="48000,50",
        budget_currency="EUR",
        funding=[{"source": "amif", "contract": "BG65-1"}, {"source": "own-funds", "contract": ""}],
        partners=[{"name": "Община Хасково", "role": "hosts"}],
        original_language="bg",
    )
    row = row_of(csv_of(client))
    assert (row["people_total"], row["budget_amount"], row["budget_currency"]) == ("120", "48000,50", "EUR")
    assert row["funding"] == "ФУМИ (BG65-1); Собствени средства"
    assert row["partners"].startswith("Община Хасково (")
    assert row["original_language"] == "Български"
    rows = [list(cells) for cells in workbook_of(client).worksheets[0].iter_rows(values_only=True)]
    assert (row_of(rows)["people_total"], row_of(rows)["budget_amount"]) == (120, 48000.5)
    (item,) = json.loads(content_of(client, "/bg/practices/export.json"))["practices"]
    assert item["people"] == {"total": 120, "women": 70, "children": None}
    assert item["budget"] == {"amount": "48000.50", "currency": "EUR"}
    assert item["funding"] == [
        {"source": "amif", "contract": "BG65-1"},
        {"source": "own-funds", "contract": ""},
    ]
    assert item["partners"] == [{"name": "Община Хасково", "role": "hosts"}]
    assert len(csv_of(client, "?funding=amif")) == 2
    assert len(csv_of(client, "?funding=cerv")) == 1


def test_results_come_with_their_words(client: Client, publish: Publish) -> None:
    card = a_card()
    rows = [
        {"key": "a", "indicator": "Семейства с договор", "baseline": "0", "value": "12", "unit": "семейства"}
    ]
    set_value(card, BY_NAME["results"], "bg", clean_rows(BY_NAME["results"], rows))
    publish(results=card["facts"]["results"])
    practice = Practice.objects.get()
    practice.texts.update(results=card["texts"]["bg"]["results"])
    assert row_of(csv_of(client))["results"] == "Семейства с договор: 0 → 12 семейства"
    (item,) = json.loads(content_of(client, "/bg/practices/export.json"))["practices"]
    assert item["results"][0]["indicator"] == "Семейства с договор"
    assert "key" not in item["results"][0]


def test_every_column_is_in_both_sheets(client: Client, publish: Publish) -> None:
    publish()
    book = workbook_of(client)
    headings = [cell.value for cell in book.worksheets[0][1]]
    assert headings == csv_of(client)[0] == [str(column.heading) for column in COLUMNS]
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_run(client: Client, publish: Publish, formula: str) -> None:
    publish(title=formula, contact_role=formula, tags=[formula])
    written = Practice.objects.get().texts.get().title
    for cell in csv_of(client)[1]:
        assert not is_formula(cell), cell
    assert row_of(csv_of(client))["title"] == f"'{written}"
    book = workbook_of(client)
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    assert written in [cell.value for cell in cells]
    assert next(cell for cell in cells if cell.value == written).quotePrefix


def test_headings_and_numbers_are_no_formulas(client: Client, publish: Publish) -> None:
    publish()
    assert not [heading for heading in csv_of(client)[0] if is_formula(heading)]


def test_strange_characters_leave_the_files_whole(client: Client, publish: Publish) -> None:
    publish(title='Дом "у <нас> & вас"; _x0041_', summary="ред едно\nред две\x0b\x00 край 🦊")
    row = row_of(csv_of(client))
    assert row["title"] == 'Дом "у <нас> & вас"; _x0041_'
    assert "ред едно\nред две" in row["summary"]
    rows = [list(cells) for cells in workbook_of(client).worksheets[0].iter_rows(values_only=True)]
    assert unescape(row_of(rows)["title"]) == 'Дом "у <нас> & вас"; _x0041_'
    assert "🦊" in row_of(rows)["summary"]


def test_a_workbook_holds_no_programs(client: Client, publish: Publish) -> None:
    publish()
    raw = content_of(client, "/bg/practices/export.xlsx")
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
        text = b"".join(package.read(name) for name in package.namelist())
    assert b"<f>" not in text
    assert b"vba" not in text.lower()
    assert b"External" not in text


def test_only_what_is_public_is_taken_along(
    client: Client, member: User, organisation: Organisation, coordinator: User, signed_in: Any
) -> None:
    for state in ("draft", "submitted", "returned", "archived"):
        make_practice(
            member, organisation, state, coordinator=coordinator, card=a_card(title=f"Канарче {state}")
        )
    shown = a_card(contact_name="Канарче", contact_email="tajna@example.org", contact_visibility="members")
    make_practice(member, organisation, "published", coordinator=coordinator, card=shown)
    for person in (client, signed_in(member)):
        for form in ("csv", "json"):
            text = content_of(person, f"/bg/practices/export.{form}").decode()
            assert "Квартира с наставник" in text
            assert "Канарче" not in text
            assert "tajna@" not in text
        feed = content_of(person, "/bg/practices/feed.atom").decode()
        assert "Канарче" not in feed
        assert "tajna@" not in feed


def test_a_file_holds_the_view_and_its_order(client: Client, publish: Publish) -> None:
    publish(title="Борсук", themes=["housing"])
    publish(title="Ателие", themes=["housing"])
    publish(title="Здраве", themes=["health"])
    rows = csv_of(client, "?theme=housing&sort=title&view=table")
    assert [row[1] for row in rows[1:]] == ["Ателие", "Борсук"]
    assert len(csv_of(client, "?theme=no-such")) == 4
    assert csv_of(client, "?year=1999")[1:] == []


def test_json_is_as_documented(client: Client, publish: Publish) -> None:
    practice = publish(starts_on="2021-03-01", sdgs=["4"])
    body = json.loads(content_of(client, "/en/practices/export.json?theme=housing"))
    assert body["filters"] == {"theme": ["housing"]}
    assert body["language"] == "en"
    (item,) = body["practices"]
    assert item["id"] == practice.pk
    assert item["language"] == "bg", "there is no English text, and it says so"
    assert item["themes"] == [
        {"code": "housing", "name": "Housing"},
        {"code": "employment", "name": "Employment"},
    ]
    assert item["organisation"]["code"] == "most"
    assert item["starts_on"] == "2021-03-01"
    assert item["url"].endswith(f"/en/practices/{practice.pk}/")
    assert json.loads(content_of(client, "/en/practices/export.json?year=1999"))["practices"] == []


def test_the_printed_list_is_a_pdf_in_the_typefaces_of_the_site(
    client: Client, publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    publish()
    response = client.get("/bg/practices/export.pdf?theme=housing")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []


def test_a_printed_list_that_is_cut_says_so(publish: Publish, rendered_list: Callable[..., str]) -> None:
    assert "първите 100" in rendered_list(is_cut=True)
    assert "първите 100" not in rendered_list(is_cut=False)


@pytest.fixture
def rendered_list(bulgarian: None) -> Callable[..., str]:
    from django.template.loader import render_to_string

    def render(*, is_cut: bool) -> str:
        context = {
            "practices": [],
            "is_cut": is_cut,
            "limit": pdf.MAX_PRACTICES,
            "about": [],
            "language": "bg",
        }
        return render_to_string("practices/practice_list_pdf.html", context)

    return render


@pytest.fixture
def bulgarian() -> Any:
    from django.utils.translation import override

    with override("bg"):
        yield


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://example.org/x.css",
        "http://127.0.0.1:8000/static/../config/settings.py",
        "http://127.0.0.1:8000/static/no-such.css",
        "http://127.0.0.1:8000/bg/",
    ],
)
def test_the_printed_list_reads_only_files_of_the_site(settings: Any, address: str) -> None:
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert printing.own_file(address) is None
    assert printing.own_file("http://127.0.0.1:8000/static/css/practice-list-pdf.css") is not None


@pytest.mark.parametrize("form", ["exe", "xlsm", "CSV", "csv.exe"])
def test_other_forms_are_not_there(client: Client, form: str) -> None:
    assert client.get(f"/bg/practices/export.{form}").status_code == 404


def test_a_file_says_how_it_is_called_and_that_it_is_no_page(client: Client, publish: Publish) -> None:
    response = client.get("/bg/practices/export.csv")
    assert re.fullmatch(
        r'attachment; filename="megdan-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"]
    )
    assert response["X-Robots-Tag"] == "noindex"
    assert client.post("/bg/practices/export.csv").status_code == 405


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "pdf"])
def test_files_cost_the_same_queries_whatever_their_length(
    client: Client, publish: Publish, form: str
) -> None:
    counts = []
    for number in (2, 18):
        for _made in range(number):
            publish()
        with CaptureQueriesContext(connection) as queries:
            content_of(client, f"/bg/practices/export.{form}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


class TestFeed:
    ADDRESS = "/bg/practices/feed.atom"

    def test_it_names_the_latest_of_the_view(self, client: Client, publish: Publish) -> None:
        first, second = publish(title="Първа & единствена"), publish(title="Втора")
        publish(themes=["health"])
        root = ElementTree.fromstring(content_of(client, f"{self.ADDRESS}?theme=housing&view=table"))
        titles = [entry.findtext("a:title", namespaces=ATOM) for entry in root.findall("a:entry", ATOM)]
        assert titles == ["Втора", "Първа & единствена"]
        assert root.findtext("a:title", namespaces=ATOM) == "Добри практики: Жилище"
        links = {link.get("rel"): link.get("href", "") for link in root.findall("a:link", ATOM)}
        assert links["self"].endswith("/bg/practices/feed.atom?theme=housing")
        assert links["alternate"].endswith("/bg/practices/?theme=housing")
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "bg"
        ids = [entry.findtext("a:id", namespaces=ATOM) or "" for entry in root.findall("a:entry", ATOM)]
        assert [int(name.rsplit("/", 1)[1]) for name in ids] == [second.pk, first.pk]

    def test_it_is_found_from_the_page(self, client: Client, publish: Publish) -> None:
        body = client.get("/en/practices/?theme=housing&view=map").content.decode()
        assert (
            '<link rel="alternate" type="application/atom+xml" href="/en/practices/feed.atom?theme=housing"'
            in body
        )

    def test_who_has_it_already_gets_nothing(self, client: Client, publish: Publish) -> None:
        practice = publish()
        first = client.get(self.ADDRESS)
        assert first["Cache-Control"] == "public, max-age=900"
        for headers in (
            {"HTTP_IF_NONE_MATCH": first["ETag"]},
            {"HTTP_IF_MODIFIED_SINCE": first["Last-Modified"]},
        ):
            again = client.get(self.ADDRESS, **headers)
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == first["ETag"]
        Practice.objects.filter(pk=practice.pk).update(
            changed_at=practice.changed_at + datetime.timedelta(hours=1)
        )
        assert client.get(self.ADDRESS, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200
        assert client.get("/en/practices/feed.atom", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200

    def test_an_empty_one_is_still_a_feed(self, client: Client) -> None:
        root = ElementTree.fromstring(content_of(client, self.ADDRESS))
        assert root.findall("a:entry", ATOM) == []
