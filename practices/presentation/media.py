"""Pictures, files and videos as pages show them, each with its words in the language of the page, else in the other one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.pictures import MEDIA_TYPES
from practices.card import Document, MediaItem
from practices.enums import Consent, MediaKind
from practices.models import Practice, PracticeMedia
from practices.models.media import FILE_VARIANT
from practices.privacy import FieldFinding, personal_data_in_media
from taxonomy.enums import Vocabulary
from taxonomy.models import Term

PRINT_WIDTH = 960
"""In pixels: 16 cm at 150 dots an inch."""
MOST_PRINTED = 6
"""Pictures on paper: three rows of two, which is a page."""
VIDEO_HOSTS = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "facebook.com": "Facebook",
    "fb.watch": "Facebook",
    "instagram.com": "Instagram",
    "tiktok.com": "TikTok",
}
"""Others are named by their host."""


@dataclass(frozen=True)
class ShownItem:
    """One picture, file or video, ready to be drawn."""

    media: PracticeMedia
    words: MediaItem
    licence: str

    @property
    def pk(self) -> Any:
        return self.media.pk

    @property
    def alt(self) -> str:
        return _in_language(self.words["alt"])

    @property
    def caption(self) -> str:
        return _in_language(self.words["caption"])

    @property
    def credit(self) -> str:
        """Who made it and on what terms, e.g. „Сдружение „Мост“ · CC BY 4.0“."""
        return " · ".join(part for part in (self.words["author"], self.licence) if part)

    @property
    def consent(self) -> str:
        """For the people of the draft; readers needn't be told."""
        consent = self.words["consent"]
        return str(Consent(consent).label) if consent in Consent.values else ""

    @property
    def is_evaluation(self) -> bool:
        return bool(self.words["is_evaluation"])

    @property
    def forbidden(self) -> list[FieldFinding]:
        """Personal numbers in its words, which keep the card from being sent."""
        return [finding for finding in personal_data_in_media(self.words) if finding.is_forbidden]

    # --- a picture -----------------------------------------------------------------------------------------------------

    @property
    def width(self) -> int | None:
        return self.media.width

    @property
    def height(self) -> int | None:
        return self.media.height

    @property
    def src(self) -> str:
        """A middling JPEG, for browsers that choose from nothing else."""
        return self._address(f"{self._middle_width}.jpg")

    @property
    def srcset(self) -> str:
        return self._srcset("jpg")

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(media type, addresses by width) of the formats that are better than JPEG, the best first.

        Until a worker has made them, a JPEG is sent from their addresses.
        """
        return [
            (media_type, self._srcset(extension))
            for extension, media_type in MEDIA_TYPES.items()
            if extension != "jpg"
        ]

    @property
    def href(self) -> str:
        """The largest one."""
        return self._address(f"{self.media.widths[-1]}.jpg")

    @property
    def thumbnail(self) -> str:
        return self._address(f"{self.media.widths[0]}.jpg")

    @property
    def print_src(self) -> str:
        """The middling JPEG where it is stored: for practices.printing, which reads the site's own files and asks nobody."""
        return str(default_storage.url(self.media.stored_name(f"{self._middle_width}.jpg")))

    @property
    def _middle_width(self) -> int:
        return max(
            (width for width in self.media.widths if width <= PRINT_WIDTH), default=self.media.widths[0]
        )

    def _srcset(self, extension: str) -> str:
        return ", ".join(f"{self._address(f'{width}.{extension}')} {width}w" for width in self.media.widths)

    def _address(self, variant: str) -> str:
        return reverse("practices:media_file", args=[self.media.pk, variant])

    # --- a file, a video ----------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        """Where a file is downloaded, or a video is watched. Links were checked to be https when they were written."""
        if self.media.kind == MediaKind.VIDEO:
            return str(self.words["link"])
        return self._address(FILE_VARIANT)

    @property
    def note(self) -> str:
        """E.g. „PDF, 1,2 MB“, „Видео в YouTube“."""
        if self.media.kind == MediaKind.VIDEO:
            return _("Video on %(host)s") % {"host": _host_name(self.words["link"])}
        size = filesizeformat(self.media.size_bytes)
        return _("%(type)s, %(size)s") % {"type": self.media.extension.upper(), "size": size}


@dataclass(frozen=True)
class CardMedia:
    """What hangs on a card, by kind, in its order."""

    pictures: list[ShownItem] = field(default_factory=list)
    files: list[ShownItem] = field(default_factory=list)
    videos: list[ShownItem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.pictures or self.files or self.videos)

    @property
    def printed(self) -> list[ShownItem]:
        return self.pictures[:MOST_PRINTED]

    @property
    def not_printed(self) -> int:
        return len(self.pictures) - len(self.printed)

    def of_kind(self, kind: str) -> list[ShownItem]:
        return {MediaKind.IMAGE: self.pictures, MediaKind.FILE: self.files, MediaKind.VIDEO: self.videos}[
            MediaKind(kind)
        ]


def media_of_published(practice: Practice) -> CardMedia:
    """What the public sees. No query."""
    return _by_kind(
        ShownItem(PracticeMedia.of_facts(shown), shown, _in_language(shown["licence_names"]))
        for shown in practice.shown_media
    )


@dataclass(frozen=True)
class Thumbnail:
    """The first picture of a published card, small: beside its title it decorates, so it needs no description."""

    src: str
    sources: list[tuple[str, str]]
    """(media type, address), the best first."""
    width: int
    height: int


def thumbnail_of(practice: Practice) -> Thumbnail | None:
    """In the narrowest width, which is sharp at three dots to a pixel. No query, and one address to look up."""
    shown = next((item for item in practice.shown_media if item["kind"] == MediaKind.IMAGE), None)
    if shown is None:
        return None
    media = PracticeMedia.of_facts(shown)
    width = media.widths[0]
    src = reverse("practices:media_file", args=[media.pk, f"{width}.jpg"])
    return Thumbnail(
        src=src,
        sources=[
            (media_type, f"{src.removesuffix('jpg')}{extension}")
            for extension, media_type in MEDIA_TYPES.items()
            if extension != "jpg"
        ],
        width=width,
        height=max(1, round(shown["height"] * width / shown["width"])),
    )


def media_of_draft(
    practice: Practice, document: Document, *, terms: Mapping[tuple[str, str], str] | None = None
) -> CardMedia:
    """What the draft holds. At most two queries: files, and licences unless the terms' names are given."""
    items = document.get("media", [])
    if not items:
        return CardMedia()
    rows = {str(media.pk): media for media in practice.media.filter(pk__in=[item["id"] for item in items])}
    if terms is None:
        licences = Term.objects.filter(vocabulary=Vocabulary.LICENCE)
        terms = {(term.vocabulary, term.code): term.name for term in licences}
    return _by_kind(
        ShownItem(rows[item["id"]], item, terms.get((Vocabulary.LICENCE, item["licence"]), ""))
        for item in items
        if item["id"] in rows
    )


def _by_kind(items: Iterable[ShownItem]) -> CardMedia:
    media = CardMedia()
    for item in items:
        media.of_kind(item.media.kind).append(item)
    return media


def _in_language(words: dict[str, str]) -> str:
    first = get_language() or "bg"
    return words.get(first) or next((text for text in words.values() if text), "")


def _host_name(link: str) -> str:
    host = (urlsplit(link).hostname or "").removeprefix("www.").removeprefix("m.")
    return VIDEO_HOSTS.get(host, host)
