"""The worked example of the reading guide. Its numbers are made up and say so."""

from __future__ import annotations

from decimal import Decimal

from indicators.annual_values import YearValue
from indicators.charts.trend import TrendChart
from indicators.forecast_fan import forecast_fan
from indicators.target_paths import PathPoint, TargetPathLine

VALUES = ("14.0", "14.6", "14.2", "15.1", "16.4", "16.1", "17.3", "18.0", "18.4", "19.2", "19.8")


def example_chart(year: int) -> TrendChart:
    """A series up to the report's year, with a path and a former path to the year 2030 or later."""
    first = year - len(VALUES) + 1
    aim = max(2030, year + 2)
    values = tuple(
        YearValue(first + place, Decimal(value), provisional=first + place == year)
        for place, value in enumerate(VALUES)
    )
    start = PathPoint(first + 4, Decimal("16.4"))
    rise = (Decimal("19.8") - Decimal("16.1")) / 5
    return TrendChart(
        title="Anteil des Radverkehrs (Beispiel)",
        unit="%",
        decimals=1,
        direction="increase",
        values=values,
        path=TargetPathLine("target_value", "increase", (PathPoint(aim, Decimal(28)),), start),
        former_paths=(
            TargetPathLine("target_value", "increase", (PathPoint(aim, Decimal(22)),), start),
        ),
        first_year=first,
        last_year=aim,
        current_year=year,
        continuation=(
            PathPoint(year, Decimal("19.8")),
            PathPoint(aim, Decimal("19.8") + rise * (aim - year)),
        ),
        fan=forecast_fan({one.year: one.value for one in values if one.value is not None}, aim),
        sentence="Bei gleichem Tempo würde das Ziel verfehlt.",
    )
