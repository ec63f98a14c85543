"""What lies around a report that would be frozen, read in a fixed number of queries."""

from __future__ import annotations

from django.db.models import Count, Q

from indicators.enums import MeasurementState
from indicators.models import Measurement
from indicators.named_periods import Period
from reports.models import Report, ReportText, TextState
from reports.release_check.rules.surroundings import (
    SubmittedValue,
    Surroundings,
    TextInWork,
    UndecidedValues,
)
from reports.writing.places import place_of
from strategy.enums import DistrictKind

GUARDED = Q(indicator__min_cases__isnull=False) | Q(indicator__protected_like__isnull=False)


def surroundings(report: Report) -> Surroundings:
    """Three queries."""
    return Surroundings(
        texts=texts_in_work(report),
        submitted=submitted_values(report.year),
        undecided=undecided_values(report.year),
    )


def texts_in_work(report: Report) -> tuple[TextInWork, ...]:
    rows = ReportText.objects.placed().filter(report=report).exclude(state=TextState.APPROVED)
    return tuple(
        TextInWork(
            key=place.key,
            label=place.title,
            in_review=row.state == TextState.REVIEW,
            is_written=bool(row.body.strip()),
            is_answer=place.criterion is not None,
        )
        for row in rows.select_related("report", "area", "goal", "indicator", "criterion")
        for place in [place_of(row)]
    )


def submitted_values(year: int) -> tuple[SubmittedValue, ...]:
    """Values of the year that wait for a second person."""
    rows = Measurement.objects.filter(state=MeasurementState.SUBMITTED, period__year=year)
    ordered = rows.select_related("indicator", "district").order_by(
        "indicator__code", "district__kind", "district__name", "period"
    )
    return tuple(
        SubmittedValue(
            subject=str(row.indicator),
            place=row.district.name,
            period=Period(row.period, row.indicator.frequency).label,
            is_city=row.district.kind == DistrictKind.CITY,
        )
        for row in ordered
    )


def undecided_values(year: int) -> tuple[UndecidedValues, ...]:
    """Released values up to the year under the rule for small numbers without a decision."""
    rows = Measurement.objects.current().filter(
        GUARDED, value__isnull=False, disclosure__isnull=True, period__year__lte=year
    )
    counted = rows.values_list("indicator__code", "indicator__name").annotate(number=Count("pk"))
    return tuple(
        UndecidedValues(code, f"{code} {name}", number)
        for code, name, number in counted.order_by("indicator__code")
    )
