"""Previews print what is public by now, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.consequences import follow_from_rules
from indicators.models import Indicator
from reports.models import Report
from reports.tokens import Token, resolve
from reports.writing.numbers import released_numbers
from strategy.models import District
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    TargetPathFactory,
    released_series,
)


def said(code: str, year: int, place: str = "", kind: str = "kennzahl") -> str:
    """The number, or why there is none."""
    resolved = resolve(Token(kind, code, year, place), released_numbers({code}, 2025))
    return (resolved.number or resolved.problem).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.usefixtures("report")
def test_released_value_with_its_unit() -> None:
    assert said("K-1", 2025) == "6,9 t"
    assert said("K-1", 2024) == "7,3 t"


@pytest.mark.usefixtures("report")
def test_values_after_the_report_are_not_printed() -> None:
    assert said("K-1", 2026) == "Für K-1 ist 2026 kein Wert freigegeben."


def test_drafts_are_not_printed(report: Report, city: District) -> None:
    indicator = IndicatorFactory(code="K-2")
    for period, state in ((2023, "draft"), (2024, "submitted"), (2025, "returned")):
        MeasurementFactory(
            indicator=indicator, district=city, period=date(period, 1, 1), **{state: True}
        )
        assert said("K-2", period) == f"Für K-2 ist {period} kein Wert freigegeben."


def test_correction_takes_the_place_of_the_value(report: Report, city: District) -> None:
    indicator = IndicatorFactory(code="K-2", unit="t")
    same = {"indicator": indicator, "district": city, "period": date(2024, 1, 1)}
    MeasurementFactory(**same, value=Decimal(5), superseded=True)
    MeasurementFactory(**same, value=Decimal(4), revision=2, released=True)
    assert said("K-2", 2024) == "4,0 t"


def test_place_has_its_own_value(report: Report) -> None:
    village = DistrictFactory(slug="ampen")
    released_series(Indicator.objects.get(code="K-1"), {2025: "1.5"}, district=village)
    assert said("K-1", 2025, "ampen") == "1,5 t"
    assert said("K-1", 2025) == "6,9 t"


def test_secret_value_is_not_printed(report: Report) -> None:
    helped = IndicatorFactory(code="K-2", district_relation="sum", min_cases=5)
    places = [DistrictFactory(slug=f"ort-{number}") for number in range(3)]
    for place, number in zip(places, (2, 30, 40), strict=True):
        released_series(helped, {2025: number}, district=place)
    follow_from_rules([helped.pk], by=None)
    assert "zum Schutz kleiner Zahlen" in said("K-2", 2025, "ort-0")


def test_target_in_force(report: Report) -> None:
    indicator = Indicator.objects.get(code="K-1")
    TargetPathFactory(indicator=indicator, points={2030: Decimal(3)}, superseded=True)
    TargetPathFactory(indicator=indicator, points={2030: Decimal(2)}, adopted=True)
    TargetPathFactory(indicator=indicator, points={2030: Decimal(1)})
    assert said("K-1", 2030, kind="ziel") == "2,0 t"


def test_few_queries(report: Report) -> None:
    codes = {"K-1", *(IndicatorFactory().code for _ in range(5))}
    with CaptureQueriesContext(connection) as asked:
        released_numbers(codes, 2025)
    assert len(asked) == 4
    with CaptureQueriesContext(connection) as asked:
        released_numbers(set(), 2025)
    assert len(asked) == 0
