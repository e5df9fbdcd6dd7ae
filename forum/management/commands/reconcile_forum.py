"""`manage.py reconcile_forum`: count posts and threads anew and correct what differs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from forum import counters


class Command(BaseCommand):
    help = "Counts the posts of all threads and boards anew and corrects what differs. Safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        corrected = counters.reconcile()
        self.stdout.write(f"Corrected: {corrected['threads']} threads, {corrected['boards']} boards.")
