"""What practices do when something in the directory changes."""

from __future__ import annotations

from typing import Any

from directory.models import Organisation
from directory.signals import organisation_changed
from practices.models import Practice
from practices.sorting import organisation_keys
from search.indexing import request_index_many


def connect() -> None:
    """Called once when the app is ready."""
    organisation_changed.connect(index_practices_anew, dispatch_uid="practices.index_practices_anew")


def index_practices_anew(sender: object, *, organisation_id: int, **_options: Any) -> None:
    """An organisation's practices are found and sorted by its names. Part of the transaction that changed them."""
    keys = organisation_keys(Organisation.objects.get(pk=organisation_id))
    Practice.objects.filter(organisation=organisation_id).update(**keys)
    published = Practice.objects.published().filter(organisation=organisation_id)
    request_index_many("practice", published.values_list("pk", flat=True))
