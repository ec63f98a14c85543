"""One place's values beside the city's, many on one scale: 100 × 40 units each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from indicators.annual_values import YearValue
from indicators.charts.scales import Point, ValueAxis, polyline, unit, value_axis

WIDTH, HEIGHT = 100, 40
LEFT, RIGHT, TOP, BOTTOM = 2, 98, 3, 38


@dataclass(frozen=True, slots=True)
class SmallMultiple:
    """Path data of two lines; "" without values. Years without a value break them."""

    own: str
    city: str


def common_axis(series: Iterable[Sequence[YearValue]], *, decimals: int) -> ValueAxis | None:
    """The one scale for all series of a page; None if none has a value."""
    values = [entry.value for one in series for entry in one if entry.value is not None]
    return value_axis(values, decimals=decimals) if values else None


def small_multiple(
    own: Sequence[YearValue],
    city: Sequence[YearValue],
    *,
    axis: ValueAxis | None,
    first_year: int,
    last_year: int,
    breaks: Collection[int] = (),
) -> SmallMultiple:
    """Draw one place; its values must lie on the axis.

    `breaks` are the years from which on values cannot be compared with those before.
    """
    if axis is None:
        return SmallMultiple("", "")
    return SmallMultiple(
        _line(own, axis, first_year, last_year, breaks),
        _line(city, axis, first_year, last_year, breaks),
    )


def _line(
    values: Sequence[YearValue],
    axis: ValueAxis,
    first_year: int,
    last_year: int,
    breaks: Collection[int],
) -> str:
    a_year = (RIGHT - LEFT) / max(last_year - first_year, 1)
    runs: list[list[Point]] = []
    previous = None
    for entry in values:
        if entry.value is None or not first_year <= entry.year <= last_year:
            continue
        point = (LEFT + (entry.year - first_year) * a_year, axis.place(entry.value, BOTTOM, TOP))
        if entry.year - 1 == previous and entry.year not in breaks:
            runs[-1].append(point)
        else:
            runs.append([point])
        previous = entry.year
    return "".join(polyline(run) or f"M{unit(run[0][0])} {unit(run[0][1])}h0" for run in runs)
