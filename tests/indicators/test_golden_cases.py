"""The twelve cases that other tools get wrong, from the ledger to what is said.

test_assessment.py and test_freshness.py hold the same cases for the rules alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Indicator
from indicators.scorecards import Scorecard, load_ledger
from tests.factories import (
    ChartNoteFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    TargetPathFactory,
    released_series,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
Number = Decimal | int | str


def line(first: tuple[int, Number], last: tuple[int, Number]) -> dict[int, Decimal]:
    """Equal yearly steps."""
    (start, low), (end, high) = first, last
    step = (Decimal(high) - Decimal(low)) / (end - start)
    return {year: Decimal(low) + step * (year - start) for year in range(start, end + 1)}


def indicator(
    values: Mapping[int, Number], target: Number | None = None, **attributes: Any
) -> Indicator:
    made = IndicatorFactory(**{"direction": "increase", "unit": "%", "decimals": 0} | attributes)
    released_series(made, values)
    if target is not None:
        TargetPathFactory(
            indicator=made,
            points={2030: target},
            adopted=True,
            baseline_year=min(values),
            baseline_value=values[min(values)],
        )
    return made


def card(made: Indicator, moment: datetime = NOW) -> Scorecard:
    ledger = load_ledger(Indicator.objects.filter(pk=made.pk), since=moment)
    return ledger.scorecards(moment)[0]


def test_exactly_on_the_line_is_on_track() -> None:
    made = indicator(line((2015, 100), (2025, "33.3333")), 0, direction="decrease")
    one = card(made)
    assert one.status == "sun"
    assert one.distance is not None
    assert one.distance.better or abs(one.distance.absolute) < 1


def test_half_of_the_way_missing_is_far_behind() -> None:
    one = card(indicator(line((2015, 5), (2023, 18)) | {2024: 20, 2025: 22}, 65))
    assert one.status == "cloud"
    assert "unter dem Zielpfad" in one.distance_text


def test_worse_than_the_start_is_worse() -> None:
    one = card(indicator(line((2015, 5), (2025, 3)), 65, decimals=1))
    assert one.status == "thunderstorm"
    assert "entfernt er sich im Mittel" in one.sentence


def test_beginning_at_zero_is_computed_in_differences() -> None:
    one = card(indicator(line((2015, 0), (2025, 50)), 75))
    assert one.status == "sun"
    assert one.pace is not None
    assert one.pace.needed == 5


def test_a_change_of_sign_is_computed() -> None:
    one = card(indicator(line((2015, -40), (2025, 60)), 110, unit="Personen"))
    assert one.status == "sun"


def test_reached_but_slipping_is_told_apart() -> None:
    one = card(indicator(line((2015, 90), (2025, 70)), 65))
    assert one.status == "partly_cloudy"
    assert "erreicht, der Wert verschlechtert sich" in one.sentence


def test_keeping_what_is_reached() -> None:
    one = card(indicator(line((2015, 65), (2025, 65)), 65))
    assert one.status == "sun"
    assert "erreicht" in one.sentence


def test_one_value_cannot_be_rated() -> None:
    one = card(indicator({2025: 18}, 65))
    assert one.status == "not_rated"
    assert "für eine Bewertung liegt erst 1 von 6 nötigen Jahreswerten vor" in one.sentence


def test_a_value_of_a_part_is_never_that_of_the_city() -> None:
    made = indicator(line((2015, 10), (2024, 55)), 65, district_relation="sum")
    village = DistrictFactory(slug="ampen")
    released_series(made, {2025: 3}, district=village)
    one = card(made)
    assert one.latest is not None
    assert (one.latest.year, one.latest.value) == (2024, Decimal(55))


def test_a_value_that_is_too_old_is_never_sun() -> None:
    one = card(indicator(line((2012, 10), (2022, 50)), 65))
    assert one.assessment.outlook.value == "sun"
    assert one.status == "stale"
    assert "seit 2022 nicht mehr erhoben" in one.sentence
    assert not one.is_provisional


def test_a_moved_target_leaves_the_old_rating_as_it_was() -> None:
    made = indicator(line((2015, 10), (2025, 60)))
    TargetPathFactory(indicator=made, points={2030: 70}, superseded=True)
    TargetPathFactory(
        indicator=made,
        points={2030: 120},
        adopted=True,
        adopted_at=datetime(2025, 6, 1, tzinfo=UTC),
    )
    before, after = card(made, datetime(2025, 5, 31, tzinfo=UTC)), card(made)
    assert before.target is not None
    assert after.target is not None
    assert (before.target.version, before.status) == (1, "sun")
    assert (after.target.version, after.status) == (2, "cloud")


def test_a_rating_on_a_provisional_value_is_provisional() -> None:
    made = indicator(line((2015, 10), (2024, 55)), 65)
    MeasurementFactory(
        indicator=made, period=date(2025, 1, 1), value=60, provisional=True, catalogue=True
    )
    one = card(made)
    assert (one.status, one.is_provisional) == ("sun", True)
    assert one.sentence.startswith("2025 lag der Wert vorläufig bei 60")


# Further cases of the same kind ----------------------------------------------------------


def test_an_older_provisional_value_counts_as_long_as_it_is_in_the_window() -> None:
    made = indicator({year: year - 2000 for year in range(2015, 2026) if year != 2020}, 65)
    MeasurementFactory(
        indicator=made, period=date(2020, 1, 1), value=20, provisional=True, catalogue=True
    )
    one = card(made)
    assert one.is_provisional
    assert "vorläufig" not in one.sentence  # the value it tells is final
    released_series(made, {2026: 26})
    assert not card(made, datetime(2027, 3, 1, tzinfo=UTC)).is_provisional


def test_what_is_not_rated_is_not_provisional_either() -> None:
    made = indicator({2023: 1, 2024: 2})
    MeasurementFactory(
        indicator=made, period=date(2025, 1, 1), value=3, provisional=True, catalogue=True
    )
    assert (card(made).status, card(made).is_provisional) == ("not_rated", False)


def test_a_break_counts_from_the_day_it_was_entered() -> None:
    made = indicator(line((2015, 10), (2025, 60)), 65)
    ChartNoteFactory(
        indicator=made, year=2023, broken=True, entered_at=datetime(2026, 1, 10, tzinfo=UTC)
    )
    before, after = card(made, datetime(2026, 1, 9, tzinfo=UTC)), card(made)
    assert (before.status, after.status) == ("sun", "not_rated")
    assert before.notes == ()
    assert after.break_years == (2023,)
    assert "seit der Umstellung 2023 liegen erst 3 von 6" in after.sentence


def test_pace_looks_back_to_the_break_only() -> None:
    made = indicator(line((2015, 10), (2025, 60)) | {2021: 900}, 65)
    ChartNoteFactory(indicator=made, year=2022, broken=True)
    one = card(made)
    assert one.pace is not None
    assert (one.pace.mean, one.pace.best) == (Decimal(5), Decimal(5))
    ChartNoteFactory(indicator=made, year=2023, broken=True)
    later = card(made).pace
    assert later is not None
    assert later.reason == "too_few_values"
