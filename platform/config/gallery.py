"""The component gallery: every component with sample data. It is what designers and the accessibility test visit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.gallery_samples import samples


class SampleForm(forms.Form):
    """One field of each kind; the second copy in the gallery is bound and wrong, to show its errors."""

    title = forms.CharField(
        label=_("Title"), max_length=100, help_text=_("Name the solution, not the contract.")
    )
    summary = forms.CharField(
        label=_("Summary"),
        max_length=800,
        help_text=_("The problem, what was done, what came of it."),
        widget=forms.Textarea,
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    start = forms.DateField(label=_("Start"), required=False)
    place = forms.ChoiceField(
        label=_("Place"), choices=[("", "—"), ("a", _("Local")), ("b", _("National"))], required=False
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=[("a", _("Local")), ("b", _("National"))], widget=forms.RadioSelect
    )
    groups = forms.MultipleChoiceField(
        label=_("Target groups"),
        choices=[("a", _("Refugees")), ("b", _("Families")), ("c", _("Children"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label=_("The contact may be shown to members"))


class GalleryView(TemplateView):
    """Public, but only where the demo's pages are (settings.HAS_DEMO_PAGES)."""

    template_name = "gallery/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wrong = SampleForm(
            {"email": "не-адрес" if get_language() == "bg" else "not-an-address"}, prefix="wrong"
        )
        return {
            **super().get_context_data(**kwargs),
            **samples(get_language() or "bg"),
            "form": SampleForm(prefix="sample"),
            "wrong_form": wrong,
            # A form that comes back with errors takes the focus; a page to look at begins at its top.
            "is_quiet": "errors" not in self.request.GET,
        }
