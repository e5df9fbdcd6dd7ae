"""`manage.py setup_site`: what the site needs before its first visitor. For production and tests; may run at any time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from pages.demo import set_up


class Command(BaseCommand):
    help = "Make the languages, home pages, legal pages, menus and the editors' group. What exists is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = set_up()
        self.stdout.write(f"The site stands: {counts['pages']} pages in both languages.")
