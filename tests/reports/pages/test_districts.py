from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from indicators.annual_values import YearValue
from indicators.year_notes import YearNote
from reports.pages.districts import district_chapter
from reports.snapshot import DistrictSeries
from tests.reports.snapshots import make_snapshot

SNAPSHOT = make_snapshot()


def test_multiples_show_every_part_on_one_scale() -> None:
    chapter = district_chapter(SNAPSHOT)
    assert chapter.count == 3
    assert len(chapter.multiples) == 2  # the third indicator has a single year: no lines
    first = chapter.multiples[0]
    assert first.span == "2013 bis 2024"
    assert [panel.name for panel in first.panels] == ["Kernstadt", "Ampen", "Bergede", "Deiringsen"]
    assert [panel.value for panel in first.panels] == ["4,9", "5,4", "5,9", "geheim"]
    assert {panel.city for panel in first.panels} == {first.panels[0].city}
    assert first.panels[0].city
    assert first.scale == "alle im selben Maßstab"


def test_parts_that_sum_have_a_scale_of_their_own() -> None:
    indicator = replace(
        SNAPSHOT.indicators[0],
        district_relation="sum",
        districts=(
            DistrictSeries("kernstadt", years(900, 1000)),
            DistrictSeries("ampen", years(9, 10)),
        ),
    )
    (drawn,) = district_chapter(replace(SNAPSHOT, indicators=(indicator,))).multiples
    core, village = drawn.panels
    assert core.own == village.own
    assert core.city == village.city == ""
    assert drawn.scale == "jedes mit eigenem Maßstab"


def test_lines_do_not_lead_across_a_break() -> None:
    first = SNAPSHOT.indicators[0]
    chart = replace(first.chart, notes=(YearNote(2024, "break", "neue Zählweise"),))
    whole, broken = (
        district_chapter(replace(SNAPSHOT, indicators=(one,))).multiples[0].panels[1]
        for one in (first, replace(first, chart=chart))
    )
    for line, parted in ((whole.own, broken.own), (whole.city, broken.city)):
        assert (line.count("M"), parted.count("M")) == (1, 2)


def years(*values: int) -> tuple[YearValue, ...]:
    return tuple(YearValue(2023 + place, Decimal(value)) for place, value in enumerate(values))


def test_sixth_panel_begins_a_second_row() -> None:
    chapter = district_chapter(make_snapshot(places=tuple("ABCDEFG")))
    places = [(panel.x, panel.y) for panel in chapter.multiples[0].panels]
    assert places[0][0] == places[5][0]
    assert places[0][1] != places[5][1]
    assert {y for _, y in places[:5]} == {places[0][1]}


def test_table_compares_one_year_and_ends_with_the_city() -> None:
    (table,) = district_chapter(SNAPSHOT).tables
    assert [column.year for column in table.columns] == ["2024", "2024", "2024"]
    assert [row.name for row in table.rows] == [
        "Kernstadt",
        "Ampen",
        "Bergede",
        "Deiringsen",
        "Gesamtstadt",
    ]
    assert table.rows[3].values == ("geheim", "geheim", "geheim")
    assert table.rows[-1].values[0] == "5,4"
    assert table.rows[-1].is_total


def test_table_does_not_mix_years() -> None:
    indicator = replace(
        SNAPSHOT.indicators[0],
        districts=(
            DistrictSeries("kernstadt", (YearValue(2024, Decimal(5)),)),
            DistrictSeries("ampen", (YearValue(2022, Decimal(9)),)),
        ),
    )
    (table,) = district_chapter(replace(SNAPSHOT, indicators=(indicator,))).tables
    assert [row.values[0] for row in table.rows[:2]] == ["5,0", "–"]


def test_table_has_six_indicators_at_most() -> None:
    chapter = district_chapter(make_snapshot(areas=8))
    assert [len(table.columns) for table in chapter.tables] == [6, 5]
