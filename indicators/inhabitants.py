"""Inhabitants of the city and its parts, year by year, as the population indicator counts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.annual_values import YearValue, latest_value, of_year
from indicators.models import Indicator
from indicators.publishable import PublishedValue, published_values, years_of
from strategy.models import District

Inhabitants = Mapping[int, tuple[YearValue, ...]]  # by district; () where nothing is known


def load_inhabitants(*, at: datetime | None = None) -> Inhabitants:
    """The published inhabitants of every place, now or `at` a moment. At most two queries."""
    population = Indicator.objects.population()
    if population is None:
        return defaultdict(tuple)
    return years_by_district(population, published_values(indicators=[population.pk], at=at))


def years_by_district(
    indicator: Indicator, values: Iterable[PublishedValue]
) -> defaultdict[int, tuple[YearValue, ...]]:
    """Annual values of one indicator, by place."""
    rows: defaultdict[int, list[PublishedValue]] = defaultdict(list)
    for value in values:
        if value.indicator_id == indicator.pk:
            rows[value.district_id].append(value)
    years: defaultdict[int, tuple[YearValue, ...]] = defaultdict(tuple)
    for place, found in rows.items():
        years[place] = years_of(indicator, found)
    return years


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """How many people live in a place by the newest figure there is, and of when that is."""

    district: District
    count: Decimal | None  # None: not known
    stand: str  # "2025", "31.1.2023"; empty: not known
    year: YearValue | None = None  # of the indicator; None: the figure is another one


def newest_counts(places: Iterable[District], inhabitants: Inhabitants) -> list[PlaceCount]:
    """By the population indicator; where that says nothing, what is kept with the place."""
    return [newest_count(place, inhabitants.get(place.pk, ())) for place in places]


def newest_count(place: District, years: Sequence[YearValue]) -> PlaceCount:
    newest = latest_value(years)
    if newest is not None:
        return PlaceCount(place, newest.value, str(newest.year), newest)
    count, day = place.population, place.population_as_of
    stand = f"{day.day}.{day.month}.{day.year}" if day else ""
    return PlaceCount(place, None if count is None else Decimal(count), stand)


def weights_of_year(
    places: Iterable[District], inhabitants: Inhabitants, year: int
) -> dict[int, Decimal]:
    """The inhabitants of each place in that very year; empty unless all of them are known.

    All or none, for a mean with weights of different years would be wrong in silence.
    """
    weights: dict[int, Decimal] = {}
    for place in places:
        known = of_year(inhabitants.get(place.pk, ()), year)
        if known is None or not known.value or known.value < 0:
            return {}
        weights[place.pk] = known.value
    return weights
