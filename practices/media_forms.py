"""The forms of a card's pictures, files and videos: one is added with its words, afterwards the words alone change.

A refused form keeps the words; a browser sends no file twice, so it says that the file has to be chosen again. What a file may
be is decided in practices.media_uploads.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.card import LANGUAGES, MediaItem
from practices.card.media import MAX_ALT_LENGTH, MAX_AUTHOR_LENGTH, MAX_CAPTION_LENGTH, MAX_LINK_LENGTH
from practices.enums import Consent, MediaKind
from practices.media_uploads import FILE_TYPES, Upload, file_upload, picture_upload
from practices.privacy import personal_number_in
from taxonomy.enums import Vocabulary
from taxonomy.models import Term

PICTURES_ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"
"""An iPhone that is asked for these turns its HEIC photos into JPEG by itself."""
FILES_ACCEPTED = ",".join(f".{extension}" for extension in FILE_TYPES)
DEFAULT_LICENCE = "cc-by-4.0"

_ALT = {"bg": gettext_lazy("Description in Bulgarian"), "en": gettext_lazy("Description in English")}
_CAPTION = {"bg": gettext_lazy("Caption in Bulgarian"), "en": gettext_lazy("Caption in English")}
_TITLE = {"bg": gettext_lazy("Title in Bulgarian"), "en": gettext_lazy("Title in English")}


class MediaWordsForm(forms.Form):
    """The words about one item. `original` is the language that the card is written in: its words are needed."""

    def __init__(
        self, *args: Any, kind: str, original: str, item: MediaItem | None = None, **kwargs: Any
    ) -> None:
        if item is not None:
            kwargs["initial"] = _as_initial(item)
        super().__init__(*args, **kwargs)
        self.kind = MediaKind(kind)
        self.original = original
        for language in sorted(LANGUAGES, key=lambda code: code != original):
            self._add_words(language)
        if self.kind != MediaKind.VIDEO:
            self._add_credit()
        if self.kind == MediaKind.IMAGE:
            self.fields["consent"] = forms.ChoiceField(
                label=_("The people in it"),
                choices=Consent.choices,
                widget=forms.RadioSelect,
                help_text=_(
                    "A coordinator may ask to see the consent. Whoever takes it back can have the picture removed."
                ),
            )
        if self.kind == MediaKind.FILE:
            self.fields["is_evaluation"] = forms.BooleanField(
                label=_("It is the evaluation of this practice"), required=False
            )
        if self.kind == MediaKind.VIDEO:
            self.fields["link"] = forms.CharField(
                label=_("Address of the video"),
                max_length=MAX_LINK_LENGTH,
                widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
                validators=[
                    URLValidator(
                        schemes=["https"],
                        message=_("Give the whole address of the video, starting with https://"),
                    )
                ],
                help_text=_("It opens where it is; nothing of it is loaded into our page."),
            )

    def _add_words(self, language: str) -> None:
        is_needed = language == self.original
        if self.kind == MediaKind.IMAGE:
            self.fields[f"alt_{language}"] = forms.CharField(
                label=_ALT[language],
                max_length=MAX_ALT_LENGTH,
                required=is_needed,
                widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                help_text=_("What one sees in it, for readers who don't see it. No names of people.")
                if is_needed
                else "",
            )
        self.fields[f"caption_{language}"] = forms.CharField(
            label=_CAPTION[language] if self.kind == MediaKind.IMAGE else _TITLE[language],
            max_length=MAX_CAPTION_LENGTH,
            required=is_needed and self.kind != MediaKind.IMAGE,
            widget=forms.TextInput(attrs={"lang": language}),
        )

    def _add_credit(self) -> None:
        self.fields["author"] = forms.CharField(
            label=_("Author"),
            max_length=MAX_AUTHOR_LENGTH,
            help_text=_("Who made it: shown beside it. An organisation, or a person who agreed."),
        )
        self.fields["licence"] = forms.ChoiceField(
            label=_("Licence"),
            choices=[(term.code, term.name) for term in Term.objects.offered().of(Vocabulary.LICENCE)],
            initial=DEFAULT_LICENCE,
            help_text=_("On what terms others may use it."),
        )

    def clean(self) -> dict[str, Any]:
        """Words about a picture are typed once and sent once: a personal number isn't even kept in the draft."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and (number := personal_number_in(value)):
                message = _(
                    "There is a personal number here (%(number)s). Take it out: such numbers are never published."
                )
                self.add_error(name, message % {"number": number})
        return cleaned

    def main_fields(self) -> list[forms.BoundField]:
        """All but those of the other language."""
        others = {field.name for field in self.other_fields()}
        return [field for field in self.visible_fields() if field.name not in others]

    def other_fields(self) -> list[forms.BoundField]:
        """The words in the language that the card isn't written in."""
        return [
            field
            for field in self.visible_fields()
            if field.name.startswith(("alt_", "caption_")) and not field.name.endswith(f"_{self.original}")
        ]

    @property
    def is_other_open(self) -> bool:
        return any(field.value() or field.errors for field in self.other_fields())

    def words(self) -> MediaItem:
        """What was typed, as the card document holds it."""
        typed = self.cleaned_data
        words: MediaItem = {
            name: typed[name]
            for name in ("author", "licence", "consent", "link", "is_evaluation")
            if name in typed
        }
        for group in ("alt", "caption"):
            if f"{group}_{self.original}" in typed:
                words[group] = {language: typed[f"{group}_{language}"] for language in LANGUAGES}
        return words


class MediaAddForm(MediaWordsForm):
    """A file or an address, its words, and what has to be promised about it."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    upload: Upload

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.upload = Upload(self.kind)
        if self.kind == MediaKind.IMAGE:
            self._put_first(
                "file",
                forms.FileField(
                    label=_("Picture"),
                    widget=forms.FileInput(attrs={"accept": PICTURES_ACCEPTED}),
                    help_text=_(
                        "JPEG, PNG, WebP or AVIF, at most 15 MB. Place, date and device are taken out of it."
                    ),
                    error_messages={"required": _("Choose a picture.")},
                ),
            )
        elif self.kind == MediaKind.FILE:
            self._put_first(
                "file",
                forms.FileField(
                    label=_("File"),
                    widget=forms.FileInput(attrs={"accept": FILES_ACCEPTED}),
                    help_text=_(
                        "PDF, or an office document without macros, at most 20 MB. What programs wrote in it about its"
                        " authors is taken out; look for names in its text, comments and tracked changes yourself."
                    ),
                    error_messages={"required": _("Choose a file.")},
                ),
            )
        else:
            self._put_first("link", self.fields.pop("link"))
        promise = (
            _("It names no refugee and no migrant, and no child can be recognised in it")
            if self.kind == MediaKind.FILE
            else _("No child can be recognised in it")
        )
        self.fields["promise"] = forms.BooleanField(
            label=promise,
            error_messages={
                "required": _(
                    "Without this it can't be shown. Choose another one, or make faces unrecognisable."
                )
            },
        )

    def _put_first(self, name: str, field: forms.Field) -> None:
        self.fields = {name: field, **self.fields}

    def clean_file(self) -> None:
        """What is kept of the file; the form holds it as `upload`."""
        make = picture_upload if self.kind == MediaKind.IMAGE else file_upload
        self.upload = make(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors and "file" in self.fields and "file" not in self.errors:
            self.add_error("file", _("Please choose the file again: a browser sends it only once."))
        return cleaned


def _as_initial(item: MediaItem) -> dict[str, Any]:
    words = {
        f"{group}_{language}": item[group][language] for group in ("alt", "caption") for language in LANGUAGES
    }
    return {**item, **words}
