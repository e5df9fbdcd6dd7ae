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
from practices.actions.importing import (
    ImportRefusedError,
    bring_in,
    forget_import_note,
    forget_imports,
    keep_import,
)
from practices.actions.publishing import archive_practice, import_published_practice
from practices.actions.reviewing import NoRemarkError, publish_practice, return_practice
from practices.actions.steps import IncompleteCardError

__all__ = [
    "DraftConflictError",
    "ImportRefusedError",
    "IncompleteCardError",
    "NoRemarkError",
    "SavedFields",
    "archive_practice",
    "bring_in",
    "create_practice",
    "forget_import_note",
    "forget_imports",
    "import_published_practice",
    "keep_import",
    "pass_on_practice",
    "publish_practice",
    "return_practice",
    "save_draft",
    "save_fields",
    "submit_practice",
]
