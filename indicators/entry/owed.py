"""What a person owes: one line for each value in work, grouped by department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from indicators.entry.due import Progress, Standing, last_day_in_time, newest_complete, owed_period
from indicators.entry.slots import Content, Slot
from indicators.enums import DistrictRelation, MeasurementState
from indicators.models import Indicator, Measurement
from indicators.named_periods import Period
from strategy.enums import DistrictKind
from strategy.models import District

NOBODY = "Ohne zuständige Abteilung"


@dataclass(frozen=True, slots=True)
class Line:
    """One value on "Meine Kennzahlen"."""

    slot: Slot
    standing: Standing
    today: date
    row: Measurement | None  # in work, or released if nothing is owed
    last: Measurement | None  # the newest released row of the indicator and the city
    further: int = 0  # ended periods after this one that are missing too
    parts_done: int = 0  # Ortsteile with a value handed in for the period
    parts_total: int = 0  # Ortsteile that have values of their own; 0: none

    @property
    def deadline(self) -> date:
        return last_day_in_time(self.slot.period, self.slot.indicator.due_after_months)

    @property
    def is_late(self) -> bool:
        return self.standing.needs_work and self.today > self.deadline

    @property
    def is_correction(self) -> bool:
        """The period has a released value already, and this line is not about that one."""
        released = self.last is not None and self.last.period >= self.slot.period.first_day
        return released and self.row is not None and self.row.is_open

    @property
    def value(self) -> str:
        """What the row says, in words; empty if it says nothing yet."""
        content = Content.of(self.row) if self.row else Content()
        return "" if content.is_blank else self.slot.words(content)

    @property
    def last_value(self) -> str:
        """The newest released value with its period, in words; empty without one."""
        if self.last is None:
            return ""
        last = slot_of(self.slot.indicator, self.last)
        return f"{last.period.label}: {last.words(Content.of(self.last))}"

    @property
    def order(self) -> tuple[bool, date, str]:
        """Returned values first, then by deadline."""
        returned = self.standing == Standing.RETURNED
        return (not returned, self.deadline, self.slot.indicator.name)


@dataclass(frozen=True)
class Group:
    """The lines of a department."""

    name: str
    lines: Sequence[Line]

    @cached_property
    def progress(self) -> Progress:
        return Progress.of(line.standing for line in self.lines)

    @cached_property
    def to_do(self) -> list[Line]:
        return sorted((one for one in self.lines if one.standing.needs_work), key=_order)

    @cached_property
    def handed_in(self) -> list[Line]:
        return sorted((one for one in self.lines if not one.standing.needs_work), key=_order)

    @property
    def deadline(self) -> date | None:
        """The next deadline that can still be kept."""
        return min((one.deadline for one in self.to_do if not one.is_late), default=None)

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.to_do)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is left after a value was handed in."""

    progress: Progress
    following: Line | None  # the next value that needs work; None: all done


def _order(line: Line) -> tuple[bool, date, str]:
    return line.order


def load_lines(person: User, today: date) -> list[Line]:
    """Everything this person may enter, in six queries whatever the number of indicators."""
    indicators = list(with_latest(Indicator.objects.enterable_by(person)))
    city = District.objects.filter(kind=DistrictKind.CITY).first()
    if city is None:
        return []
    latest = latest_rows(indicators)
    in_work = rows_in_work(indicators)
    lines = [
        line
        for indicator in indicators
        for line in lines_of(
            indicator, city, latest.get(indicator.pk), in_work.get(indicator.pk, []), today
        )
    ]
    return with_parts(lines)


def groups_of(lines: Iterable[Line]) -> list[Group]:
    """The lines by department, in the order of their names; unassigned indicators come last."""
    grouped: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        department = line.slot.indicator.department
        grouped[department.name if department else NOBODY].append(line)
    names = sorted(grouped, key=lambda name: (name == NOBODY, name))
    return [Group(name, grouped[name]) for name in names]


def load_agenda(person: User, slot: Slot, today: date) -> Agenda:
    """How far this person has got, and what comes after this slot."""
    lines = load_lines(person, today)
    to_do = [line for group in groups_of(lines) for line in group.to_do]
    return Agenda(
        progress=Progress.of(line.standing for line in lines),
        following=next((line for line in to_do if line.slot != slot), None),
    )


# What the functions above are made of ---------------------------------------------


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
    """The newest released row of each indicator that has one."""
    keys = [key for one in indicators if (key := getattr(one, "latest_row", None)) is not None]
    rows = Measurement.objects.filter(pk__in=keys)
    rows = rows.select_related("district", "released_by")
    return {row.indicator_id: row for row in rows}


def rows_in_work(indicators: Iterable[Indicator]) -> dict[int, list[Measurement]]:
    """The rows of each indicator that are not released, oldest period first."""
    rows = Measurement.objects.open().filter(indicator__in=[one.pk for one in indicators])
    grouped: defaultdict[int, list[Measurement]] = defaultdict(list)
    for row in rows.select_related("district", "entered_by").order_by("period"):
        if row.state != MeasurementState.DRAFT or not Content.of(row).is_blank:
            grouped[row.indicator_id].append(row)
    return dict(grouped)


def lines_of(
    indicator: Indicator,
    city: District,
    latest: Measurement | None,
    in_work: Sequence[Measurement],
    today: date,
) -> list[Line]:
    """The owed period, every row in work, or what was released last if there is neither."""
    of_city = {row.period: row for row in in_work if row.district_id == city.pk}
    last_period = slot_of(indicator, latest).period if latest else None
    waiting = [
        slot_of(indicator, row).period
        for row in of_city.values()
        if row.state == MeasurementState.SUBMITTED
    ]
    owed = owed_period(last_period, waiting, indicator.frequency, today)
    lines = []
    if owed and owed.first_day not in of_city:
        lines.append(Line(Slot(indicator, city, owed), Standing.OPEN, today, None, latest))
    lines += [
        Line(slot_of(indicator, row), Standing(row.state), today, row, latest)
        for row in in_work
        if row.district_id == city.pk or row.state != MeasurementState.SUBMITTED
    ]
    if not lines and latest:
        lines.append(Line(slot_of(indicator, latest), Standing.DONE, today, latest, latest))
    return [with_further(line, owed, today) for line in lines]


def slot_of(indicator: Indicator, row: Measurement) -> Slot:
    """The slot of a row whose indicator is at hand."""
    return Slot(indicator, row.district, Period.containing(row.period, indicator.frequency))


def with_further(line: Line, owed: Period | None, today: date) -> Line:
    """Say on the line of the owed period how many periods after it are missing as well."""
    if line.slot.period != owed or not line.slot.is_city:
        return line
    newest = newest_complete(line.slot.indicator.frequency, today)
    return replace(line, further=newest.periods_since(owed))


def with_parts(lines: Sequence[Line]) -> list[Line]:
    """Count for indicators with district values how many parts are handed in for the period."""
    concerned = [line for line in lines if has_parts(line)]
    if not concerned:
        return list(lines)
    total = District.objects.parts().count()
    done = parts_handed_in(concerned)
    return [
        replace(
            line,
            parts_done=done.get((line.slot.indicator.pk, line.slot.period.first_day), 0),
            parts_total=total,
        )
        if has_parts(line)
        else line
        for line in lines
    ]


def has_parts(line: Line) -> bool:
    with_districts = line.slot.indicator.district_relation != DistrictRelation.NONE
    return with_districts and line.slot.is_city


def parts_handed_in(lines: Iterable[Line]) -> Mapping[tuple[int, date], int]:
    """How many parts have a submitted or released value, by indicator and period."""
    slots = [line.slot for line in lines]
    handed_in = Q(state=MeasurementState.SUBMITTED) | Q(
        state=MeasurementState.RELEASED, superseded_at__isnull=True
    )
    counted = (
        Measurement.objects.filter(
            handed_in,
            indicator__in={slot.indicator.pk for slot in slots},
            period__in={slot.period.first_day for slot in slots},
        )
        .exclude(district__kind=DistrictKind.CITY)
        .order_by()
        .values("indicator", "period")
        .annotate(parts=Count("district", distinct=True))
    )
    return {(row["indicator"], row["period"]): row["parts"] for row in counted}
