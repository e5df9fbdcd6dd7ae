"""The closed lists of the forum."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReadBy(models.TextChoices):
    """Who reads a board without being named in its list of access."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Members of organisations")
    COORDINATORS = "coordinators", _("Coordinators")
    ACCESS = "access", _("Only those with access by name")


class WriteBy(models.TextChoices):
    """Who writes in a board, among those who read it."""

    MEMBERS = "members", _("Members of organisations")
    COORDINATORS = "coordinators", _("Coordinators")
    ACCESS = "access", _("Only those with access by name")


class Level(models.IntegerChoices):
    """What access by name allows. Each level includes those below it."""

    READ = 10, _("Read")
    REPLY = 20, _("Read and reply")
    START = 30, _("Read, reply and start threads")
    MODERATE = 40, _("Moderate")


class PersonaKind(models.TextChoices):
    NAMED = "named", _("Under one's name")
    PSEUDONYM = "pseudonym", _("Under a pseudonym")
    KEPT_NAME = "kept_name", _("A name without an account")


class ThreadKind(models.TextChoices):
    DISCUSSION = "discussion", _("Discussion")
    QUESTION = "question", _("Question")
    ANNOUNCEMENT = "announcement", _("Announcement")
    CASE = "case", _("Case")
    PARTNERS = "partners", _("Call for partners")


class ConsentBasis(models.TextChoices):
    """What allows a case to be talked through here."""

    CONSENT = "consent", _("The person has agreed")
    GUARDIAN = "guardian", _("A parent or guardian has agreed")
    ANONYMISED = "anonymised", _("It is told so that nobody can be recognised")
    LEGAL = "legal", _("A law obliges us to act, agreed or not")


class Recognisability(models.TextChoices):
    """How easily a person in a case could be recognised (forum/recognition.py)."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class ThreadState(models.TextChoices):
    VISIBLE = "visible", _("Visible")
    HIDDEN = "hidden", _("Hidden")


class PostState(models.TextChoices):
    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden by a moderator")
    REMOVED = "removed", _("Removed")


class EventKind(models.TextChoices):
    """What the forum's log knows."""

    THREAD_STARTED = "thread_started", _("Thread started")
    POST_WRITTEN = "post_written", _("Reply written")
    POST_EDITED = "post_edited", _("Post edited")
    POST_REMOVED_BY_AUTHOR = "post_withdrawn", _("Post removed by its author")
    THREAD_WITHDRAWN = "thread_withdrawn", _("Thread withdrawn by its author")
    POST_REMOVED = "post_removed", _("Post removed")
    POST_HIDDEN = "post_hidden", _("Post hidden")
    POST_RESTORED = "post_restored", _("Post restored")
    THREAD_LOCKED = "thread_locked", _("Thread closed")
    THREAD_UNLOCKED = "thread_unlocked", _("Thread opened again")
    THREAD_PINNED = "thread_pinned", _("Thread pinned")
    THREAD_UNPINNED = "thread_unpinned", _("Thread unpinned")
    THREAD_HIDDEN = "thread_hidden", _("Thread hidden")
    THREAD_RESTORED = "thread_restored", _("Thread restored")
    PSEUDONYM_OPENED = "pseudonym_opened", _("Pseudonym opened")
    ANSWER_ACCEPTED = "answer_accepted", _("Answer accepted")
    ANSWER_TAKEN_BACK = "answer_taken_back", _("Answer no longer accepted")
    THREAD_TAGGED = "thread_tagged", _("Tags changed")
    CALL_CHANGED = "call_changed", _("Call for partners changed")


AUTHORS_EVENTS = (
    EventKind.THREAD_STARTED,
    EventKind.POST_WRITTEN,
    EventKind.POST_EDITED,
    EventKind.POST_REMOVED_BY_AUTHOR,
    EventKind.THREAD_WITHDRAWN,
)
"""Acts of an author: the log names their persona and never their account, or it would give every pseudonym away."""
