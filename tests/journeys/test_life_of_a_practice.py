"""A practice from its first word to the archive, in a real browser over a real web server, worker and mail server.

Its author begins on a phone and goes on at a desk; a colleague writes along; it comes back with a remark, is mended, published,
scored, translated, applied by a municipality, confirmed after a year and archived. In both languages, with scripts and
without; everybody but the author at the desk sees it 320 pixels wide. Runs on the embedded default, and again on
PostgreSQL, Elasticsearch and Redis.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Page, Response, expect

from accounts.models import User
from directory.models import Organisation
from practices.enums import PracticeState, QualityLabel
from practices.labels import CRITERIA
from practices.models import Adaptation, Practice
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory, let_in
from tests.services.process import wait_until
from tests.services.site import Site
from tests.services.smtp import MailServer

pytestmark = [pytest.mark.stack, pytest.mark.django_db(transaction=True)]

PHONE = 320
"""CSS pixels: what WCAG 2.2 (1.4.10) asks every page to fit."""


@dataclass(frozen=True)
class Words:
    """What the people type, in one language."""

    language: str
    title: str
    tagline: str
    summary: str
    better_summary: str
    place: str
    goals: str
    activities: tuple[str, str]
    obstacle: str
    response: str
    impact: str
    replication: str
    role: str
    remark: str
    answer: str
    note: str
    changes: str
    outcome: str
    reason: str
    query: str


BULGARIAN = Words(
    language="bg",
    title="Чай със съседите",
    tagline="Един следобед в месеца, в който входът се запознава.",
    summary="Съседи и семейства с международна закрила пият чай заедно.",
    better_summary="Четирийсет съседи и девет семейства с международна закрила се запознаха на чай.",
    place="Хасково (община, област Хасково)",
    goals="Хората от един вход да се познават по име.",
    activities=("Чай в двора всяка първа събота.", "Обиколка на квартала за новите семейства."),
    obstacle="На първия чай дойдоха само трима.",
    response="Поканихме всеки лично, с покана на двата езика.",
    impact="Три семейства намериха работа чрез съсед.",
    replication="Трябват двор, чайник и един човек, който да кани.",
    role="координатор на срещите",
    remark="Колко души дойдоха?",
    answer="Добавихме броя в резюмето.",
    note="Добавен е превод.",
    changes="Вместо чай – неделен обяд в читалището.",
    outcome="Дойдоха двайсет и шест души.",
    reason="Срещите вече са част от работата на общината.",
    query="чай съседи",
)
ENGLISH = Words(
    language="en",
    title="Tea with the neighbours",
    tagline="One afternoon a month when a block of flats gets to know itself.",
    summary="Neighbours and families under international protection drink tea together.",
    better_summary="Forty neighbours and nine families under international protection met over tea.",
    place="Haskovo (municipality, oblast Haskovo)",
    goals="People of one block know each other by name.",
    activities=("Tea in the yard every first Saturday.", "A walk round the quarter for new families."),
    obstacle="Only three people came to the first tea.",
    response="We invited everybody in person, in both languages.",
    impact="Three families found work through a neighbour.",
    replication="It takes a yard, a kettle and one person who invites.",
    role="coordinator of the meetings",
    remark="How many people came?",
    answer="We added the number to the summary.",
    note="A translation was added.",
    changes="Sunday lunch in the community centre instead of tea.",
    outcome="Twenty-six people came.",
    reason="The meetings are part of the municipality's work now.",
    query="tea neighbours",
)
OTHER = {"bg": ENGLISH, "en": BULGARIAN}


class Person:
    """Somebody in a browser of theirs, who reads labels in their language."""

    def __init__(self, page: Page, words: Words, *, has_scripts: bool) -> None:
        self.page, self.words, self.has_scripts = page, words, has_scripts

    def say(self, msgid: str) -> str:
        with override(self.words.language):
            return gettext(msgid)

    def go(self, path: str) -> Response | None:
        answer = self.page.goto(f"/{self.words.language}/practices/{path}")
        self.fits()
        return answer

    def press(self, msgid: str, *, where: str = "main") -> None:
        """A button of this name; and what comes then fits the window."""
        self.page.locator(where).get_by_role("button", name=self.say(msgid), exact=True).click()
        self.page.wait_for_load_state()
        self.fits()

    def fits(self) -> None:
        """Nothing on the page is wider than the window."""
        wide, window = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= window, f"{self.page.url} is {wide} pixels wide in a window of {window}"

    def step(self, name: str) -> None:
        """Go to a step of the form, which saves the one before it."""
        self.page.locator(f"button[value='step:{name}']").first.click()
        expect(self.page.locator(f"#step-{name}")).to_be_visible()
        self.fits()

    def write_rich(self, name: str, text: str) -> None:
        """In the editor where there are scripts, else in the plain field."""
        area = self.page.locator(f"textarea[name={name}]")
        if not self.has_scripts:
            area.fill(text)
            return
        area.focus()
        self.page.locator(f"#row-{name} .rich-text__body").fill(text)

    def saved(self) -> None:
        """The draft is stored: by itself where there are scripts, else by the button."""
        if self.has_scripts:
            expect(self.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
        else:
            self.press("Save", where=".save-bar")
            expect(self.page.locator(".messages")).to_contain_text(self.say("The draft is saved."))


@pytest.fixture
def people(transactional_db: None) -> dict[str, User]:
    """Two of an association, two coordinators, and an officer of a municipality."""
    call_command("setup_site", verbosity=0)
    association: Organisation = OrganisationFactory(
        slug="sasedi", name_bg="Сдружение „Съседи“", name_en="Neighbours Association"
    )
    municipality: Organisation = OrganisationFactory(
        slug="obshtina", name_bg="Община Пристан", name_en="Pristan Municipality"
    )
    roles = {
        "author": "Сътрудник на „Съседи“",
        "colleague": "Колега от „Съседи“",
        "officer": "Служител на общината",
        "coordinator": "Координатор",
        "second": "Втори координатор",
    }
    found: dict[str, User] = {
        role: UserFactory(
            email=f"{role}@example.org",
            display_name=name,
            is_coordinator=role in ("coordinator", "second"),
        )
        for role, name in roles.items()
    }
    for role in ("author", "colleague"):
        MembershipFactory(user=found[role], organisation=association)
    MembershipFactory(user=found["officer"], organisation=municipality)
    let_in(*found.values())
    return found


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("words", [BULGARIAN, ENGLISH], ids=lambda words: words.language)
def test_the_life_of_a_practice(
    words: Words,
    has_scripts: bool,
    people: dict[str, User],
    page_of: Callable[..., Page],
    mail_server: MailServer,
    site: Site,
) -> None:
    User.objects.update(language=words.language)

    def person(role: str, *, width: int = PHONE) -> Person:
        page = page_of(people[role], words.language, width=width, has_scripts=has_scripts)
        return Person(page, words, has_scripts=has_scripts)

    practice = begins_on_a_phone(person("author"))
    author = person("author", width=1280)
    goes_on_at_a_desk(author, practice)
    a_colleague_writes_along(author, person("colleague"), practice)
    author.press("Send for review", where=".save-bar")
    expect(author.page).to_have_url(re.compile(r"/practices/mine/"))

    coordinator = person("coordinator")
    mail_server.wait_for(1, to="coordinator@example.org")
    sends_it_back(coordinator, practice)
    mends_it(author, mail_server)
    publishes(coordinator, practice, was_changed="summary")
    recommends(person("second"), practice)

    translates(author, practice)
    publishes(coordinator, practice)
    reads_it_in_both_languages(author, practice)
    takes_it_along(author, practice)

    officer = person("officer")
    finds_it(officer)
    applies_it(officer, practice)
    letters = mail_server.wait_for(1, to="author@example.org")
    assert any(BULGARIAN.title in text_of(letter) or ENGLISH.title in text_of(letter) for letter in letters)
    author.go(f"{practice.pk}/")
    expect(author.page.locator("#applied")).to_contain_text(words.outcome)

    visitor = Person(
        page_of(None, words.language, width=PHONE, has_scripts=has_scripts), words, has_scripts=has_scripts
    )
    confirms_after_a_year(visitor, practice, site, mail_server)
    archives(author, practice)
    is_gone_but_for_its_address(visitor, practice)


def begins_on_a_phone(author: Person) -> Practice:
    """The first sitting: a title, a few fields; then the phone is put away."""
    page, words = author.page, author.words
    author.go("new/")
    page.fill("input[name=title]", words.title)
    author.press("Start writing")
    expect(page).to_have_url(re.compile(r"/practices/\d+/edit/"))
    page.fill("textarea[name=summary]", words.summary)
    page.select_option("select[name=themes-0]", "housing")
    author.step("place")
    page.fill("input[name=places-0]", words.place)
    page.select_option("select[name=level]", "local")
    page.check("input[name=target_groups][value=families]")
    author.saved()
    page.context.close()
    return Practice.objects.get()


def goes_on_at_a_desk(author: Person, practice: Practice) -> None:
    """The second sitting: what was written is there, and all else that a full card has is added."""
    page, words = author.page, author.words
    author.go("mine/")
    page.locator("main").get_by_role("link", name=words.title).click()
    expect(page.locator("textarea[name=summary]")).to_have_value(words.summary)
    author.step("place")
    expect(page.locator("input[name=places-0]")).to_have_value(words.place)
    page.fill("input[name=duration]", "6")
    page.select_option("select[name=status]", "ongoing")
    author.step("story")
    author.write_rich("goals", words.goals)
    # The second is added, and then put before the first.
    page.fill("textarea[name=activities-0-text]", words.activities[1])
    page.locator("button[value='add:activities']").click()
    page.fill("textarea[name=activities-1-text]", words.activities[0])
    page.locator("button[value='up:activities:1']").click()
    expect(page.locator("textarea[name=activities-0-text]")).to_have_value(words.activities[0])
    author.step("results")
    page.fill("textarea[name=challenges-0-obstacle]", words.obstacle)
    page.fill("textarea[name=challenges-0-response]", words.response)
    author.write_rich("impact", words.impact)
    page.select_option("select[name=evidence_level]", "1")
    author.step("transfer")
    page.select_option("select[name=replicable]", "yes")
    page.fill("textarea[name=replication]", words.replication)
    author.step("sources")
    page.fill("input[name=contact_role]", words.role)
    page.fill("textarea[name=links]", "https://example.org/tea")
    author.saved()
    document = Practice.objects.select_related("draft").get(pk=practice.pk).draft.document
    assert [row["text"] for row in document["texts"][words.language]["activities"]] == list(words.activities)


def a_colleague_writes_along(author: Person, colleague: Person, practice: Practice) -> None:
    """Both have the first step open, each changes another field: both keep their words."""
    author.step("basics")
    colleague.go(f"{practice.pk}/edit/")
    colleague.page.fill("input[name=tagline]", colleague.words.tagline)
    colleague.saved()
    author.page.select_option("select[name=themes-1]", "health")
    author.press("Save", where=".save-bar")
    expect(author.page.locator("input[name=tagline]")).to_have_value(colleague.words.tagline)
    colleague.go(f"{practice.pk}/edit/")
    expect(colleague.page.locator("select[name=themes-1]")).to_have_value("health")


def sends_it_back(coordinator: Person, practice: Practice) -> None:
    page, words = coordinator.page, coordinator.words
    coordinator.go("review/")
    page.locator("main").get_by_role("link", name=words.title).click()
    coordinator.press("Take it on")
    field = page.locator("#field-summary")
    field.locator("summary").last.click()
    field.locator("textarea").fill(words.remark)
    coordinator.press("Send back with remarks")
    expect(page.get_by_role("heading", level=1)).to_have_text(coordinator.say("Waiting for review"))


def mends_it(author: Person, mail_server: MailServer) -> None:
    """The letter leads to the form; the remark stands at its field, is answered and followed."""
    page, words = author.page, author.words
    address = re.search(r"http://\S+/edit/", text_of(mail_server.wait_for(1, to="author@example.org")[-1]))
    assert address, "the letter leads to the form"
    page.goto(address[0])
    row = page.locator("#row-summary")
    expect(row).to_contain_text(words.remark)
    with page.context.expect_page() as opened:
        row.get_by_role("link", name=author.say("Answer (in a new window)")).click()
    answering = Person(opened.value, words, has_scripts=author.has_scripts)
    answering.page.fill("textarea[name=text]", words.answer)
    answering.press("Send the answer")
    answering.page.close()
    page.fill("textarea[name=summary]", words.better_summary)
    author.press("Send for review", where=".save-bar")
    expect(page).to_have_url(re.compile(r"/practices/mine/"))


def publishes(coordinator: Person, practice: Practice, *, was_changed: str = "") -> None:
    page = coordinator.page
    coordinator.go(f"{practice.pk}/review/")
    if was_changed:
        expect(page.locator(f"#field-{was_changed} .changes")).to_have_count(1)
    coordinator.press("Publish")
    expect(page).to_have_url(re.compile(rf"/practices/{practice.pk}/(#|$)"))
    expect(page.locator("#summary")).to_contain_text(coordinator.words.better_summary)


def recommends(second: Person, practice: Practice) -> None:
    """The second reviewer finds it in their list, gives full points, and the label is on the card."""
    page = second.page
    second.go("review/scores/")
    page.locator("main").get_by_role("link", name=second.words.title).click()
    for criterion in CRITERIA:
        page.check(f"input[name={criterion.name}][value='3']")
    second.press("Give the points")
    second.go(f"{practice.pk}/")
    with override(second.words.language):
        label = str(QualityLabel.RECOMMENDED.label)
    expect(page.locator("main .page-header")).to_contain_text(label)


def translates(author: Person, practice: Practice) -> None:
    """On the other language's tab, while everybody goes on reading the card as it is."""
    page, other = author.page, OTHER[author.words.language]
    author.go(f"{practice.pk}/edit/")
    page.locator(f"button[value='language:{other.language}']").click()
    expect(page.locator("input[name=title]")).to_have_value("")
    page.fill("input[name=title]", other.title)
    page.fill("textarea[name=summary]", other.better_summary)
    author.step("sources")
    page.fill("input[name=contact_role]", other.role)
    author.press("Save", where=".save-bar")
    page.check("input[name=ready]")
    author.press("Send for review", where=".save-bar")
    expect(page).to_have_url(re.compile(r"/update/"))
    page.fill("[name=note]", author.words.note)
    author.press("Send for review")
    expect(page).to_have_url(re.compile(rf"/practices/{practice.pk}/(#|$)"))


def reads_it_in_both_languages(author: Person, practice: Practice) -> None:
    for words in (BULGARIAN, ENGLISH):
        author.page.goto(f"/{words.language}/practices/{practice.pk}/")
        author.fits()
        expect(author.page.get_by_role("heading", level=1)).to_have_text(words.title)
        expect(author.page.locator("#summary")).to_contain_text(words.better_summary)
    author.go(f"{practice.pk}/revisions/")
    expect(author.page.locator("main")).to_contain_text(author.words.note)


def takes_it_along(author: Person, practice: Practice) -> None:
    """As PDF, JSON and XLSX, which begin as such files do."""
    address = f"/{author.words.language}/practices/{practice.pk}"
    beginnings = {"card.pdf": b"%PDF-", "card.json": b"{", "card.xlsx": b"PK"}
    for name, beginning in beginnings.items():
        answer = author.page.request.get(f"{address}/{name}")
        assert answer.ok, (name, answer.status)
        assert answer.body().startswith(beginning), name


def finds_it(officer: Person) -> None:
    """As soon as the worker has indexed it."""
    page, words = officer.page, officer.words

    def is_found() -> bool:
        page.goto(f"/{words.language}/search/?q={words.query}")
        return page.locator("main").get_by_role("link", name=words.title).count() > 0

    wait_until(is_found, seconds=60, what="the practice is found")
    officer.fits()
    page.locator("main").get_by_role("link", name=words.title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words.title)


def applies_it(officer: Person, practice: Practice) -> None:
    """The municipality applies it, and tells later how it went."""
    page, words = officer.page, officer.words
    page.locator("#card-actions, .card-actions").get_by_role(
        "link", name=officer.say("We will apply it")
    ).first.click()
    officer.press("We will apply it")
    adaptation = Adaptation.objects.get(practice=practice)
    officer.go(f"adaptations/{adaptation.pk}/")
    page.select_option("select[name=state]", "ended")
    page.fill("textarea[name=changes]", words.changes)
    page.fill("input[name=cost]", "1 250,50")
    page.fill("textarea[name=outcome]", words.outcome)
    officer.press("Save")


def confirms_after_a_year(visitor: Person, practice: Practice, site: Site, mail_server: MailServer) -> None:
    """The question comes by letter; one press on its page answers it, without signing in."""
    # Nobody can put the clocks of the running processes forward, so the card's own days go back.
    a_year_ago = timezone.localdate() - datetime.timedelta(days=370)
    Practice.objects.filter(pk=practice.pk).update(last_confirmed_on=a_year_ago)
    site.manage(
        *("shell", "--no-imports", "--verbosity=0", "--command"),
        "from practices.tasks import ask_whether_practices_run; ask_whether_practices_run.delay()",
    )
    address = ""

    def has_come() -> bool:
        nonlocal address
        for letter in mail_server.to("author@example.org"):
            if found := re.search(r"http://\S+/still-running/\S+", text_of(letter)):
                address = found[0]
        return bool(address)

    wait_until(has_come, seconds=60, what="the yearly question comes by mail")
    visitor.page.goto(address)
    visitor.fits()
    visitor.press("Yes, it still runs like this")
    expect(visitor.page).to_have_url(re.compile(rf"/practices/{practice.pk}/(#|$)"))
    practice.refresh_from_db()
    assert practice.last_confirmed_on == timezone.localdate()
    assert practice.asked_on is None


def archives(author: Person, practice: Practice) -> None:
    author.go(f"{practice.pk}/archive/")
    author.page.fill("textarea[name=reason]", author.words.reason)
    author.press("Archive")
    expect(author.page.locator("main .notice--warning")).to_contain_text(author.words.reason)
    practice.refresh_from_db()
    assert practice.state == PracticeState.ARCHIVED


def is_gone_but_for_its_address(visitor: Person, practice: Practice) -> None:
    """Neither the list nor the search has it; whoever kept the address reads the card and why it is archived."""
    page, words = visitor.page, visitor.words
    answer = visitor.go(f"{practice.pk}/")
    assert answer is not None
    assert answer.status == 200
    expect(page.locator("main .notice--warning")).to_contain_text(words.reason)
    expect(page.locator("#applied")).to_contain_text(words.outcome)
    visitor.go("")
    expect(page.locator("main").get_by_role("link", name=words.title)).to_have_count(0)

    def is_gone() -> bool:
        page.goto(f"/{words.language}/search/?q={words.query}")
        return page.locator("main").get_by_role("link", name=words.title).count() == 0

    wait_until(is_gone, seconds=60, what="the search forgets the practice")


def text_of(letter: EmailMessage) -> str:
    body: Any = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
