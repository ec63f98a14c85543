"""One indicator in the 19 parts of the city: map, small multiples, table, sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.annual_values import YearValue, of_year
from indicators.charts.scales import ValueAxis
from indicators.charts.small_multiple import SmallMultiple, common_axis, small_multiple
from indicators.enums import DistrictRelation
from indicators.models import Indicator
from indicators.publishable import PublishedValue, published_values, years_of
from indicators.value_classes import ValueClass, class_breaks, class_of, value_classes
from strategy.enums import DistrictKind
from strategy.models import District

NO_VALUE = "qn"


@dataclass(frozen=True, slots=True)
class DistrictValue:
    """A place with its annual values; `shown` is that of the table's year, None without one."""

    district: District
    years: tuple[YearValue, ...]
    shown: YearValue | None
    tile: str  # class of its tile: q1 … q5, or qn for no value
    multiple: SmallMultiple

    @property
    def value(self) -> Decimal | None:
        return self.shown.value if self.shown else None


@dataclass(frozen=True)
class DistrictTable:
    """The places of one indicator in one year."""

    indicator: Indicator
    year: int
    parts: tuple[DistrictValue, ...]
    city: YearValue | None
    classes: tuple[ValueClass, ...]

    @cached_property
    def total(self) -> Decimal | None:
        """The sum of the 19 parts, for indicators whose parts sum; None if a part is missing."""
        values = [part.value for part in self.parts]
        if self.indicator.district_relation != DistrictRelation.SUM or None in values:
            return None
        return sum((value for value in values if value is not None), Decimal(0))

    @property
    def difference(self) -> Decimal | None:
        """What the parts sum to more than the city's value says; None if either is unknown."""
        if self.total is None or self.city is None or self.city.value is None:
            return None
        return self.total - self.city.value


def district_table(indicator: Indicator, districts: Sequence[District]) -> DistrictTable | None:
    """The newest year in which a part has a value; None without any. One query."""
    years = years_by_district(indicator, published_values(indicators=[indicator.pk]))
    city = next((years[place.pk] for place in districts if place.kind == DistrictKind.CITY), ())
    parts = [place for place in districts if place.kind != DistrictKind.CITY]
    measured = [year.year for place in parts for year in years[place.pk] if year.value is not None]
    if not measured:
        return None
    year = max(measured)
    return assemble(indicator, year, parts, years, city)


def years_by_district(
    indicator: Indicator, values: Iterable[PublishedValue]
) -> defaultdict[int, tuple[YearValue, ...]]:
    """Annual values of one indicator, by place."""
    rows: defaultdict[int, list[PublishedValue]] = defaultdict(list)
    for value in values:
        rows[value.district_id].append(value)
    years: defaultdict[int, tuple[YearValue, ...]] = defaultdict(tuple)
    for place, found in rows.items():
        years[place] = years_of(indicator, found)
    return years


def assemble(
    indicator: Indicator,
    year: int,
    parts: Sequence[District],
    years: defaultdict[int, tuple[YearValue, ...]],
    city: tuple[YearValue, ...],
) -> DistrictTable:
    """Put the places of one year on one scale."""
    shown = {place.pk: of_year(years[place.pk], year) for place in parts}
    values = [one.value for one in shown.values() if one and one.value is not None]
    breaks = class_breaks(values, indicator.decimals)
    first = min(one.year for place in parts for one in years[place.pk])
    axis = common_axis([city, *(years[place.pk] for place in parts)], decimals=indicator.decimals)
    return DistrictTable(
        indicator=indicator,
        year=year,
        parts=tuple(
            district_value(
                place, years[place.pk], shown[place.pk], city, breaks, axis, (first, year)
            )
            for place in parts
        ),
        city=of_year(city, year),
        classes=value_classes(breaks, indicator.decimals),
    )


def district_value(
    place: District,
    years: tuple[YearValue, ...],
    shown: YearValue | None,
    city: tuple[YearValue, ...],
    breaks: Sequence[Decimal],
    axis: ValueAxis | None,
    span: tuple[int, int],
) -> DistrictValue:
    """One place on the common scale."""
    value = shown.value if shown else None
    return DistrictValue(
        district=place,
        years=years,
        shown=shown,
        tile=NO_VALUE if value is None else class_of(value, breaks),
        multiple=small_multiple(years, city, axis=axis, first_year=span[0], last_year=span[1]),
    )
