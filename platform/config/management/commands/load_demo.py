"""`manage.py load_demo`: a square with content in both languages, to look at and to try out."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.demo_accounts import load_accounts
from core import outbox
from directory import demo as directory_demo
from forum import demo as forum_demo
from pages import demo as pages_demo
from practices import demo as practices_demo
from taxonomy.actions import load_vocabularies


class Command(BaseCommand):
    help = (
        "Loads demonstration content: pages, organisations, accounts for each role, practices, boards and threads. "
        "Repeatable; refuses to run in production."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--practices", type=int, default=0, help="invented practices to have besides")
        parser.add_argument("--threads", type=int, default=0, help="invented threads to have besides")
        parser.add_argument("--posts", type=int, default=4, help="posts in each invented thread")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError(
                "Demonstration content has no place on a production site (MEGDAN_ENV=production)."
            )
        with transaction.atomic():
            load_vocabularies()
            pages_demo.load()
            directory_demo.load()
            accounts = load_accounts()
            practice = practices_demo.load(accounts["ngo"])
            practices_demo.load_in_review(accounts["ngo2"], accounts["coordinator"])
            practices_demo.load_adaptation(accounts["ngo2"], practice)
            forum_demo.load({"accounts": accounts, "practices": {"red_cross": practice.pk}})
        if options["practices"]:
            added = practices_demo.load_many(options["practices"])
            self.stdout.write(f"{added} invented practices added.")
        if options["threads"]:
            added = forum_demo.load_many(options["threads"], posts_each=options["posts"])
            self.stdout.write(f"{added} invented threads added.")
        for topic in outbox.topics():
            if topic.startswith("search."):
                outbox.drain(topic, max_batches=100_000)
        self.stdout.write("The demonstration content is there.")
