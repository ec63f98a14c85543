"""Made-up series: believable numbers, and the same ones on every machine.

Everything is decimal arithmetic on seeded whole random numbers, because the last digits of binary
fractions may differ between machines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from indicators.periods import months_per_period
from indicators.sample.parts import shares

STEPS = 100  # a random number is one of -STEPS … STEPS, divided by STEPS

# Months of the year from weak to strong, for numbers that add up over the year.
SEASON = (7, 7, 8, 9, 9, 10, 8, 7, 9, 9, 9, 8)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the numbers of an indicator shall look like."""

    start: Decimal  # in the first year
    end: Decimal  # in the last year
    wobble: Decimal  # largest random deviation, in the indicator's unit
    course: str  # "even", "late", "early", "jump" or "turn": how it gets from start to end
    decimals: int
    lower: Decimal | None = None  # bounds of the indicator
    upper: Decimal | None = None


def seeded(*names: object) -> Random:
    """The random numbers that belong to these names."""
    return Random("/".join(map(str, names)))  # noqa: S311 - protects nothing


def chance(random: Random) -> Decimal:
    """A number from -1 to 1."""
    return Decimal(random.randint(-STEPS, STEPS)) / STEPS


def rounded(value: Decimal, sketch: Sketch) -> Decimal:
    """The value with the indicator's decimals, within its bounds."""
    if sketch.lower is not None:
        value = max(value, sketch.lower)
    if sketch.upper is not None:
        value = min(value, sketch.upper)
    return value.quantize(Decimal(1).scaleb(-sketch.decimals), ROUND_HALF_UP)


def annual_series(sketch: Sketch, years: Sequence[int], random: Random) -> dict[int, Decimal]:
    """The value of each year."""
    way = sketch.end - sketch.start
    times = {year: Decimal(index) / (len(years) - 1) for index, year in enumerate(years)}
    return {
        year: rounded(
            sketch.start + way * progress(sketch.course, time) + sketch.wobble * chance(random),
            sketch,
        )
        for year, time in times.items()
    }


def progress(course: str, time: Decimal) -> Decimal:
    """How much of the way from start to end is done at a time from 0 to 1."""
    match course:
        case "even":
            return time
        case "late":
            return time * time
        case "early":
            return time * (2 - time)
        case "jump":
            return Decimal(time >= Decimal("0.5"))
        case "turn":  # beyond the end until two thirds of the time are over, and then back
            return 2 * time if 3 * time <= 2 else 2 - time
    raise ValueError(f"unknown course: {course!r}")


def within_year(
    year: int, value: Decimal, before: Decimal, frequency: str, rule: str, sketch: Sketch
) -> dict[date, Decimal]:
    """Values for the periods of a year that make exactly its annual value.

    By the annual rule of the indicator they add up to it ("sum"), average to it ("mean"), or lead
    from the value of the year before to it ("last").
    """
    starts = list(first_days(year, frequency))
    if len(starts) == 1:
        return {starts[0]: value}
    if rule == "sum":
        months = 12 // len(starts)
        season = {day: sum(SEASON[day.month - 1 : day.month - 1 + months]) for day in starts}
        weights = {day: Decimal(weight) for day, weight in season.items()}
        return shares(value, weights, sketch.decimals)
    if rule == "mean":
        # Above and below the mean by turns: their number is even, so the deviations cancel out.
        swing = rounded(value / 20, sketch)
        return {day: value + (swing if i % 2 else -swing) for i, day in enumerate(starts)}
    steps = len(starts)
    return {
        day: rounded(before + (value - before) * step / steps, sketch)
        for step, day in enumerate(starts, start=1)
    }


def first_days(year: int, frequency: str) -> Iterator[date]:
    """The first days of the periods of a year."""
    for month in range(1, 13, months_per_period(frequency)):
        yield date(year, month, 1)
