"""The directory itself: the list, an organisation's page, keeping its entry."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotVisible
from core.panels import panels_of
from core.send_only import SendOnlyMixin
from directory import actions
from directory.enums import MembershipState
from directory.filters import OrganisationFilter
from directory.forms import OrganisationForm, TrustForm
from directory.models import Membership, Organisation
from directory.policies import (
    can_manage_organisation,
    can_set_trust,
    check_manage_organisation,
    check_set_trust,
    is_coordinator,
)
from directory.presentation import card_item, contact_item, crumbs, has_contacts

PAGE_SIZE = 24
LOG_SIZE = 20
"""Decisions shown, the latest first: more than an organisation ever has."""


def visible_organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation with what its page shows. Raises NotVisible."""
    found = Organisation.objects.visible_to(request.user).for_cards().filter(slug=slug).first()
    if found is None:
        raise NotVisible
    return found


class OrganisationListView(View):
    """All organisations, by name; narrowed by words, type and oblast."""

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = OrganisationFilter(request.GET)
        found = chosen.apply(Organisation.objects.visible_to(request.user)).by_name().for_cards()
        paginator = Paginator(found, PAGE_SIZE)
        page = paginator.get_page(request.GET.get("page"))
        return render(
            request,
            "directory/organisation_list.html",
            {
                "filter": chosen,
                "items": [card_item(organisation) for organisation in page],
                "page_obj": page,
                "page_numbers": paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
                "total": paginator.count,
                "can_see_queue": is_coordinator(request.user),
            },
        )


class OrganisationDetailView(View):
    """What an organisation is, how to reach it, what it has shared; and the way in for who works there."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        membership = (
            Membership.objects.filter(user_id=request.user.pk, organisation=organisation).first()
            if request.user.is_authenticated
            else None
        )
        return render(
            request,
            "directory/organisation_detail.html",
            {
                "organisation": organisation,
                "crumbs": crumbs(organisation),
                "contact": contact_item(organisation),
                "has_contacts": has_contacts(organisation),
                "membership": membership,
                "is_member": bool(membership and membership.is_current),
                "is_waiting": bool(membership and membership.state == MembershipState.REQUESTED),
                "can_manage": can_manage_organisation(request.user, organisation),
                "can_set_trust": can_set_trust(request.user, organisation),
                "panels": panels_of("organisation", organisation, request.user),
            },
        )


class OrganisationEditView(LoginRequiredMixin, View):
    """Those who answer for an organisation keep its entry."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        check_manage_organisation(request.user, organisation)
        return self._show(request, organisation, OrganisationForm(instance=organisation))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        check_manage_organisation(request.user, organisation)
        form = OrganisationForm(request.POST, instance=visible_organisation(request, slug))
        if not form.is_valid():
            return self._show(request, organisation, form)
        actions.update_entry(actor=request.user, organisation=organisation, **form.values())
        messages.success(request, _("The entry is saved, and confirmed by you today."))
        return redirect(organisation.get_absolute_url())

    def _show(self, request: HttpRequest, organisation: Organisation, form: OrganisationForm) -> HttpResponse:
        return render(
            request,
            "directory/organisation_edit.html",
            {"organisation": organisation, "form": form, "crumbs": crumbs(organisation, _("Edit the entry"))},
        )


class OrganisationTrustView(LoginRequiredMixin, View):
    """Whether an organisation's updates appear without a review; with the decisions that were taken before."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        check_set_trust(request.user, organisation)
        wanted = "no" if organisation.is_trusted else "yes"
        return self._show(request, organisation, TrustForm(initial={"is_trusted": wanted}))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        check_set_trust(request.user, organisation)
        form = TrustForm(request.POST)
        if not form.is_valid():
            return self._show(request, organisation, form, status=422)
        is_trusted = form.cleaned_data["is_trusted"] == "yes"
        is_first = actions.set_trust(
            actor=request.user,
            organisation=organisation,
            is_trusted=is_trusted,
            reason=form.cleaned_data["reason"],
        )
        if is_first and is_trusted:
            messages.success(request, _("From now on its updates appear at once."))
        elif is_first:
            messages.success(request, _("From now on its updates are reviewed."))
        return redirect("directory:organisation_trust", slug)

    def _show(
        self, request: HttpRequest, organisation: Organisation, form: TrustForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "organisation": organisation,
            "form": form,
            "log": organisation.log.select_related("actor")[:LOG_SIZE],
            "crumbs": crumbs(organisation, _("Trust")),
        }
        return render(request, "directory/organisation_trust.html", context, status=status)


class OrganisationConfirmView(SendOnlyMixin, View):
    """One click: the entry is still true."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation = visible_organisation(request, slug)
        actions.confirm_entry(actor=request.user, organisation=organisation)
        messages.success(request, _("Thank you. The entry is confirmed as of today."))
        return redirect(organisation.get_absolute_url())
