"""A personal number in the words of a picture or in a letter: said at its field, never published, gone after 30 days."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import User
from core import outbox
from core.access import Actor
from practices import actions
from practices.checks import Completeness, check_card
from practices.exchange.reading import dry_run
from practices.models import CardDraft, ContactLetter, Practice, PracticeRound
from practices.privacy import personal_data_in, without_personal_numbers
from tests.factories.media import add_file, add_picture, add_video, picture_bytes, sent
from tests.factories.practices import a_card

pytestmark = pytest.mark.django_db
PracticeIn = Callable[..., Practice]
SignedIn = Callable[[Actor], Client]
EGN, LNCH = "7501010010", "7111042925"


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, settings: object) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path / "media" / "practice-media"


@pytest.fixture
def draft(practice_in: PracticeIn, member: User) -> Practice:
    """As such numbers came into drafts before they were looked for, or past the form."""
    practice = practice_in("draft")
    add_picture(member, practice, alt={"bg": f"Лице с ЕГН {EGN} на маса", "en": ""}, author=f"ЛНЧ {LNCH}")
    add_file(member, practice, caption=f"Пълномощно на {EGN}")
    add_video(member, practice, caption="Пишете на maria@example.org")
    practice.draft.refresh_from_db()
    return practice


def test_findings_say_in_which_words_of_which_picture(draft: Practice) -> None:
    found = personal_data_in(draft.draft.document)
    assert [(one.field, one.language, one.kind.value, one.is_forbidden) for one in found] == [
        ("media-0-alt", "bg", "egn", True),
        ("media-0-author", "", "lnch", True),
        ("media-1-caption", "bg", "egn", True),
        ("media-2-caption", "bg", "email", False),
    ]
    problems = check_card(draft.draft.document, level=Completeness.DRAFT)
    assert {problem.field for problem in problems} == {"media-0-alt", "media-0-author", "media-1-caption"}


@pytest.mark.parametrize("language", ["bg", "en"])
def test_it_is_marked_in_the_form_and_beside_the_picture(
    draft: Practice, member: User, signed_in: SignedIn, language: str
) -> None:
    client = signed_in(member)
    form = client.get(f"/{language}/practices/{draft.pk}/edit/").content.decode()
    named = "Снимки и файлове: Тук има" if language == "bg" else "Pictures and files: There is a personal"
    assert named in form
    listed = client.get(f"/{language}/practices/{draft.pk}/media/").content.decode()
    assert "75…10" in listed
    assert "71…25" in listed
    assert listed.count("field__error") == 3


@pytest.mark.parametrize("name", ["alt_bg", "alt_en", "caption_bg", "caption_en", "author"])
def test_the_form_of_a_picture_refuses_it_at_its_field(
    practice_in: PracticeIn, member: User, signed_in: SignedIn, name: str
) -> None:
    practice = practice_in("draft")
    data: dict[str, Any] = {
        "token": str(uuid.uuid4()),
        "promise": "on",
        "alt_bg": "Двама души",
        "consent": "nobody",
        "author": "Сдружение „Мост“",
        "licence": "cc-by-4.0",
        "file": sent("a.jpg", picture_bytes()),
        name: f"За {EGN}",
    }
    response = signed_in(member).post(f"/bg/practices/{practice.pk}/media/add/image/", data)
    assert response.status_code == 422
    body = response.content.decode()
    assert "75…10" in body.split(f'id="id_{name}_error"')[1].split("</div>")[0]
    assert f"За {EGN}" in body  # as it was typed
    practice.draft.refresh_from_db()
    assert practice.draft.document["media"] == []


def test_changing_the_words_refuses_it_as_well(
    practice_in: PracticeIn, member: User, signed_in: SignedIn
) -> None:
    practice = practice_in("draft")
    media = add_file(member, practice)
    data = {"caption_bg": f"Пълномощно на {EGN}", "author": "Ние", "licence": "cc-by-4.0", "base": "x"}
    response = signed_in(member).post(f"/bg/practices/{practice.pk}/media/{media.pk}/", data)
    assert response.status_code == 422
    assert 'id="id_caption_bg_error"' in response.content.decode()


def test_it_is_neither_sent_nor_published(
    draft: Practice, practice_in: PracticeIn, member: User, coordinator: User, signed_in: SignedIn
) -> None:
    with pytest.raises(actions.IncompleteCardError):
        actions.submit_practice(actor=member, practice_id=draft.pk)
    waiting = practice_in("submitted")
    waiting.draft.document = {**waiting.draft.document, "media": draft.draft.document["media"]}
    waiting.draft.save()
    with pytest.raises(actions.IncompleteCardError):
        actions.publish_practice(actor=coordinator, practice_id=waiting.pk)
    page = signed_in(coordinator).get(f"/bg/practices/{waiting.pk}/review/").content.decode()
    panel = page.split('id="panel-data"')[1].split("</section>")[0]
    assert 'href="#field-media"' in panel
    for masked in ("75…10", "71…25", "ma…rg"):
        assert masked in panel
    assert 'id="field-media"' in page
    response = signed_in(coordinator).post(f"/bg/practices/{waiting.pk}/review/", {"action": "publish"})
    assertContains(response, "Снимки и файлове: Тук има", status_code=422)


def test_after_thirty_days_it_is_gone_and_the_rest_stays(draft: Practice) -> None:
    PracticeRound.objects.create(practice=draft, number=1, document=draft.draft.document)
    later = timezone.now() + datetime.timedelta(days=31)
    assert actions.purge_personal_numbers(now=later) == 1
    after = CardDraft.objects.get(pk=draft.pk)
    picture, file, video = after.document["media"]
    assert picture["alt"] == {"bg": "Лице с ЕГН [личен номер, изтрит] на маса", "en": ""}
    assert picture["author"] == "ЛНЧ [личен номер, изтрит]"
    assert file["caption"]["bg"] == "Пълномощно на [личен номер, изтрит]"
    assert video["caption"]["bg"] == "Пишете на maria@example.org"
    assert EGN not in str(draft.rounds.get().document)
    assert actions.purge_personal_numbers(now=later) == 0


def test_in_english_words_the_mark_is_english() -> None:
    card = a_card("en")
    card["media"] = [
        {
            "id": str(uuid.uuid4()),
            "alt": {"bg": "", "en": f"About {EGN}"},
            "caption": {"bg": "", "en": ""},
            "author": "",
            "link": "",
        }
    ]
    cleaned, count = without_personal_numbers(card)
    assert (cleaned["media"][0]["alt"]["en"], count) == ("About [personal number, deleted]", 1)
    assert EGN in card["media"][0]["alt"]["en"]


def test_a_file_that_changes_such_a_draft_is_not_blamed_for_it(
    draft: Practice, member: User, signed_in: SignedIn
) -> None:
    content = signed_in(member).get(f"/bg/practices/{draft.pk}/card.json").content
    parsed = dry_run(content, actor=member, organisation=draft.organisation)
    assert not parsed.has_errors


class TestLetters:
    @pytest.fixture
    def practice(self, practice_in: PracticeIn) -> Practice:
        made = practice_in("published", card=a_card(contact_email="office@example.org"))
        outbox.drain("mail")
        mail.outbox.clear()
        return made

    def letter(self, **changes: str) -> dict[str, str]:
        return {
            "subject": "Въпрос за наставниците",
            "text": "Колко часа седмично отделят?",
            "shares_address": "no",
            "token": str(uuid.uuid4()),
            **changes,
        }

    @pytest.mark.parametrize("name", ["subject", "text"])
    @pytest.mark.parametrize("number", [f"ЕГН {EGN}", f"{EGN[:6]} {EGN[6:]}", f"ЛНЧ {LNCH}"])
    def test_a_personal_number_is_held_back_at_its_field(
        self, practice: Practice, other_member: User, signed_in: SignedIn, name: str, number: str
    ) -> None:
        typed = self.letter(**{name: f"За лице {number}"})
        response = signed_in(other_member).post(f"/bg/practices/{practice.pk}/contact/", typed)
        assert response.status_code == 422
        body = response.content.decode()
        assert "личен номер" in body.split(f'id="id_{name}_error"')[1].split("</div>")[0]
        assert f"За лице {number}" in body
        assert not ContactLetter.objects.exists()
        outbox.drain("mail")
        assert mail.outbox == []

    def test_the_action_itself_refuses_it(self, practice: Practice, other_member: User) -> None:
        with pytest.raises(actions.PersonalNumberError) as refusal:
            actions.send_contact_letter(
                actor=other_member,
                practice_id=practice.pk,
                subject=f"За {EGN}",
                text=f"И за {LNCH}",
                shares_address=False,
                token=uuid.uuid4(),
            )
        assert refusal.value.fields == ["subject", "text"]

    def test_ones_own_telephone_and_address_pass(
        self, practice: Practice, other_member: User, signed_in: SignedIn
    ) -> None:
        text = "Обадете се на 0888 123 456 или пишете на petar@example.org."
        response = signed_in(other_member).post(
            f"/en/practices/{practice.pk}/contact/", self.letter(text=text)
        )
        assert response.status_code == 302
        assert ContactLetter.objects.get().text == text

    def test_in_english_it_is_said_in_english(
        self, practice: Practice, other_member: User, signed_in: SignedIn
    ) -> None:
        response = signed_in(other_member).post(
            f"/en/practices/{practice.pk}/contact/", self.letter(text=f"About {EGN}")
        )
        assertContains(
            response, "There is a personal number here. Take it out: letters carry none", status_code=422
        )
        assertNotContains(response, "Тук има", status_code=422)
