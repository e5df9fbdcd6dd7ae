"""Builds the search index anew from the database, while people search and write."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.contract import EngineUnavailable
from search.engines import engine_named
from search.rebuilding import rebuild


class Command(BaseCommand):
    help = "Builds the search index anew from the database. People can search and write meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--engine",
            choices=["embedded", "elasticsearch", "all"],
            default="all",
            help="Which engine's index; all that the settings use by default.",
        )
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Do nothing where the index was made with today's analysis and tables.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        names = [options["engine"]]
        if options["engine"] == "all":
            names = (
                ["embedded", "elasticsearch"] if settings.SEARCH_ENGINE == "elasticsearch" else ["embedded"]
            )
        for name in names:
            engine = engine_named(name)
            try:
                if options["if_needed"] and engine.is_current():
                    self.stdout.write(f"{name}: up to date.")
                    continue
                started = time.monotonic()
                count = rebuild(engine, self._report)
            except EngineUnavailable as error:
                raise CommandError(f"{name}: {error} Start the engine and run the command again.") from error
            self.stdout.write(f"{name}: {count} documents in {time.monotonic() - started:.1f} s.")

    def _report(self, what: str, count: int) -> None:
        if not count:
            self.stderr.write(what)
