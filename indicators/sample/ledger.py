"""Made-up indicators, and rows of the ledger for them and for the SDG indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice

from django.utils import timezone

from accounts.models import User
from indicators.enums import EventKind, MeasurementState, Origin
from indicators.models import Indicator, Measurement, MeasurementEvent
from indicators.sample.figures import CITY, Figure, Subject
from indicators.sample.series import Sketch, seeded
from indicators.sample.tables import SampleIndicator, SampleSeries
from strategy.models import ActionArea, Department, District

BATCH = 2000  # rows in memory at a time
SOURCE = "Beispielwert, erfunden"
CORRECTION = "Nachmeldungen berücksichtigt."
RETURN_COMMENT = "Bitte prüfen: Zwei umgebaute Haltestellen scheinen doppelt gezählt zu sein."

Slot = tuple[int, int, date]  # indicator, district, period


@dataclass(frozen=True, slots=True)
class Writers:
    """Who the ledger says entered and released a row."""

    enters: User
    releases: User


def add_indicators(
    entries: Iterable[SampleIndicator], departments: Mapping[int, Department]
) -> None:
    """Add them; the made-up inhabitants count as the population only if no real ones do."""
    has_population = Indicator.objects.population() is not None
    areas = {area.number: area for area in ActionArea.objects.all()}
    rows = {
        entry: Indicator(
            code=entry.code,
            slug=entry.slug,
            name=entry.name,
            short_name=entry.short_name,
            definition=entry.definition,
            unit=entry.unit,
            decimals=entry.decimals,
            direction=entry.direction,
            lower_bound=entry.lower_bound,
            upper_bound=entry.upper_bound,
            area=areas[entry.area],
            frequency=entry.frequency,
            annual_rule=entry.annual_rule,
            due_after_months=entry.due_after_months,
            district_relation=entry.district_relation,
            expression=entry.expression,
            measures_population=entry.measures_population and not has_population,
            department=departments[entry.area],
            source="Fachverfahren der Abteilung",
            is_sample=True,
        )
        for entry in entries
    }
    Indicator.objects.bulk_create(rows.values())
    protect(rows)
    link = Indicator.sdgs.through
    link.objects.bulk_create(
        link(indicator=row, sdg_id=number) for entry, row in rows.items() for number in entry.sdgs
    )


def protect(rows: Mapping[SampleIndicator, Indicator]) -> None:
    """Set the rules for small numbers; only now, because a base has to be there first."""
    by_code = {entry.code: row for entry, row in rows.items()}
    guarded = [entry for entry in rows if entry.min_cases is not None]
    for entry in guarded:
        row = rows[entry]
        row.min_cases, row.base_factor, row.min_base = (
            entry.min_cases,
            entry.base_factor,
            entry.min_base,
        )
        row.base = by_code.get(entry.base)
    Indicator.objects.bulk_update(
        [rows[entry] for entry in guarded], ["min_cases", "base", "base_factor", "min_base"]
    )


def subject_of(indicator: Indicator, series: SampleSeries) -> Subject:
    return Subject(
        code=indicator.code,
        sketch=Sketch(
            start=series.start,
            end=series.end,
            wobble=series.wobble,
            course=series.course,
            decimals=indicator.decimals,
            lower=indicator.lower_bound,
            upper=indicator.upper_bound,
        ),
        record=series.record,
        frequency=indicator.frequency,
        annual_rule=indicator.annual_rule,
        relation=indicator.district_relation,
    )


def add_measurements(
    figures: Iterable[tuple[Subject, Figure]], writers: Writers, last_year: int
) -> None:
    """Write figures in batches, passing over slots in which a real value is or is worked on."""
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    districts = dict(District.objects.parts().values_list("slug", "pk"))
    districts[CITY] = District.objects.city().pk
    taken = taken_slots()
    rows = (
        row
        for subject, figure in figures
        if (slot := (indicators[subject.code], districts[figure.place], figure.period)) not in taken
        for row in ledger_rows(figure, slot, writers, last_year, subject.code)
    )
    while batch := list(islice(rows, BATCH)):
        Measurement.objects.bulk_create(batch)
        MeasurementEvent.objects.bulk_create(
            event for row in batch if row.is_open for event in events(row, writers)
        )


def taken_slots() -> set[Slot]:
    rows = Measurement.objects.filter(superseded_at__isnull=True)
    return set(rows.values_list("indicator", "district", "period"))


def ledger_rows(
    figure: Figure, slot: Slot, writers: Writers, last_year: int, code: str
) -> Iterator[Measurement]:
    """The rows of a slot: its former values, each superseded by the next, and the one in force."""
    if figure.state != MeasurementState.RELEASED:
        yield open_row(figure, slot, writers, last_year)
        return
    values = (*figure.former, figure.value)
    moments = release_moments(code, figure.period.year, last_year, len(values))
    for revision, (value, released_at) in enumerate(zip(values, moments, strict=True), start=1):
        is_last = revision == len(values)
        row = new_row(figure, slot, value, entered_at=released_at - timedelta(days=1))
        row.origin = Origin.SAMPLE
        row.state = MeasurementState.RELEASED
        row.revision = revision
        row.warning_reason = CORRECTION if revision > 1 else ""
        row.provisional = figure.provisional and is_last
        row.entered_by, row.released_by = writers.enters, writers.releases
        row.submitted_at, row.released_at = row.entered_at, released_at
        row.superseded_at = None if is_last else moments[revision]
        yield row


def new_row(figure: Figure, slot: Slot, value: Decimal | None, entered_at: datetime) -> Measurement:
    indicator, district, period = slot
    return Measurement(
        indicator_id=indicator,
        district_id=district,
        period=period,
        value=value,
        missing_reason=figure.missing_reason,
        missing_note=figure.missing_note,
        source=SOURCE,
        entered_at=entered_at,
        is_sample=True,
    )


def open_row(figure: Figure, slot: Slot, writers: Writers, last_year: int) -> Measurement:
    """A value of the last complete year that is still worked on, by the rules for entered ones."""
    row = new_row(figure, slot, figure.value, entered_at=end_of(last_year) + timedelta(days=90))
    row.state = figure.state
    row.entered_by = writers.enters
    if figure.state != MeasurementState.DRAFT:
        row.submitted_at = row.entered_at
    if figure.state == MeasurementState.RETURNED:
        row.return_comment = RETURN_COMMENT
    row.version = len(steps(row.state))
    return row


def steps(state: str) -> Sequence[EventKind]:
    """What happened to a row in work."""
    return {
        MeasurementState.DRAFT: (EventKind.CREATED,),
        MeasurementState.SUBMITTED: (EventKind.CREATED, EventKind.SUBMITTED),
        MeasurementState.RETURNED: (EventKind.CREATED, EventKind.SUBMITTED, EventKind.RETURNED),
    }[MeasurementState(state)]


def events(row: Measurement, writers: Writers) -> Iterator[MeasurementEvent]:
    for version, kind in enumerate(steps(row.state), start=1):
        is_return = kind == EventKind.RETURNED
        yield MeasurementEvent(
            measurement=row,
            kind=kind,
            by=writers.releases if is_return else writers.enters,
            at=row.entered_at + timedelta(minutes=version),
            version=version,
            value=row.value,
            note=row.return_comment if is_return else "",
        )


def release_moments(code: str, year: int, last_year: int, count: int) -> list[datetime]:
    """When the values of a slot were released, one after the other, always before today.

    A year is released in the spring after it and corrected until autumn, the newest one until
    the end of April.
    """
    first = end_of(year) + timedelta(days=60 + seeded(code).randint(0, 50))
    last = end_of(year) + timedelta(days=115) if year == last_year else first + timedelta(days=200)
    if count == 1:
        return [first]
    return [first + (last - first) * number / (count - 1) for number in range(count)]


def end_of(year: int) -> datetime:
    return timezone.make_aware(datetime(year, 12, 31, 12, 0))  # noqa: DTZ001 - made aware here
