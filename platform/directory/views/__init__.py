"""Pages of the directory."""

from __future__ import annotations

from directory.views.memberships import (
    InvitationAcceptView,
    InvitationWithdrawView,
    MembershipDecideView,
    MembershipEndView,
    MembershipQueueView,
    MembershipRequestView,
    MembershipRoleView,
    OrganisationMembersView,
)
from directory.views.organisations import (
    OrganisationConfirmView,
    OrganisationDetailView,
    OrganisationEditView,
    OrganisationListView,
    OrganisationTrustView,
)

__all__ = [
    "InvitationAcceptView",
    "InvitationWithdrawView",
    "MembershipDecideView",
    "MembershipEndView",
    "MembershipQueueView",
    "MembershipRequestView",
    "MembershipRoleView",
    "OrganisationConfirmView",
    "OrganisationDetailView",
    "OrganisationEditView",
    "OrganisationListView",
    "OrganisationMembersView",
    "OrganisationTrustView",
]
