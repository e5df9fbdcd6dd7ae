"""Addresses under /organisations/."""

from __future__ import annotations

from django.urls import path

from directory import views

app_name = "directory"
# Words that stand where an organisation's slug does; `directory.models` refuses them as slugs.
urlpatterns = [
    path("", views.OrganisationListView.as_view(), name="organisation_list"),
    path("requests/", views.MembershipQueueView.as_view(), name="membership_queue"),
    path("requests/<int:pk>/", views.MembershipDecideView.as_view(), name="membership_decide"),
    path("members/<int:pk>/role/", views.MembershipRoleView.as_view(), name="membership_role"),
    path("members/<int:pk>/end/", views.MembershipEndView.as_view(), name="membership_end"),
    path("invitations/<uuid:token>/", views.InvitationAcceptView.as_view(), name="invitation_accept"),
    path(
        "invitations/<int:pk>/withdraw/", views.InvitationWithdrawView.as_view(), name="invitation_withdraw"
    ),
    path("<slug:slug>/", views.OrganisationDetailView.as_view(), name="organisation_detail"),
    path("<slug:slug>/edit/", views.OrganisationEditView.as_view(), name="organisation_edit"),
    path("<slug:slug>/confirm/", views.OrganisationConfirmView.as_view(), name="organisation_confirm"),
    path("<slug:slug>/join/", views.MembershipRequestView.as_view(), name="membership_request"),
    path("<slug:slug>/trust/", views.OrganisationTrustView.as_view(), name="organisation_trust"),
    path("<slug:slug>/members/", views.OrganisationMembersView.as_view(), name="organisation_members"),
]
