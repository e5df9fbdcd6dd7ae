"""Letters between those who read practices and those who write them: it is applied elsewhere, somebody asks, there is news.

Each is written when it is sent: as its reader may see the practice at that moment.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.memberships import organisation_ids_of
from directory.models import Organisation
from notifications.letters import letter
from notifications.mail import Addressee, Mail, absolute_url, register_addressee, register_mail
from notifications.subscriptions import reason_for
from notifications.unsubscribing import unsubscribe_headers, unsubscribe_url
from practices.enums import PUBLIC_STATES, PracticeAction, PracticeState
from practices.following import PRACTICE_NEWS, is_first_publication, news_of
from practices.models import Adaptation, ContactLetter, Practice, PracticeEvent
from practices.policies import can_contact_practice

if TYPE_CHECKING:
    from accounts.models import User

CONTACT_SOURCE = "contact_letter"


def register() -> None:
    """Called once when the app is ready."""
    register_mail("adaptation_marked", adaptation_marked)
    register_mail("adaptation_told", adaptation_told)
    register_mail("contact_letter", contact_letter)
    register_mail(PRACTICE_NEWS, practice_news)
    register_addressee(CONTACT_SOURCE, contact_mailbox)


# --- applied elsewhere --------------------------------------------------------------------------------------------------


def adaptation_marked(recipient: User, *, adaptation: int) -> Mail | None:
    """To who answers for the practice: an organisation will apply it."""
    row = _adaptation(recipient, adaptation)
    if row is None:
        return None
    names = {"organisation": row.organisation.name, "title": row.practice.title}
    return _about(
        row, recipient, _("%(organisation)s applies your practice: %(title)s") % names, "adaptation_marked"
    )


def adaptation_told(recipient: User, *, adaptation: int) -> Mail | None:
    """To who answers for the practice: the organisation tells how it goes or ended."""
    row = _adaptation(recipient, adaptation)
    if row is None:
        return None
    names = {"organisation": row.organisation.name, "title": row.practice.title}
    return _about(
        row, recipient, _("%(organisation)s tells how your practice works there: %(title)s") % names,
        "adaptation_told",
    )  # fmt: skip


def _adaptation(recipient: User, adaptation_id: int) -> Adaptation | None:
    return (
        Adaptation.objects.visible_to(recipient)
        .filter(pk=adaptation_id)
        .select_related("practice", "organisation")
        .first()
    )


def _about(row: Adaptation, recipient: User, subject: str, template: str) -> Mail:
    context = {
        "adaptation": row,
        "title": row.practice.title,
        "url": absolute_url(row.practice.get_absolute_url()) + "#applied",
        "organisation_url": absolute_url(row.organisation.get_absolute_url()),
    }
    return letter(subject, f"practices/mail/{template}.txt", recipient, context)


# --- somebody writes to the authors -------------------------------------------------------------------------------------


def contact_mailbox(letter_id: int) -> Addressee | None:
    """The mailbox on the card; None once the letter or the address is gone."""
    row = _contact_letter(letter_id)
    if row is None or not row.practice.contact_email:
        return None
    languages = {text.language for text in row.practice.texts.all()}
    return Addressee(email=row.practice.contact_email, language="en" if languages == {"en"} else "bg")


def contact_letter(recipient: User | Addressee, *, letter: int) -> Mail | None:
    """To the people behind a practice: what a member asks. An answer goes to the sender only if they agreed to that."""
    row = _contact_letter(letter)
    if row is None or not row.sender.is_active or not can_contact_practice(row.sender, row.practice):
        return None
    return _passed_on(row, recipient)


def _contact_letter(letter_id: int) -> ContactLetter | None:
    return (
        ContactLetter.objects.filter(pk=letter_id)
        .select_related("practice", "sender")
        .prefetch_related("practice__texts")
        .first()
    )


def _passed_on(row: ContactLetter, recipient: User | Addressee) -> Mail:
    organisations = Organisation.objects.filter(pk__in=organisation_ids_of(row.sender)).by_name()
    context = {
        "letter": row,
        "quoted": "\n".join(f"> {line}".rstrip() for line in row.text.split("\n")),
        "title": row.practice.title,
        "organisations": [
            (organisation.name, absolute_url(organisation.get_absolute_url()))
            for organisation in organisations
        ],
        "url": absolute_url(row.practice.get_absolute_url()),
    }
    mail = letter(
        f"[{settings.SITE_NAME}] {row.subject}", "practices/mail/contact_letter.txt", recipient, context
    )
    return replace(mail, headers={"Reply-To": row.sender.email}) if row.shares_address else mail


# --- news for those who follow ------------------------------------------------------------------------------------------


def practice_news(recipient: User, *, object_id: int) -> Mail | None:
    """To who follows the practice, one of its themes or its place: what happened, why they hear of it, how to stop that."""
    event = PracticeEvent.objects.filter(pk=object_id).first()
    news = news_of(object_id)
    if event is None or news is None:
        return None
    states = {
        PracticeAction.PUBLISHED: (PracticeState.PUBLISHED,),
        PracticeAction.UPDATED: (PracticeState.PUBLISHED,),
        PracticeAction.OUTDATED: (PracticeState.PUBLISHED,),
        PracticeAction.ARCHIVED: (PracticeState.ARCHIVED,),
    }.get(PracticeAction(event.action), PUBLIC_STATES)
    practice = (
        Practice.objects.visible_to(recipient)
        .filter(pk=event.practice_id, state__in=states)
        .select_related("organisation")
        .first()
    )
    reason = reason_for(recipient, news.targets)
    if practice is None or reason is None:
        return None
    context = {
        "event": event,
        "practice": practice,
        "title": practice.title,
        "is_new": is_first_publication(event),
        "url": absolute_url(practice.get_absolute_url()),
        "kind": reason.kind,
        "following_url": absolute_url(reverse("notifications:following")),
        "stop_url": unsubscribe_url(reason),
    }
    if event.action == PracticeAction.ADAPTED:
        row = practice.adaptations.filter(started_by=event.actor_id).select_related("organisation").last()
        if row is None:
            return None  # taken back meanwhile
        context["organisation"] = row.organisation
    subject = _news_subject(event, is_new=bool(context["is_new"])) % {"title": practice.title}
    mail = letter(subject, "practices/mail/news.txt", recipient, context)
    return replace(mail, headers=unsubscribe_headers(reason))


def _news_subject(event: PracticeEvent, *, is_new: bool) -> str:
    if event.action == PracticeAction.ADAPTED:
        return _("It is applied elsewhere: %(title)s")
    if event.action == PracticeAction.OUTDATED:
        return _("Nobody has confirmed it for a year: %(title)s")
    if event.action == PracticeAction.ARCHIVED:
        return _("Archived: %(title)s")
    return _("A new practice: %(title)s") if is_new else _("There is a new version: %(title)s")
