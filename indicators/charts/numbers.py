"""Numbers as they are written into a drawing, where there is little room."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from indicators.german_numbers import format_number

LONGEST = 12  # letters; longer numbers are written in millions, the table has all their digits
LARGE_TICK = Decimal(10) ** 7
MAGNITUDES = (
    (Decimal(10) ** 12, "Bio."),
    (Decimal(10) ** 9, "Mrd."),
    (Decimal(10) ** 6, "Mio."),
)


def short_number(value: Decimal, decimals: int) -> str:
    """A value with its decimals, or in millions and more when that is too long.

    >>> short_number(Decimal("1234567.5"), 1)
    '1.234.567,5'
    >>> short_number(Decimal("12345678901"), 0)
    '12,35 Mrd.'
    """
    exact = format_number(value, decimals)
    if len(exact) <= LONGEST or abs(value) < MAGNITUDES[-1][0]:
        return exact
    size, name = _magnitude(value)
    return f"{format_number(value / size, 2)} {name}"


def tick_texts(ticks: Sequence[Decimal]) -> list[str]:
    """The ticks of one axis: all with the decimals and the magnitude that tell them apart."""
    largest = max((abs(tick) for tick in ticks), default=Decimal(0))
    size, name = _magnitude(largest) if largest >= LARGE_TICK else (Decimal(1), "")
    scaled = [tick / size for tick in ticks]
    decimals = max((_decimals(tick) for tick in scaled), default=0)
    return [f"{format_number(tick, decimals)} {name}".rstrip() for tick in scaled]


def _magnitude(value: Decimal) -> tuple[Decimal, str]:
    return next(((size, name) for size, name in MAGNITUDES if abs(value) >= size), MAGNITUDES[-1])


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
