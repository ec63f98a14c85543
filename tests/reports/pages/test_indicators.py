from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.annual_values import YearValue
from indicators.forecast_fan import forecast_fan
from indicators.freshness import Freshness, FreshnessState
from indicators.target_paths import PathPoint, RequiredPace, TargetPathLine
from indicators.year_notes import YearNote
from reports.pages.indicators import (
    Fact,
    card,
    decision_text,
    fact_lines,
    pace_line,
    target_line,
    year_table,
)
from reports.snapshot import IndicatorFacts
from reports.snapshot_details import RatingFacts
from reports.tokens import Series
from tests.reports.snapshots import make_snapshot

SNAPSHOT = make_snapshot()
FALLING = SNAPSHOT.indicators[0]  # 12.0 in 2013, 0.6 less each year, 3.0 wanted in 2030
SINGLE = SNAPSHOT.indicators[-1]  # one value


def with_values(*values: YearValue, **chart: object) -> IndicatorFacts:
    changed = replace(FALLING.chart, values=values, path=None, continuation=(), **chart)  # type: ignore[arg-type]
    return replace(FALLING, chart=changed, targets=(), target_point=None, target_text="")


def with_line(line: TargetPathLine, text: str, point: PathPoint | None = None) -> IndicatorFacts:
    target = replace(FALLING.targets[0], line=line)
    return replace(FALLING, targets=(target,), target_text=text, target_point=point)


def test_card_of_an_indicator_with_a_series() -> None:
    laid_out = card(FALLING, {})
    assert laid_out.anchor == "kennzahl-kennzahl-0"
    assert laid_out.status_word == "Sonne"
    assert laid_out.chart is FALLING.chart
    assert laid_out.sdgs == "7 und 13"
    assert laid_out.source == "Energie- und CO₂-Bilanz"
    assert laid_out.districts == "ortsteile-kennzahl-0"


def test_card_of_a_single_value_has_no_chart() -> None:
    laid_out = card(SINGLE, {})
    assert laid_out.chart is None
    assert laid_out.districts == ""


def test_fact_lines_say_value_target_distance_pace_and_decision() -> None:
    assert fact_lines(FALLING) == [
        Fact("Wert 2024", "5,4\u00a0t je Einwohner", "vorläufig"),
        Fact("Ziel 2030", "3,0\u00a0t je Einwohner"),
        Fact("Abstand zum Zielpfad", FALLING.distance_text),
        Fact("Nötig je Jahr", "−0,4", "bisher −0,6, bestes Jahr −0,6 (2014)"),
        Fact(
            "Beschluss", "", "Rat der Stadt Soest am 15. Dezember 2021, Vorlage 300/2021, Fassung 1"
        ),
    ]


def test_the_range_of_the_continuation_is_no_forecast() -> None:
    points = {one.year: one.value for one in FALLING.years if one.value is not None}
    points[2023] += Decimal("0.1")
    chart = replace(FALLING.chart, fan=forecast_fan(points, 2030))
    assert fact_lines(replace(FALLING, chart=chart))[4] == Fact(
        "Spanne 2030", "1,2 bis 2,4", "Fortschreibung, keine Vorhersage"
    )


def test_a_moved_target_is_told_with_both_decisions() -> None:
    former = replace(
        FALLING.targets[0],
        version=1,
        line=replace(FALLING.targets[0].line, points=(PathPoint(2030, Decimal(4)),)),
        decided_on=date(2018, 3, 1),
        in_force=False,
    )
    path = replace(FALLING.targets[0], version=2)
    assert card(replace(FALLING, targets=(path, former)), {}).moved.startswith(
        "Das Ziel wurde verschoben: bisher 4,0\u00a0t je Einwohner bis 2030 (Rat der Stadt Soest, "
        "1. März 2018, "
    )
    assert card(FALLING, {}).moved == ""


def test_breaks_and_remarks_stand_below_the_card() -> None:
    notes = (
        YearNote(2021, "note", "Pandemie."),
        YearNote(2016, "break", "neue Zählweise"),
    )
    noted = replace(FALLING, chart=replace(FALLING.chart, notes=notes))
    assert card(noted, {}).said == (
        "Bruch 2016: neue Zählweise; Werte davor sind nicht vergleichbar.",
        "Anmerkung 1 (2021): Pandemie.",
    )


def test_former_ratings_are_told_in_spans() -> None:
    assert card(FALLING, {}).former == "2019–2021 Wolke, 2022–2023 Sonne"


def test_former_ratings_name_the_target_they_rest_on() -> None:
    past = (
        RatingFacts(2019, "not_rated", "", None, is_provisional=False),
        RatingFacts(2020, "cloud", "", None, is_provisional=False),
        RatingFacts(2021, "cloud", "", 1, is_provisional=False),
        RatingFacts(2022, "cloud", "", 2, is_provisional=False),
        RatingFacts(2024, "sun", "", 2, is_provisional=False),
    )
    target = replace(FALLING.targets[0], version=2)
    moved = replace(FALLING, past=past, targets=(target,))
    assert card(moved, {}).former == (
        "2020 Wolke (noch ohne Ziel), 2021 Wolke (nach Fassung 1 des Ziels), 2022 Wolke"
    )


def test_years_without_a_rating_are_not_told() -> None:
    assert card(SINGLE, {}).former == ""


def test_card_tells_how_a_value_is_computed() -> None:
    computed = SNAPSHOT.indicators[1]
    assert card(computed, {}).computed == (
        "Treibhausgase insgesamt / Einwohner. "
        "2024: 260.550 t / 48.250 Einwohner = 5,4 t je Einwohner"
    )
    assert card(FALLING, {}).computed == ""


def test_comment_of_the_report_stands_on_the_card() -> None:
    numbers = {"K-1.1.1": Series("t", 1, {"": {2024: YearValue(2024, Decimal("5.4"))}})}
    told = replace(FALLING, text="### Gut\n\nEs sind {{ kennzahl:K-1.1.1:2024 }}.")
    assert card(told, numbers).text == (
        '<h5>Gut</h5>\n<p>Es sind <span class="num">5,4&nbsp;t</span>.</p>\n'
    )
    assert not card(FALLING, numbers).text


def test_a_rating_on_a_provisional_value_is_provisional() -> None:
    assert FALLING.is_provisional
    final = tuple(replace(one, provisional=False) for one in FALLING.years)
    assert not replace(FALLING, chart=replace(FALLING.chart, values=final)).is_provisional
    assert not replace(FALLING, status="stale").is_provisional
    assert not SINGLE.is_provisional  # not rated


def test_fact_lines_name_a_value_that_is_owed() -> None:
    owed = FreshnessState(Freshness.DUE, date(2023, 1, 1), date(2025, 7, 1), 1)
    late = replace(FALLING, freshness=owed)
    assert fact_lines(late)[-1] == Fact("Nächster Wert", "", "fällig seit 1. Juli 2025")


def test_fact_lines_without_any_value_or_target() -> None:
    bare = replace(with_values(), distance_text="", pace=None)
    assert fact_lines(bare) == [
        Fact("Wert", "liegt noch nicht vor"),
        Fact("Ziel", "noch kein Zielwert beschlossen"),
    ]


@pytest.mark.parametrize(
    ("line", "text", "point", "expected"),
    [
        (
            TargetPathLine("band", "none", (), lower=Decimal(20), upper=Decimal(25)),
            "20,0 bis 25,0",
            None,
            Fact("Ziel", "20,0 bis 25,0\u00a0t je Einwohner"),
        ),
        (
            TargetPathLine("direction", "decrease", ()),
            "weniger ist besser",
            None,
            Fact("Ziel", "weniger ist besser"),
        ),
        (
            TargetPathLine("limit_every_year", "decrease", (PathPoint(2025, Decimal(40)),)),
            "höchstens 40,0",
            PathPoint(2025, Decimal(40)),
            Fact("Ziel 2025", "höchstens 40,0\u00a0t je Einwohner"),
        ),
    ],
)
def test_target_line_of_other_kinds(
    line: TargetPathLine, text: str, point: PathPoint | None, expected: Fact
) -> None:
    assert target_line(with_line(line, text, point)) == expected


def test_target_line_leaves_out_a_unit_that_only_counts() -> None:
    counts = replace(FALLING, unit="Anzahl")
    assert target_line(counts) == Fact("Ziel 2030", "3,0")


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        (
            RequiredPace(Decimal(0), Decimal("-0.6"), Decimal("-1"), 2020, None, "reached"),
            Fact("Nötig je Jahr", "Ziel erreicht", "bisher −0,6, bestes Jahr −1,0 (2020)"),
        ),
        (
            RequiredPace(None, None, None, None, 2030, "too_few_values"),
            Fact("Nötig je Jahr", "zu wenige Werte"),
        ),
        (
            RequiredPace(Decimal("-0.44"), Decimal("-0.41"), Decimal("-0.9"), 2019, 2030, ""),
            Fact("Nötig je Jahr", "−0,44", "bisher −0,4, bestes Jahr −0,9 (2019)"),
        ),
    ],
)
def test_pace_line(pace: RequiredPace, expected: Fact) -> None:
    assert pace_line(FALLING, pace) == expected


def test_decision_text_says_what_is_known() -> None:
    target = replace(FALLING.targets[0], decided_by="", decided_on=None, reference="")
    assert decision_text(target) == "nicht bekannt, Fassung 1"


def test_year_table_ends_with_the_target_year() -> None:
    table = year_table(FALLING)
    assert table is not None
    assert [column.year for column in table.columns] == [*range(2013, 2025), 2030]
    latest, aim = table.columns[-2:]
    assert (latest.value, latest.expected, latest.is_latest) == ("5,4\u202fp", "6,0", True)
    assert (aim.value, aim.expected, aim.is_latest) == ("–", "3,0", False)
    assert table.columns[0].expected == "–"  # before the path begins
    assert table.notes == "p vorläufig."


def test_year_table_says_why_a_value_is_missing() -> None:
    table = year_table(
        with_values(
            YearValue(2022, Decimal(5)),
            YearValue(2023, None, "not_collected"),
            YearValue(2024, Decimal(4), revised=True),
        )
    )
    assert table is not None
    assert [column.value for column in table.columns] == ["5,0", "–", "4,0\u202fr"]
    assert table.notes == "r berichtigt; 2023 nicht erhoben."
    assert not table.has_path
    assert table.css == "years-3"


def test_year_table_keeps_the_newest_years_of_a_long_series() -> None:
    years = [YearValue(year, Decimal(year)) for year in range(1990, 2025)]
    table = year_table(with_values(*years, first_year=1990))
    assert table is not None
    assert [column.year for column in table.columns] == list(range(2011, 2025))
    assert table.notes == "frühere Jahre im Diagramm."


def test_year_table_has_fewer_columns_for_wide_numbers() -> None:
    years = [YearValue(year, Decimal(10) ** 10) for year in range(2013, 2025)]
    table = year_table(with_values(*years))
    assert table is not None
    assert len(table.columns) == 7


def test_year_table_of_nothing() -> None:
    assert year_table(with_values()) is None
