from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from strategy.catalogue import StrategyCatalogue, parse_strategy
from strategy.catalogue_loading import Changes, load_strategy
from strategy.models import ActionArea, DataVersion, Department, District, Sdg, StrategicGoal
from strategy.toml_tables import CatalogueError, read_document
from tests.factories import ActionAreaFactory, DistrictFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shipped() -> StrategyCatalogue:
    return parse_strategy(read_document(Path("strategy/data/strategy.toml")))


def by_kind(changes: list[Changes]) -> dict[str, Changes]:
    return {kind.kind: kind for kind in changes}


def with_district(catalogue: StrategyCatalogue, slug: str, **fields: Any) -> StrategyCatalogue:
    districts = tuple(
        replace(entry, **fields) if entry.slug == slug else entry for entry in catalogue.districts
    )
    return replace(catalogue, districts=districts)


def with_goal(catalogue: StrategyCatalogue, code: str, **fields: Any) -> StrategyCatalogue:
    goals = tuple(
        replace(entry, **fields) if entry.code == code else entry
        for entry in catalogue.strategic_goals
    )
    return replace(catalogue, strategic_goals=goals)


def test_first_load_adds_everything(shipped: StrategyCatalogue) -> None:
    summaries = [kind.summary() for kind in load_strategy(shipped)]
    assert summaries == [
        "Rahmen der Strategie: 1 neu",
        "SDG: 17 neu",
        "Übergeordnete Ziele: 3 neu",
        "Handlungsfelder: 8 neu",
        "Strategische Ziele: 28 neu",
        "Abteilungen: 3 neu",
        "Ortsteile: 20 neu",
        "Ereignisse: 15 neu",
    ]
    assert StrategicGoal.objects.get(code="8.3").area.name == "Verwaltung & Beteiligung"
    assert District.objects.city().name == "Soest (Gesamtstadt)"
    assert District.objects.parts().count() == 19
    assert Department.objects.get(slug="geschaeftsstelle-klimaschutz").parent is not None


def test_second_load_changes_nothing(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    version = DataVersion.objects.get().number
    changes = load_strategy(shipped)
    assert not any(kind.added or kind.changed or kind.kept for kind in changes)
    assert sum(kind.unchanged for kind in changes) == 95
    assert DataVersion.objects.get().number == version


def test_changed_fields_are_named(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    changes = by_kind(load_strategy(with_district(shipped, "ampen", population=1600)))
    assert changes["Ortsteile"].changed == ["Ampen (Einwohner)"]
    assert changes["Ortsteile"].summary() == "Ortsteile: 1 geändert, 19 unverändert"
    assert District.objects.get(slug="ampen").population == 1600


def test_what_the_file_leaves_empty_stays(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    Department.objects.update(email="klima@example.org")
    District.objects.filter(slug="roellingsen").update(population=90)
    changes = load_strategy(shipped)
    assert not any(kind.changed for kind in changes)
    assert District.objects.get(slug="roellingsen").population == 90


def test_sdgs_of_a_goal_follow_the_file(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    changes = by_kind(load_strategy(with_goal(shipped, "1.2", sdgs=(11, 13))))
    assert changes["Strategische Ziele"].changed == [
        "1.2 Strategisches Ziel 1.2: Wortlaut folgt (SDG)"
    ]
    linked = Sdg.objects.filter(strategic_goals__code="1.2")
    assert {sdg.number for sdg in linked} == {11, 13}


def test_confirmed_wording_is_kept(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    goal = StrategicGoal.objects.get(code="1.2")
    goal.title, goal.wording_confirmed = "Mehr Radverkehr", True
    goal.save()
    goals = by_kind(load_strategy(shipped))["Strategische Ziele"]
    assert goals.kept == ["1.2 Mehr Radverkehr (Titel, Wortlaut bestätigt), weil bestätigt"]
    assert goals.unchanged == 27
    goal.refresh_from_db()
    assert (goal.title, goal.wording_confirmed) == ("Mehr Radverkehr", True)


def test_confirmed_wording_of_the_file_replaces_a_working_title(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    load_strategy(with_goal(shipped, "1.2", title="Mehr Radverkehr", wording_confirmed=True))
    goal = StrategicGoal.objects.get(code="1.2")
    assert (goal.title, goal.wording_confirmed) == ("Mehr Radverkehr", True)


def test_confirmed_guideline_is_kept(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    ActionArea.objects.filter(number=1).update(guideline="Gut unterwegs.", guideline_confirmed=True)
    first, *others = shipped.areas
    changed = replace(shipped, areas=(replace(first, guideline="Schnell ans Ziel."), *others))
    areas = by_kind(load_strategy(changed))["Handlungsfelder"]
    assert areas.kept == [
        "1 Mobilität (Leitlinie, Wortlaut der Leitlinie bestätigt), weil bestätigt"
    ]
    assert ActionArea.objects.get(number=1).guideline == "Gut unterwegs."


def test_confirmed_tile_is_kept_and_the_rest_of_the_district_follows(
    shipped: StrategyCatalogue,
) -> None:
    load_strategy(shipped)
    moved = with_district(shipped, "ampen", tile_row=1, tile_column=1, population=1600)
    districts = by_kind(load_strategy(moved))["Ortsteile"]
    assert districts.kept == ["Ampen (Zeile der Kachel, Spalte der Kachel), weil bestätigt"]
    assert districts.changed == ["Ampen (Einwohner)"]
    ampen = District.objects.get(slug="ampen")
    assert (ampen.tile_row, ampen.tile_column, ampen.population) == (5, 3, 1600)


def test_unconfirmed_tiles_can_be_swapped(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    swapped = with_district(shipped, "enkesen", tile_row=5, tile_column=4)
    swapped = with_district(swapped, "roellingsen", tile_row=4, tile_column=2)
    load_strategy(swapped)
    tiles = District.objects.filter(slug__in=["enkesen", "roellingsen"]).order_by("slug")
    assert list(tiles.values_list("tile_row", "tile_column")) == [(5, 4), (4, 2)]


def test_tile_that_another_district_holds_is_refused(shipped: StrategyCatalogue) -> None:
    load_strategy(shipped)
    with pytest.raises(CatalogueError, match="Ortsteile, „Röllingsen“: Auf diesem Feld liegt"):
        load_strategy(with_district(shipped, "roellingsen", tile_row=5, tile_column=3))


def test_refused_entries_are_all_named_and_nothing_changes(shipped: StrategyCatalogue) -> None:
    ActionAreaFactory(number=8, slug="mobilitaet", name="Mobilität")
    DistrictFactory(slug="ampen-dorf", name="Ampen")
    with pytest.raises(CatalogueError) as raised:
        load_strategy(replace(shipped, areas=shipped.areas[:7], strategic_goals=()))
    places = {problem.file for problem in raised.value.problems}
    assert places == {"Handlungsfelder, „1 Mobilität“", "Ortsteile, „Ampen“"}
    assert ActionArea.objects.count() == 1
    assert not Sdg.objects.exists()
