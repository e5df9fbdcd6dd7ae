"""Writing to the people behind a practice. The letter is passed on by mail; neither side's address is shown on the way."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import NotAllowed, NotVisible
from core.sanitising import clean_plain_text
from core.subjects import subject_follower_ids
from notifications.mail import queue_mail, queue_mail_to
from practices.actions.reviewing import check_no_personal_number
from practices.actions.steps import as_user, locked_practice
from practices.models import ContactLetter
from practices.policies import check_contact_practice

if TYPE_CHECKING:
    from core.access import Actor

MAX_LETTERS_A_DAY = 10
"""Of one person: a morning's worth of asking around, not a mailing."""
MAX_LETTERS_TO_PRACTICE_A_DAY = 20
"""To the people behind one practice, by all together: so that nobody's mailbox is flooded through us."""


@transaction.atomic
def send_contact_letter(
    *, actor: Actor, practice_id: int, subject: str, text: str, shares_address: bool, token: uuid.UUID
) -> bool:
    """Pass a letter on to the practice's contact, or else to who answers for it. The same token again sends nothing.

    It goes to the card's mailbox; without one to the author, or to those responsible for the organisation. It isn't logged:
    who wrote to whom is nobody's business, and the letter itself is forgotten after 30 days.
    Raises NotVisible, NotAllowed (also after too many letters in a day, and when nobody could receive it), and
    PersonalNumberError: the sender's own telephone may stand in it, a personal number goes into nobody's mailbox.
    """
    practice = locked_practice(practice_id)
    check_contact_practice(actor, practice)
    check_no_personal_number({"subject": subject, "text": text})
    # The person's row is the lock: two clicks at once must not both see that there is room for one more.
    sender = User.objects.select_for_update().get(pk=as_user(actor).pk)
    known = ContactLetter.objects.filter(token=token).first()
    if known is not None:
        if known.sender_id != sender.pk:
            raise NotVisible
        return False
    today = ContactLetter.objects.filter(created_at__gt=timezone.now() - datetime.timedelta(days=1))
    if today.filter(sender=sender).count() >= MAX_LETTERS_A_DAY:
        raise NotAllowed(_("You have sent many letters today. Write again tomorrow."))
    if today.filter(practice=practice).count() >= MAX_LETTERS_TO_PRACTICE_A_DAY:
        raise NotAllowed(_("They got many letters today. Write again tomorrow."))
    readers = set() if practice.contact_email else subject_follower_ids("practice", practice.pk)
    if not practice.contact_email and not readers:
        raise NotAllowed(_("Nobody receives letters about this practice. Ask the organisation itself."))
    letter = ContactLetter.objects.create(
        practice=practice,
        sender=sender,
        subject=" ".join(clean_plain_text(subject).split())[: ContactLetter.MAX_SUBJECT_LENGTH],
        text=clean_plain_text(text)[: ContactLetter.MAX_TEXT_LENGTH],
        shares_address=shares_address,
        token=token,
    )
    if practice.contact_email:
        queue_mail_to(
            "contact_letter", letter.pk, kind="contact_letter", key=str(letter.pk), letter=letter.pk
        )
    for user_id in sorted(readers):
        queue_mail("contact_letter", recipient_id=user_id, key=str(letter.pk), letter=letter.pk)
    return True


@transaction.atomic
def forget_contact_letters() -> int:
    """Delete letters that are older than they may be kept; returns how many. Their mail went out long ago."""
    deleted, _by_model = ContactLetter.objects.filter(
        created_at__lt=timezone.now() - ContactLetter.KEPT_FOR
    ).delete()
    return deleted
