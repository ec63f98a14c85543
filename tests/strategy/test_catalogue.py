from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from strategy import catalogue, enums
from strategy.catalogue import StrategyCatalogue, parse_strategy
from strategy.models import districts
from strategy.toml_tables import CatalogueError, Document, raise_problems, read_document

SHIPPED = Path("strategy/data/strategy.toml")

# One entry of each kind, as short as it may be.
SHORT = """
[frame]
title = "Strategie"
vision = "Eine Stadt."
attributes = ["grün"]

[[cross_cutting_goals]]
position = 1
slug = "resilienz"
name = "Resilienz"

[[areas]]
number = 1
slug = "mobilitaet"
name = "Mobilität"

[[strategic_goals]]
code = "1.1"
title = "Erstes Ziel"

[[sdgs]]
number = 11
name = "Nachhaltige Städte und Gemeinden"

[[districts]]
slug = "soest"
name = "Soest"
kind = "city"

[[districts]]
slug = "kernstadt"
name = "Kernstadt"
kind = "core"

[[departments]]
slug = "umwelt"
name = "Umwelt"

[[events]]
slug = "beschluss"
date = 2021-10-06
precision = "day"
title = "Beschluss"
source = "https://example.org"
"""


def parse(tmp_path: Path, text: str) -> tuple[StrategyCatalogue, Document]:
    path = tmp_path / "strategy.toml"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    return parse_strategy(document), document


@pytest.fixture(scope="module")
def shipped() -> StrategyCatalogue:
    document = read_document(SHIPPED)
    strategy = parse_strategy(document)
    raise_problems([document])
    return strategy


def test_shipped_file_holds_the_whole_frame(shipped: StrategyCatalogue) -> None:
    assert shipped.frame.attributes == (
        "nachhaltig",
        "digital",
        "vernetzt",
        "lebendig",
        "attraktiv",
    )
    assert [goal.name for goal in shipped.cross_cutting_goals] == [
        "Klimaneutralität",
        "Resilienz",
        "Generationengerechtigkeit",
    ]
    assert [area.name for area in shipped.areas] == [
        "Mobilität",
        "Stadtentwicklung",
        "Wirtschaft & Innovation",
        "Soziales, Jugend & Gesundheit",
        "Klima & Energie",
        "Kultur & Freizeit",
        "Bildung",
        "Verwaltung & Beteiligung",
    ]
    assert [sdg.number for sdg in shipped.sdgs] == list(range(1, 18))


def test_shipped_goals_are_28_slots_without_official_wording(shipped: StrategyCatalogue) -> None:
    assert Counter(goal.area for goal in shipped.strategic_goals) == {
        **dict.fromkeys((1, 2, 3, 4), 4),
        **dict.fromkeys((5, 6, 7, 8), 3),
    }
    for goal in shipped.strategic_goals:
        assert goal.title == f"Strategisches Ziel {goal.code}: Wortlaut folgt"
        assert not goal.wording_confirmed
    assert not any(area.guideline for area in shipped.areas)


def test_shipped_districts_are_the_city_and_its_19_parts(shipped: StrategyCatalogue) -> None:
    assert Counter(district.kind for district in shipped.districts) == {
        "city": 1,
        "core": 1,
        "village": 18,
    }
    parts = [district for district in shipped.districts if district.kind != "city"]
    assert len({(part.tile_row, part.tile_column) for part in parts}) == 19
    assert len({part.abbreviation for part in parts}) == 19
    assert {part.name for part in parts if not part.position_confirmed} == {
        "Enkesen",
        "Hattropholsen",
        "Röllingsen",
    }


def test_shipped_figures_of_a_district(shipped: StrategyCatalogue) -> None:
    ampen = next(district for district in shipped.districts if district.slug == "ampen")
    assert (ampen.population, ampen.population_as_of) == (1533, date(2023, 1, 31))
    assert (ampen.latitude, ampen.longitude) == (Decimal("51.552778"), Decimal("8.053333"))
    assert ampen.source == "https://sagapedia.com/de/Ampen"


def test_shipped_events_have_sources_and_no_unverified_date(shipped: StrategyCatalogue) -> None:
    events = {event.slug: event for event in shipped.events}
    assert events["strategie-beschlossen"].date == date(2021, 10, 6)
    assert events["klimaneutral-bis-2030"].precision == "year"
    assert all(event.source.startswith("http") for event in shipped.events)
    # The year in which the five cities were chosen is not verified.
    assert not any(event.date.year == 2019 and "Südwest" in event.title for event in shipped.events)


def test_choices_are_those_of_the_models() -> None:
    assert list(catalogue.DISTRICT_KINDS) == enums.DistrictKind.values
    assert list(catalogue.COORDINATE_PRECISIONS) == enums.CoordinatePrecision.values
    assert list(catalogue.DATE_PRECISIONS) == enums.DatePrecision.values
    assert catalogue.MAX_TILE == districts.MAX_TILE


def test_short_file_is_enough(tmp_path: Path) -> None:
    strategy, document = parse(tmp_path, SHORT)
    assert document.problems == []
    assert (strategy.strategic_goals[0].area, strategy.strategic_goals[0].position) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('title = "Strategie"', "", "[frame], Feld „title“: fehlt."),
        ('title = "Strategie"', 'titel = "S"', "[frame], Feld „titel“: ist hier unbekannt."),
        ("[frame]", "[rahmen]", "[rahmen]: ist unbekannt. Ein Schreibfehler?"),
        ("number = 1\n", "number = 9\n", "[[areas]] Nr. 1 (9), Feld „number“: 9 liegt nicht"),
        (
            '"Mobilität"',
            '"M"\nguideline_confirmed = true',
            "[[areas]] Nr. 1 (1), Feld „guideline_confirmed“: bestätigt eine Leitlinie, die fehlt.",
        ),
        (
            "number = 11",
            "number = 18",
            "[[sdgs]] Nr. 1 (18), Feld „number“: 18 liegt nicht zwischen 1 und 17.",
        ),
        (
            'code = "1.1"',
            'code = "3.2"',
            "[[strategic_goals]] Nr. 1 (3.2), Feld „code“: Das Handlungsfeld 3 gibt es nicht.",
        ),
        (
            'code = "1.1"',
            'code = "M-1"',
            "[[strategic_goals]] Nr. 1 (M-1), Feld „code“: „M-1“ ist keine Nummer wie 1.2.",
        ),
        (
            'title = "Erstes Ziel"',
            'title = "Z"\nsdgs = [4]',
            "[[strategic_goals]] Nr. 1 (1.1), Feld „sdgs“: Das SDG 4 gibt es nicht.",
        ),
        (
            'title = "Erstes Ziel"',
            'title = "Z"\n[[strategic_goals]]\ncode = "1.1"\ntitle = "Z"',
            "[[strategic_goals]] Nr. 2 (1.1), Feld „code“: „1.1“ steht schon in",
        ),
        (
            'kind = "core"',
            'kind = "village"',
            "[[districts]], Feld „kind“: „core“ muss genau einmal vorkommen, nicht 0-mal.",
        ),
        (
            'kind = "core"',
            'kind = "core"\nlatitude = 51.5',
            "[[districts]] Nr. 2 (kernstadt), Feld „latitude“: gehört zusammen mit",
        ),
        (
            'kind = "core"',
            'kind = "core"\nlatitude = 8.1\nlongitude = 51.5\ncoordinate_precision = "minute"',
            "[[districts]] Nr. 2 (kernstadt), Feld „latitude“: 8.1 liegt nicht zwischen 51 und 52.",
        ),
        (
            'kind = "core"',
            'kind = "core"\ntile_row = 13\ntile_column = 1',
            "[[districts]] Nr. 2 (kernstadt), Feld „tile_row“: 13 liegt nicht zwischen 1 und 12.",
        ),
        (
            'kind = "core"',
            'kind = "core"\npopulation_as_of = 2020-12-31',
            (
                "[[districts]] Nr. 2 (kernstadt), Feld „population_as_of“: gehört zusammen mit "
                "„population“."
            ),
        ),
        (
            'name = "Umwelt"',
            'name = "Umwelt"\nparent = "amt"',
            "[[departments]] Nr. 1 (umwelt), Feld „parent“: „amt“ steht nicht weiter oben",
        ),
        (
            'precision = "day"',
            'precision = "month"',
            "[[events]] Nr. 1 (beschluss), Feld „date“: muss bei dieser Genauigkeit der erste Tag",
        ),
        (
            'source = "https://example.org"',
            "",
            "[[events]] Nr. 1 (beschluss), Feld „source“: fehlt.",
        ),
    ],
)
def test_mistake_is_named_with_file_entry_and_field(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in SHORT
    _, document = parse(tmp_path, SHORT.replace(old, new, 1))
    assert [
        problem
        for problem in map(str, document.problems)
        if problem.startswith(f"strategy.toml, {expected}")
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    _, document = parse(
        tmp_path,
        SHORT.replace('title = "Strategie"', "").replace("number = 11", "number = 18"),
    )
    with pytest.raises(CatalogueError) as raised:
        raise_problems([document])
    assert len(raised.value.problems) == 2


def test_two_districts_on_one_tile(tmp_path: Path) -> None:
    tile = "\ntile_row = 1\ntile_column = 2"
    text = SHORT.replace('kind = "city"', f'kind = "city"{tile}').replace(
        'kind = "core"', f'kind = "core"{tile}'
    )
    _, document = parse(tmp_path, text)
    assert [str(problem) for problem in document.problems] == [
        (
            "strategy.toml, [[districts]] Nr. 2 (kernstadt), Feld „tile_row und tile_column“: 1, 2 "
            "steht schon in [[districts]] Nr. 1 (soest)."
        )
    ]
