"""What stands in the ledger at the slots of many lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from indicators.entry.batches.changes import Key, Line
from indicators.entry.plausibility import Dated
from indicators.entry.slots import SlotRows
from indicators.enums import MeasurementState
from indicators.models import Measurement
from indicators.named_periods import Period

SeriesKey = tuple[int, int]  # indicator, district

NO_ROWS = SlotRows(None, None)


def rows_of(lines: Iterable[Line], *, lock: bool) -> dict[Key, SlotRows]:
    """The rows in work and in force at the slots of all lines; one query.

    It asks for every combination of their indicators, places and periods: a few rows too many,
    but an index serves it and its length does not grow with the lines.
    """
    slots = [line.slot for line in lines]
    rows = Measurement.objects.filter(
        superseded_at__isnull=True,
        indicator__in={slot.indicator.pk for slot in slots},
        district__in={slot.district.pk for slot in slots},
        period__in={slot.period.first_day for slot in slots},
    ).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: defaultdict[Key, dict[bool, Measurement]] = defaultdict(dict)
    for row in rows.select_related("entered_by"):
        place = (row.indicator_id, row.district_id, row.period)
        found[place][row.state == MeasurementState.RELEASED] = row
    return {key: SlotRows(two.get(False), two.get(True)) for key, two in found.items()}


def released_values(lines: Iterable[Line]) -> dict[SeriesKey, list[Dated]]:
    """The series that the lines join, oldest first; one query."""
    slots = [line.slot for line in lines]
    frequencies = {slot.indicator.pk: slot.indicator.frequency for slot in slots}
    rows = (
        Measurement.objects.current()
        .filter(
            indicator__in=frequencies,
            district__in={slot.district.pk for slot in slots},
            value__isnull=False,
        )
        .order_by("period")
        .values_list("indicator", "district", "period", "value")
    )
    series: defaultdict[SeriesKey, list[Dated]] = defaultdict(list)
    for indicator, district, first_day, value in rows:
        series[indicator, district].append(Dated(Period(first_day, frequencies[indicator]), value))
    return dict(series)
