"""Values per inhabitants: the value of a year and place by its population in that same year.

Pure. Only what adds up can be divided like this: a share of a share would mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal

from indicators.annual_values import NO_POPULATION, YearValue

INHABITANTS = 1_000  # what values are given per
WORDS = "je 1.000 Einwohner"
MOST_DECIMALS = 3


def per_capita(value: Decimal, inhabitants: Decimal) -> Decimal:
    """The value per 1,000 inhabitants, to 28 digits. Raises ValueError without inhabitants."""
    if inhabitants <= 0:
        raise ValueError(f"no inhabitants to divide by: {inhabitants}")
    return Context(prec=28).divide(value * INHABITANTS, inhabitants)


def years_per_capita(
    years: Iterable[YearValue], population: Iterable[YearValue]
) -> tuple[YearValue, ...]:
    """Annual values per 1,000 inhabitants; both series are those of one place.

    A year whose population is not known, or is zero, has no value and says so. A provisional or
    revised population makes the result so.
    """
    inhabitants = {year.year: year for year in population}
    return tuple(_divided(year, inhabitants.get(year.year)) for year in years)


def _divided(year: YearValue, population: YearValue | None) -> YearValue:
    if year.value is None:
        return year
    if population is None or not population.value or population.value < 0:
        return YearValue(year.year, None, NO_POPULATION)
    return YearValue(
        year.year,
        per_capita(year.value, population.value),
        provisional=year.provisional or population.provisional,
        revised=year.revised or population.revised,
    )


def telling_decimals(values: Iterable[Decimal]) -> int:
    """Decimals, the same for all these values, with which small ones still differ.

    Three quarters of the values have two digits that are not leading zeros: 0,35 beside 12,40.
    Zeros need none. At most `MOST_DECIMALS`, so that one speck does not drown all in digits.
    """
    sizes = sorted(abs(value) for value in values if value)
    if not sizes:
        return 0
    small = sizes[len(sizes) // 4]
    return min(max(1 - small.adjusted(), 0), MOST_DECIMALS)
