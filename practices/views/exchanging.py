"""Where cards are brought in and taken out: the form, its dry run, the template and the schema, and the files."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from core.access import NotVisible
from core.rate_limits import TooOftenError, too_often
from core.send_only import SendOnlyMixin
from directory.memberships import organisation_ids_of
from practices import actions
from practices.card import clean_card
from practices.enums import PUBLIC_STATES
from practices.exchange.checking import OWN_PREFIX, external_id_of, own_organisations
from practices.exchange.forms import ImportForm
from practices.exchange.json_cards import write_json
from practices.exchange.json_schema import schema_of_file
from practices.exchange.media import draft_media, published_media
from practices.exchange.published import document_of_published
from practices.exchange.reading import dry_run
from practices.exchange.safety import MAX_PRACTICES, UnreadableFileError
from practices.exchange.sheets import Outgoing, write_spreadsheet
from practices.exchange.words import Words
from practices.exports.limits import MadeFile, check_may_make
from practices.models import ImportBatch, Practice
from practices.policies import can_see_contact, check_import_practices, check_take_out_practice
from practices.presentation.importing import cards_of, fields_of, findings_of, leftover_lines
from practices.views.finding import organisations_of

if TYPE_CHECKING:
    from directory.models import Organisation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCHEMA_SECONDS = 3600
"""The schema changes with the program alone."""


class PracticeImportView(LoginRequiredMixin, View):
    """A file or pasted text; what is wrong with the whole of it is said at the field, the rest on the dry run's page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, ImportForm(actor=request.user, initial={"token": uuid.uuid4()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        check_import_practices(request.user)
        form = ImportForm(request.POST, request.FILES, actor=request.user)
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            parsed = dry_run(form.content, actor=request.user, organisation=form.cleaned_data["organisation"])
        except UnreadableFileError as unreadable:
            form.add_error(form.source, str(unreadable.message) % unreadable.values)
            return self._show(request, form, status=422)
        batch, _is_new = actions.keep_import(
            actor=request.user, token=form.cleaned_data["token"], parsed=parsed
        )
        return redirect("practices:import_check", batch.token)

    def _show(self, request: HttpRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
        context = {"form": form, **organisations_of(request)}
        return render(request, "practices/practice_import.html", context, status=status)


class ImportCheckView(LoginRequiredMixin, View):
    """The dry run: row by row what is wrong, or that all of it can become drafts; and the button that does it."""

    def get(self, request: HttpRequest, token: uuid.UUID) -> HttpResponse:
        return self._show(request, self._batch(request, token))

    def post(self, request: HttpRequest, token: uuid.UUID) -> HttpResponse:
        try:
            batch, is_first = actions.bring_in(
                actor=request.user, token=token, accepts_warnings="accept" in request.POST
            )
        except actions.ImportRefusedError as refused:
            return self._show(request, self._batch(request, token), refusal=refused.reason, status=422)
        count = len(batch.practice_ids)
        if is_first:
            text = ngettext("%(count)d draft was brought in.", "%(count)d drafts were brought in.", count)
            messages.success(request, text % {"count": count})
        if count == 1:
            return redirect("practices:practice_edit", batch.practice_ids[0])
        return redirect("practices:my_practices")

    def _batch(self, request: HttpRequest, token: uuid.UUID) -> ImportBatch:
        batch = ImportBatch.objects.visible_to(request.user).filter(token=token).first()
        if batch is None:
            raise NotVisible
        return batch

    def _show(
        self, request: HttpRequest, batch: ImportBatch, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        is_file = batch.kind in {"xlsx", "json"}
        fields = []
        if not is_file and batch.items:
            item = batch.items[0]
            fields = fields_of(item["document"], item["origins"], Words(own_organisations(request.user)))
        context = {
            "batch": batch,
            "is_file": is_file,
            "cards": cards_of(batch),
            "fields": fields,
            "leftover": leftover_lines(batch),
            "file_findings": findings_of(batch, -1),
            "errors": sum(finding["level"] == "error" for finding in batch.findings),
            "warnings": sum(finding["level"] == "warning" for finding in batch.findings),
            "refusal": refusal,
        }
        return render(request, "practices/import_check.html", context, status=status)


class ImportTemplateView(LoginRequiredMixin, View):
    """An empty sheet to fill in, with headings and words in the language of the page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = write_spreadsheet([], Words(own_organisations(request.user)))
        return _file(content, XLSX, "practices-template.xlsx")


class CardSchemaView(View):
    """The JSON Schema of the files that are brought in and taken out."""

    def get(self, request: HttpRequest) -> HttpResponse:
        response = JsonResponse(
            schema_of_file(),
            json_dumps_params={"ensure_ascii": False, "indent": 1},
            content_type="application/schema+json",
        )
        patch_cache_control(response, public=True, max_age=SCHEMA_SECONDS)
        return response


class PracticeCardJsonView(View):
    """One card as JSON: the public one for everybody, a draft for its own people."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _as_json(request, [_outgoing(request, pk)[0]], f"practice-{pk}.json")


class PracticeCardXlsxView(View):
    """One card as a sheet: the public one for everybody, a draft for its own people."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        card, practice = _outgoing(request, pk)
        try:
            check_may_make(request, MadeFile.CARD)
        except TooOftenError as error:
            return too_often(request, error, back_url=practice.get_absolute_url())
        return _as_xlsx([card], [practice.organisation], f"practice-{pk}.xlsx")


class MyPracticesJsonView(LoginRequiredMixin, View):
    """All cards of one's own organisations as JSON, drafts too."""

    def get(self, request: HttpRequest) -> HttpResponse:
        cards, left_out = _own_cards(request)
        return _as_json(request, cards, "our-practices.json", left_out=left_out)


class MyPracticesXlsxView(LoginRequiredMixin, View):
    """All cards of one's own organisations as a sheet, drafts too."""

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            check_may_make(request, MadeFile.LIST)
        except TooOftenError as error:
            return too_often(request, error, back_url=reverse("practices:my_practices"))
        cards, left_out = _own_cards(request)
        return _as_xlsx(cards, own_organisations(request.user), "our-practices.xlsx", left_out=left_out)


class ImportNoteForgetView(SendOnlyMixin, View):
    """The authors have taken over what no field was found for."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if actions.forget_import_note(actor=request.user, practice_id=pk):
            messages.success(request, _("The note is deleted."))
        return redirect("practices:practice_edit", pk)


def _outgoing(request: HttpRequest, pk: int) -> tuple[Outgoing, Practice]:
    """The card as this person may take it: what is public from the public rows, a draft from its document."""
    practice = (
        Practice.objects.visible_to(request.user)
        .for_cards()
        .select_related("draft")
        .prefetch_related("tags")
        .filter(pk=pk)
        .first()
    )
    if practice is None:
        raise NotVisible
    check_take_out_practice(request.user, practice)
    is_theirs = practice.organisation_id in organisation_ids_of(request.user)
    if practice.state in PUBLIC_STATES:
        with_contact = is_theirs or can_see_contact(request.user, practice)
        document = document_of_published(practice, with_contact=with_contact)
        media = published_media(practice)
    else:
        document = clean_card(practice.draft.document)
        media = draft_media(practice, document)
    external_id = external_id_of(practice) if is_theirs else f"{OWN_PREFIX}{practice.pk}"
    return Outgoing(external_id, document, media), practice


def _own_cards(request: HttpRequest) -> tuple[list[Outgoing], int]:
    """The cards that were changed last, as many as a file may hold, and how many there are besides."""
    mine = Practice.objects.mine(request.user).select_related("draft").order_by("-changed_at", "-pk")
    cards = []
    for practice in mine.prefetch_related("media")[:MAX_PRACTICES]:
        document = clean_card(practice.draft.document)
        cards.append(Outgoing(external_id_of(practice), document, draft_media(practice, document)))
    return cards, mine.count() - len(cards) if len(cards) == MAX_PRACTICES else 0


def _as_json(
    request: HttpRequest, cards: Sequence[Outgoing], name: str, *, left_out: int = 0
) -> HttpResponse:
    schema_url = request.build_absolute_uri(reverse("practices:card_schema"))
    return _file(write_json(cards, schema_url=schema_url, left_out=left_out), "application/json", name)


def _as_xlsx(
    cards: Sequence[Outgoing], organisations: Sequence[Organisation], name: str, *, left_out: int = 0
) -> HttpResponse:
    return _file(write_spreadsheet(cards, Words(organisations), left_out=left_out), XLSX, name)


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
