"""`manage.py import_threads FILE.json`: bring in the threads of another forum (docs/forum-import.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from forum.actions.importing import import_threads
from forum.thread_files import Report, read_threads

BATCH = 100
"""Threads in a transaction."""
MOST_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Brings in threads of another forum: one JSON object a line, described in docs/forum-import.md. Takes all of them, or "
        "says line by line what is wrong and takes none. Threads that were brought in before are left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check the file, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        with translation.override("en"):
            report = self._check(path)
            for number, error in report.errors[:MOST_SHOWN]:
                self.stderr.write(f"line {number}: {error}")
            if report.errors:
                raise CommandError(f"{len(report.errors)} lines are wrong; nothing was brought in.")
            if options["dry_run"]:
                self.stdout.write(
                    f"{report.threads} threads with {report.posts} posts can be brought in. Nothing was written."
                )
                return
            self.stdout.write(f"{self._write(path)} of {report.threads} threads were new and are here now.")

    def _check(self, path: Path) -> Report:
        report = Report()
        try:
            with path.open(encoding="utf-8") as lines:
                for _thread in read_threads(lines, report):
                    pass
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError("The file can't be read as UTF-8 text.") from error
        return report

    def _write(self, path: Path) -> int:
        new = 0
        with path.open(encoding="utf-8") as lines:
            threads = read_threads(lines, Report())
            while batch := list(islice(threads, BATCH)):
                new += import_threads(batch)
        return new
