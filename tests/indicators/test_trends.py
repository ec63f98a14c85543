"""The trend chart of a scorecard."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from indicators.annual_values import YearValue
from indicators.assessment import assess
from indicators.freshness import freshness
from indicators.models import Indicator
from indicators.scorecards import Scorecard, TargetVersion
from indicators.target_paths import PathPoint, TargetPathLine, assessment_target
from indicators.trends import continuation, trend_of

D = Decimal
ADOPTED = datetime(2022, 10, 5, tzinfo=UTC)
RISING = {
    2020 + index: D(value) for index, value in enumerate(("1", "1.2", "1.4", "1.6", "1.8", "2"))
}


def line(*points: tuple[int, str], kind: str = "target_value") -> TargetPathLine:
    return TargetPathLine(
        kind,
        "increase",
        tuple(PathPoint(year, D(value)) for year, value in points),
        PathPoint(2018, D("0.5")),
    )


def version(number: int, path: TargetPathLine) -> TargetVersion:
    return TargetVersion(number, path, "Rat", date(2022, 10, 5), "123/2022", "", "", ADOPTED, None)


def card(values: dict[int, Decimal], *paths: TargetPathLine) -> Scorecard:
    """A scorecard with these values; the first of the paths is in force."""
    versions = tuple(version(len(paths) - index, path) for index, path in enumerate(paths))
    indicator = Indicator(name="Photovoltaik", unit="kWp", decimals=2, direction="increase")
    latest = max(values, default=0)
    target = assessment_target(paths[0] if paths else None, "increase", latest)
    period = date(latest, 1, 1) if values else None
    return Scorecard(
        indicator=indicator,
        years=tuple(YearValue(year, value) for year, value in values.items()),
        targets=versions,
        target=versions[0] if versions else None,
        assessment=assess(values, target, latest),
        freshness=freshness(period, "year", 12, date(2026, 3, 1)),
        goal_links=(),
    )


def test_trend_of_a_scorecard():
    chart = trend_of(card(RISING, line((2030, "5")), line((2028, "3"))))
    assert (chart.title, chart.unit, chart.decimals) == ("Photovoltaik", "kWp", 2)
    assert (chart.first_year, chart.last_year, chart.current_year) == (2018, 2030, 2025)
    assert chart.path == line((2030, "5"))
    assert chart.former_paths == (line((2028, "3")),)
    assert chart.continuation == (PathPoint(2025, D(2)), PathPoint(2030, D(3)))
    assert "2025" in chart.sentence
    assert chart.area is None


def test_trend_without_values_and_targets():
    chart = trend_of(card({}))
    assert (chart.values, chart.path, chart.former_paths, chart.continuation) == ((), None, (), ())


@pytest.mark.parametrize(
    ("path", "end"),
    [
        (line((2027, "3"), (2030, "5")), PathPoint(2027, D("2.4"))),  # the next target
        (line((2025, "3"), (2030, "5")), PathPoint(2030, D(3))),  # the one after this year's
        (line((2030, "1")), PathPoint(2030, D(3))),  # reached early
    ],
)
def test_continuation_leads_to_the_next_target_year(path, end):
    assert continuation(card(RISING, path))[-1] == end


@pytest.mark.parametrize(
    "scorecard",
    [
        card(RISING),
        card(RISING, line((2024, "3"))),  # every target year is over
        card(RISING, line((2030, "3"), kind="limit_every_year")),
        card({2025: D(2)}, line((2030, "3"))),  # too few values for a mean
        card({}, line((2030, "3"))),
    ],
    ids=["no path", "over", "limit", "one value", "no value"],
)
def test_no_continuation(scorecard):
    assert continuation(scorecard) == ()


def test_drawing_and_assessment_speak_of_the_same_projection():
    scorecard = card(RISING, line((2030, "5")))
    assert continuation(scorecard)[-1].value == scorecard.assessment.projected
