"""The main job, end to end, in a real browser over a real web server, worker and mail server, in both languages.

A member of an NGO posts a practice through the form; a coordinator sends it back with a remark, then publishes it; an officer
of a municipality finds it, opens its card and asks about it in the forum; the author answers. Runs once on the embedded
default and once on PostgreSQL, Elasticsearch and Redis.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from accounts.models import User
from directory.models import Organisation
from forum.models import Board
from practices.models import Practice
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory, let_in
from tests.services.process import wait_until
from tests.services.site import Site
from tests.services.smtp import MailServer

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Words:
    """What the people type, in one language."""

    language: str
    title: str
    summary: str
    better_summary: str
    theme: str
    place: str
    level: str
    group: str
    activity: str
    remark: str
    query: str
    question_title: str
    question: str
    answer: str

    def label(self, msgid: str) -> str:
        """A label as the site shows it in this language."""
        with override(self.language):
            return gettext(msgid)


BULGARIAN = Words(
    language="bg",
    title="Ключ за първия дом",
    summary="Помагаме на семейства с международна закрила да намерят квартира.",
    better_summary="Дванайсет семейства с международна закрила намериха квартира за половин година.",
    theme="housing",
    place="Хасково (община, област Хасково)",
    level="local",
    group="families",
    activity="Наставник посещава семейството всяка седмица.",
    remark="Колко семейства намериха квартира?",
    query="квартирите на семействата с закрила",
    question_title="Как намерихте наемодатели?",
    question="При нас хазяите се колебаят. Какво им казахте?",
    answer="Поканихме ги на чай със семействата.",
)
ENGLISH = Words(
    language="en",
    title="A key to the first home",
    summary="We help families with international protection to find a flat.",
    better_summary="Twelve families with international protection found a flat within half a year.",
    theme="housing",
    place="Haskovo (municipality, oblast Haskovo)",
    level="local",
    group="families",
    activity="A mentor visits the family every week.",
    remark="How many families found a flat?",
    query="flats for families under protection",
    question_title="How did you find the landlords?",
    question="Landlords hesitate here. What did you tell them?",
    answer="We invited them to tea with the families.",
)


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    """The three who meet, and the square that they meet on."""
    call_command("setup_site", verbosity=0)
    ngo: Organisation = OrganisationFactory(
        slug="most", name_bg="Сдружение „Мост“", name_en="Bridge Association"
    )
    municipality: Organisation = OrganisationFactory(
        slug="obshtina", name_bg="Община Пристан", name_en="Pristan Municipality"
    )
    found = {
        "author": UserFactory(email="author@example.org", display_name="Сътрудник на „Мост“"),
        "coordinator": UserFactory(
            email="coordinator@example.org", display_name="Координатор", coordinator=True
        ),
        "officer": UserFactory(email="officer@example.org", display_name="Служител на общината"),
    }
    MembershipFactory(user=found["author"], organisation=ngo)
    MembershipFactory(user=found["officer"], organisation=municipality)
    let_in(*found.values())
    Board.objects.create(slug="housing", title_bg="Жилище", title_en="Housing", read_by="public")
    return found


@pytest.mark.parametrize("words", [BULGARIAN, ENGLISH], ids=lambda words: words.language)
def test_the_main_job(
    words: Words,
    people: dict[str, User],
    page_of: Callable[[User, str], Page],
    mail_server: MailServer,
    site: Site,
) -> None:
    for user in people.values():
        User.objects.filter(pk=user.pk).update(language=words.language)

    # The author starts with a title, then fills the form in; it saves itself.
    author = page_of(people["author"], words.language)
    author.goto(f"/{words.language}/practices/")
    author.get_by_role("link", name=words.label("Share a practice")).first.click()
    author.fill("input[name=title]", words.title)
    author.locator("main form button[type=submit]").click()
    expect(author).to_have_url(re.compile(r"/practices/\d+/edit/"))
    practice = Practice.objects.get()
    author.get_by_label(re.compile("^" + words.label("Summary"))).fill(words.summary)
    author.select_option("select[name=themes-0]", words.theme)

    def go_on(step: str) -> None:
        author.locator(f"button[value='step:{step}']").first.click()
        expect(author.locator(f"#step-{step}")).to_be_visible()

    go_on("place")
    author.fill("input[name=places-0]", words.place)
    author.select_option("select[name=level]", words.level)
    author.check(f"input[name=target_groups][value={words.group}]")
    go_on("story")
    author.fill("textarea[name=activities-0-text]", words.activity)
    go_on("sources")
    author.get_by_label(words.label("Contact: role")).fill("координатор на проекта")
    expect(author.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    go_on("basics")
    expect(author.get_by_label(re.compile("^" + words.label("Summary")))).to_have_value(words.summary)
    author.get_by_role("button", name=words.label("Send for review")).click()
    expect(author).to_have_url(re.compile(r"/practices/mine/"))

    # The coordinator is told by mail, and sends it back with a remark beside the field.
    mail_server.wait_for(1, to=people["coordinator"].email)
    coordinator = page_of(people["coordinator"], words.language)
    coordinator.goto(f"/{words.language}/practices/review/")
    coordinator.get_by_role("link", name=words.title).click()
    field = coordinator.locator("#field-summary")
    field.locator("summary").click()
    field.locator("textarea").fill(words.remark)
    coordinator.get_by_role("button", name=words.label("Send back with remarks")).click()
    expect(coordinator.get_by_role("heading", level=1)).to_have_text(words.label("Waiting for review"))

    # The author reads the remark beside the field, mends it, and sends it again.
    letter = mail_server.wait_for(1, to=people["author"].email)[-1]
    body = letter.get_body()
    assert body is not None
    address = re.search(r"http://\S+/edit/", body.get_content())
    assert address, "the letter leads to the form"
    author.goto(address[0])
    row = author.locator("#row-summary")
    expect(row).to_contain_text(words.remark)
    row.locator("textarea[name=summary]").fill(words.better_summary)
    author.get_by_role("button", name=words.label("Send for review")).click()
    expect(author).to_have_url(re.compile(r"/practices/mine/"))

    # The coordinator publishes it.
    coordinator.goto(f"/{words.language}/practices/{practice.pk}/review/")
    coordinator.get_by_role("button", name=words.label("Publish")).click()
    expect(coordinator).to_have_url(re.compile(rf"/practices/{practice.pk}/$"))

    # An officer finds it in other forms of its words, as soon as the worker has indexed it.
    officer = page_of(people["officer"], words.language)

    def is_found() -> bool:
        officer.goto(f"/{words.language}/search/?q={words.query}")
        return officer.locator("main").get_by_role("link", name=words.title).count() > 0

    wait_until(is_found, seconds=60, what="the practice is found")
    officer.locator("main").get_by_role("link", name=words.title).first.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text(words.title)
    expect(officer.locator("#summary")).to_contain_text(words.better_summary)

    # They ask about it; the author is told, and answers.
    officer.get_by_role("link", name=words.label("Ask about this practice")).click()
    officer.fill("input[name=title]", words.question_title)
    officer.locator("textarea[name=body]").focus()
    editor = officer.locator(".rich-text__body")
    editor.fill(words.question)
    officer.get_by_role("button", name=words.label("Post the thread")).click()
    expect(officer.get_by_role("heading", level=1)).to_have_text(words.question_title)

    letters = mail_server.wait_for(3, to=people["author"].email)
    assert any(words.question_title in str(message["Subject"]) for message in letters)
    author.goto(f"/{words.language}/practices/{practice.pk}/")
    author.locator("#discussions").get_by_role("link", name=words.question_title).click()
    author.locator("textarea[name=body]").focus()
    author.locator(".rich-text__body").fill(words.answer)
    author.get_by_role("button", name=words.label("Post the reply")).click()
    expect(author.locator("#post-2")).to_contain_text(words.answer)

    mail_server.wait_for(1, to=people["officer"].email)
    officer.reload()
    expect(officer.locator("#post-2")).to_contain_text(words.answer)
