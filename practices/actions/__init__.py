"""Every change of a practice's state or card. Each checks the policy, locks the row, writes, logs, and asks the outbox for
mail and indexing, in one transaction. A second call for what is already so writes nothing and returns False."""

from practices.actions.adapting import mark_adaptation, tell_adaptation, undo_adaptation
from practices.actions.answering import TooManyAnswersError, answer_remark
from practices.actions.claiming import ClaimedError, claim_practice, release_practice
from practices.actions.collecting import (
    delete_collection,
    drop_practice,
    keep_practice,
    place_practice,
    start_collection,
    update_collection,
)
from practices.actions.confirming import ask_whether_practices_run, confirm_practice
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
from practices.actions.importing import (
    ImportRefusedError,
    bring_in,
    forget_import_note,
    forget_imports,
    keep_import,
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
from practices.actions.publishing import archive_practice, import_published_practice, restore_practice
from practices.actions.purging import purge_personal_numbers
from practices.actions.reviewing import (
    NoRemarkError,
    PersonalNumberError,
    SentAgainError,
    publish_practice,
    return_practice,
)
from practices.actions.scoring import score_practice
from practices.actions.steps import IncompleteCardError
from practices.actions.updating import drop_update

__all__ = [
    "ClaimedError",
    "DraftConflictError",
    "ImportRefusedError",
    "IncompleteCardError",
    "MediaConflictError",
    "NoRemarkError",
    "PersonalNumberError",
    "SavedFields",
    "SentAgainError",
    "TooManyAnswersError",
    "TooManyMediaError",
    "add_media",
    "add_modern_formats",
    "answer_remark",
    "archive_practice",
    "ask_whether_practices_run",
    "bring_in",
    "claim_practice",
    "confirm_practice",
    "create_practice",
    "delete_collection",
    "describe_media",
    "drop_practice",
    "drop_update",
    "forget_contact_letters",
    "forget_import_note",
    "forget_imports",
    "import_published_practice",
    "keep_import",
    "keep_practice",
    "mark_adaptation",
    "move_media",
    "pass_on_practice",
    "place_practice",
    "publish_practice",
    "purge_media",
    "purge_orphans",
    "purge_personal_numbers",
    "release_practice",
    "remove_media",
    "restore_practice",
    "return_practice",
    "save_draft",
    "save_fields",
    "score_practice",
    "send_contact_letter",
    "start_collection",
    "submit_practice",
    "tell_adaptation",
    "undo_adaptation",
    "update_collection",
]
