"""Where authors add pictures, files and videos to a draft, and where everybody's browser gets them from."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from core.access import NotVisible
from core.pictures import MEDIA_TYPES
from core.send_only import SendOnlyMixin
from practices import actions
from practices.actions.media import AT_MOST
from practices.card import Document, MediaItem, clean_card, fingerprint
from practices.enums import MediaKind
from practices.media_forms import MediaAddForm, MediaWordsForm
from practices.media_storage import open_file
from practices.media_uploads import FILE_TYPES
from practices.models import Practice, PracticeMedia
from practices.policies import check_edit_practice, check_view_media
from practices.presentation import media_of_draft
from practices.presentation.media import ShownItem
from practices.translation import original_of
from practices.views.finding import visible_practice

MAX_AGE_SECONDS = 30 * 24 * 60 * 60
"""A file never changes under its address. A month and no year: what had to be taken down is then in nobody's cache either."""

MEANWHILE_SECONDS = 60
"""How long a JPEG may stand in for a format that a worker is still making."""


class MediaListView(LoginRequiredMixin, View):
    """What the draft holds, by kind and in order."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice, document = _editable(request, pk)
        media = media_of_draft(practice, document)
        sections = [
            {
                "kind": kind.value,
                "items": media.of_kind(kind),
                "at_most": at_most,
                "is_full": len(media.of_kind(kind)) >= at_most,
            }
            for kind, at_most in AT_MOST.items()
        ]
        return render(request, "practices/media_list.html", {"practice": practice, "sections": sections})


class MediaAddView(LoginRequiredMixin, View):
    """One picture, file or video with its words."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        practice, document = _editable(request, pk)
        form = MediaAddForm(kind=_known(kind), original=_original(document), initial={"token": uuid.uuid4()})
        return self._show(request, practice, form)

    def post(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        practice, document = _editable(request, pk)
        form = MediaAddForm(request.POST, request.FILES, kind=_known(kind), original=_original(document))
        if not form.is_valid():
            return self._show(request, practice, form, status=422)
        try:
            media, is_new = actions.add_media(
                actor=request.user,
                practice_id=pk,
                token=form.cleaned_data["token"],
                upload=form.upload,
                words=form.words(),
            )
        except actions.TooManyMediaError:
            form.add_error(None, _("There is no room for another one. Remove one first."))
            return self._show(request, practice, form, status=422)
        if is_new:
            messages.success(request, _("Added. Readers see it when the card is published."))
        return redirect(_address(pk, media.pk))

    def _show(
        self, request: HttpRequest, practice: Practice, form: MediaAddForm, *, status: int = 200
    ) -> HttpResponse:
        context = {"practice": practice, "form": form, "kind": form.kind.value, "is_new": True}
        return render(request, "practices/media_form.html", context, status=status)


class MediaEditView(LoginRequiredMixin, View):
    """The words of one item. What somebody else changed meanwhile is shown beside what was typed."""

    def get(self, request: HttpRequest, pk: int, media_id: uuid.UUID) -> HttpResponse:
        practice, document = _editable(request, pk)
        shown = _shown(practice, document, media_id)
        form = MediaWordsForm(kind=shown.media.kind, original=_original(document), item=shown.words)
        return self._show(request, practice, shown, form)

    def post(self, request: HttpRequest, pk: int, media_id: uuid.UUID) -> HttpResponse:
        practice, document = _editable(request, pk)
        shown = _shown(practice, document, media_id)
        form = MediaWordsForm(request.POST, kind=shown.media.kind, original=_original(document))
        if not form.is_valid():
            return self._show(request, practice, shown, form, base=request.POST.get("base", ""), status=422)
        try:
            is_changed = actions.describe_media(
                actor=request.user,
                practice_id=pk,
                media_id=media_id,
                words=form.words(),
                base=request.POST.get("base", ""),
            )
        except actions.MediaConflictError as conflict:
            return self._show(request, practice, shown, form, stored=conflict.item, status=409)
        if is_changed:
            messages.success(request, _("Saved."))
        return redirect(_address(pk, media_id))

    def _show(
        self,
        request: HttpRequest,
        practice: Practice,
        shown: ShownItem,
        form: MediaWordsForm,
        *,
        stored: MediaItem | None = None,
        base: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "practice": practice,
            "form": form,
            "kind": shown.media.kind,
            "item": shown,
            "base": base or fingerprint(stored or shown.words),
            "stored": _stored_words(stored, form) if stored else [],
        }
        return render(request, "practices/media_form.html", context, status=status)


class MediaMoveView(SendOnlyMixin, View):
    """To a position among those of its kind: the same again changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, media_id: uuid.UUID) -> HttpResponse:
        position = request.POST.get("position", "")
        if position.isascii() and position.isdigit() and len(position) < 4:
            actions.move_media(actor=request.user, practice_id=pk, media_id=media_id, position=int(position))
        else:
            _editable(request, pk)
        return redirect(_address(pk, media_id))


class MediaRemoveView(LoginRequiredMixin, View):
    """Asks once, then removes it from the draft."""

    def get(self, request: HttpRequest, pk: int, media_id: uuid.UUID) -> HttpResponse:
        practice, document = _editable(request, pk)
        context = {"practice": practice, "item": _shown(practice, document, media_id)}
        return render(request, "practices/media_remove.html", context)

    def post(self, request: HttpRequest, pk: int, media_id: uuid.UUID) -> HttpResponse:
        if actions.remove_media(actor=request.user, practice_id=pk, media_id=media_id):
            messages.success(request, _("Removed."))
        return redirect("practices:media_list", pk)


class MediaFileView(View):
    """A picture in one size, or a file to download. What is public is found without asking who it is for, and may be kept."""

    def get(self, request: HttpRequest, media_id: uuid.UUID, variant: str) -> HttpResponseBase:
        media = PracticeMedia.objects.public().select_related("practice").filter(pk=media_id).first()
        is_public = media is not None
        if media is None:
            media = PracticeMedia.objects.of_practices_visible_to(request.user).filter(pk=media_id).first()
            if media is None:
                raise NotVisible
            check_view_media(request.user, media)
        if media.kind == MediaKind.VIDEO or variant not in media.variants:
            raise NotVisible
        is_ready = media.kind == MediaKind.FILE or media.has_modern_formats or variant.endswith(".jpg")
        stored = (
            variant if is_ready else f"{variant.rpartition('.')[0]}.jpg"
        )  # which any browser can show meanwhile
        try:
            content = open_file(media, stored)
        except FileNotFoundError as error:
            raise NotVisible from error
        response = FileResponse(
            content,
            content_type=FILE_TYPES[media.extension]
            if media.kind == MediaKind.FILE
            else MEDIA_TYPES[stored.rpartition(".")[2]],
            as_attachment=media.kind == MediaKind.FILE,
            filename=_file_name(media) if media.kind == MediaKind.FILE else stored,
        )
        if not is_public:
            response["Cache-Control"] = "private, no-store"
        elif is_ready:
            response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}, immutable"
        else:
            response["Cache-Control"] = f"public, max-age={MEANWHILE_SECONDS}"
        return response


def _editable(request: HttpRequest, pk: int) -> tuple[Practice, Document]:
    """The practice and its card document, if the person may edit them. Raises NotVisible, NotAllowed."""
    practice = visible_practice(request, pk, "draft")
    check_edit_practice(request.user, practice)
    return practice, clean_card(practice.draft.document)


def _shown(practice: Practice, document: Document, media_id: uuid.UUID) -> ShownItem:
    items = [item for item in document["media"] if item["id"] == str(media_id)]
    media = media_of_draft(practice, {"media": items})
    for shown in (*media.pictures, *media.files, *media.videos):
        return shown
    raise NotVisible


def _known(kind: str) -> str:
    if kind not in MediaKind.values:
        raise NotVisible
    return kind


def _original(document: Document) -> str:
    return original_of(document) or get_language() or "bg"


def _address(pk: int, media_id: uuid.UUID) -> str:
    return f"{reverse('practices:media_list', args=[pk])}#media-{media_id}"


def _stored_words(stored: MediaItem, form: MediaWordsForm) -> list[tuple[str, str]]:
    """What somebody else saved where it differs from what was typed, by the field's label."""
    other = MediaWordsForm(kind=form.kind, original=form.original, item=stored)
    return [
        (str(field.label), str(other[field.name].value() or "–"))
        for field in form.visible_fields()
        if str(field.value() or "") != str(other[field.name].value() or "")
    ]


def _file_name(media: PracticeMedia) -> str:
    """The title under which it stands on the card: how its sender's file was called may name a person, and isn't kept."""
    items = media.practice.shown_media if media.is_public else media.practice.draft.document["media"]
    titles: dict[str, str] = next((item["caption"] for item in items if item["id"] == str(media.pk)), {})
    title = titles.get(get_language() or "bg") or next((text for text in titles.values() if text), "")
    safe = "".join(letter if letter.isalnum() or letter in " -_(),." else " " for letter in title)
    return f"{' '.join(safe.split())[:80].strip(' .') or media.pk.hex[:8]}.{media.extension}"
