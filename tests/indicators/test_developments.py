"""What is new since an earlier moment: one ledger read at two moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from indicators.developments import Developments, developments
from indicators.models import TargetPath
from indicators.scorecards import load_ledger
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MeasurementFactory,
    TargetPathFactory,
    released_series,
)
from tests.ledger_steps import correct, move_target

pytestmark = pytest.mark.django_db
SINCE = datetime(2026, 1, 15, 23, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
MEANWHILE = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
FALLING = {year: 10 - (year - 2019) for year in range(2019, 2026)}  # to 4


def found(since: datetime = SINCE) -> Developments:
    ledger = load_ledger(since=since)
    return developments(ledger, ledger.scorecards(since), ledger.scorecards(NOW), since)


def test_nothing_happened() -> None:
    released_series(IndicatorFactory(), FALLING)
    assert found().is_empty
    assert found().equal == 1


def test_an_outlook_that_became_worse_names_its_causes() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, FALLING)
    TargetPathFactory(indicator=indicator, points={2030: 0}, adopted=True)
    correct(indicator, {2025: 12}, at=MEANWHILE)
    [move] = found().worsened
    assert (move.before.status, move.after.status) == ("sun", "thunderstorm")
    assert move.causes == ("Wert für 2025 berichtigt",)
    assert move.has_new_number
    assert found().improved == ()


def test_larger_steps_come_first_then_indicators_that_lead_a_goal() -> None:
    for name, target, leads in (("B", 0, False), ("A", 0, False), ("C", 0, True)):
        indicator = IndicatorFactory(name=name)
        released_series(indicator, FALLING)
        TargetPathFactory(indicator=indicator, points={2030: target}, adopted=True)
        correct(indicator, {2025: 12}, at=MEANWHILE)
        if leads:
            IndicatorGoalFactory(indicator=indicator)
    assert [move.after.indicator.name for move in found().worsened] == ["C", "A", "B"]


def test_values_of_the_same_year_in_a_later_row_are_corrections() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, FALLING)
    correct(indicator, {2024: "5.5"}, at=MEANWHILE, reason="Tippfehler")
    [one] = found().corrected
    assert (one.before.value, one.after.value) == (Decimal(5), Decimal("5.5"))
    assert one.reason == one.explanation == "Tippfehler"
    assert (one.is_withdrawn, one.is_confirmed, one.is_same) == (False, False, False)
    assert found().new_values == ()


def test_two_corrections_are_one_from_then_to_now() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, FALLING)
    correct(indicator, {2024: 6}, at=MEANWHILE)
    correct(indicator, {2024: 7}, at=MEANWHILE + timedelta(days=1))
    assert [(one.before.value, one.after.value) for one in found().corrected] == [
        (Decimal(5), Decimal(7))
    ]
    later = found(MEANWHILE + timedelta(hours=1))
    assert [(one.before.value, one.after.value) for one in later.corrected] == [
        (Decimal(6), Decimal(7))
    ]


def test_a_value_that_was_corrected_before_it_was_seen_is_a_new_one() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, {2024: 5})
    released_series(indicator, {2025: 4}, released_at=MEANWHILE)
    correct(indicator, {2025: 3}, at=MEANWHILE + timedelta(days=1))
    assert found().corrected == ()
    [new] = found().new_values
    assert (new.value.value, new.others) == (Decimal(3), 0)
    assert new.former is not None
    assert new.former.value == 5


def test_the_newest_of_several_new_values_stands_for_them() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, {2022: 1, 2023: 2, 2025: 4}, released_at=MEANWHILE)
    released_series(indicator, {2024: 3})
    [new] = found().new_values
    assert (new.value.period.year, new.others) == (2025, 2)
    assert new.former is not None
    assert new.former.period.year == 2024


def test_a_value_taken_back_is_a_correction_and_no_gap() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, FALLING)
    correct(indicator, {2023: None}, at=MEANWHILE)
    [one] = found().corrected
    assert one.is_withdrawn
    assert found().missing == ()


def test_a_value_in_place_of_a_reason_for_none_is_new() -> None:
    indicator = IndicatorFactory()
    city = DistrictFactory(city=True)
    MeasurementFactory(indicator=indicator, district=city, missing=True, catalogue=True)
    correct(indicator, {2024: 6}, at=MEANWHILE)
    assert [new.value.value for new in found().new_values] == [6]
    assert found().corrected == ()


def test_a_provisional_value_may_be_confirmed() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, {2024: 5}, provisional=True)
    correct(indicator, {2024: 5}, at=MEANWHILE)
    [one] = found().corrected
    assert (one.is_confirmed, one.is_same) == (True, False)
    assert one.explanation == f"Der vorläufige Wert ist bestätigt. {one.reason}"


def test_the_same_number_with_another_source_is_said_to_be_the_same() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, {2024: 5})
    correct(indicator, {2024: 5}, at=MEANWHILE)
    [one] = found().corrected
    assert (one.is_confirmed, one.is_same) == (False, True)
    assert one.explanation == f"Die Zahl ist gleich, die Angaben dazu sind neu. {one.reason}"


def test_a_new_reason_for_no_value_is_a_gap() -> None:
    row = MeasurementFactory(
        district=DistrictFactory(city=True), missing=True, catalogue=True, released_at=MEANWHILE
    )
    [gap] = found().missing
    assert (gap.row.period, gap.row.missing_reason) == (row.period, "not_collected")


def test_values_of_parts_of_the_city_are_left_to_their_pages() -> None:
    indicator = IndicatorFactory(district_relation="sum")
    DistrictFactory(city=True)
    released_series(indicator, {2024: 5}, district=DistrictFactory(), released_at=MEANWHILE)
    assert found().is_empty


def test_a_moved_target_has_both_paths_and_a_first_one_has_one() -> None:
    moved, first, dropped = IndicatorFactory.create_batch(3)
    for indicator in (moved, dropped):
        TargetPathFactory(indicator=indicator, points={2030: 2}, adopted=True)
    move_target(moved, {2030: 4}, at=MEANWHILE)
    move_target(first, {2030: 3}, at=MEANWHILE)
    TargetPath.objects.filter(indicator=dropped).update(superseded_at=MEANWHILE)
    texts = {
        one.after.indicator.pk: (one.before.target_text, one.after.target_text, one.is_new)
        for one in found().targets
    }
    assert texts == {
        moved.pk: ("höchstens 2,0", "höchstens 4,0", False),
        first.pk: ("", "höchstens 3,0", True),
        dropped.pk: ("höchstens 2,0", "", False),
    }


def test_what_was_not_rated_then_is_rated_for_the_first_time() -> None:
    indicator = IndicatorFactory()
    released_series(indicator, {year: FALLING[year] for year in (2019, 2020, 2021)})
    later = {year: FALLING[year] for year in (2022, 2023, 2024, 2025)}
    released_series(indicator, later, released_at=MEANWHILE)
    assert [card.indicator for card in found().first_rated] == [indicator]
    assert found().unrated == 1


@pytest.mark.parametrize(
    ("last", "since", "stale", "due"),
    [
        (2023, date(2025, 12, 31), True, False),
        (2024, date(2025, 12, 31), False, True),
        (2025, date(2025, 12, 31), False, False),
        (2022, date(2025, 12, 31), False, False),  # was stale before
        (2022, date(2024, 12, 1), True, False),
    ],
)
def test_what_is_later_than_then_is_told(last: int, since: date, stale: bool, due: bool) -> None:
    released_series(
        IndicatorFactory(due_after_months=0),
        {last: 5},
        released_at=datetime(2023, 1, 1, tzinfo=UTC),
    )
    result = found(datetime(since.year, since.month, since.day, 12, tzinfo=UTC))
    assert (bool(result.stale), bool(result.due)) == (stale, due)


def test_a_first_value_that_is_old_already_is_no_gap() -> None:
    released_series(IndicatorFactory(due_after_months=0), {2024: 5}, released_at=MEANWHILE)
    assert found().due == ()
    assert len(found().new_values) == 1
