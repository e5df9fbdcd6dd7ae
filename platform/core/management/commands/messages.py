"""`manage.py messages`: gather, compile and check the translated texts, without gettext's own tools."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import catalogue


class Command(BaseCommand):
    help = (
        "Gathers the texts of the sources into locale/bg/LC_MESSAGES/django.po. "
        "--compile writes the .mo files, --check says what a translator still has to do."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--compile", action="store_true", help="write the .mo files")
        group.add_argument("--check", action="store_true", help="fail where something is missing or doubtful")
        group.add_argument(
            "--merge", nargs="+", type=Path, metavar="FILE", help="fill in from other .po files"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        if options["compile"]:
            for path in catalogue.compile_all(root):
                self._say(f"{path.relative_to(root)}", options)
        elif options["check"]:
            found = catalogue.problems(root)
            for line in found:
                self.stderr.write(line)
            if found:
                raise CommandError(
                    f"{len(found)} problems in locale/bg/LC_MESSAGES/django.po: "
                    "run `make messages`, then translate what is empty."
                )
            self._say("every text is translated", options)
        elif options["merge"]:
            self._say(f"{catalogue.merge(root, options['merge'])} translations filled in", options)
        else:
            texts = catalogue.update(root)
            empty = sum(1 for message in texts if message.id and not message.string)
            self._say(f"{len(texts)} texts, {empty} of them to translate", options)

    def _say(self, text: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
