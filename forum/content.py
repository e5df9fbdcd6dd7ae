"""What a title and a post may hold: limits and cleaning, asked by the forms and by the actions alike."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.personal_data import PERSONAL_NUMBERS, find_personal_data
from core.sanitising import clean_plain_text, clean_rich_text, html_to_text
from forum.models import TITLE_MAX_LENGTH

TITLE_MIN_LENGTH = 5
BODY_MAX_LENGTH = 20_000
"""Characters of text: some ten printed pages. Longer things are handbooks."""
MARKUP_MAX_LENGTH = 200_000
"""Characters of HTML, looked at before anything else is done with it: ten times the text."""
REASON_MAX_LENGTH = 200
PERSONAL_NUMBER = "personal_number"
"""Code of the error that refuses one."""


def checked_title(title: str) -> str:
    """The title on one line, cleaned. Raises ValidationError when it is too short or too long."""
    cleaned = " ".join(clean_plain_text(title[: 10 * TITLE_MAX_LENGTH]).split())
    if len(cleaned) < TITLE_MIN_LENGTH:
        raise ValidationError(
            _("Say in a few words what it is about: at least %(min)d characters.") % {"min": TITLE_MIN_LENGTH}
        )
    if len(cleaned) > TITLE_MAX_LENGTH:
        raise ValidationError(
            _("Shorten the title to %(max)d characters; the rest can stand in the text.")
            % {"max": TITLE_MAX_LENGTH}
        )
    refuse_personal_numbers(cleaned)
    return cleaned


def checked_body(markup: str) -> tuple[str, str]:
    """A post's HTML, sanitised, and its words. Raises ValidationError when nothing is left of it, or too much."""
    if len(markup) > MARKUP_MAX_LENGTH:
        raise ValidationError(_too_long())
    body_html = clean_rich_text(markup)
    body_text = html_to_text(body_html)
    if not body_text:
        raise ValidationError(_("Write something first."))
    if len(body_text) > BODY_MAX_LENGTH:
        raise ValidationError(_too_long())
    refuse_personal_numbers(body_text)
    return body_html, body_text


def checked_tags(tags: Iterable[str]) -> list[str]:
    """The tags as they are. Raises ValidationError where a personal number stands in one: tags are read by everybody."""
    words = list(tags)
    refuse_personal_numbers("\n".join(words))
    return words


def refuse_personal_numbers(text: str) -> None:
    """Raises ValidationError where an ЕГН or a ЛНЧ stands: none is ever stored in a post, whichever way it comes in."""
    for finding in find_personal_data(text, PERSONAL_NUMBERS):
        raise ValidationError(
            _("There is a personal number here (%(number)s). Take it out: such numbers are never published.")
            % {"number": finding.masked(text)},
            code=PERSONAL_NUMBER,
        )


def _too_long() -> str:
    return _("The text is longer than %(max)d characters. Shorten it, or send it in parts.") % {
        "max": BODY_MAX_LENGTH
    }


def checked_reason(reason: str, *, is_required: bool = False) -> str:
    """A moderator's reason on one line. Raises ValidationError when it is missing or too long."""
    cleaned = " ".join(clean_plain_text(reason[: 10 * REASON_MAX_LENGTH]).split())
    if is_required and not cleaned:
        raise ValidationError(_("Say why: the reason is kept, and shown to those whom it concerns."))
    if len(cleaned) > REASON_MAX_LENGTH:
        raise ValidationError(_("Shorten the reason to %(max)d characters.") % {"max": REASON_MAX_LENGTH})
    refuse_personal_numbers(cleaned)
    return cleaned


def language_of(text: str) -> str:
    """ "bg" or "en": the script that most letters of the text are in. For `lang` attributes and for search."""
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in text)
    latin = sum("a" <= letter <= "z" for letter in text.lower())
    return "en" if latin > cyrillic else "bg"
