"""A person's own page. Signing in, passwords and addresses are allauth's pages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import update_profile
from accounts.forms import ProfileForm
from core.panels import panels_of


class ProfileView(LoginRequiredMixin, View):
    """How one is shown, where one belongs, and the ways to one's password and address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        assert person.is_authenticated
        form = ProfileForm(initial={"display_name": person.display_name, "language": person.language})
        return self._show(request, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        update_profile(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")

    def _show(self, request: HttpRequest, form: ProfileForm) -> HttpResponse:
        panels = panels_of("profile", request.user, request.user)
        return render(request, "accounts/profile.html", {"form": form, "panels": panels})
