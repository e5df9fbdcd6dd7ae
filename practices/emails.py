"""The letters about a practice. Each is written when it is sent: as its reader may see the practice at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.letters import letter
from notifications.mail import Mail, absolute_url, register_mail
from practices.checks import label_of
from practices.enums import PracticeState
from practices.labels import CRITERIA
from practices.models import Practice, Remark
from practices.policies import can_answer_remark, can_confirm_practice
from practices.querysets import working_in
from practices.still_running import token_for

if TYPE_CHECKING:
    from accounts.models import User


WEAK_POINTS = 1
"""Points on a criterion up to which a letter names it as what to work on."""


def register() -> None:
    """Called once when the app is ready."""
    register_mail("practice_submitted", practice_submitted)
    register_mail("practice_returned", practice_returned)
    register_mail("practice_published", practice_published)
    register_mail("practice_passed_on", practice_passed_on)
    register_mail("practice_archived", practice_archived)
    register_mail("practice_asked", practice_asked)
    register_mail("practice_reminded", practice_reminded)
    register_mail("practice_outdated", practice_outdated)
    register_mail("practice_labelled", practice_labelled)
    register_mail("remark_answered", remark_answered)


def _read(recipient: User, practice_id: int, review_round: int, state: str) -> Practice | None:
    """The practice, if the card or its update is still as the letter says and its reader may see it."""
    return (
        Practice.objects.visible_to(recipient)
        .filter(working_in(state), pk=practice_id, review_round=review_round)
        .select_related("draft", "organisation")
        .first()
    )


def practice_submitted(recipient: User, *, practice_id: int, review_round: int) -> Mail | None:
    """To a coordinator who may review it: it waits."""
    practice = _read(recipient, practice_id, review_round, PracticeState.SUBMITTED)
    waiting = Practice.objects.waiting_for(recipient).filter(pk=practice_id)
    if practice is None or not waiting.exists():
        return None
    url = absolute_url(reverse("practices:practice_review", args=[practice_id]))
    if practice.update_state:
        return _mail("update_submitted", _("An update waits for review: %(title)s"), practice, url, recipient)
    return _mail("submitted", _("A practice waits for review: %(title)s"), practice, url, recipient)


def practice_returned(recipient: User, *, practice_id: int, review_round: int) -> Mail | None:
    """To the author: what the coordinator asks, and where to mend it."""
    practice = _read(recipient, practice_id, review_round, PracticeState.RETURNED)
    if practice is None:
        return None
    url = absolute_url(reverse("practices:practice_edit", args=[practice_id]))
    return _mail("returned", _("Please look at your practice again: %(title)s"), practice, url, recipient)


def practice_published(recipient: User, *, practice_id: int, review_round: int) -> Mail | None:
    """To the author: it is public, or its update is."""
    practice = _public(recipient, practice_id, PracticeState.PUBLISHED)
    if practice is None or practice.review_round != review_round:
        return None
    url = absolute_url(practice.get_absolute_url())
    if practice.revisions.count() > 1:
        return _mail("update_published", _("Your update is published: %(title)s"), practice, url, recipient)
    return _mail("published", _("Your practice is published: %(title)s"), practice, url, recipient)


def practice_passed_on(recipient: User, *, practice_id: int) -> Mail | None:
    """To the new author: it is theirs now."""
    practice = (
        Practice.objects.mine(recipient)
        .filter(pk=practice_id, author=recipient)
        .select_related("draft", "organisation")
        .first()
    )
    if practice is None:
        return None
    url = absolute_url(reverse("practices:my_practices"))
    return _mail("passed_on", _("A practice is yours now: %(title)s"), practice, url, recipient)


def practice_archived(recipient: User, *, practice_id: int, review_round: int) -> Mail | None:
    """To who answers for it: a coordinator has archived it, and why."""
    practice = _public(recipient, practice_id, PracticeState.ARCHIVED)
    if practice is None:
        return None
    url = absolute_url(practice.get_absolute_url())
    return _mail("archived", _("Your practice is archived: %(title)s"), practice, url, recipient)


def practice_asked(recipient: User, *, practice_id: int, review_round: int) -> Mail | None:
    """To who answers for it: a year has passed; one click says that it still runs."""
    return _question(recipient, practice_id, "asked", _("Does it still run? %(title)s"))


def practice_reminded(recipient: User, *, practice_id: int, review_round: int) -> Mail | None:
    """The same, two weeks later."""
    return _question(recipient, practice_id, "reminded", _("A reminder: does it still run? %(title)s"))


def practice_outdated(recipient: User, *, practice_id: int, review_round: int) -> Mail | None:
    """To who answers for it: nobody answered, and the card says so."""
    return _question(recipient, practice_id, "outdated", _("Your card is marked: %(title)s"))


def _question(recipient: User, practice_id: int, name: str, subject: str) -> Mail | None:
    """None once somebody has answered, or when the reader may no longer answer."""
    practice = _public(recipient, practice_id, PracticeState.PUBLISHED)
    if practice is None or not practice.is_asked or not can_confirm_practice(recipient, practice):
        return None
    token = token_for(practice, recipient)
    context = {
        "last_confirmed_on": practice.last_confirmed_on,
        "edit_url": absolute_url(reverse("practices:practice_edit", args=[practice_id])),
        "archive_url": absolute_url(reverse("practices:practice_archive", args=[practice_id])),
    }
    url = absolute_url(reverse("practices:practice_confirm_by_letter", args=[token]))
    return _mail(name, subject, practice, url, recipient, **context)


def _public(recipient: User, practice_id: int, state: str) -> Practice | None:
    """The practice with its published texts, if it is still in this state."""
    return (
        Practice.objects.visible_to(recipient)
        .filter(pk=practice_id, state=state)
        .select_related("draft", "organisation", "replaced_by")
        .prefetch_related("texts")
        .first()
    )


def practice_labelled(recipient: User, *, practice_id: int, review_round: int) -> Mail | None:
    """To the author: which label the second reviewer's scores brought, and what would bring the next one."""
    practice = _read(recipient, practice_id, review_round, PracticeState.PUBLISHED)
    if practice is None or not practice.label:
        return None
    scores = [score.points for score in practice.scores.all()]
    weak = [
        str(criterion.label)
        for criterion in CRITERIA
        if any(points[criterion.name] <= WEAK_POINTS for points in scores)
    ]
    url = absolute_url(practice.get_absolute_url())
    subject = _("Your practice has a label: %(title)s")
    return _mail("labelled", subject, practice, url, recipient, weak=weak)


def remark_answered(recipient: User, *, remark_id: int) -> Mail | None:
    """To the other side of a remark: there is an answer, and where to read it."""
    answer = Remark.objects.filter(pk=remark_id).select_related("practice__draft", "author").first()
    if answer is None or answer.answer_to_id is None or not can_answer_remark(recipient, answer.practice):
        return None
    practice = answer.practice
    url = absolute_url(reverse("practices:remark_answer", args=[practice.pk, answer.answer_to_id]))
    field = label_of(answer.field) if answer.field else ""
    subject = _("An answer to a remark: %(title)s")
    return _mail("answered", subject, practice, url, recipient, field=field, author=str(answer.author or ""))


def _mail(name: str, subject: str, practice: Practice, url: str, recipient: User, **more: Any) -> Mail:
    title = practice.title or practice.draft.working_title
    labels_url = absolute_url(reverse("practices:quality_labels"))
    context = {
        "title": title,
        "practice": practice,
        "label": practice.get_label_display(),
        "url": url,
        "labels_url": labels_url,
        **more,
    }
    return letter(subject % {"title": title}, f"practices/mail/{name}.txt", recipient, context)
