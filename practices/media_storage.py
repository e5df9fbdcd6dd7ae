"""Where the files of pictures and documents lie: in the default storage, in a folder of their own for each.

Their names say nothing: neither how the file was called nor whose it is. Who may see one isn't decided here.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from practices.models import PracticeMedia
from practices.models.media import MEDIA_FOLDER


def write_files(media: PracticeMedia, files: Mapping[str, bytes]) -> None:
    """Keep these variants, all or none: after a failure none of them is left."""
    try:
        for variant, content in files.items():
            name = media.stored_name(variant)
            default_storage.delete(name)  # of an earlier try; the storage would choose another name beside it
            default_storage.save(name, ContentFile(content))
    except OSError:
        delete_files(media.folder)
        raise


def open_file(media: PracticeMedia, variant: str) -> IO[bytes]:
    """Raises FileNotFoundError."""
    return default_storage.open(media.stored_name(variant), "rb")


def delete_files(folder: str) -> None:
    """Everything that lies in a folder of `PracticeMedia.folder`, and the folder."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
        default_storage.delete(folder)


def folders_before(moment: datetime.datetime) -> Iterator[list[str]]:
    """The folders whose files are older than a moment, some at a time."""
    for part in _subfolders(MEDIA_FOLDER):
        shelf = f"{MEDIA_FOLDER}/{part}"
        yield [f"{shelf}/{name}" for name in _subfolders(shelf) if _is_older(f"{shelf}/{name}", moment)]


def _subfolders(folder: str) -> Iterable[str]:
    try:
        return default_storage.listdir(folder)[0]
    except FileNotFoundError:
        return []


def _is_older(folder: str, moment: datetime.datetime) -> bool:
    names = default_storage.listdir(folder)[1]
    return all(default_storage.get_modified_time(f"{folder}/{name}") < moment for name in names)
