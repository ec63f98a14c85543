"""One indicator in the 19 parts of the city: map, small multiples, table, sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from indicators.annual_values import YearValue, of_year
from indicators.charts.scales import ValueAxis
from indicators.charts.small_multiple import SmallMultiple, common_axis, small_multiple
from indicators.entry.district_sums import DistrictSum, PartValue
from indicators.entry.plausibility import Scale
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
    def comparison(self) -> DistrictSum:
        """The parts beside the city."""
        return DistrictSum(
            relation=self.indicator.district_relation,
            scale=Scale(self.indicator.unit, self.indicator.decimals),
            parts=tuple(
                PartValue(part.district.name, part.value, part.district.population)
                for part in self.parts
            ),
            city=self.city.value if self.city else None,
        )

    @property
    def is_complete(self) -> bool:
        """Every part has a value."""
        return self.comparison.given == len(self.parts)

    @property
    def count_text(self) -> str:
        """How many parts have a value: "17 von 19 Teilen"."""
        return self.comparison.count_text

    @property
    def total(self) -> Decimal | None:
        """The sum of the parts, for indicators whose parts sum; None if a part is missing."""
        is_sum = self.indicator.district_relation == DistrictRelation.SUM
        return self.comparison.total if is_sum and self.is_complete else None

    @property
    def finding(self) -> str:
        """What the parts sum to against the city's value; empty if they agree or are not whole.

        A weighted mean is not told: inhabitants are known for one year only.
        """
        return self.comparison.sentence if self.total is not None and self._differs else ""

    @property
    def _differs(self) -> bool:
        return bool(self.comparison.difference)


def district_table(
    indicator: Indicator, districts: Sequence[District], *, at: datetime | None = None
) -> DistrictTable | None:
    """The newest year in which a part has a value, now or `at` a moment; None without any.

    One query.
    """
    values = published_values(indicators=[indicator.pk], at=at)
    years = years_by_district(indicator, values)
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
