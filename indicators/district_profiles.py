"""All indicators of one place beside the city's values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from indicators.annual_values import YearValue, latest_value, of_year
from indicators.charts.small_multiple import SmallMultiple, common_axis, small_multiple
from indicators.enums import DistrictRelation
from indicators.models import Indicator
from indicators.publishable import PublishedValue, published_values, years_of
from strategy.models import District


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One indicator of a place, and the city's value of the same year (None: there is none)."""

    indicator: Indicator
    own: YearValue  # the newest with a value; without any, the newest with a reason for none
    city: YearValue | None
    multiple: SmallMultiple
    gap: YearValue | None = None  # a newer year with a reason for no value


def district_profile(district: District, city: District) -> list[ProfileLine]:
    """Every indicator with a value or a reason for none, by area and name. Two queries."""
    indicators = (
        Indicator.objects.exclude(district_relation=DistrictRelation.NONE)
        .by_area()
        .select_related("area")
    )
    rows: defaultdict[tuple[int, int], list[PublishedValue]] = defaultdict(list)
    for value in published_values(districts=[district.pk, city.pk]):
        rows[value.indicator_id, value.district_id].append(value)
    lines = (
        profile_line(indicator, rows[indicator.pk, district.pk], rows[indicator.pk, city.pk])
        for indicator in indicators
    )
    return [line for line in lines if line is not None]


def profile_line(
    indicator: Indicator, own: list[PublishedValue], city: list[PublishedValue]
) -> ProfileLine | None:
    """One indicator of the profile; None if nothing is published about it for the place."""
    own_years = years_of(indicator, own)
    if not own_years:
        return None
    newest = own_years[-1]
    latest = latest_value(own_years) or newest
    city_years = years_of(indicator, city)
    axis = common_axis([own_years, city_years], decimals=indicator.decimals)
    return ProfileLine(
        indicator=indicator,
        own=latest,
        city=of_year(city_years, latest.year),
        multiple=small_multiple(
            own_years,
            city_years,
            axis=axis,
            first_year=own_years[0].year,
            last_year=latest.year,
        ),
        gap=newest if newest.year > latest.year else None,
    )
