"""`manage.py load_vocabularies`: bring the terms and places that come with the code into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from taxonomy.actions import load_vocabularies
from taxonomy.vocabulary_files import VocabularyFileError


class Command(BaseCommand):
    help = "Load the terms of the vocabularies and the places. May be run again at any time; never deletes anything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="Give names, synonyms and order back the values of the files.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_vocabularies(reset=options["reset"])
        except VocabularyFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"terms: {loaded.terms_added} added, {loaded.terms_changed} changed; "
            f"places: {loaded.places_added} added, {loaded.places_changed} changed"
        )
