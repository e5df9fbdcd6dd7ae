"""What could we do here? Practices for a municipality, each with why it is there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views import View

from core.access import NotVisible
from directory.memberships import organisation_ids_of
from directory.models import Organisation
from practices.presentation import list_items
from practices.ranking import Reason, practices_for
from practices.small_forms import MunicipalityForm
from taxonomy.enums import PlaceKind
from taxonomy.models import Place
from taxonomy.place_labels import PlaceFinder, known_places, place_label

REASON_LABELS = {
    Reason.QUESTION: _("answers an open question of people here"),
    Reason.HERE: _("is carried out here already"),
    Reason.OBLAST: _("from the same oblast"),
    Reason.GROUPS: _("for the same target groups"),
    Reason.LEVEL: _("on a municipality's level"),
    Reason.BUDGET: _("with a budget that is usual here"),
}


class MunicipalityChooseView(View):
    """Asks for the municipality. Members find that of their organisation in it already."""

    def get(self, request: HttpRequest) -> HttpResponse:
        places = known_places()
        own = municipalities_of(request)
        if "place" not in request.GET:
            initial = {"place": place_label(own[0])} if own else {}
            return self._show(request, MunicipalityForm(places=places, initial=initial), places, own)
        form = MunicipalityForm(request.GET, places=places)
        if not form.is_valid():
            return self._show(request, form, places, own)
        return redirect("practices:for_municipality", form.cleaned_data["place"].code)

    def _show(
        self, request: HttpRequest, form: MunicipalityForm, places: PlaceFinder, own: list[Place]
    ) -> HttpResponse:
        context = {"form": form, "places": places, "own": own}
        return render(request, "practices/municipality_choose.html", context)


class MunicipalityView(View):
    """The practices that fit a municipality best. The address can be kept, sent on and printed."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        municipality = known_places().coded(code)
        if municipality is None or municipality.kind != PlaceKind.MUNICIPALITY:
            raise NotVisible
        ranked = practices_for(municipality, request.user)
        reasons = [[REASON_LABELS[reason] for reason in one.reasons] for one in ranked]
        rows = list(zip(list_items(one.practice for one in ranked), reasons, strict=True))
        return render(
            request,
            "practices/for_municipality.html",
            {"municipality": municipality, "label": place_label(municipality), "rows": rows},
        )


def municipalities_of(request: HttpRequest) -> list[Place]:
    """Where the person's organisations are; of one in a district of a city the municipality. One query besides memberships."""
    ids = organisation_ids_of(request.user)
    if not ids:
        return []
    organisations = Organisation.objects.filter(pk__in=ids).by_name()
    found: dict[int, Place] = {}
    for organisation in organisations.select_related("place__parent__parent__parent"):
        place = organisation.place
        if place is not None and place.kind == PlaceKind.DISTRICT:
            place = place.parent
        if place is not None and place.kind == PlaceKind.MUNICIPALITY:
            found[place.pk] = place
    return list(found.values())
