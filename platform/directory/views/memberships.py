"""Who belongs to which organisation: asking, deciding, inviting, leaving."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from accounts.addresses import confirmed_addresses_of
from core.access import NotAllowed, NotVisible
from core.send_only import SendOnlyMixin
from directory import actions
from directory.enums import MembershipRole, MembershipState
from directory.forms import InvitationForm, MembershipRequestForm, RefusalForm
from directory.models import Invitation, Membership, Organisation
from directory.policies import (
    check_decide_membership,
    check_end_membership,
    check_manage_organisation,
    check_see_invitation,
    check_see_queue,
    is_coordinator,
)
from directory.presentation import crumbs
from directory.views.organisations import visible_organisation

QUEUE_SIZE = 50
"""Requests shown at once, oldest first; the next come up as these are decided."""


def _membership(pk: int) -> Membership:
    found = Membership.objects.select_related("organisation", "user").filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Where the form stood, if that is a page of ours."""
    path = request.POST.get("next", "")
    # `redirect` takes what isn't a path for the name of a page, and fails at one that there isn't.
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return redirect(path if is_ours else otherwise)


class MembershipRequestView(LoginRequiredMixin, View):
    """ "I work here": asks to be confirmed."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        assert request.user.is_authenticated
        organisation = visible_organisation(request, slug)
        known = Membership.objects.filter(user=request.user, organisation=organisation).first()
        if known and known.state in (MembershipState.REQUESTED, MembershipState.CONFIRMED):
            return redirect(organisation.get_absolute_url())
        return self._show(request, organisation, MembershipRequestForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        form = MembershipRequestForm(request.POST)
        if not form.is_valid():
            return self._show(request, organisation, form)
        try:
            actions.request_membership(
                actor=request.user, organisation=organisation, note=form.cleaned_data["note"]
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
            return self._show(request, organisation, form)
        messages.success(
            request, _("Your request is on its way. You get a letter as soon as somebody confirms it.")
        )
        return redirect(organisation.get_absolute_url())

    def _show(
        self, request: HttpRequest, organisation: Organisation, form: MembershipRequestForm
    ) -> HttpResponse:
        return render(
            request,
            "directory/membership_request.html",
            {"organisation": organisation, "form": form, "crumbs": crumbs(organisation, _("I work here"))},
        )


class MembershipQueueView(LoginRequiredMixin, View):
    """The coordinators' page: all requests that wait, oldest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        check_see_queue(request.user)
        waiting = Membership.objects.waiting()
        rows = list(waiting.select_related("organisation", "user")[:QUEUE_SIZE])
        return render(
            request,
            "directory/membership_queue.html",
            {"requests": rows, "total": waiting.count(), "refusal": RefusalForm(), "actor": request.user},
        )


class MembershipDecideView(SendOnlyMixin, View):
    """Confirms or refuses a request; a refusal without a reason comes back with the form."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = _membership(pk)
        check_decide_membership(request.user, membership)
        otherwise = "directory:membership_queue" if is_coordinator(request.user) else None
        target = otherwise or membership.organisation.get_absolute_url()
        try:
            if request.POST.get("decision") == "confirm":
                actions.confirm_membership(actor=request.user, membership=membership)
                text = _("%(person)s now belongs to %(organisation)s.")
            else:
                form = RefusalForm(request.POST)
                if not form.is_valid():
                    return render(
                        request,
                        "directory/membership_decide.html",
                        {"membership": membership, "form": form, "next": request.POST.get("next", "")},
                    )
                actions.refuse_membership(
                    actor=request.user, membership=membership, reason=form.cleaned_data["reason"]
                )
                text = _("The request of %(person)s to join %(organisation)s is refused.")
        except NotAllowed as refusal:
            messages.warning(request, refusal.reason)
            return _back(request, target)
        names = {"person": membership.user.display_name, "organisation": membership.organisation.name}
        messages.success(request, text % names)
        return _back(request, target)


class OrganisationMembersView(LoginRequiredMixin, View):
    """For those who answer for an organisation: its people, requests, invitations."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        check_manage_organisation(request.user, organisation)
        return self._show(request, organisation, InvitationForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        check_manage_organisation(request.user, organisation)
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self._show(request, organisation, form)
        try:
            actions.invite(
                actor=request.user,
                organisation=organisation,
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                language=form.cleaned_data["language"],
            )
        except NotAllowed as refusal:
            form.add_error("email", refusal.reason)
            return self._show(request, organisation, form)
        messages.success(request, _("The invitation is on its way."))
        return redirect("directory:organisation_members", slug)

    def _show(self, request: HttpRequest, organisation: Organisation, form: InvitationForm) -> HttpResponse:
        people = Membership.objects.filter(organisation=organisation).select_related("user")
        return render(
            request,
            "directory/organisation_members.html",
            {
                "organisation": organisation,
                "crumbs": crumbs(organisation, _("People and invitations")),
                "form": form,
                "members": list(people.current().order_by("role", "confirmed_at", "pk")),
                "requests": list(people.waiting()),
                "invitations": list(Invitation.objects.open().filter(organisation=organisation)),
                "refusal": RefusalForm(),
                "actor": request.user,
                "roles": MembershipRole,
            },
        )


class MembershipRoleView(SendOnlyMixin, View):
    """Makes somebody responsible, or a member again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = _membership(pk)
        check_manage_organisation(request.user, membership.organisation)
        role = request.POST.get("role", "")
        if role not in MembershipRole.values:
            raise NotVisible
        try:
            actions.change_role(actor=request.user, membership=membership, role=role)
        except NotAllowed as refusal:
            messages.warning(request, refusal.reason)
        return redirect("directory:organisation_members", membership.organisation.slug)


class MembershipEndView(SendOnlyMixin, View):
    """Leaves an organisation, withdraws a request, or takes somebody off."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = _membership(pk)
        check_end_membership(request.user, membership)
        try:
            actions.end_membership(actor=request.user, membership=membership)
        except NotAllowed as refusal:
            messages.warning(request, refusal.reason)
        else:
            messages.success(request, _("The membership is over."))
        return _back(request, membership.organisation.get_absolute_url())


class InvitationAcceptView(LoginRequiredMixin, View):
    """What an invitation's letter leads to: shows it, and takes it up with a click. For its reader alone."""

    def get(self, request: HttpRequest, token: uuid.UUID) -> HttpResponse:
        invitation = self._invitation(request, token)
        if invitation.accepted_at is not None:
            return redirect(invitation.organisation.get_absolute_url())
        return self._show(request, invitation)

    def post(self, request: HttpRequest, token: uuid.UUID) -> HttpResponse:
        invitation = self._invitation(request, token)
        try:
            actions.accept_invitation(actor=request.user, invitation=invitation)
        except NotAllowed as refusal:
            messages.warning(request, refusal.reason)
            return self._show(request, invitation)
        messages.success(
            request,
            _("Welcome! You now belong to %(organisation)s.")
            % {"organisation": invitation.organisation.name},
        )
        return redirect(invitation.organisation.get_absolute_url())

    def _invitation(self, request: HttpRequest, token: uuid.UUID) -> Invitation:
        found = Invitation.objects.select_related("organisation", "invited_by").filter(token=token).first()
        if found is None:
            raise NotVisible
        check_see_invitation(request.user, found, confirmed_addresses_of(request.user))
        return found

    def _show(self, request: HttpRequest, invitation: Invitation) -> HttpResponse:
        return render(
            request,
            "directory/invitation_accept.html",
            {"invitation": invitation, "has_expired": invitation.expires_at <= timezone.now()},
        )


class InvitationWithdrawView(SendOnlyMixin, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = Invitation.objects.select_related("organisation").filter(pk=pk).first()
        if invitation is None:
            raise NotVisible
        actions.withdraw_invitation(actor=request.user, invitation=invitation)
        messages.success(request, _("The invitation is withdrawn."))
        return redirect("directory:organisation_members", invitation.organisation.slug)
