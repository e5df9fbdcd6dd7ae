"""The directory: found by any name, type and place; kept by who answers for an entry; the same cost for any number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.access import Actor, NotVisible
from core.models import OutboxItem
from directory import actions, demo
from directory.models import Organisation
from directory.policies import can_manage_organisation
from directory.search_documents import OrganisationDocument
from directory.signals import organisation_changed
from search.facets import facets
from taxonomy.models import Place, Term
from tests.factories.people import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Actor], Client]
LIST = "/bg/organisations/"


def titles(client: Client, **query: str) -> list[str]:
    return [item["title"] for item in client.get(LIST, query).context["items"]]


@pytest.fixture
def red_cross() -> Organisation:
    return OrganisationFactory(
        name_bg="Български Червен кръст",
        name_en="Bulgarian Red Cross",
        short_name_bg="БЧК",
        short_name_en="BRC",
        slug="brc",
        kind=Term.objects.get(vocabulary="organisation_type", code="national-ngo"),
        place=Place.objects.get(code="SOF46-17"),
        email="office@redcross.example",
        website="https://www.redcross.example/",
        source_note_bg="От списък от 2015 г.",
    )


@pytest.mark.parametrize(
    "q", ["червен", "ЧЕРВЕН КРЪСТ", "кръст български", "бчк", "brc", "red CROSS", "Че\u0301рвен"]
)
def test_found_by_any_of_its_names(
    client: Client, red_cross: Organisation, organisation: Organisation, q: str
) -> None:
    assert titles(client, q=q) == ["Български Червен кръст"]


def test_signs_of_the_query_language_are_just_letters(client: Client, red_cross: Organisation) -> None:
    assert titles(client, q="%") == []
    assert titles(client, q="_") == []
    assert titles(client, q="'; drop table directory_organisation") == []


def test_narrowed_by_type_and_by_any_place_around_it(
    client: Client, red_cross: Organisation, organisation: Organisation
) -> None:
    assert titles(client, kind="national-ngo") == ["Български Червен кръст"]
    for place in ("SOF46-17", "SOF46", "SOF", "BG"):
        assert titles(client, place=place) == ["Български Червен кръст"], place
    assert titles(client, place="HKV") == []
    assert titles(client, kind="nothing") == []
    assert len(titles(client)) == 2


def test_what_was_chosen_stays_on_the_next_page(client: Client) -> None:
    OrganisationFactory.create_batch(30)
    html = client.get(LIST, {"q": "добри съседи"}).content.decode()
    assert "q=%D0%B4%D0%BE%D0%B1%D1%80%D0%B8+%D1%81%D1%8A%D1%81%D0%B5%D0%B4%D0%B8&amp;page=2" in html
    assert len(titles(client, q="добри съседи", page="2")) == 6


@pytest.mark.parametrize("page", ["0", "-1", "999", "x"])
def test_a_page_that_is_not_there_is_the_nearest(client: Client, red_cross: Organisation, page: str) -> None:
    assert client.get(LIST, {"page": page}).status_code == 200


@pytest.mark.parametrize("path", [LIST, "/bg/organisations/brc/"])
def test_pages_cost_the_same_for_2_rows_and_for_20(
    client: Client,
    red_cross: Organisation,
    member: User,
    signed_in: SignedIn,
    path: str,
    django_assert_max_num_queries: Any,
) -> None:
    browser = signed_in(member)
    browser.get(path)
    with django_assert_max_num_queries(12) as few:
        browser.get(path)
    place = Place.objects.get(code="HKV34")
    for organisation in OrganisationFactory.create_batch(20, place=place):
        MembershipFactory(user=member, organisation=organisation)
    with django_assert_max_num_queries(12) as many:
        browser.get(path)
    assert len(few) == len(many)


def test_an_unconfirmed_entry_says_so_and_where_it_comes_from(
    client: Client, red_cross: Organisation
) -> None:
    html = client.get("/bg/organisations/brc/").content.decode()
    assert "notice--warning" in html
    assert "От списък от 2015 г." in html
    assert "office@redcross.example" in html


def test_what_is_not_there_is_404(client: Client) -> None:
    for path in (
        "/bg/organisations/nobody/",
        "/bg/organisations/nobody/edit/",
        "/bg/organisations/nobody/members/",
    ):
        assert client.get(path).status_code in (302, 404)
    assert client.get("/bg/organisations/nobody/").status_code == 404


def test_markup_in_any_field_comes_out_harmless(client: Client, red_cross: Organisation) -> None:
    evil = "<script>alert(1)</script>"
    fields = ("name_bg", "short_name_bg", "description_bg", "address_bg", "phone", "source_note_bg")
    Organisation.objects.filter(pk=red_cross.pk).update(
        **{name: evil for name in fields if name != "short_name_bg"}
    )
    for path in (LIST, "/bg/organisations/brc/"):
        assert evil not in client.get(path).content.decode()


def form_of(organisation: Organisation, **changes: str) -> dict[str, str]:
    fields = {
        name: str(getattr(organisation, name))
        for name in actions.entries.ENTRY_FIELDS
        if name not in ("kind", "place")
    }
    return {**fields, "kind": str(organisation.kind_id), "place": "HKV34", **changes}


def test_who_answers_for_an_entry_keeps_it(
    owner: User, organisation: Organisation, signed_in: SignedIn
) -> None:
    url = reverse("directory:organisation_edit", args=[organisation.slug])
    response = signed_in(owner).post(
        url, form_of(organisation, name_bg="  Мост – Хасково ", phone="038 12 34")
    )
    assert response.status_code == 302
    organisation.refresh_from_db()
    assert (organisation.name_bg, organisation.phone) == ("Мост – Хасково", "038 12 34")
    assert organisation.place is not None
    assert organisation.place.code == "HKV34"
    assert organisation.confirmed_on == timezone.localdate()
    assert organisation.folded_names.startswith("мост – хасково")
    assert OutboxItem.objects.filter(key=f"organisation:{organisation.pk}", is_pending=True).exists()


def test_a_refused_entry_keeps_what_was_typed(
    owner: User, organisation: Organisation, signed_in: SignedIn
) -> None:
    url = reverse("directory:organisation_edit", args=[organisation.slug])
    response = signed_in(owner).post(
        url, form_of(organisation, name_bg="", email="не е адрес", phone="038 12 34")
    )
    assert response.status_code == 200
    assert set(response.context["form"].errors) >= {"name_bg", "email"}
    html = response.content.decode()
    assert "не е адрес" in html
    assert "038 12 34" in html
    organisation.refresh_from_db()
    assert organisation.phone == ""


def test_an_entry_without_any_contact_is_refused(
    owner: User, organisation: Organisation, signed_in: SignedIn
) -> None:
    url = reverse("directory:organisation_edit", args=[organisation.slug])
    response = signed_in(owner).post(url, form_of(organisation))
    assert response.context["form"].errors["email"]


def test_saving_the_same_entry_writes_nothing(owner: User, red_cross: Organisation) -> None:
    MembershipFactory(user=owner, organisation=red_cross, owner=True)
    actions.update_entry(actor=owner, organisation=red_cross, phone="02 1")
    before = Organisation.objects.get(pk=red_cross.pk).updated_at
    actions.update_entry(actor=owner, organisation=red_cross, phone="02 1")
    actions.confirm_entry(actor=owner, organisation=red_cross)
    assert Organisation.objects.get(pk=red_cross.pk).updated_at == before


def test_only_fields_of_an_entry_are_written(owner: User, organisation: Organisation) -> None:
    with pytest.raises(TypeError):
        actions.update_entry(actor=owner, organisation=organisation, confirmed_on=None)


def test_what_depends_on_the_names_is_told_when_they_change(owner: User, organisation: Organisation) -> None:
    told: list[int] = []

    def hear(sender: object, *, organisation_id: int, **options: object) -> None:
        told.append(organisation_id)

    organisation_changed.connect(hear)
    try:
        actions.update_entry(actor=owner, organisation=organisation, phone="02 1")
        assert told == []
        actions.update_entry(actor=owner, organisation=organisation, short_name_bg="МОСТ")
        assert told == [organisation.pk]
    finally:
        organisation_changed.disconnect(hear)


@pytest.mark.parametrize("persona", ["visitor", "newcomer", "member", "other_member", "editor"])
def test_nobody_else_touches_an_entry(
    personas: dict[str, Actor], persona: str, organisation: Organisation, signed_in: SignedIn
) -> None:
    actor = personas[persona]
    assert not can_manage_organisation(actor, organisation)
    with pytest.raises(NotVisible):
        actions.update_entry(actor=actor, organisation=organisation, phone="02 1")
    with pytest.raises(NotVisible):
        actions.confirm_entry(actor=actor, organisation=organisation)
    expected = 302 if persona == "visitor" else 404
    browser = signed_in(actor)
    assert browser.get(f"/bg/organisations/{organisation.slug}/edit/").status_code == expected
    assert browser.post(f"/bg/organisations/{organisation.slug}/confirm/").status_code == expected


def test_the_addresses_own_words_are_no_slugs() -> None:
    for word in ("requests", "invitations", "members"):
        with pytest.raises(ValidationError):
            OrganisationFactory.build(slug=word, kind=Term.objects.first()).clean_fields(exclude=["place"])


def test_the_index_holds_both_languages_and_every_name(red_cross: Organisation) -> None:
    document = OrganisationDocument()
    entry = document.build(document.queryset().get(pk=red_cross.pk))
    assert entry.texts["bg"].title == "Български Червен кръст"
    assert entry.texts["en"].title == "Bulgarian Red Cross"
    assert entry.texts["en"].url == "/en/organisations/brc/"
    for word in ("БЧК", "BRC", "Витоша", "Vitosha", "София", "НПО"):
        assert word in entry.texts["en"].keywords, word
    assert "България" not in entry.texts["bg"].keywords
    assert entry.places == ("SOF46-17", "SOF46", "SOF", "BG")


def test_facets_have_names_in_both_languages(django_assert_num_queries: Any) -> None:
    named = {facet.name: facet for facet in facets()}
    with django_assert_num_queries(3):
        assert named["theme"].names(["housing", "no"], "en") == {"housing": "Housing"}
        assert named["target_group"].names(["refugees"], "bg") == {"refugees": "Бежанци"}
        assert set(named["place"].names(["HKV34", "BG"], "bg")) == {"HKV34"}


def test_the_demo_loads_once(django_assert_max_num_queries: Any) -> None:
    first = demo.load()
    assert {organisation.slug for organisation in first} >= {"brc", "caritas", "municipality-haskovo"}
    assert Organisation.objects.filter(confirmed_on=None).count() >= 9
    with django_assert_max_num_queries(8):  # three questions, and savepoints
        assert demo.load() == first


def test_invented_organisations_say_so(client: Client) -> None:
    [invented] = demo.load_invented(1)
    assert invented.is_invented
    assert "badge--amber" in client.get(invented.get_absolute_url()).content.decode()
