"""Every change in the directory: memberships, invitations, entries."""

from __future__ import annotations

from directory.actions.entries import confirm_entry, save_entries, save_entry, set_trust, update_entry
from directory.actions.invitations import accept_invitation, invite, withdraw_invitation
from directory.actions.memberships import (
    change_role,
    confirm_membership,
    end_membership,
    refuse_membership,
    request_membership,
)

__all__ = [
    "accept_invitation",
    "change_role",
    "confirm_entry",
    "confirm_membership",
    "end_membership",
    "invite",
    "refuse_membership",
    "request_membership",
    "save_entries",
    "save_entry",
    "set_trust",
    "update_entry",
    "withdraw_invitation",
]
