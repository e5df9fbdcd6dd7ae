"""Forms of a few fields: everything about practices but the card itself. They parse; the actions decide what is allowed."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.sanitising import clean_plain_text
from directory.memberships import organisation_ids_of
from directory.models import Organisation
from practices.enums import AdaptationState, Currency
from practices.models import Adaptation, Collection, ContactLetter, Practice
from taxonomy.enums import PlaceKind
from taxonomy.models import Place
from taxonomy.place_labels import PlaceFinder, place_label

if TYPE_CHECKING:
    from core.access import Actor

MAX_COST = Decimal("9999999999.99")
"""Ten digits before the point: what the column holds."""
MOST_OWN_CARDS = 100
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)
"""12.500 and 1,250,000: nobody writes three digits of a cent."""


class PlaceField(forms.CharField):
    """A place as somebody types it, with the known ones to choose from (`<datalist id="known-places">`)."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "known-places", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=200, **options)
        self.places: PlaceFinder | None = None

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        assert self.places is not None
        place = self.places.place_of(text)
        if place is None:
            raise forms.ValidationError(_("Choose a place from the list: start typing its name."))
        return place


class AdaptationStartForm(forms.Form):
    """ "We'll apply it": for which organisation, where, and whether it has begun.

    `organisations` are those of the actor that may still say so. One that has said so already isn't offered, but taken: a form
    that is sent twice acts once.
    """

    organisation = forms.ModelChoiceField(
        label=_("Which of your organisations?"),
        queryset=Organisation.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the organisation."),
            "invalid_choice": _("Choose the organisation."),
        },
    )
    state = forms.ChoiceField(
        label=_("How far are you?"),
        choices=[
            (AdaptationState.PLANNED.value, _("We are going to apply it")),
            (AdaptationState.RUNNING.value, _("We are applying it already")),
        ],
        initial=AdaptationState.PLANNED,
        widget=forms.RadioSelect,
    )
    place = PlaceField(label=_("Where?"), required=False, help_text=_("Municipality, district or oblast."))

    def __init__(
        self, *args: Any, actor: Actor, practice: Practice, places: PlaceFinder, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        own = Organisation.objects.filter(pk__in=organisation_ids_of(actor)).exclude(
            pk=practice.organisation_id
        )
        waiting = own.exclude(adaptations__practice=practice).select_related("place__parent__parent__parent")
        organisations = list(waiting.by_name())
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = own
        field.choices = [(organisation.pk, organisation.name) for organisation in organisations]
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()
            field.initial = organisations[0].pk
            if organisations[0].place:
                self.fields["place"].initial = place_label(organisations[0].place)
        self.fields["place"].places = places  # type: ignore[attr-defined]
        self.organisations = organisations


class AdaptationForm(forms.Form):
    """The account: how far it is, what was changed, what it cost, how it went."""

    state = forms.ChoiceField(label=_("How far are you?"), choices=AdaptationState.choices)
    place = PlaceField(label=_("Where?"), required=False, help_text=_("Municipality, district or oblast."))
    changes = forms.CharField(
        label=_("What did you do differently?"),
        required=False,
        max_length=Adaptation.MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you left out, added or did another way, and why. No names of people you help."),
    )
    cost = forms.CharField(
        label=_("What did it cost?"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("In all, as a number, e.g. 12 500. A rough sum helps as well."),
    )
    cost_currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    outcome = forms.CharField(
        label=_("How does it go, or how did it end?"),
        required=False,
        max_length=Adaptation.MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What came of it, and what you would do another way. Failures teach the most."),
    )
    own_practice = forms.ModelChoiceField(
        label=_("Your own card about it"),
        queryset=Practice.objects.none(),
        required=False,
        empty_label=_("None yet"),
        help_text=_("If your organisation has published a card of what became of it, the two are linked."),
    )

    def __init__(self, *args: Any, adaptation: Adaptation, places: PlaceFinder, **options: Any) -> None:
        initial = {
            "state": adaptation.state,
            "place": place_label(adaptation.place) if adaptation.place else "",
            "changes": adaptation.changes,
            "cost": _shown_sum(adaptation.cost),
            "cost_currency": adaptation.cost_currency or Currency.EUR,
            "outcome": adaptation.outcome,
            "own_practice": adaptation.own_practice_id,
        }
        super().__init__(*args, **{"initial": initial, **options})
        cards = (
            Practice.objects.public()
            .filter(organisation=adaptation.organisation_id)
            .exclude(pk=adaptation.practice_id)
        )
        field = self.fields["own_practice"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = cards
        latest = cards.prefetch_related("texts").order_by("-published_at", "-pk")[:MOST_OWN_CARDS]
        field.choices = [("", field.empty_label), *((card.pk, card.title) for card in latest)]
        self.fields["place"].places = places  # type: ignore[attr-defined]

    def clean_cost(self) -> Decimal | None:
        """„12 500,50“ and "12500.50" are the same sum."""
        text = "".join(self.cleaned_data["cost"].split())
        if not text:
            return None
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "").replace(".", "")
        try:
            cost = Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))
        except InvalidOperation as error:
            raise forms.ValidationError(_("Write a number, e.g. 12 500 or 899,90.")) from error
        if not cost.is_finite() or not 0 <= cost <= MAX_COST:
            raise forms.ValidationError(_("Write a number, e.g. 12 500 or 899,90."))
        return cost


def _shown_sum(cost: Decimal | None) -> str:
    """As one types it: without the cents where there are none."""
    if cost is None:
        return ""
    return f"{cost:.0f}" if cost == cost.to_integral_value() else f"{cost:.2f}".replace(".", ",")


class ContactForm(forms.Form):
    """A letter to the people behind a practice."""

    subject = forms.CharField(label=_("What is it about?"), max_length=ContactLetter.MAX_SUBJECT_LENGTH)
    text = forms.CharField(
        label=_("Your letter"),
        max_length=ContactLetter.MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("Leave out what could give away a person you help: names, personal numbers, addresses."),
    )
    shares_address = forms.ChoiceField(
        label=_("May they answer you by e-mail?"),
        choices=[
            ("yes", _("Yes, show them my e-mail address")),
            ("no", _("No, keep my address; they find my organisation's contacts")),
        ],
        widget=forms.RadioSelect,
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["token"].initial = uuid.uuid4
        self.fields["shares_address"].error_messages["required"] = _("Choose one of the two.")

    def clean_text(self) -> str:
        return _not_empty(clean_plain_text(self.cleaned_data["text"]))

    def clean_subject(self) -> str:
        return _not_empty(" ".join(clean_plain_text(self.cleaned_data["subject"]).split()))


class CollectionForm(forms.Form):
    """A collection's title and note."""

    title = forms.CharField(label=_("Title"), max_length=Collection.MAX_TITLE_LENGTH)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=Collection.MAX_NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it is for, e.g. for whom you gathered these."),
    )

    def clean_title(self) -> str:
        return _not_empty(" ".join(clean_plain_text(self.cleaned_data["title"]).split()))


class CollectionEditForm(CollectionForm):
    """The same, and whether others may read it."""

    is_shared = forms.BooleanField(
        label=_("Whoever has the address may read it"),
        required=False,
        help_text=_("Without the tick the address leads nowhere. Your name isn't shown there."),
    )


class KeepForm(forms.Form):
    """In which collections a practice is kept."""

    collections = forms.MultipleChoiceField(
        label=_("Keep it in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new_title = forms.CharField(
        label=_("A new collection"),
        required=False,
        max_length=Collection.MAX_TITLE_LENGTH,
        help_text=_("E.g. Ideas for our city."),
    )

    def __init__(self, *args: Any, collections: list[Collection], kept: list[int], **options: Any) -> None:
        super().__init__(*args, **{"initial": {"collections": [str(pk) for pk in kept]}, **options})
        field = self.fields["collections"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(collection.pk), collection.title) for collection in collections]
        if not collections:
            del self.fields["collections"]

    def clean_new_title(self) -> str:
        return " ".join(clean_plain_text(self.cleaned_data["new_title"]).split())

    def chosen(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.get("collections", [])]


class MunicipalityForm(forms.Form):
    """For which municipality to look."""

    place = PlaceField(label=_("Municipality"), help_text=_("Start typing and choose."))

    def __init__(self, *args: Any, places: PlaceFinder, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].places = places  # type: ignore[attr-defined]

    def clean_place(self) -> Place:
        """The municipality; of a district of a city the municipality that it lies in."""
        place: Place = self.cleaned_data["place"]
        if place.kind == PlaceKind.DISTRICT and place.parent is not None:
            place = place.parent
        if place.kind != PlaceKind.MUNICIPALITY:
            raise forms.ValidationError(_("Choose a municipality; an oblast is too wide for this."))
        return place


def _not_empty(text: str) -> str:
    """Text of spaces and invisible characters alone is none."""
    if not text:
        raise forms.ValidationError(_("Write a few words."))
    return text
