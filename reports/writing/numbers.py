"""The numbers released by now, as the preview of a text prints them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from indicators.annual_values import YearValue
from indicators.models import Indicator, TargetPath, TargetPoint
from indicators.publishable import PublishedValue, published_values, years_of
from reports.tokens import CITY, Numbers, Series
from strategy.enums import DistrictKind
from strategy.models import District


def released_numbers(codes: Collection[str], year: int) -> Numbers:
    """Values up to a year and decided targets of these indicators, in four queries or none.

    From the publishable view, so that a draft or a secret number cannot get into a text.
    """
    if not codes:
        return {}
    indicators = list(Indicator.objects.filter(code__in=codes))
    keys = [one.pk for one in indicators]
    slugs = {
        pk: CITY if kind == DistrictKind.CITY else slug
        for pk, slug, kind in District.objects.values_list("pk", "slug", "kind")
    }
    rows: defaultdict[int, list[PublishedValue]] = defaultdict(list)
    for row in published_values(indicators=keys):
        if row.period.year <= year:
            rows[row.indicator_id].append(row)
    paths = TargetPath.objects.current().filter(indicator__in=keys)
    points = list(
        TargetPoint.objects.filter(path__in=paths, value__isnull=False).select_related("path")
    )
    return {
        one.code: Series(
            unit=one.unit,
            decimals=one.decimals,
            years=years_by_place(one, rows[one.pk], slugs),
            targets={
                point.year: point.value
                for point in points
                if point.path.indicator_id == one.pk and point.value is not None
            },
        )
        for one in indicators
    }


def years_by_place(
    indicator: Indicator, rows: Iterable[PublishedValue], slugs: dict[int, str]
) -> dict[str, dict[int, YearValue]]:
    places: defaultdict[int, list[PublishedValue]] = defaultdict(list)
    for row in rows:
        places[row.district_id].append(row)
    return {
        slugs[place]: {one.year: one for one in years_of(indicator, values)}
        for place, values in places.items()
    }
