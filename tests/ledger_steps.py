"""Steps of the ledger that tests take after the rows are there: corrections, moved targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from indicators.models import Indicator, Measurement, TargetPath
from tests.factories import MeasurementFactory, TargetPathFactory

LATER = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


def correct(
    indicator: Indicator,
    values: Mapping[int, Decimal | int | str | None],
    *,
    at: datetime = LATER,
    reason: str = "Nachmeldung",
) -> None:
    """Release other values for these years of the city; None takes the value back."""
    for year, value in values.items():
        former = Measurement.objects.get(
            indicator=indicator,
            district__kind="city",
            period=date(year, 1, 1),
            superseded_at__isnull=True,
        )
        Measurement.objects.filter(pk=former.pk).update(superseded_at=at)
        MeasurementFactory(
            indicator=indicator,
            district=former.district,
            period=former.period,
            value=None if value is None else Decimal(value),
            missing_reason="not_collected" if value is None else "",
            revision=former.revision + 1,
            warning_reason=reason,
            catalogue=True,
            released_at=at,
        )


def move_target(
    indicator: Indicator, points: Mapping[int, Decimal | int], *, at: datetime = LATER
) -> TargetPath:
    """Adopt another path; the one in force is superseded."""
    TargetPath.objects.filter(indicator=indicator, superseded_at__isnull=True).update(
        superseded_at=at
    )
    path: TargetPath = TargetPathFactory(
        indicator=indicator,
        points=points,
        adopted_at=at,
        decided_by="Rat der Stadt Soest",
        decided_on=at.date(),
        reference="017/2026",
    )
    return path
