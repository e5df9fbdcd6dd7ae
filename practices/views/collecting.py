"""Collections of practices: keeping one, putting them in order, sharing the address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.access import Actor, NotAllowed, NotVisible
from core.send_only import SendOnlyMixin
from practices import actions
from practices.models import Bookmark, Collection, Practice
from practices.presentation import list_items
from practices.small_forms import CollectionEditForm, CollectionForm, KeepForm
from practices.views.finding import public_practice


class CollectionListView(LoginRequiredMixin, View):
    """The person's own collections, and a form for a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, CollectionForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CollectionForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            collection, _is_new = actions.start_collection(actor=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
            return self._show(request, form, status=422)
        return redirect(collection)

    def _show(self, request: HttpRequest, form: CollectionForm, *, status: int = 200) -> HttpResponse:
        collections = Collection.objects.owned_by(request.user).annotate(size=Count("bookmarks"))
        return render(
            request,
            "practices/collection_list.html",
            {"collections": list(collections), "form": form},
            status=status,
        )


class CollectionDetailView(LoginRequiredMixin, View):
    """One's own collection: its practices with buttons to order them, and a form for its title and whether it is shared."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        collection = own_collection(request, pk)
        initial = {"title": collection.title, "note": collection.note, "is_shared": collection.is_shared}
        return self._show(request, collection, CollectionEditForm(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        collection = own_collection(request, pk)
        form = CollectionEditForm(request.POST)
        if not form.is_valid():
            return self._show(request, collection, form, status=422)
        try:
            if actions.update_collection(actor=request.user, collection_id=pk, **form.cleaned_data):
                messages.success(request, _("The collection is saved."))
        except NotAllowed as refusal:
            form.add_error("title", refusal.reason)
            return self._show(request, collection, form, status=422)
        return redirect(collection)

    def _show(
        self, request: HttpRequest, collection: Collection, form: CollectionEditForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "collection": collection,
            "form": form,
            "rows": shown_rows(collection, request.user),
        }
        return render(request, "practices/collection_detail.html", context, status=status)


class CollectionArrangeView(SendOnlyMixin, View):
    """A practice of the collection goes to another place, or out of it."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        collection = own_collection(request, pk)
        practice_id = _number(request.POST.get("practice", ""))
        if practice_id is None:
            raise NotVisible
        if request.POST.get("action") == "drop":
            if actions.drop_practice(actor=request.user, collection_id=pk, practice_id=practice_id):
                messages.success(request, _("The practice is no longer in this collection."))
        else:
            place = _number(request.POST.get("place", ""))
            if place is None:
                raise NotVisible
            actions.place_practice(actor=request.user, collection_id=pk, practice_id=practice_id, place=place)
        return redirect(f"{collection.get_absolute_url()}#practices")


class CollectionDeleteView(LoginRequiredMixin, View):
    """Asks once, then deletes the collection; the practices stay."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(
            request, "practices/collection_delete.html", {"collection": own_collection(request, pk)}
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if actions.delete_collection(actor=request.user, collection_id=pk):
            messages.success(request, _("The collection is deleted. The practices are where they were."))
        return redirect("practices:collection_list")


class CollectionSharedView(View):
    """A shared collection, for whoever has its address: what of it this reader may see now. Not for search engines."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        collection = Collection.objects.shared().filter(share_key=key).first()
        if collection is None:
            raise NotVisible
        response = render(
            request,
            "practices/collection_shared.html",
            {"collection": collection, "rows": shown_rows(collection, request.user)},
        )
        response["X-Robots-Tag"] = "noindex"
        return response


class KeepView(LoginRequiredMixin, View):
    """In which collections a practice is kept: ticks, and room for a new one."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = public_practice(request, pk)
        return self._show(request, practice, self._form(request, practice))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        practice = public_practice(request, pk)
        form = self._form(request, practice)
        if not form.is_valid():
            return self._show(request, practice, form, status=422)
        try:
            if actions.keep_practice(
                actor=request.user,
                practice_id=pk,
                collection_ids=form.chosen(),
                new_title=form.cleaned_data["new_title"],
            ):
                messages.success(request, _("Your collections are saved."))
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
            return self._show(request, practice, form, status=422)
        return redirect(practice)

    def _form(self, request: HttpRequest, practice: Practice) -> KeepForm:
        collections = list(Collection.objects.owned_by(request.user))
        kept = Bookmark.objects.filter(practice=practice, collection__owner=request.user.pk)
        data = request.POST if request.method == "POST" else None
        return KeepForm(data, collections=collections, kept=list(kept.values_list("collection", flat=True)))

    def _show(
        self, request: HttpRequest, practice: Practice, form: KeepForm, *, status: int = 200
    ) -> HttpResponse:
        return render(request, "practices/keep.html", {"practice": practice, "form": form}, status=status)


def own_collection(request: HttpRequest, pk: int) -> Collection:
    """The person's own collection. Raises NotVisible."""
    collection = Collection.objects.owned_by(request.user).filter(pk=pk).first()
    if collection is None:
        raise NotVisible
    return collection


def shown_rows(collection: Collection, actor: Actor) -> list[dict[str, Any]]:
    """The practices of a collection in their order, as far as this reader may see them now; with the places for its buttons.

    Places count all bookmarks, hidden ones too, so that a button means the same for whoever presses it. Three queries.
    """
    order = list(collection.bookmarks.values_list("practice", flat=True))
    practices = Practice.objects.public().visible_to(actor).filter(pk__in=order).for_lists()
    items = dict(zip((practice.pk for practice in practices), list_items(practices), strict=True))
    return [
        {
            "practice_id": practice_id,
            "item": items[practice_id],
            "earlier": place - 1,
            "later": place + 1 if place < len(order) else 0,
        }
        for place, practice_id in enumerate(order, start=1)
        if practice_id in items
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
