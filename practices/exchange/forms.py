"""The form by which cards are brought in: a file or pasted text, and for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.models import Organisation
from practices.exchange.checking import own_organisations
from practices.exchange.safety import MAX_FILE_BYTES, MAX_PASTED_CHARACTERS, MAX_PRACTICES

ACCEPTED = ".xlsx,.docx,.json,.txt"


class OrganisationChoice(forms.ModelChoiceField):
    """Organisations by their name in the language of the page."""

    def label_from_instance(self, organisation: Any) -> str:
        return str(organisation.name)


class ImportForm(forms.Form):
    """Either a file or text. `content` holds the bytes of whichever was given."""

    organisation = OrganisationChoice(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("For cards that don't name one of your organisations themselves."),
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Or paste the text of one card"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "With its headings, each on a line of its own. We find the fields by them, in Bulgarian or in English."
        ),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = own_organisations(actor)
        choice = self.fields["organisation"]
        choice.queryset = Organisation.objects.filter(pk__in=[each.pk for each in own])  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["accept"] = ACCEPTED
        self.fields["file"].help_text = ngettext(
            "A sheet (.xlsx) or JSON with up to %(count)d practice, or a document (.docx) with one; at most %(size)d MB.",
            "A sheet (.xlsx) or JSON with up to %(count)d practices, or a document (.docx) with one; at most %(size)d MB.",
            MAX_PRACTICES,
        ) % {"count": MAX_PRACTICES, "size": MAX_FILE_BYTES // 1024 // 1024}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB. Divide it and bring in the parts.")
                % {"most": MAX_FILE_BYTES // 1024 // 1024}
            )
        return file

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"] or "")
        if len(text) > MAX_PASTED_CHARACTERS:
            raise forms.ValidationError(
                _("This is far too long for one card: at most %(most)d characters fit.")
                % {"most": MAX_PASTED_CHARACTERS}
            )
        return text

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        text, file = data.get("text", "").strip(), data.get("file")
        if file and text:
            self.add_error("text", _("Choose a file or paste a text, not both."))
        elif not file and not text and not self.errors:
            self.add_error("file", _("Choose a file, or paste the text of a card."))
        return data

    @property
    def source(self) -> str:
        """The field that was used: where to say what is wrong with its content."""
        return "file" if self.cleaned_data.get("file") else "text"

    @property
    def content(self) -> bytes:
        file = self.cleaned_data.get("file")
        return bytes(file.read()) if file else self.cleaned_data["text"].encode("utf-8", "replace")
