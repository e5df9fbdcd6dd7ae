"""Writing to the people behind a practice."""

from __future__ import annotations

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotAllowed
from directory.memberships import is_member, organisation_ids_of
from directory.models import Organisation
from practices import actions
from practices.models import Practice
from practices.policies import check_contact_practice
from practices.small_forms import ContactForm
from practices.views.finding import organisations_of, titled_practice


class ContactView(LoginRequiredMixin, View):
    """A letter that is passed on: neither side's address is on the page. Who belongs nowhere is shown the way to join."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = titled_practice(request, pk)
        if not is_member(request.user):
            return render(
                request, "practices/contact_join.html", {"practice": practice, **organisations_of(request)}
            )
        check_contact_practice(request.user, practice)
        return self._show(request, practice, ContactForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = titled_practice(request, pk)
        check_contact_practice(request.user, practice)
        form = ContactForm(request.POST)
        if not form.is_valid():
            return self._show(request, practice, form, status=422)
        letter = form.cleaned_data
        try:
            actions.send_contact_letter(
                actor=request.user,
                practice_id=pk,
                subject=letter["subject"],
                text=letter["text"],
                shares_address=letter["shares_address"] == "yes",
                token=letter["token"],
            )
        except actions.PersonalNumberError as found:
            for name in found.fields:
                form.add_error(
                    name,
                    _(
                        "There is a personal number here. Take it out: letters carry none. If you need to talk about one"
                        " person, agree with them on a safe way first."
                    ),
                )
            return self._show(request, practice, form, status=422)
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
            return self._show(request, practice, form, status=422)
        return redirect("practices:contact_sent", pk)

    def _show(
        self, request: HttpRequest, practice: Practice, form: ContactForm, *, status: int = 200
    ) -> HttpResponse:
        own = Organisation.objects.filter(pk__in=organisation_ids_of(request.user)).by_name()
        return render(
            request,
            "practices/contact.html",
            {
                "practice": practice,
                "form": form,
                "sender_name": str(request.user),
                "sender_address": request.user.email,  # type: ignore[union-attr]
                "sender_organisations": [organisation.name for organisation in own],
            },
            status=status,
        )


class ContactSentView(LoginRequiredMixin, View):
    """After sending. Says the same whoever the letter went to."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = titled_practice(request, pk)
        return render(request, "practices/contact_sent.html", {"practice": practice})
