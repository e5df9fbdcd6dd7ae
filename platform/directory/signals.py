"""What other apps may want to know of the directory."""

from __future__ import annotations

from django.dispatch import Signal

organisation_changed = Signal()
"""An entry's names or place changed; carries `organisation_id`.

Sent inside the transaction, so that what depends on it (its practices' index entries) is asked for in the same one."""
