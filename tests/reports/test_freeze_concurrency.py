"""Freezing while somebody else releases a value, each with a connection of their own."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot
from indicators.models import Measurement
from indicators.named_periods import Period
from reports import contents
from reports.services import freeze_edition
from reports.snapshot import read
from tests.factories import DistrictFactory, IndicatorFactory, ReportFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 1.0  # seconds in which a release that does not have to wait is long done
VALUE = Content(value=Decimal(20), source="Zählung")


@pytest.fixture
def submitted() -> Measurement:
    """A value that waits, of an indicator from which another one is computed."""
    city = DistrictFactory(city=True)
    counted = IndicatorFactory(code="A", name="Radfahrende", unit="Personen")
    IndicatorFactory(code="B", name="Doppelte", expression="A * 2")
    slot = Slot(counted, city, Period(date(2024, 1, 1), "year"))
    clerk = UserFactory(entry=True)
    return services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)


def release(row: Measurement, by: User) -> None:
    try:
        services.release(row=row, version=row.version, by=by)
    finally:
        connection.close()


def test_value_released_meanwhile_is_in_the_edition_as_a_whole_or_not_at_all(
    submitted: Measurement, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = ThreadPoolExecutor(1)
    releases: list[Future[None]] = []
    read_goals = contents.area_facts

    def interrupted(*arguments: Any) -> Any:
        """Between two readings of the freeze somebody releases; indicators are read already."""
        releases.append(pool.submit(release, submitted, coordinator))
        with pytest.raises(StillWaiting):
            releases[0].result(timeout=PATIENCE)
        assert not Measurement.objects.current().exists()
        return read_goals(*arguments)

    monkeypatch.setattr(contents, "area_facts", interrupted)
    edition = freeze_edition(report=ReportFactory(year=2024), by=coordinator)
    releases[0].result()
    pool.shutdown()
    assert [one.latest for one in read(edition.snapshot).indicators] == [None, None]
    values = Measurement.objects.current().order_by("indicator__code")
    assert [row.value for row in values] == [20, 40]


def test_edition_frozen_after_a_release_holds_all_of_it(
    submitted: Measurement, coordinator: User
) -> None:
    services.release(row=submitted, version=submitted.version, by=coordinator)
    edition = freeze_edition(report=ReportFactory(year=2024), by=coordinator)
    latest = [one.latest for one in read(edition.snapshot).indicators]
    assert [one.value if one else None for one in latest] == [20, 40]
