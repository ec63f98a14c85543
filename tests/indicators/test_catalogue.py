from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from indicators import catalogue, enums
from indicators.catalogue import IndicatorCatalogue, parse_indicators
from strategy.catalogue import StrategyCatalogue, parse_strategy
from strategy.toml_tables import Document, raise_problems, read_document

SDG_FILE = Path("indicators/data/sdg_indicators.toml")
SOEST_FILE = Path("indicators/data/soest_indicators.toml")

SHORT = """
[defaults]
source = "Statistik"

[[indicators]]
code = "A-1"
slug = "anteil"
name = "Anteil"
decimals = 1
direction = "increase"
lower_bound = 0
upper_bound = 100
area = 1
sdgs = [4]

[[values]]
indicator = "A-1"
year = 2020
value = 12.5
source = "https://example.org/wert"

[[targets]]
indicator = "A-1"
year = 2030
value = 50
decided_by = "Rat"
source = "https://example.org/ziel"
"""


@pytest.fixture(scope="module")
def strategy() -> StrategyCatalogue:
    return parse_strategy(read_document(Path("strategy/data/strategy.toml")))


@pytest.fixture(scope="module")
def shipped(strategy: StrategyCatalogue) -> IndicatorCatalogue:
    documents = [read_document(SDG_FILE), read_document(SOEST_FILE)]
    indicators = parse_indicators(documents, strategy)
    raise_problems(documents)
    return indicators


def read_text(tmp_path: Path, text: str, name: str = "kennzahlen.toml") -> Document:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def test_shipped_sdg_indicators_are_the_56(shipped: IndicatorCatalogue) -> None:
    codes = [indicator.code for indicator in shipped.indicators if indicator.code.startswith("SDG")]
    assert codes == [f"SDG-{number:02}" for number in range(1, 57)]


def test_shipped_directions_and_optimum(shipped: IndicatorCatalogue) -> None:
    by_code = {indicator.code: indicator for indicator in shipped.indicators}
    toward = {code: entry.optimum for code, entry in by_code.items() if entry.direction == "toward"}
    assert toward == {"SDG-20": 100, "SDG-21": 50, "SDG-33": 1}
    assert by_code["SDG-36"].direction == by_code["SDG-51"].direction == "none"
    assert by_code["SDG-17"].direction == "decrease"


def test_shipped_definition_that_no_source_gives_stays_empty(shipped: IndicatorCatalogue) -> None:
    by_code = {indicator.code: indicator for indicator in shipped.indicators}
    assert [code for code in by_code if code[:3] == "SDG" and not by_code[code].definition] == [
        f"SDG-{number:02}" for number in (4, 11, 15, 22, 23, 24, 30, 39, 48, 49, 50, 51, 52, 55, 56)
    ]


def test_shipped_bounds_hold_percentages_that_cannot_exceed_100(
    shipped: IndicatorCatalogue,
) -> None:
    by_code = {indicator.code: indicator for indicator in shipped.indicators}
    assert by_code["SDG-17"].lower_bound == 0
    assert by_code["SDG-17"].upper_bound == 100
    assert by_code["SDG-20"].upper_bound is None  # women may be employed more often than men
    assert by_code["SDG-55"].lower_bound is None  # a balance may be negative


def test_every_shipped_area_has_indicators(shipped: IndicatorCatalogue) -> None:
    assert {indicator.area for indicator in shipped.indicators} == set(range(1, 9))


def test_shipped_values_and_targets_are_the_published_ones(shipped: IndicatorCatalogue) -> None:
    names = {indicator.code: indicator.name for indicator in shipped.indicators}
    values = {(names[entry.indicator], entry.year): entry for entry in shipped.values}
    assert len(values) == 16
    assert values["CO2-Emissionen der Gesamtstadt", 2018].value == 359111
    assert values["CO2-Emissionen je Einwohner", 2015].value == Decimal("7.2")
    assert values["Einwohner (Melderegister der Stadt)", 2021].note == "31.12.2021 gerundet"
    targets = {names[entry.indicator]: (entry.year, int(entry.value)) for entry in shipped.targets}
    assert targets == {
        "Installierte Windkraftleistung": (2030, 30),
        "Treibhausgasemissionen der kommunalen Gebäude (Minderung)": (2030, -87),
        "Teilsanierte Wohngebäude mit Wärmepumpe": (2030, 40),
        "Photovoltaik-Kollektorfläche": (2030, 3),
        "CO2-Emissionen der Gesamtstadt": (2030, 0),
    }
    assert all(entry.decided_on is None for entry in shipped.targets)


def test_choices_are_those_of_the_models() -> None:
    assert list(catalogue.DIRECTIONS) == enums.Direction.values


def test_defaults_hold_for_indicators_that_say_nothing(
    tmp_path: Path, strategy: StrategyCatalogue
) -> None:
    text = SHORT.replace('slug = "anteil"', 'slug = "anteil"\nmethod = "Zählung"')
    document = read_text(tmp_path, text)
    indicator = parse_indicators([document], strategy).indicators[0]
    assert document.problems == []
    assert (indicator.source, indicator.method) == ("Statistik", "Zählung")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("area = 1", "area = 9", "[[indicators]] Nr. 1 (A-1), Feld „area“: 9 liegt nicht"),
        ("area = 1", "gebiet = 1", "[[indicators]] Nr. 1 (A-1), Feld „gebiet“: ist hier unbekannt"),
        ("[4]", "[18]", "[[indicators]] Nr. 1 (A-1), Feld „sdgs“: Das SDG 18 gibt es nicht."),
        ("decimals = 1\n", "", "[[indicators]] Nr. 1 (A-1), Feld „decimals“: fehlt."),
        ('"increase"', '"up"', "[[indicators]] Nr. 1 (A-1), Feld „direction“: „up“ ist unbekannt"),
        ('"increase"', '"toward"', "[[indicators]] Nr. 1 (A-1), Feld „optimum“: fehlt."),
        (
            '"increase"',
            '"increase"\noptimum = 50',
            "[[indicators]] Nr. 1 (A-1), Feld „optimum“: gehört nur zur Richtung „toward“.",
        ),
        (
            "upper_bound = 100",
            "upper_bound = 0",
            "[[indicators]] Nr. 1 (A-1), Feld „upper_bound“: 0 muss über „lower_bound“ (0) liegen.",
        ),
        (
            'indicator = "A-1"\nyear = 2020',
            'indicator = "B-2"\nyear = 2020',
            "[[values]] Nr. 1 (B-2, 2020), Feld „indicator“: Die Kennzahl „B-2“ steht nicht",
        ),
        (
            "value = 12.5",
            "value = 112.5",
            "[[values]] Nr. 1 (A-1, 2020), Feld „value“: 112.5 liegt über der Grenze 100",
        ),
        (
            "value = 12.5",
            "value = -1",
            "[[values]] Nr. 1 (A-1, 2020), Feld „value“: -1 liegt unter der Grenze 0",
        ),
        (
            "value = 12.5",
            'value = "12,5"',
            "[[values]] Nr. 1 (A-1, 2020), Feld „value“: muss eine Zahl sein, nicht „12,5“.",
        ),
        ("2020", "1850", "[[values]] Nr. 1 (A-1, 1850), Feld „year“: 1850 liegt nicht zwischen"),
        (
            'decided_by = "Rat"',
            'decided_by = "Rat"\ndecided_on = "2020"',
            "[[targets]] Nr. 1 (A-1), Feld „decided_on“: muss ein Datum wie 2021-10-06",
        ),
        (
            'source = "https://example.org/ziel"',
            'source = "Masterplan"',
            "[[targets]] Nr. 1 (A-1), Feld „source“: „Masterplan“ ist keine Adresse",
        ),
        ('source = "Statistik"', 'quelle = "S"', "[defaults], Feld „quelle“: ist hier unbekannt."),
        ("[[targets]]", "[[ziele]]", "[ziele]: ist unbekannt. Ein Schreibfehler?"),
    ],
)
def test_mistake_is_named_with_file_entry_and_field(
    tmp_path: Path, strategy: StrategyCatalogue, old: str, new: str, expected: str
) -> None:
    assert old in SHORT
    document = read_text(tmp_path, SHORT.replace(old, new, 1))
    parse_indicators([document], strategy)
    assert [
        problem
        for problem in map(str, document.problems)
        if problem.startswith(f"kennzahlen.toml, {expected}")
    ]


def test_second_value_for_a_year(tmp_path: Path, strategy: StrategyCatalogue) -> None:
    value = SHORT[SHORT.index("[[values]]") : SHORT.index("[[targets]]")]
    document = read_text(tmp_path, SHORT + value)
    parse_indicators([document], strategy)
    assert [problem.message for problem in document.problems] == [
        "„A-1“, 2020 steht schon in [[values]] Nr. 1 (A-1, 2020)."
    ]


def test_two_files_with_the_same_code(tmp_path: Path, strategy: StrategyCatalogue) -> None:
    one = read_text(tmp_path, SHORT, "eins.toml")
    two = read_text(tmp_path, SHORT.replace('"anteil"', '"quote"'), "zwei.toml")
    parse_indicators([one, two], strategy)
    assert [str(problem) for problem in (*one.problems, *two.problems)] == [
        "zwei.toml, [[indicators]] Nr. 1 (A-1), Feld „code“: „A-1“ steht schon in eins.toml."
    ]


def test_area_that_the_frame_lacks(tmp_path: Path, strategy: StrategyCatalogue) -> None:
    frame = read_document(Path("strategy/data/strategy.toml"))
    areas = [area for area in frame.tables["areas"] if area["number"] != 1]  # type: ignore[attr-defined]
    smaller = parse_strategy(Document("strategy.toml", {**frame.tables, "areas": areas}))
    document = read_text(tmp_path, SHORT)
    parse_indicators([document], smaller)
    assert [problem.message for problem in document.problems] == [
        "Das Handlungsfeld 1 gibt es nicht."
    ]
