"""What other apps may want to know of the directory."""

from __future__ import annotations

from django.dispatch import Signal

organisation_changed = Signal()
"""An entry's names, type or place changed. `organisation_id`. Sent inside the transaction, so that what depends on it (the index
entries of its practices) can be asked for in the same one."""
