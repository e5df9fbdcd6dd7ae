"""Pictures and documents as people send them, and cards that hold some."""

from __future__ import annotations

import io
import uuid
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from practices import actions
from practices.card import MediaItem
from practices.enums import MediaKind
from practices.media_uploads import Upload, file_upload, picture_upload
from practices.models import Practice, PracticeMedia


def picture_bytes(
    kind: str = "JPEG",
    size: tuple[int, int] = (640, 400),
    mode: str = "RGB",
    colour: Any = "teal",
    **options: Any,
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def office_bytes(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


PDF = b"""%PDF-1.7
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100]>> endobj
4 0 obj <</Author (canary-author)>> endobj
trailer <</Root 1 0 R /Info 4 0 R /Size 5>>
startxref
0
%%EOF
"""
"""A page, and who made it. Its table of objects is missing: such files are common, and read all the same."""
DOCX = office_bytes(
    {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b"<w>canary-text</w>",
        "docProps/core.xml": b"<cp><creator>canary-author</creator></cp>",
        "docProps/app.xml": b"<Properties><Company>canary-company</Company></Properties>",
    }
)


def some_words(caption: str = "Семейство подписва договора", **changes: Any) -> MediaItem:
    return {
        "alt": {"bg": "Двама души подписват лист на маса", "en": ""},
        "caption": {"bg": caption, "en": ""},
        "author": "Сдружение „Мост“",
        "licence": "cc-by-4.0",
        "consent": "adults",
        **changes,
    }


def add_picture(
    actor: User, practice: Practice, size: tuple[int, int] = (640, 400), **words: Any
) -> PracticeMedia:
    return add(actor, practice, picture_upload(sent("a.jpg", picture_bytes(size=size))), **words)


def add_file(
    actor: User, practice: Practice, name: str = "a.pdf", data: bytes = PDF, **words: Any
) -> PracticeMedia:
    return add(actor, practice, file_upload(sent(name, data)), **{"consent": "", **words})


def add_video(
    actor: User, practice: Practice, link: str = "https://youtu.be/x", **words: Any
) -> PracticeMedia:
    return add(actor, practice, Upload(MediaKind.VIDEO), **{"consent": "", "link": link, **words})


def add(actor: User, practice: Practice, upload: Upload, **words: Any) -> PracticeMedia:
    media, _is_new = actions.add_media(
        actor=actor, practice_id=practice.pk, token=uuid.uuid4(), upload=upload, words=some_words(**words)
    )
    return media
