"""Values per inhabitants: the value of a year and place by its population in that same year.

Pure. Only what adds up can be divided like this: a share of a share would mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal

from indicators.annual_values import NO_POPULATION, YearValue

INHABITANTS = 1_000  # what values are given per
WORDS = "je 1.000 Einwohner"


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
