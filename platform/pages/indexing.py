"""Tells the search index when a page changes, moves or becomes private."""

from __future__ import annotations


def connect_signals() -> None:
    """Called once, when the app is ready."""
