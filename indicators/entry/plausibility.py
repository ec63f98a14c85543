"""What is odd about a new value, in words, judged by the series it joins.

Nothing here refuses a value: an oddity asks for a reason, which is stored and published. What is
impossible (bounds, decimals) is refused elsewhere. The rules:

    factor  at least ten times, or at most a tenth of, the value a year before: a wrong unit,
            which is named if it is known, or a comma that has slipped
    sign    another sign than a year before, or the first value below zero
    jump    a change per period more than three standard deviations away from the mean change of
            the series (from five values on), or more than twice its largest change (from three);
            slowing down is no jump, and neither is less than one percent. Of fewer values:
            three times, or a third of, the year before
    share   more than 100 %, unless the series has been there before
    parts   the parts of the city say something else; see contradictions.py

The value a year before is that of the same part of the year; if there is none, the latest
earlier value counts. Changes over gaps are divided by the number of periods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.entry.unit_mixups import find_mixup, slip_text
from indicators.german_numbers import format_number
from indicators.named_periods import Period
from indicators.sentences.quantities import with_unit

LARGE_FACTOR = Decimal(10)
SMALL_FACTOR = Decimal("0.1")
DEVIATIONS = 3
FEWEST_FOR_DEVIATION = 4  # changes
FEWEST_FOR_LARGEST = 2  # changes
SMALLEST_JUMP = Decimal("0.01")  # of the value before; less is no mistake of typing
CLEARLY_BEYOND = 2  # times the largest change so far
LEAP = 3  # times the year before, where there is nothing else to compare with
WHOLE = Decimal(100)
SMALLEST_PERCENT = Decimal("0.05")  # rounds to 0,1


@dataclass(frozen=True, slots=True)
class Dated:
    """A value with its period."""

    period: Period
    value: Decimal


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing that makes a value look wrong."""

    code: str  # factor, sign, jump, share or parts
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """How numbers of an indicator are written."""

    unit: str
    decimals: int

    def amount(self, value: Decimal, *, sign: bool = False) -> str:
        """The number with its unit, on one line."""
        return with_unit(format_number(value, self.decimals, sign=sign), self.unit)

    def difference(self, value: Decimal) -> str:
        """A difference of two numbers: of percentages it is in points."""
        unit = "Prozentpunkte" if self.unit == "%" else self.unit
        return Scale(unit, self.decimals).amount(value, sign=True)


def change_text(value: Decimal, before: Decimal, scale: Scale) -> str:
    """How far a value moved from an earlier one: in percent where that has a meaning.

    Of shares, of changes from zero and of negative numbers it is the plain difference, and also
    of changes so small that the percentage would be written as zero.
    """
    percent = Decimal(0)
    if before > 0 and value >= 0 and scale.unit != "%":
        percent = (value / before - 1) * 100
    if abs(percent) < SMALLEST_PERCENT and value != before:
        return scale.difference(value - before)
    return f"{format_number(percent, 1, sign=True)}\N{NO-BREAK SPACE}%"


def year_before(series: Sequence[Dated], period: Period) -> Dated | None:
    """What a value is compared with: the same part of the year before, else the latest earlier."""
    earlier = [point for point in series if point.period < period]
    same = [point for point in earlier if point.period == period.year_before()]
    return next(iter(same or reversed(earlier)), None)


def oddities(
    value: Decimal, period: Period, series: Sequence[Dated], scale: Scale
) -> tuple[Oddity, ...]:
    """What looks wrong about this value; `series` holds the other values, oldest first."""
    earlier = [point for point in series if point.period < period]
    new = Dated(period, value)
    before = year_before(earlier, period)
    found: list[Oddity | None] = []
    if before is not None:
        found = [sign_changed(new, before, earlier, scale) or factor(new, before, scale)]
        if found == [None]:
            found = [jump(new, before, earlier, scale)]
    found.append(share(new, earlier, scale))
    return tuple(oddity for oddity in found if oddity is not None)


def factor(new: Dated, before: Dated, scale: Scale) -> Oddity | None:
    """Ten times as much or a tenth, as when a unit was mixed up or the comma slipped."""
    if not before.value:
        return None
    ratio = new.value / before.value
    if SMALL_FACTOR < ratio < LARGE_FACTOR:
        return None
    mixup = find_mixup(new.value, before.value, scale.unit)
    if ratio >= LARGE_FACTOR:
        times = f"{format_number(ratio, 0)}-mal"
    else:
        times = f"nur rund {mixup.fraction}" if mixup else "höchstens ein Zehntel"
    slip = (
        slip_text(mixup, scale.unit, scale.amount(mixup.meant))
        if mixup
        else "Stimmen Komma und Einheit?"
    )
    title = f"{times} so viel wie {before.period.when}"
    return Oddity("factor", title, f"{stead(new, before, scale)} {slip}")


def sign_changed(
    new: Dated, before: Dated, earlier: Sequence[Dated], scale: Scale
) -> Oddity | None:
    """Positive before and negative now, or the other way round; or the first below zero."""
    if new.value * before.value < 0:
        title = f"anderes Vorzeichen als {before.period.when}"
    elif new.value < 0 and all(one.value >= 0 for one in earlier):
        title = "zum ersten Mal unter null"
    else:
        return None
    return Oddity("sign", title, stead(new, before, scale))


def jump(new: Dated, before: Dated, earlier: Sequence[Dated], scale: Scale) -> Oddity | None:
    """A change that does not fit the changes of the series so far."""
    changes = [(end.period, step(start, end)) for start, end in pairwise(earlier)]
    if len(changes) < FEWEST_FOR_LARGEST:
        return leap(new, before, scale)
    change = abs(new.value - before.value)
    if not change or change < SMALLEST_JUMP * abs(before.value):
        return None
    steps = [size for _, size in changes]
    now = step(earlier[-1], new)
    where, largest = max(changes, key=lambda change: abs(change[1]))
    beyond = bool(largest) and abs(now) > CLEARLY_BEYOND * abs(largest)
    if not (beyond or is_far(now, steps)):
        return None
    direction = "mehr" if new.value > before.value else "weniger"
    title = f"{unsigned_change(new, before, scale)} {direction} als {before.period.when}"
    text = (
        f"{stead(new, before, scale)} Die größte Änderung bisher: "
        f"{scale.difference(largest)} ({where.label})."
    )
    return Oddity("jump", title, text)


def leap(new: Dated, before: Dated, scale: Scale) -> Oddity | None:
    """A change that is large by itself, while the series cannot tell what is usual."""
    if not before.value or 1 < LEAP * new.value / before.value < LEAP**2:
        return None
    direction = "mehr" if new.value > before.value else "weniger"
    title = f"{unsigned_change(new, before, scale)} {direction} als {before.period.when}"
    text = f"{stead(new, before, scale)} Welche Änderungen üblich sind, zeigt die Reihe noch nicht."
    return Oddity("jump", title, text)


def share(new: Dated, earlier: Sequence[Dated], scale: Scale) -> Oddity | None:
    """More than the whole. A rate that has been above 100 % before is no share of a whole."""
    if scale.unit != "%" or new.value <= WHOLE or any(one.value > WHOLE for one in earlier):
        return None
    text = "Ein Anteil beträgt höchstens 100\N{NO-BREAK SPACE}%. Stimmen Zähler und Nenner?"
    return Oddity("share", "mehr als 100\N{NO-BREAK SPACE}%", text)


def step(start: Dated, end: Dated) -> Decimal:
    """The change per period between two values."""
    return (end.value - start.value) / end.period.periods_since(start.period)


def is_far(now: Decimal, steps: Sequence[Decimal]) -> bool:
    """More than three standard deviations from the mean; steps that never varied say nothing.

    A step between zero and the mean is a series that slows down, and no mistake of typing.
    """
    if len(steps) < FEWEST_FOR_DEVIATION:
        return False
    zero = Decimal(0)
    mean = sum(steps, zero) / len(steps)
    if min(mean, zero) <= now <= max(mean, zero):
        return False
    variance = sum(((one - mean) ** 2 for one in steps), zero) / (len(steps) - 1)
    return variance > 0 and (now - mean) ** 2 > DEVIATIONS**2 * variance


def stead(new: Dated, before: Dated, scale: Scale) -> str:
    return f"{scale.amount(new.value)} statt {scale.amount(before.value)} ({before.period.label})."


def unsigned_change(new: Dated, before: Dated, scale: Scale) -> str:
    """The change without its sign, because the word after it says the direction."""
    return change_text(new.value, before.value, scale).lstrip("+\N{MINUS SIGN}")
