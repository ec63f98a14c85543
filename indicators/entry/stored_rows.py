"""What the ledger holds about indicators, as far as it decides what is owed of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from indicators.entry.due import expected_periods
from indicators.entry.slots import Content
from indicators.enums import MeasurementState
from indicators.models import Indicator, Measurement, RoundIndicator
from strategy.enums import DistrictKind
from strategy.models import District


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator with everything that decides what is owed of it."""

    indicator: Indicator
    city: District
    asks: Sequence[RoundIndicator] = ()  # of rounds that have begun, newest first
    latest: Measurement | None = None  # the newest released row of the city
    in_work: Sequence[Measurement] = ()  # not released, oldest period first, of every place
    released: Mapping[date, Measurement] = field(default_factory=dict)  # of the city, where asked

    @property
    def frequency(self) -> str:
        return self.indicator.frequency

    @property
    def city_in_work(self) -> dict[date, Measurement]:
        return {row.period: row for row in self.in_work if row.district_id == self.city.pk}


def known(
    indicators: Sequence[Indicator], asks: Mapping[int, Sequence[RoundIndicator]], today: date
) -> list[Known]:
    """What is stored about these indicators, in four queries; nothing before there is a city."""
    city = District.objects.filter(kind=DistrictKind.CITY).first()
    if city is None:
        return []
    latest, in_work = latest_rows(indicators), rows_in_work(indicators)
    released = released_rows(city, indicators, asks, today)
    return [
        Known(
            indicator=one,
            city=city,
            asks=asks.get(one.pk, ()),
            latest=latest.get(one.pk),
            in_work=in_work.get(one.pk, ()),
            released=released.get(one.pk, {}),
        )
        for one in indicators
    ]


def with_latest(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Annotate the key of the newest released row for the whole city."""
    newest = (
        Measurement.objects.current()
        .filter(indicator=OuterRef("pk"), district__kind=DistrictKind.CITY)
        .order_by("-period")
    )
    return indicators.select_related("department").annotate(
        latest_row=Subquery(newest.values("pk")[:1])
    )


def latest_rows(indicators: Iterable[Indicator]) -> dict[int, Measurement]:
    """The newest released row of each indicator that has one; see `with_latest`."""
    keys = [key for one in indicators if (key := getattr(one, "latest_row", None)) is not None]
    rows = Measurement.objects.filter(pk__in=keys)
    rows = rows.select_related("district", "released_by")
    return {row.indicator_id: row for row in rows}


def rows_in_work(indicators: Iterable[Indicator]) -> dict[int, list[Measurement]]:
    """The rows of each indicator that are not released, oldest period first.

    `corrects` says of each whether its slot has a released value.
    """
    same_slot = {name: OuterRef(name) for name in ("indicator", "district", "period")}
    rows = Measurement.objects.open().filter(indicator__in=[one.pk for one in indicators])
    rows = rows.annotate(corrects=Exists(Measurement.objects.current().filter(**same_slot)))
    grouped: defaultdict[int, list[Measurement]] = defaultdict(list)
    for row in rows.select_related("district", "entered_by").order_by("period", "district__name"):
        if row.state != MeasurementState.DRAFT or not Content.of(row).is_blank:
            grouped[row.indicator_id].append(row)
    return dict(grouped)


def released_rows(
    city: District,
    indicators: Iterable[Indicator],
    asks: Mapping[int, Sequence[RoundIndicator]],
    today: date,
) -> dict[int, dict[date, Measurement]]:
    """What is released of the values that rounds ask for, by indicator and period."""
    frequency = {one.pk: one.frequency for one in indicators}
    days = {
        period.first_day
        for key, found in asks.items()
        for ask in found
        for period in expected_periods(ask.round.year, frequency[key], today)
    }
    rows = Measurement.objects.current().filter(
        district=city, indicator__in=list(asks), period__in=days
    )
    grouped: defaultdict[int, dict[date, Measurement]] = defaultdict(dict)
    for row in rows.select_related("district", "entered_by", "released_by"):
        grouped[row.indicator_id][row.period] = row
    return dict(grouped)
