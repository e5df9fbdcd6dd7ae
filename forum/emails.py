"""The forum's letters. Each is written when it is sent, from what its reader may see at that moment.

A letter about a case, or about a board that isn't public, says that there is something new, and of a case in which board;
never what, by whom, or under which title: a mailbox has other readers than a board (DESIGN 9).
"""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.subjects import resolve_subject
from forum.actions.pseudonyms import OPENED_MAIL
from forum.delivery import ANSWER_MAIL, NEW_THREAD_MAIL, REPLY_MAIL
from forum.enums import EventKind, PostState, ThreadKind
from forum.models import ForumEvent, Persona, Post, Thread
from notifications.mail import Mail, absolute_url, register_mail

if TYPE_CHECKING:
    from accounts.models import User

EXCERPT_LENGTH = 3000
"""Characters of a post's text in a letter; whoever wants the rest follows the link."""


def register() -> None:
    """Called once when the app is ready."""
    register_mail(NEW_THREAD_MAIL, new_thread)
    register_mail(REPLY_MAIL, new_reply)
    register_mail(ANSWER_MAIL, answer_accepted)
    register_mail(OPENED_MAIL, pseudonym_opened)


def new_thread(recipient: User, *, post: int) -> Mail | None:
    """To those who answer for what the thread is about: somebody asks about it."""
    opening = _readable(recipient, post)
    if opening is None:
        return None
    thread = opening.thread
    subject = (
        resolve_subject(thread.subject_kind, thread.subject_id, recipient)
        if thread.subject_kind and thread.subject_id
        else None
    )
    if subject is None:
        return None
    if thread.is_discreet:
        return _discreet(_("There is something new on Megdan about your practice"), opening, recipient)
    return _letter(
        "new_thread", f"[{settings.SITE_NAME}] {thread.title}", opening, recipient, about=subject.title
    )


def new_reply(recipient: User, *, post: int) -> Mail | None:
    """To those who take part in the thread: somebody answered."""
    answer = _readable(recipient, post)
    if answer is None:
        return None
    if answer.thread.is_discreet:
        return _discreet(
            _("There is something new on Megdan in a thread that you take part in"), answer, recipient
        )
    return _letter("new_reply", f"Re: [{settings.SITE_NAME}] {answer.thread.title}", answer, recipient)


def answer_accepted(recipient: User, *, post: int) -> Mail | None:
    """To its author: what they wrote was accepted as the answer. Not when that was taken back meanwhile."""
    answer = _readable(recipient, post)
    if answer is None or answer.thread.answer_id != answer.pk:
        return None
    if not Persona.objects.owned_by(recipient).filter(pk=answer.persona_id).exists():
        return None
    if answer.thread.is_discreet:
        return _discreet(_("An answer of yours on Megdan was accepted"), answer, recipient)
    return _letter(
        "answer_accepted",
        _("Your answer was accepted: %(title)s") % {"title": answer.thread.title},
        answer,
        recipient,
    )


def pseudonym_opened(recipient: User, *, event: int) -> Mail | None:
    """To the author: a coordinator has learnt who they are, and why. Goes out whatever they may see by now."""
    opened = (
        ForumEvent.objects.filter(pk=event, kind=EventKind.PSEUDONYM_OPENED)
        .select_related("thread", "actor")
        .first()
    )
    if opened is None or opened.thread is None or opened.persona_id is None:
        return None
    if not Persona.objects.owned_by(recipient).filter(pk=opened.persona_id).exists():
        return None
    context = {
        "url": absolute_url(opened.thread.get_absolute_url()),
        "opened": opened,
        "recipient": recipient,
        "site_name": settings.SITE_NAME,
    }
    return Mail(
        subject=_("A coordinator opened your pseudonym on Megdan"),
        text=render_to_string("forum/mail/pseudonym_opened.txt", context),
        html=render_to_string("forum/mail/pseudonym_opened.html", context),
        headers=_thread_headers(opened.thread),
    )


def _readable(recipient: User, post_id: int) -> Post | None:
    """The post, if it still stands and its reader may read it."""
    return (
        Post.objects.visible_to(recipient)
        .filter(pk=post_id, state=PostState.PUBLISHED)
        .select_related("thread__board", "persona__user")
        .first()
    )


def _letter(name: str, subject: str, post: Post, recipient: User, **more: str) -> Mail:
    text = post.body_text
    context = {
        "post": post,
        "thread": post.thread,
        "author": post.persona.label,
        "excerpt": text if len(text) <= EXCERPT_LENGTH else text[:EXCERPT_LENGTH].rsplit(" ", 1)[0] + " …",
        "is_whole": len(text) <= EXCERPT_LENGTH,
        "url": absolute_url(post.get_absolute_url()),
        "recipient": recipient,
        "site_name": settings.SITE_NAME,
        **more,
    }
    return Mail(
        subject=subject,
        text=render_to_string(f"forum/mail/{name}.txt", context),
        html=render_to_string(f"forum/mail/{name}.html", context),
        headers=_thread_headers(post.thread),
    )


def _discreet(subject: str, post: Post, recipient: User) -> Mail:
    """That there is something new, and where. The link asks for signing in and goes through the gate."""
    context = {
        "url": absolute_url(post.get_absolute_url()),
        "sentence": subject,
        # Its name tells of nobody; other closed boards aren't named at all.
        "board": post.thread.board.title if post.thread.kind == ThreadKind.CASE else "",
        "recipient": recipient,
        "site_name": settings.SITE_NAME,
    }
    return Mail(
        subject=subject,
        text=render_to_string("forum/mail/discreet.txt", context),
        html=render_to_string("forum/mail/discreet.html", context),
        headers=_thread_headers(post.thread),
    )


def _thread_headers(thread: Thread) -> dict[str, str]:
    """All letters about a thread answer one imagined first letter, so that mail programs keep them together."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    root = f"<thread-{thread.pk}@{host}>"
    return {"In-Reply-To": root, "References": root}
