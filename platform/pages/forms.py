"""The forms by which editors upload. A file is taken for what it is, not for what it's called (core/uploads.py)."""

from __future__ import annotations

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from core.uploads import check_document, clean_image


class SiteImageForm(BaseImageForm):  # type: ignore[misc]
    def clean_file(self) -> Any:
        """The image written anew without its metadata. An image that wasn't replaced stays as it is."""
        file = self.cleaned_data["file"]
        return clean_image(file) if file and "file" in self.changed_data else file


class SiteDocumentForm(BaseDocumentForm):  # type: ignore[misc]
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_document(file)
        return file
