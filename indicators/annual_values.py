"""One value a year from the values of shorter periods.

Assessment and report know years only; how the periods of a year become its value is a property
of the indicator: a stock takes the last value, a flow the sum, a rate the mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.periods import check_period, months_per_period

ANNUAL_RULES = ("last", "sum", "mean")

# Codes of reasons that are found out, not entered: see `indicators.enums.MissingReason` for those.
INCOMPLETE = "incomplete"  # a sum or mean lacks a period
PROTECTED = "protected"  # so few cases that persons could be recognised
NO_POPULATION = "no_population"  # the inhabitants of that year and place are not known
NO_BASE = "no_base"  # no year of the series can be the 100 of an index
DERIVED_REASONS = {
    INCOMPLETE: "nicht alle Zeiträume des Jahres liegen vor",
    PROTECTED: "zum Schutz kleiner Zahlen",
    NO_POPULATION: "die Einwohnerzahl dieses Jahres fehlt",
    NO_BASE: "für einen Index müsste einer über und dürfte keiner unter null liegen",
}


@dataclass(frozen=True, slots=True)
class Observation:
    """What is known about one period: a value, or (value None) the code why there is none."""

    period: date  # its first day
    value: Decimal | None
    missing_reason: str = ""
    provisional: bool = False
    revised: bool = False


@dataclass(frozen=True, slots=True)
class YearValue:
    """The value of a year, or (value None) the code why there is none.

    The code is that of the period itself, or one of `DERIVED_REASONS`.
    """

    year: int
    value: Decimal | None
    missing_reason: str = ""
    provisional: bool = False
    revised: bool = False


def annual_values(
    observations: Iterable[Observation], frequency: str, rule: str
) -> tuple[YearValue, ...]:
    """Return one value for each year that has an observation, sorted by year.

    "last" takes the last period of the year that has a value, "sum" and "mean" need a value for
    every period. A protected period makes the year protected: what is left would be wrong as the
    year's value, or give the period away. A year made of provisional or revised values is so
    itself. Means are exact to 28 digits, nothing else is rounded.

    Raises ValueError for an unknown frequency or rule, a day that begins no period, and two
    observations of the same period: counted twice, they would make a wrong sum.
    """
    if rule not in ANNUAL_RULES:
        raise ValueError(f"unknown annual rule: {rule!r}")
    periods = 12 // months_per_period(frequency)
    years: defaultdict[int, dict[date, Observation]] = defaultdict(dict)
    for observation in sorted(observations, key=lambda one: one.period):
        check_period(observation.period, frequency)
        year = years[observation.period.year]
        if observation.period in year:
            raise ValueError(f"two observations of {observation.period}")
        year[observation.period] = observation
    if rule == "last" or periods == 1:
        return tuple(_last(year, tuple(parts.values())) for year, parts in years.items())
    return tuple(
        _whole(year, tuple(parts.values()), periods, rule) for year, parts in years.items()
    )


def latest_value(years: Sequence[YearValue]) -> YearValue | None:
    """The newest year that has a value; None if none has. `years` ascend."""
    return next((year for year in reversed(years) if year.value is not None), None)


def of_year(years: Iterable[YearValue], year: int) -> YearValue | None:
    """The entry of one year, with a value or a reason for none; None if there is no entry."""
    return next((one for one in years if one.year == year), None)


def any_provisional(years: Iterable[YearValue], first_year: int, last_year: int) -> bool:
    """Whether one of the values from a first to a last year is provisional."""
    return any(one.provisional and first_year <= one.year <= last_year for one in years)


def _last(year: int, parts: Sequence[Observation]) -> YearValue:
    said = [part for part in parts if part.value is not None or is_protected(part)]
    part = said[-1] if said else parts[-1]
    return YearValue(year, part.value, part.missing_reason, part.provisional, part.revised)


def _whole(year: int, parts: Sequence[Observation], periods: int, rule: str) -> YearValue:
    values = [part.value for part in parts if part.value is not None]
    if any(is_protected(part) for part in parts):
        return YearValue(year, None, PROTECTED)
    if len(values) < periods:
        return YearValue(year, None, INCOMPLETE)
    total = sum(values, Decimal(0))
    return YearValue(
        year,
        total if rule == "sum" else total / periods,
        provisional=any(part.provisional for part in parts),
        revised=any(part.revised for part in parts),
    )


def is_protected(one: Observation | YearValue) -> bool:
    """Whether there is a value that must not be shown."""
    return one.missing_reason == PROTECTED
