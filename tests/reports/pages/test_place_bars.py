from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.annual_values import YearValue
from reports.pages.place_bars import place_chart
from reports.snapshot import DistrictSeries, IndicatorFacts, Snapshot
from tests.reports.snapshots import PLACES, YEAR, make_snapshot


def local(snapshot: Snapshot, *values: str, **changes: object) -> Snapshot:
    """A snapshot with one indicator that has these values for the parts of the city."""
    one: IndicatorFacts = snapshot.indicators[0]
    districts = tuple(
        DistrictSeries(
            name.lower(),
            (
                YearValue(YEAR, None, "confidential")
                if value == "geheim"
                else YearValue(YEAR, Decimal(value) if value else None),
            ),
        )
        for name, value in zip(PLACES, values, strict=False)
    )
    made = replace(one, districts=districts, **changes)  # type: ignore[arg-type]
    return replace(snapshot, indicators=(made,))


@pytest.fixture(scope="module")
def base() -> Snapshot:
    return make_snapshot(areas=1, goals=1)


def test_places_stand_by_value_with_the_city_among_them(base: Snapshot) -> None:
    chart = place_chart(local(base, "5", "9", "2", "7"))
    assert chart is not None
    assert [(bar.name, bar.value) for bar in chart.bars] == [
        ("Ampen", "9,0"),
        ("Deiringsen", "7,0"),
        ("Ganz Soest", "5,4"),
        ("Kernstadt", "5,0"),
        ("Bergede", "2,0"),
    ]
    assert [bar.is_total for bar in chart.bars] == [False, False, True, False, False]
    assert chart.subtitle == "Werte von 2024, t je Einwohner"
    assert chart.sentences == (
        "Am höchsten ist der Wert in Ampen: 9,0.",
        "Am niedrigsten ist er in Bergede: 2,0.",
        "Er soll sinken.",
    )
    assert "Ampen 9,0; Deiringsen 7,0" in chart.title


def test_the_sum_of_all_is_no_bar_among_its_parts(base: Snapshot) -> None:
    chart = place_chart(local(base, "5", "9", district_relation="sum"))
    assert chart is not None
    assert [bar.name for bar in chart.bars] == ["Ampen", "Kernstadt"]


def test_what_is_missing_is_said(base: Snapshot) -> None:
    chart = place_chart(local(base, "5", "geheim", "geheim", ""))
    assert chart is not None
    assert [(bar.value, bool(bar.bar)) for bar in chart.bars][-3:] == [
        ("geheim", False),
        ("geheim", False),
        ("–", False),
    ]
    assert chart.sentences[-2:] == (
        "In 2 Teilen der Stadt ist der Wert geheim, weil es nur wenige Fälle gibt.",
        "Für einen Teil der Stadt gibt es keinen Wert.",
    )


def test_equal_places_are_all_named(base: Snapshot) -> None:
    chart = place_chart(local(base, "9", "9", "2", "9"))
    assert chart is not None
    assert chart.sentences[0].startswith("Am höchsten ist der Wert in Ampen, Deiringsen und 1 weit")
    level = place_chart(local(base, "9", "9"))
    assert level is not None
    assert level.sentences == ("Er soll sinken.",)


def test_bars_begin_at_zero(base: Snapshot) -> None:
    chart = place_chart(local(base, "4", "-4", "0", district_relation="sum"))
    assert chart is not None
    starts = {bar.name: bar.bar.split("h")[0] for bar in chart.bars}
    ends = [float(bar.value_x) for bar in chart.bars]
    assert starts["Bergede"] == ""
    assert starts["Ampen"].startswith("M118 ")
    assert ends[1] == ends[2]  # of nothing and of less than nothing
    assert max(ends) < 482


def test_most_places_win_and_sums_come_last(base: Snapshot) -> None:
    few = local(base, "5", "9").indicators[0]
    most = replace(local(base, "1", "2", "3").indicators[0], code="Z", name="Meiste")
    total = replace(
        local(base, "1", "2", "3", "4").indicators[0], code="A", district_relation="sum"
    )
    chart = place_chart(replace(base, indicators=(total, few, most)))
    assert chart is not None
    assert chart.name == "Meiste"


def test_nothing_to_show(base: Snapshot) -> None:
    assert place_chart(replace(base, indicators=())) is None
    assert place_chart(local(base, "", "geheim")) is None
