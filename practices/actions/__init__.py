"""Every change of a practice's state or card. Each checks the policy, locks the row, writes, logs, and asks the outbox for
mail and indexing, in one transaction. A second call for what is already so writes nothing and returns False."""

from practices.actions.drafting import (
    DraftConflictError,
    SavedFields,
    create_practice,
    pass_on_practice,
    save_draft,
    save_fields,
    submit_practice,
)
from practices.actions.media import (
    MediaConflictError,
    TooManyMediaError,
    add_media,
    add_modern_formats,
    describe_media,
    move_media,
    purge_media,
    purge_orphans,
    remove_media,
)
from practices.actions.publishing import archive_practice, import_published_practice
from practices.actions.reviewing import NoRemarkError, publish_practice, return_practice
from practices.actions.steps import IncompleteCardError

__all__ = [
    "DraftConflictError",
    "IncompleteCardError",
    "MediaConflictError",
    "NoRemarkError",
    "SavedFields",
    "TooManyMediaError",
    "add_media",
    "add_modern_formats",
    "archive_practice",
    "create_practice",
    "describe_media",
    "import_published_practice",
    "move_media",
    "pass_on_practice",
    "publish_practice",
    "purge_media",
    "purge_orphans",
    "remove_media",
    "return_practice",
    "save_draft",
    "save_fields",
    "submit_practice",
]
