"""How complete a collection round is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from indicators.entry.completeness import HEAD, load_completeness
from indicators.entry.due import Standing
from indicators.models import CollectionRound, Indicator
from strategy.models import Department, District
from tests.factories import (
    ActionAreaFactory,
    CollectionRoundFactory,
    DepartmentFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundIndicatorFactory,
)

TODAY = date(2026, 3, 12)
YEAR = date(2025, 1, 1)


@pytest.fixture
def asked_by(indicator: Indicator) -> CollectionRound:
    """The round of 2025, which asks for one indicator."""
    return RoundIndicatorFactory(indicator=indicator).round


def test_every_value_is_counted_once_in_both_tables(
    asked_by: CollectionRound, indicator: Indicator, city: District
) -> None:
    area = ActionAreaFactory()
    for state in ("submitted", "returned", "draft", "catalogue"):
        one = IndicatorFactory(area=area, department=indicator.department)
        RoundIndicatorFactory(indicator=one)
        MeasurementFactory(indicator=one, district=city, period=YEAR, **{state: True})
    monthly = IndicatorFactory(frequency="month", area=area)
    RoundIndicatorFactory(indicator=monthly)
    found = load_completeness(asked_by, TODAY)
    assert found.asked == 6
    for shares in (found.departments, found.areas):
        assert sum(len(share.lines) for share in shares) == len(found.lines) == 17
        assert sum(share.missing for share in shares) == 15
    assert all(len(row) == len(HEAD) for row in found.rows)


def test_reason_for_no_value_is_counted_apart(
    asked_by: CollectionRound, indicator: Indicator, city: District
) -> None:
    MeasurementFactory(
        indicator=indicator, district=city, period=YEAR, catalogue=True, missing=True
    )
    found = load_completeness(asked_by, TODAY)
    assert [line.standing for line in found.lines] == [Standing.NO_VALUE]
    assert found.departments[0].missing == 0


def test_released_value_stays_released_while_it_is_corrected(
    asked_by: CollectionRound, indicator: Indicator, city: District
) -> None:
    MeasurementFactory(indicator=indicator, district=city, period=YEAR, catalogue=True)
    MeasurementFactory(indicator=indicator, district=city, period=YEAR, revision=2)
    found = load_completeness(asked_by, TODAY)
    assert [line.standing for line in found.lines] == [Standing.DONE]


def test_overdue_counts_after_the_grace_period(asked_by: CollectionRound) -> None:
    assert load_completeness(asked_by, date(2026, 4, 14)).late == 0
    found = load_completeness(asked_by, date(2026, 4, 15))
    assert found.late == found.departments[0].late == found.areas[0].late == 1


def test_answering_department_counts_not_the_own_one(
    indicator: Indicator, other_department: Department
) -> None:
    asked_by = RoundIndicatorFactory(indicator=indicator, department=other_department).round
    found = load_completeness(asked_by, TODAY)
    assert [share.name for share in found.departments] == [other_department.name]
    assert found.silent == [other_department]


def test_last_worked_on_counts_parts_and_senders_but_no_catalogue(
    asked_by: CollectionRound, indicator: Indicator, city: District, clerk: User
) -> None:
    MeasurementFactory(
        indicator=indicator,
        district=city,
        period=YEAR,
        catalogue=True,
        entered_at=datetime(2026, 3, 3, 9, tzinfo=UTC),
    )
    assert load_completeness(asked_by, TODAY).departments[0].last is None
    village = DistrictFactory()
    indicator.district_relation = "independent"
    indicator.save()
    MeasurementFactory(
        indicator=indicator,
        district=village,
        period=YEAR,
        entered_by=clerk,
        entered_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    )
    last = load_completeness(asked_by, TODAY).departments[0].last
    assert last is not None
    assert (last.by, last.at.date()) == ("Erika Erfassung", date(2026, 3, 1))
    MeasurementFactory(
        indicator=indicator,
        district=DistrictFactory(),
        period=YEAR,
        entered_by=None,
        sender_name="Nora Netz",
        entered_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    )
    last = load_completeness(asked_by, TODAY).departments[0].last
    assert last is not None
    assert last.by == "Nora Netz (ohne Konto)"


def test_value_of_another_year_is_no_work_for_this_round(
    asked_by: CollectionRound, indicator: Indicator, city: District, clerk: User
) -> None:
    MeasurementFactory(
        indicator=indicator, district=city, period=date(2019, 1, 1), entered_by=clerk
    )
    assert load_completeness(asked_by, TODAY).departments[0].last is None


@pytest.mark.django_db
def test_department_is_silent_even_before_anything_is_expected() -> None:
    running = CollectionRoundFactory(year=2026, deadline=date(2027, 1, 31))
    department = DepartmentFactory()
    RoundIndicatorFactory(round=running, indicator=IndicatorFactory(department=department))
    DistrictFactory(city=True)
    found = load_completeness(running, TODAY)
    assert (found.lines, found.silent) == ([], [department])
