"""The chosen series for Plotly and as a file: JSON without NaN, every number as in the table."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.annual_values import YearValue
from indicators.charts.explorable import INDEX, PER_CAPITA, VALUES, Place
from indicators.charts.series import SeriesChart, SeriesLine, series_chart
from indicators.charts.series_content import (
    alternative,
    cell_text,
    file_head,
    file_rows,
    series_content,
    span,
    status,
)
from indicators.charts.series_looks import marked_slugs
from tests.indicators.charts.test_series import ALL, AMPEN, BROKEN, CITY, TOWN, years


def line(place: Place, **values: str | None) -> SeriesLine:
    return SeriesLine(place, years(**values))


def many(count: int, *, city: bool = True) -> tuple[SeriesLine, ...]:
    """The city and places 1, 2, …, each with its number as value."""
    places = [CITY] if city else []
    places += [Place(f"ort-{number}", f"Ort {number}") for number in range(1, count)]
    return tuple(line(place, y2020=str(number or 50)) for number, place in enumerate(places))


def test_content_of_a_small_chart() -> None:
    content = series_content(series_chart(TOWN, VALUES, ALL))
    assert [one["name"] for one in content["lines"]] == ["Gesamtstadt", "Ampen", "Katrop"]
    assert content["lines"][1] == {
        "name": "Ampen",
        "slug": "ampen",
        "look": 1,
        "mark": "square",
        "dash": "9 3",
        "years": [2015, 2016, 2017],
        "values": [0.0, 2.0, None],
        "texts": ["0", "2", "geheim"],
        "provisional": [False, False, False],
        "label": "Ampen 2 (2016)",
    }
    assert content["path"] == {
        "name": "Zielpfad",
        "years": [2020],
        "values": [70.0],
        "texts": ["70"],
        "stepped": False,
    }
    assert content["continuation"]["values"] == [50.0, 54.0, 58.0, 62.0]
    assert (content["firstYear"], content["currentYear"], content["lastYear"]) == (2015, 2017, 2020)
    assert content["missing"] == [
        {"year": 2017, "secret": False, "text": "kein Wert: Katrop"},
        {"year": 2017, "secret": True, "text": "geheim: Ampen"},
    ]


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (VALUES, "Werte, Anzahl, 2015 bis 2020"),
        (PER_CAPITA, "Anzahl je 1.000 Einwohner, 2015 bis 2017"),
        (INDEX, "Index 2015 = 100, 2015 bis 2020"),
    ],
)
def test_subtitle_of_a_picture_says_nothing_twice(view: str, said: str) -> None:
    assert series_content(series_chart(TOWN, view, ALL))["subtitle"] == said


@pytest.mark.parametrize("view", TOWN.views)
def test_content_is_json_without_nan(view: str) -> None:
    content = series_content(series_chart(TOWN, view, ALL))
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_a_year_that_is_not_known_is_a_gap() -> None:
    gap = replace(series_chart(TOWN, VALUES, ()), lines=(line(CITY, y2015="1", y2017="3"),))
    assert series_content(gap)["lines"][0]["values"] == [1.0, None, 3.0]
    assert series_content(gap)["missing"] == []


def test_file_is_the_table() -> None:
    chart = series_chart(TOWN, INDEX, ALL)
    assert file_head(chart) == (
        "Jahr",
        "Gesamtstadt [Index 2015 = 100]",
        "Ampen [Index 2016 = 100]",
        "Katrop [Index 2015 = 100]",
        "Zielpfad [Index 2015 = 100]",
        "bei gleichem Tempo [Index 2015 = 100]",
        "Kennzeichen",
    )
    rows = file_rows(chart)
    assert rows[2] == (
        *(2017, Decimal("250.0"), None, None, None, None),
        "Ampen: zum Schutz kleiner Zahlen; Katrop: nicht erhoben",
    )
    assert [row[0] for row in rows] == list(range(2015, 2021))


def test_remarks_name_provisional_and_revised_values() -> None:
    entry = YearValue(2020, Decimal(1), provisional=True, revised=True)
    chart = SeriesChart("K", VALUES, "Werte", "", 0, (SeriesLine(AMPEN, (entry,)),))
    assert file_rows(chart) == [(2020, Decimal(1), "Ampen: vorläufig, revidiert")]
    assert file_head(chart) == ("Jahr", "Ampen", "Kennzeichen")


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (YearValue(2020, Decimal("-1234.5")), "−1.234,5"),
        (YearValue(2020, Decimal(0)), "0,0"),
        (YearValue(2020, None), "–"),
        (YearValue(2020, None, "not_collected"), "kein Wert"),
        (YearValue(2020, None, "confidential"), "geheim"),
        (YearValue(2020, None, "protected"), "geheim"),
    ],
)
def test_cell_text(entry: YearValue, text: str) -> None:
    chart = SeriesChart("K", VALUES, "Werte", "", 1, ())
    assert cell_text(chart, entry) == text


def test_few_places_all_stand_out() -> None:
    assert len(marked_slugs(many(6))) == 6
    assert len(marked_slugs(many(6, city=False))) == 5


def test_of_many_places_the_city_and_both_ends_stand_out() -> None:
    assert marked_slugs(many(20)) == {"soest", "ort-19", "ort-18", "ort-1", "ort-2"}


def test_a_place_whose_series_ended_is_no_end() -> None:
    old = line(Place("alt", "Alt"), y2019="999")
    assert "alt" not in marked_slugs((*many(20), old))


def test_quiet_lines_have_no_label_and_no_mark() -> None:
    chart = SeriesChart("K", VALUES, "Werte", "", 0, many(20))
    quiet = [one for one in series_content(chart)["lines"] if one["look"] < 0]
    assert len(quiet) == 15
    assert {(one["label"], one["mark"]) for one in quiet} == {("", "")}
    marked = [one for one in series_content(chart)["lines"] if one["look"] >= 0]
    assert len({(one["mark"], one["dash"]) for one in marked}) == len(marked)


def test_status_and_alternative() -> None:
    chart = series_chart(TOWN, INDEX, ("soest", "ampen"))
    assert status(chart) == "Index 2015 = 100 für Gesamtstadt und Ampen, 2015 bis 2020"
    assert alternative(chart) == (
        "Ladepunkte: Index 2015 = 100 für Gesamtstadt und Ampen, 2015 bis 2020. "
        "Gesamtstadt: 100,0 (2015), 250,0 (2017). Ampen (2016 = 100): 0,0 (2015), 100,0 (2016)."
    )
    crowded = SeriesChart("K", VALUES, "Werte", "", 0, many(20))
    assert status(crowded) == "Werte für 20 Orte, 2020"
    assert (span(range(0)), status(replace(crowded, lines=()))) == ("", "Werte für keinen Ort")


def test_a_break_is_said_in_plot_words_and_file() -> None:
    chart = series_chart(BROKEN, VALUES, ALL)
    assert series_content(chart)["breaks"] == [{"year": 2017, "text": "neue Zählweise."}]
    assert alternative(chart).endswith(
        "Bruch der Zeitreihe 2017: neue Zählweise. Werte davor sind mit den späteren nicht "
        "vergleichbar."
    )
    said = {row[0]: str(row[-1]) for row in file_rows(chart)}
    assert said[2017].startswith("Bruch der Zeitreihe: neue Zählweise; Ampen: ")
    assert "Bruch" not in said[2015] + said[2016]
