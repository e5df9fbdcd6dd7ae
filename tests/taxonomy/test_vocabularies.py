"""Terms and places: loaded with the tables, the same after a second load, and never taken from editors."""

from __future__ import annotations

import importlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps as django_apps
from django.core.management import CommandError, call_command
from django.utils.translation import override

from taxonomy.actions import Loaded, load_vocabularies
from taxonomy.choices import choices_of, names_of, place_choices, place_names, term_choices
from taxonomy.enums import PlaceKind, Vocabulary
from taxonomy.models import Place, Term
from taxonomy.place_labels import PlaceFinder
from taxonomy.vocabulary_files import DATA_DIR, VocabularyFileError, read_places, read_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files, to be spoilt."""
    return Path(shutil.copytree(DATA_DIR, tmp_path / "data"))


def spoil_terms(folder: Path, **changes: Any) -> None:
    path = folder / "terms.json"
    entries = json.loads(path.read_text(encoding="utf-8"))
    entries[1] |= changes
    path.write_text(json.dumps(entries), encoding="utf-8")


def test_every_place_of_the_classification_is_there() -> None:
    counts = {kind: Place.objects.filter(kind=kind).count() for kind in PlaceKind.values}
    assert (counts["oblast"], counts["municipality"], counts["district"]) == (28, 265, 35)
    assert Place.objects.filter(name_bg="Бяла", kind="municipality").count() == 2


def test_every_vocabulary_has_terms_with_two_names() -> None:
    assert set(Term.objects.values_list("vocabulary", flat=True)) == set(Vocabulary.values)
    assert not Term.objects.filter(name_bg="").exists()
    assert not Term.objects.filter(name_en="").exists()


def test_loading_again_writes_nothing() -> None:
    assert load_vocabularies() == Loaded()
    assert load_vocabularies(reset=True) == Loaded()


def test_editors_names_stay_unless_asked() -> None:
    Term.objects.filter(vocabulary="theme", code="housing").update(name_bg="Дом")
    assert load_vocabularies() == Loaded()
    assert Term.objects.get(vocabulary="theme", code="housing").name_bg == "Дом"
    assert load_vocabularies(reset=True) == Loaded(terms_changed=1)
    assert Term.objects.get(vocabulary="theme", code="housing").name_bg == "Жилище"


def test_editors_terms_and_retired_ones_stay() -> None:
    Term.objects.create(vocabulary="theme", code="music", name_bg="Музика", name_en="Music")
    Term.objects.filter(vocabulary="theme", code="data").update(retired_on="2026-01-01")
    load_vocabularies(reset=True)
    assert Term.objects.filter(code="music").exists()
    assert Term.objects.get(vocabulary="theme", code="data").retired_on is not None


@pytest.mark.parametrize(
    "changes",
    [{"vocabulary": "colours"}, {"code": "Жилище"}, {"name_en": " "}, {"code": "governance"}],
    ids=["unknown vocabulary", "no code", "no name", "twice"],
)
def test_a_file_that_cannot_be_right_is_refused_whole(folder: Path, changes: dict[str, str]) -> None:
    spoil_terms(folder, **changes)
    with pytest.raises(VocabularyFileError, match=r"terms\.json, entry 2"):
        read_terms(folder)
    Term.objects.filter(vocabulary="theme").delete()
    with pytest.raises(VocabularyFileError):
        load_vocabularies(folder=folder)
    assert not Term.objects.filter(vocabulary="theme").exists()


def test_a_place_in_no_known_oblast_is_refused(folder: Path) -> None:
    with (folder / "municipalities.csv").open("a", encoding="utf-8") as file:
        file.write("XYZ01,Някъде,Somewhere,XYZ,00000,BG000,BG00\n")
    with pytest.raises(VocabularyFileError, match="XYZ01"):
        read_places(folder)


def test_the_command_says_what_it_did(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("load_vocabularies")
    assert "terms: 0 added, 0 changed" in capsys.readouterr().out
    Term.objects.filter(vocabulary="licence").delete()
    call_command("load_vocabularies")
    assert "terms: 4 added" in capsys.readouterr().out


def test_the_command_refuses_unknown_options() -> None:
    with pytest.raises((CommandError, TypeError)):
        call_command("load_vocabularies", "--delete")


def test_names_follow_the_language() -> None:
    term = Term.objects.get(vocabulary="theme", code="housing")
    with override("bg"):
        assert (str(term), dict(term_choices("theme"))["housing"]) == ("Жилище", "Жилище")
    with override("en"):
        assert (str(term), dict(term_choices("theme"))["housing"]) == ("Housing", "Housing")


def test_a_retired_term_is_not_offered_and_keeps_its_name() -> None:
    Term.objects.filter(vocabulary="theme", code="data").update(retired_on="2026-01-01")
    assert "data" not in dict(term_choices("theme"))
    assert names_of({"theme": ["data"]}) == {("theme", "data"): "Данни"}


def test_names_of_several_vocabularies_cost_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        names = names_of({"theme": ["housing", "nothing"], "sdg": ["11"], "level": []})
    assert set(names) == {("theme", "housing"), ("sdg", "11")}
    with django_assert_num_queries(0):
        assert names_of({"theme": []}) == {}
        assert place_names([]) == {}
    with django_assert_num_queries(1):
        assert set(choices_of(["theme", "level"])) == {"theme", "level"}


def test_a_places_label_tells_it_from_its_namesakes(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        labels = place_names(["RSE04", "VAR05", "HKV34", "SOF46-17", "SOF46", "BG"])
    assert labels == {
        "RSE04": "Бяла (Русе)",
        "VAR05": "Бяла (Варна)",
        "HKV34": "Хасково",
        "SOF46-17": "Витоша (София)",
        "SOF46": "София",
        "BG": "България",
    }
    assert set(place_names(["BG", "HKV34"], without=[PlaceKind.COUNTRY])) == {"HKV34"}


def test_the_two_oblasts_of_sofia_have_their_english_names() -> None:
    with override("en"):
        labels = place_names(["SOF", "SFO", "SOF46", "SOF46-17", "HKV"])
    assert labels == {
        "SOF": "Sofia City",
        "SFO": "Sofia Province",
        "SOF46": "Sofia",
        "SOF46-17": "Vitosha (Sofia)",
        "HKV": "Haskovo oblast",
    }
    finder = PlaceFinder()
    assert {finder.code_of(text) for text in ("Sofia", "София", "Столична")} == {"SOF46"}
    assert finder.code_of("Sofia City") == "SOF"


def test_sofia_is_renamed_where_nobody_has_named_it() -> None:
    """As a database from before the change has it."""
    migration = importlib.import_module("taxonomy.migrations.0003_english_names_of_sofia")
    Place.objects.filter(code="SOF").update(name_en="Sofia (stolitsa)")
    Place.objects.filter(code="SFO").update(name_en="Sofia Region")
    for _time in range(2):
        migration.name_them(django_apps, None)
    names = dict(Place.objects.filter(code__in=["SOF", "SFO"]).values_list("code", "name_en"))
    assert names == {"SOF": "Sofia City", "SFO": "Sofia Region"}


def test_a_place_knows_what_it_lies_in(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        place = Place.objects.with_parents().get(code="SOF46-17")
        assert place.with_ancestors() == ["SOF46-17", "SOF46", "SOF", "BG"]


def test_the_select_of_places_offers_each_oblast_as_a_whole(django_assert_num_queries: Any) -> None:
    with override("bg"), django_assert_num_queries(1):
        offered = place_choices()
    assert offered[0] == ("BG", "България")
    groups = dict(offered[1:])
    assert len(groups) == 28
    assert groups["Хасково"][0][0] == "HKV"
    names = [str(name) for name, _group in offered[1:]]
    assert names == sorted(names)
