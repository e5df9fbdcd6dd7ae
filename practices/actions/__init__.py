"""Every change of a practice's state or card. Each checks the policy, locks the row, writes, logs, and asks the outbox for
mail and indexing, in one transaction. A second call for what is already so writes nothing and returns False."""

from practices.actions.adapting import mark_adaptation, tell_adaptation, undo_adaptation
from practices.actions.collecting import (
    delete_collection,
    drop_practice,
    keep_practice,
    place_practice,
    start_collection,
    update_collection,
)
from practices.actions.contacting import forget_contact_letters, send_contact_letter
from practices.actions.drafting import (
    DraftConflictError,
    SavedFields,
    create_practice,
    pass_on_practice,
    save_draft,
    save_fields,
    submit_practice,
)
from practices.actions.publishing import archive_practice, import_published_practice
from practices.actions.reviewing import NoRemarkError, publish_practice, return_practice
from practices.actions.steps import IncompleteCardError

__all__ = [
    "DraftConflictError",
    "IncompleteCardError",
    "NoRemarkError",
    "SavedFields",
    "archive_practice",
    "create_practice",
    "delete_collection",
    "drop_practice",
    "forget_contact_letters",
    "import_published_practice",
    "keep_practice",
    "mark_adaptation",
    "pass_on_practice",
    "place_practice",
    "publish_practice",
    "return_practice",
    "save_draft",
    "save_fields",
    "send_contact_letter",
    "start_collection",
    "submit_practice",
    "tell_adaptation",
    "undo_adaptation",
    "update_collection",
]
