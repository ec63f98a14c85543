"""Axes and coordinates: the way from exact values to places in a drawing.

Values stay `Decimal` until their share of an axis is known. Places are floats in drawing units and
are written with one digit after the point: a tenth of a unit is thinner than any line drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

Point = tuple[float, float]

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
ZERO_REACH = Decimal("0.45")  # values lower than this share of the highest bring zero into view
HEADROOM = Decimal("0.06")  # of the span, above the highest value


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The values an axis spans, and the round ones among them that are written beside it."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]

    @property
    def has_zero(self) -> bool:
        return self.low <= 0 <= self.high

    def place(self, value: Decimal, start: float, end: float) -> float:
        """Where `value` lies when the axis runs from `start` (lowest) to `end` (highest)."""
        return start + float((value - self.low) / (self.high - self.low)) * (end - start)


def value_axis(values: Iterable[Decimal], *, decimals: int, parts: int = 5) -> ValueAxis:
    """An axis that holds all `values`, of which there is at least one.

    Zero comes into view when it is near. Ticks need no more than the `decimals` the values are
    shown with, so a constant series gets an axis too.
    """
    every = tuple(values)
    low, high = min(every), max(every)
    if 0 < low < high * ZERO_REACH:
        low = Decimal(0)
    if 0 > high > low * ZERO_REACH:
        high = Decimal(0)
    finest = Decimal(1).scaleb(-decimals)
    if low == high:
        low, high = _around(low, finest)
    step = round_step((high - low) / parts, finest)
    floor = (low / step).to_integral_value(ROUND_FLOOR) * step
    ceiling = (high / step).to_integral_value(ROUND_CEILING) * step
    top = ceiling if high == 0 else min(ceiling, high + (high - floor) * HEADROOM)
    top = max(top, floor + step)  # a single tick would have nothing to be compared with
    count = int((top - floor) / step)
    return ValueAxis(floor, top, tuple(floor + step * index for index in range(count + 1)))


def _around(value: Decimal, finest: Decimal) -> tuple[Decimal, Decimal]:
    """Room around a single value: a tenth to each side, and only above a zero."""
    room = max(abs(value) / 10, finest)
    return (value - room if value else value), value + room


def round_step(smallest: Decimal, finest: Decimal) -> Decimal:
    """The least of 1, 2, 2.5 and 5 times a power of ten that is not below `smallest`.

    It is a multiple of `finest`, a power of ten: 2.5 is no step between whole numbers.
    """
    smallest = max(smallest, finest)
    power = Decimal(1).scaleb(smallest.adjusted())
    steps = (step * power for step in STEPS)
    return next(step for step in steps if step >= smallest and step % finest == 0)


def unit(place: float) -> str:
    """A place as text: "34", "346.1"; never "-0"."""
    text = f"{place:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def polyline(points: Sequence[Point]) -> str:
    """Path data of a line through two or more points; empty for fewer."""
    if len(points) < 2:
        return ""
    return "M" + "L".join(f"{unit(x)} {unit(y)}" for x, y in points)


def dots(points: Iterable[Point]) -> str:
    """Path data of all points at once: strokes of no length, which round caps make dots."""
    return "".join(f"M{unit(x)} {unit(y)}h.01" for x, y in points)


def circles(points: Iterable[Point], radius: float) -> str:
    """Path data of circles, for points that are drawn open."""
    # Two half circles only meet if their diameter is twice the radius as it is written.
    radius = round(radius, 1)
    r, across = unit(radius), unit(2 * radius)
    return "".join(
        f"M{unit(x - radius)} {unit(y)}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0z"
        for x, y in points
    )


def diamonds(points: Iterable[Point], radius: float) -> str:
    """Path data of squares standing on a corner, the mark of a target."""
    r = unit(radius)
    return "".join(f"M{unit(x)} {unit(y - radius)}l{r} {r}-{r} {r}-{r}-{r}z" for x, y in points)


def crosses(points: Iterable[Point], radius: float) -> str:
    """Path data of lying crosses, the mark of a year without a value."""
    across = unit(2 * radius)
    return "".join(
        f"M{unit(x - radius)} {unit(y - radius)}l{across} {across}m-{across} 0l{across}-{across}"
        for x, y in points
    )


def rectangle(left: float, top: float, width: float, height: float) -> str:
    """Path data of a rectangle."""
    return f"M{unit(left)} {unit(top)}h{unit(width)}v{unit(height)}h{unit(-width)}z"
