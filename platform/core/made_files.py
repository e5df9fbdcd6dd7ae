"""Files that are made from what the site holds and can be made again at any time: pictures for links, printed cards.

Kept under DATA_DIR/made by a name that says what they were made of, so that a changed source has another name and nothing
here is ever out of date. A folder is bounded: the oldest files go first. What may be seen is decided by whoever asks.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings


class MadeFiles:
    """One folder of them. `most` is how many files it keeps."""

    def __init__(self, folder: str, *, most: int) -> None:
        self._folder = folder
        self._most = most
        self._making = threading.Lock()

    @property
    def folder(self) -> Path:
        return Path(settings.DATA_DIR) / "made" / self._folder

    def get_or_make(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The file's bytes; made and kept first, if it isn't there. A process makes one at a time, however many ask."""
        path = self.folder / name
        content = _read(path)
        if content is None:
            with self._making:
                content = _read(path)
                if content is None:
                    content = make()
                    self._keep(path, content)
        return content

    def _keep(self, path: Path, content: bytes) -> None:
        """Write it whole or not at all: somebody may be reading."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            file.write(content)
        os.replace(file.name, path)
        self._forget_oldest()

    def _forget_oldest(self) -> None:
        """A tenth goes at once, so that a full folder isn't sorted for each new file."""
        with os.scandir(self.folder) as entries:
            files = list(entries)
        if len(files) <= self._most:
            return
        by_age = sorted(Path(entry.path) for entry in files)
        by_age.sort(key=_changed_at)
        for path in by_age[: len(files) - self._most * 9 // 10]:
            path.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process was quicker
        return 0.0
