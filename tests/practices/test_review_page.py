"""The queue and the page of a review: what waits, what changed, what to look at, and at what cost."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from core.access import Actor
from directory.models import Organisation
from practices import actions
from practices.comparison import changes_between
from practices.models import Practice, PracticeRound, ReusableRemark
from practices.review_presentation import LONG_WAIT_DAYS
from practices.views.reviewing import QUEUE_PAGE_SIZE
from tests.factories.practices import a_card, make_practice

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]
SignedIn = Callable[[Actor], Client]


def sent_again(practice: Practice, member: User, **changes: object) -> None:
    """The authors mend the card and send it once more."""
    practice.draft.refresh_from_db()
    actions.save_draft(
        actor=member, practice_id=practice.pk, document=a_card(**changes), version=practice.draft.version
    )
    actions.submit_practice(actor=member, practice_id=practice.pk)


def test_the_queue_tells_working_days_and_warns(
    practice_in: PracticeIn, coordinator: User, signed_in: SignedIn
) -> None:
    fresh, old = practice_in("submitted"), practice_in("submitted")
    Practice.objects.filter(pk=old.pk).update(submitted_at=timezone.now() - datetime.timedelta(days=30))
    body = signed_in(coordinator).get("/bg/practices/review/").content.decode()
    assert body.index(f"/practices/{old.pk}/review/") < body.index(f"/practices/{fresh.pk}/review/")
    assert "от днес" in body
    waited = re.search(r"badge--amber.*?(\d+) работни дни", body, re.DOTALL)
    assert waited
    assert LONG_WAIT_DAYS <= int(waited[1]) <= 22
    english = signed_in(coordinator).get("/en/practices/review/").content.decode()
    assert f"{waited[1]} working days" in english


def test_the_queue_is_walked_page_by_page(
    member: User, organisation: Organisation, coordinator: User, signed_in: SignedIn
) -> None:
    made = [make_practice(member, organisation, "submitted").pk for _number in range(QUEUE_PAGE_SIZE + 2)]
    client = signed_in(coordinator)
    first = client.get("/bg/practices/review/").content.decode()
    following = re.search(r'href="\?([^"]+)" rel="next"', first)
    assert following
    second = client.get(f"/bg/practices/review/?{following[1]}").content.decode()
    seen = [int(pk) for body in (first, second) for pk in re.findall(r"/practices/(\d+)/review/", body)]
    assert seen == made
    assert client.get("/bg/practices/review/?after=nonsense").status_code == 404


def test_each_round_is_kept(practice_in: PracticeIn, member: User) -> None:
    practice = practice_in("returned")
    sent_again(practice, member, summary="Дванайсет семейства.")
    rounds = PracticeRound.objects.filter(practice=practice).order_by("number")
    assert [(one.number, one.document["texts"]["bg"]["summary"][:9]) for one in rounds] == [
        (1, "Семейства"),
        (2, "Дванайсет"),
    ]


def test_what_changed_is_marked_word_by_word(
    practice_in: PracticeIn, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("returned")
    sent_again(practice, member, tagline="Първите шест месеца в новия град не са сами", themes=["health"])
    body = signed_in(coordinator).get(f"/bg/practices/{practice.pk}/review/").content.decode()
    assert "Променено след преглед № 1" in body
    assert re.search(r"<del>.*?</span>нов </del> <ins>.*?</span>новия </ins>", body)
    assert re.search(r"<del>.*?Жилище, Заетост</del> <ins>.*?Здраве</ins>", body)
    panel = body.split('id="panel-changes"')[1].split("</section>")[0]
    assert re.findall(r"#field-(\w+)", panel) == ["tagline", "themes"]


def test_the_first_round_has_nothing_to_compare_with(
    practice_in: PracticeIn, coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("submitted")
    assert (
        "panel-changes"
        not in signed_in(coordinator).get(f"/bg/practices/{practice.pk}/review/").content.decode()
    )


def test_comparing_looks_at_both_languages() -> None:
    before, after = a_card(), a_card()
    after["texts"]["en"] = a_card("en", title="A flat with a mentor")["texts"]["en"]
    after["texts"]["bg"]["title"] = "Квартира и наставник"
    after["facts"]["is_ongoing"] = True
    found = [(one.name, one.language) for one in changes_between(before, after, lambda _field, code: code)]
    assert {("title", "bg"), ("title", "en"), ("is_ongoing", "")} <= set(found)
    assert ("summary", "bg") not in found
    assert changes_between(after, after, lambda _field, code: code) == []


def test_findings_stand_at_their_fields(
    practice_in: PracticeIn, coordinator: User, signed_in: SignedIn
) -> None:
    practice = practice_in("submitted", card=a_card(summary="Пишете на maria.petrova@example.org."))
    body = signed_in(coordinator).get(f"/bg/practices/{practice.pk}/review/").content.decode()
    field = body.split('id="field-summary"')[1].split("review-field__remark")[0]
    assert "ma…rg" in field


def test_similar_practices_are_offered(
    practice_in: PracticeIn, coordinator: User, signed_in: SignedIn, index_all: Callable[[], None]
) -> None:
    published = practice_in("published")
    archived = practice_in("archived")
    index_all()
    waiting = practice_in("submitted", card=a_card(title="Квартира с ментор"))
    body = signed_in(coordinator).get(f"/bg/practices/{waiting.pk}/review/").content.decode()
    panel = body.split('id="panel-similar"')[1].split("</section>")[0]
    assert f'href="/bg/practices/{published.pk}/"' in panel
    assert f"/practices/{archived.pk}/" not in panel
    assert f"/practices/{waiting.pk}/" not in panel


def test_without_search_the_review_works_and_says_so(
    practice_in: PracticeIn, coordinator: User, signed_in: SignedIn, settings: Any, tmp_path: Path
) -> None:
    practice = practice_in("submitted")
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    settings.SEARCH_EMBEDDED_PATH = blocked / "search.sqlite3"
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # where nobody listens
    response = signed_in(coordinator).get(f"/bg/practices/{practice.pk}/review/")
    assert response.status_code == 200
    assert "Търсенето не отговаря" in response.content.decode()


def test_a_ready_remark_goes_out_in_the_authors_language(
    practice_in: PracticeIn, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    ready = ReusableRemark.objects.filter(field="summary").get()
    User.objects.filter(pk=member.pk).update(language="en")
    practice = practice_in("submitted")
    client, address = signed_in(coordinator), f"/bg/practices/{practice.pk}/review/"
    assert ready.text_en[:60] in client.get(address).content.decode().replace("&#x27;", "'")
    client.post(
        address,
        {"action": "return", "remark-summary": "Колко?", "reusable-summary": ready.pk, "reusable": "999999"},
    )
    assert [(remark.field, remark.text) for remark in practice.remarks.all()] == [
        ("summary", f"Колко?\n\n{ready.text_en}")
    ]


def test_ready_remarks_are_written_in_both_languages() -> None:
    assert ReusableRemark.objects.count() >= 8
    for remark in ReusableRemark.objects.all():
        assert remark.text_in("bg") != remark.text_in("en")


def test_the_review_costs_few_queries_whatever_is_said(
    practice_in: PracticeIn,
    member: User,
    coordinator: User,
    signed_in: SignedIn,
    index_all: Callable[[], None],
) -> None:
    practice_in("published")
    index_all()
    practice = practice_in("returned")
    client, address = signed_in(coordinator), f"/bg/practices/{practice.pk}/review/"
    counts = []
    for rounds in (1, 6):
        for number in range(rounds):
            for remark in practice.remarks.filter(answer_to=None):
                actions.answer_remark(
                    actor=member, practice_id=practice.pk, remark_id=remark.pk, text=f"Отговор {number}"
                )
            sent_again(
                practice,
                member,
                summary=f"Кръг {number} от {rounds}",
                themes=["housing", "health"],
                places=["VAR"],
            )
            if number < rounds - 1 or rounds == 1:
                actions.return_practice(
                    actor=coordinator,
                    practice_id=practice.pk,
                    remarks={"summary": f"Още? {number}", "": f"Общо {number}"},
                )
        if rounds == 1:
            sent_again(practice, member, summary="Отново", themes=["housing"])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            body = client.get(address).content.decode()
        assert "panel-changes" in body
        assert 'class="list-plain"><li><a href="/bg/practices/' in body  # a similar one was found
        counts.append(len(queries))
        if rounds == 1:
            actions.return_practice(actor=coordinator, practice_id=practice.pk, remarks={"": "Пак"})
    assert counts[0] == counts[1] <= 12, "\n".join(query["sql"][:150] for query in queries.captured_queries)


def test_the_values_of_a_result_are_named(
    practice_in: PracticeIn, coordinator: User, signed_in: SignedIn
) -> None:
    result = {
        "key": "r1",
        "indicator": "Деца с приятел",
        "baseline": "0",
        "value": "60",
        "measured_on": "2026-06-01",
    }
    practice = practice_in("submitted", card=a_card(results=[result]))
    body = signed_in(coordinator).get(f"/bg/practices/{practice.pk}/review/").content.decode()
    assert "<p>Преди: 0</p><p>Сега: 60</p>" in body
    assert "<p>Дата: 01.06.2026 г.</p>" in body
