"""All annual values of one indicator in the city and its parts, on one scale for all years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import chain

from indicators.annual_values import YearValue, of_year
from indicators.charts.scales import ValueAxis
from indicators.charts.small_multiple import common_axis
from indicators.district_marks import MARKS, Mark, mark_of
from indicators.entry.plausibility import Scale
from indicators.enums import DistrictRelation
from indicators.inhabitants import Inhabitants, load_inhabitants, years_by_district
from indicators.models import Indicator
from indicators.per_capita import WORDS, telling_decimals, years_per_capita
from indicators.publishable import PublishedValue, published_values
from indicators.value_classes import class_breaks
from strategy.enums import DistrictKind
from strategy.models import District


@dataclass(frozen=True)
class PlaceYears:
    """All annual values of one indicator in the city and its parts, as one view shows them."""

    indicator: Indicator
    parts: tuple[District, ...]
    years: Mapping[int, tuple[YearValue, ...]]  # by district
    city: tuple[YearValue, ...]
    scale: Scale
    inhabitants: Inhabitants
    is_per_capita: bool

    def of(self, place: District) -> tuple[YearValue, ...]:
        return self.years.get(place.pk, ())

    @cached_property
    def span(self) -> range:
        """From the first to the last year in which a part has a value; empty without any."""
        valued = [
            year.year for part in self.parts for year in self.of(part) if year.value is not None
        ]
        return range(min(valued), max(valued) + 1) if valued else range(0)

    @cached_property
    def breaks(self) -> tuple[Decimal, ...]:
        """The limits of the classes: of all years, so that colours compare between years.

        What a place had in several years counts once: places that never change would otherwise
        take all limits to themselves.
        """
        levels = (
            {year.value for year in self.of(part) if year.value is not None} for part in self.parts
        )
        return class_breaks(chain.from_iterable(levels), self.scale.decimals)

    @property
    def shares_axis(self) -> bool:
        """Whether the small lines have one scale, the city's among them.

        Not those of sums: beside the town's the lines of all villages would lie on the ground.
        """
        return self.is_per_capita or self.indicator.district_relation != DistrictRelation.SUM

    @cached_property
    def axis(self) -> ValueAxis | None:
        """The one scale of the city and its parts."""
        return common_axis(
            [self.city, *(self.of(place) for place in self.parts)], decimals=self.scale.decimals
        )

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that occur in any year, for a legend that stays."""
        found = {mark_of(of_year(self.of(part), year)) for part in self.parts for year in self.span}
        return tuple(mark for mark in MARKS if mark in found)

    def year_or_newest(self, wanted: int | None) -> int:
        """The year asked for if it lies in the span, else the newest."""
        return wanted if wanted is not None and wanted in self.span else self.span[-1]


def can_be_per_capita(indicator: Indicator) -> bool:
    """Whether its values can be divided by inhabitants: only what adds up, and not people."""
    sums = indicator.district_relation == DistrictRelation.SUM
    return sums and not indicator.measures_population


def place_years(
    indicator: Indicator,
    districts: Sequence[District],
    *,
    per_capita: bool = False,
    at: datetime | None = None,
    values: Iterable[PublishedValue] | None = None,
) -> PlaceYears:
    """The values of all places, with inhabitants if they are needed. At most three queries.

    `values` are those in force, if they have been read already.
    """
    if values is None:
        values = published_values(indicators=[indicator.pk], at=at)
    years: Mapping[int, tuple[YearValue, ...]] = years_by_district(indicator, values)
    per_capita = per_capita and can_be_per_capita(indicator)
    weighted = indicator.district_relation == DistrictRelation.WEIGHTED_MEAN
    inhabitants = load_inhabitants(at=at) if per_capita or weighted else {}
    if per_capita:
        years = {
            place: years_per_capita(found, inhabitants.get(place, ()))
            for place, found in years.items()
        }
    city = next((place.pk for place in districts if place.kind == DistrictKind.CITY), None)
    parts = tuple(place for place in districts if place.kind != DistrictKind.CITY)
    return PlaceYears(
        indicator=indicator,
        parts=parts,
        years=years,
        city=years.get(city, ()) if city else (),
        scale=per_capita_scale(indicator, years.values())
        if per_capita
        else Scale(indicator.unit, indicator.decimals),
        inhabitants=inhabitants,
        is_per_capita=per_capita,
    )


def per_capita_scale(indicator: Indicator, series: Iterable[Sequence[YearValue]]) -> Scale:
    """The unit with "je 1.000 Einwohner", and decimals that keep small values apart."""
    values = (year.value for years in series for year in years if year.value is not None)
    unit = f"{indicator.unit} {WORDS}" if indicator.unit else WORDS
    return Scale(unit, telling_decimals(values))
