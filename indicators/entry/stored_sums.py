"""Sums of the parts of the city from what stands in the ledger, released or still in work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from indicators.entry.district_sums import DistrictSum, PartValue
from indicators.entry.plausibility import Scale
from indicators.entry.slots import Content, Slot
from indicators.enums import DistrictRelation, MeasurementState
from indicators.inhabitants import load_inhabitants, weights_of_year
from indicators.models import Indicator, Measurement
from strategy.enums import DistrictKind
from strategy.models import District

Occasion = tuple[int, date]  # indicator, first day of the period
Values = Mapping[int, Decimal | None]  # by district; None or left out: no value


def occasion_of(slot: Slot) -> Occasion:
    """What the city and its parts are asked for together."""
    return slot.indicator.pk, slot.period.first_day


def district_sum(
    indicator: Indicator,
    districts: Iterable[District],
    values: Values,
    weights: Mapping[int, Decimal] | None = None,
) -> DistrictSum:
    """Put the values of one indicator and period together; `districts` are the city and its parts.

    `weights` are the inhabitants of the parts in the year of the values. Without them those of
    `District.population` count, which are of some day: see district_sums.py.
    """
    places = list(districts)
    city = next((place for place in places if place.kind == DistrictKind.CITY), None)
    return DistrictSum(
        relation=indicator.district_relation,
        scale=Scale(indicator.unit, indicator.decimals),
        parts=tuple(
            PartValue(
                place.name,
                values.get(place.pk),
                weights.get(place.pk) if weights else place.population,
            )
            for place in places
            if place.kind != DistrictKind.CITY
        ),
        city=values.get(city.pk) if city else None,
    )


def weights_for(
    indicator: Indicator, districts: Iterable[District], year: int
) -> Mapping[int, Decimal]:
    """The inhabitants of all parts in that year; empty where none are needed or one is unknown.

    No query for an indicator that is no weighted mean, otherwise two.
    """
    if indicator.district_relation != DistrictRelation.WEIGHTED_MEAN:
        return {}
    return weights_of_year(only_parts(districts), load_inhabitants(), year)


def only_parts(districts: Iterable[District]) -> list[District]:
    return [place for place in districts if place.kind != DistrictKind.CITY]


def load_sums(
    slots: Iterable[Slot], typed: Mapping[Slot, Decimal | None] | None = None
) -> dict[Occasion, DistrictSum]:
    """The sums around these slots, by indicator and period; those without parts are left out.

    What is `typed` or read from a file stands in for what is stored at its slot; None empties it.
    A value in work counts before the one in force, because it is what comes next. Two queries, and
    two more if there is a weighted mean among them.
    """
    found = [one for one in slots if one.indicator.district_relation != DistrictRelation.NONE]
    if not found:
        return {}
    values = stored_values(found)
    for slot, value in (typed or {}).items():
        values[occasion_of(slot)][slot.district.pk] = value
    districts = list(District.objects.order_by("name"))
    indicators = {occasion_of(one): one.indicator for one in found}
    weighted = any(
        one.district_relation == DistrictRelation.WEIGHTED_MEAN for one in indicators.values()
    )
    inhabitants = load_inhabitants() if weighted else {}
    parts = only_parts(districts)
    weights = {
        year: weights_of_year(parts, inhabitants, year)
        for year in {first_day.year for _, first_day in indicators}
    }
    return {
        occasion: district_sum(indicator, districts, values[occasion], weights[occasion[1].year])
        for occasion, indicator in indicators.items()
    }


def stored_values(slots: Sequence[Slot]) -> defaultdict[Occasion, dict[int, Decimal | None]]:
    """What is in work, else in force, for the city and its parts. One query."""
    rows = Measurement.objects.filter(
        superseded_at__isnull=True,
        indicator__in={slot.indicator.pk for slot in slots},
        period__in={slot.period.first_day for slot in slots},
    )
    values: defaultdict[Occasion, dict[int, Decimal | None]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: row.state != MeasurementState.RELEASED):
        # An emptied draft hides nothing.
        if not Content.of(row).is_blank:
            values[row.indicator_id, row.period][row.district_id] = row.value
    return values
