"""What readers can choose from to look at an indicator: places, and three views of their values.

The views are the values as they are, values per 1,000 inhabitants, and index numbers.

An index needs a base above zero, for over zero it has no value. A series with a value below zero
has no index: over a negative base it would turn round, and what crosses zero has no growth that
percentages could tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.annual_values import YearValue
from indicators.per_capita import WORDS, telling_decimals, years_per_capita
from indicators.target_paths import PathPoint, TargetPathLine
from indicators.year_notes import YearNote

VALUES, PER_CAPITA, INDEX = "werte", "je-einwohner", "index"

BASE = Decimal(100)
BASE_YEAR = 2015
INDEX_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class Place:
    """The city or a part of it, by the short name that stands at its line."""

    slug: str
    name: str
    is_city: bool = False


@dataclass(frozen=True, slots=True)
class PlaceSeries:
    """Annual values of a place, in the indicator's unit, and its inhabitants; both ascending."""

    place: Place
    years: tuple[YearValue, ...]
    population: tuple[YearValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Explorable:
    """All that readers can choose from. Path and continuation are the city's."""

    title: str
    unit: str
    decimals: int
    sources: tuple[PlaceSeries, ...]  # the city first; only places with values or reasons for none
    can_divide: bool = False  # it counts something, so that a number per inhabitant has a meaning
    path: TargetPathLine | None = None
    continuation: tuple[PathPoint, ...] = ()  # from the latest value to the target year, or empty
    breaks: tuple[YearNote, ...] = ()  # in the way of measuring, which is the same for all places

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(source.place for source in self.sources)

    @property
    def is_worth_it(self) -> bool:
        """Some place has two values, so that there is a line."""
        return any(len(measured(source.years)) > 1 for source in self.sources)

    @property
    def views(self) -> tuple[str, ...]:
        """The ways to look at it that give any number."""
        divides = self.can_divide and any(
            measured(years_per_capita(source.years, source.population)) for source in self.sources
        )
        indexes = any(base_year(source.years) is not None for source in self.sources)
        return (VALUES, *((PER_CAPITA,) if divides else ()), *((INDEX,) if indexes else ()))

    def label(self, view: str) -> str:
        """A way to look at it in words; the year of an index is that of the first place."""
        if view == PER_CAPITA:
            return WORDS
        return f"Index {self.usual_base} = 100" if view == INDEX else "Werte"

    @property
    def usual_base(self) -> int | None:
        """The base year of the first place that has one; None if no place has."""
        years = (base_year(source.years) for source in self.sources)
        return next((year for year in years if year is not None), None)


def unit_of(source: Explorable, view: str) -> str:
    """The unit of the numbers in a view: "Ladepunkte je 1.000 Einwohner"."""
    if view == PER_CAPITA:
        return f"{source.unit} {WORDS}".strip()
    return source.label(INDEX) if view == INDEX else source.unit


def decimals_of(source: Explorable, view: str) -> int:
    """How many decimals tell the values of a view apart, over all of its places."""
    if view == INDEX:
        return INDEX_DECIMALS
    if view == VALUES:
        return source.decimals
    divided = (years_per_capita(one.years, one.population) for one in source.sources)
    values = (entry.value for years in divided for entry in years)
    return telling_decimals(value for value in values if value is not None)


def base_year(years: Sequence[YearValue]) -> int | None:
    """The year that is 100: 2015 if it has a value above zero, else the first that has one.

    None without such a year, and for a series that has a value below zero.
    """
    if any(entry.value is not None and entry.value < 0 for entry in years):
        return None
    able = [entry.year for entry in years if entry.value]
    return BASE_YEAR if BASE_YEAR in able else min(able, default=None)


def measured(years: Iterable[YearValue]) -> tuple[YearValue, ...]:
    """The years with a value."""
    return tuple(entry for entry in years if entry.value is not None)
