"""How complete a collection round is: by department and by Handlungsfeld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import OuterRef, Q, Subquery

from indicators.entry.due import Progress, Standing
from indicators.entry.lines import Line
from indicators.entry.owed import NOBODY, load_asked_lines
from indicators.entry.part_counts import counted_words
from indicators.entry.responsible import Responsible, responsible_people
from indicators.entry.round_forms import area_of
from indicators.models import CollectionRound, Indicator, Measurement, RoundIndicator
from strategy.models import Department

HEAD = (
    "Gliederung",
    "Name",
    "erwartet",
    *(one.label for one in Standing),
    "fehlt",
    "überfällig",
    "zuständig",
    "Vertretung",
    "zuletzt bearbeitet am",
    "zuletzt bearbeitet von",
)


@dataclass(frozen=True, slots=True)
class Trace:
    """Who worked on a value last, and when."""

    at: datetime
    by: str


@dataclass(frozen=True)
class Share:
    """The expected values of a department or a Handlungsfeld."""

    name: str
    query: str  # selects its values in the list behind the numbers
    lines: Sequence[Line]
    last: Trace | None  # None: nobody has entered anything
    department: Department | None  # None: the row of a Handlungsfeld
    people: Responsible  # of the department

    @cached_property
    def progress(self) -> Progress:
        return Progress.of(line.standing for line in self.lines)

    @property
    def missing(self) -> int:
        return self.progress.needed

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def cells(self) -> list[str | int | date | None]:
        """Its row in the file."""
        standings = [line.standing for line in self.lines]
        return [
            "Abteilung" if self.department else "Handlungsfeld",
            self.name,
            len(self.lines),
            *(standings.count(one) for one in Standing),
            self.missing,
            self.late,
            self.people.owner_names,
            self.people.deputy_names,
            self.last.at if self.last else None,
            self.last.by if self.last else "",
        ]


@dataclass(frozen=True)
class Completeness:
    """A round with all its expected values."""

    round: CollectionRound
    asked: int  # indicators
    lines: Sequence[Line]
    departments: Sequence[Share]  # those that lack most come first
    areas: Sequence[Share]
    silent: Sequence[Department]  # asked, but without anybody who could answer
    computed: int  # indicators that nobody owes, because they follow from others

    @cached_property
    def progress(self) -> Progress:
        return Progress.of(line.standing for line in self.lines)

    @property
    def counted(self) -> str:
        """What counts as one value; empty where it needs no words."""
        return counted_words(self.lines)

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def rows(self) -> list[list[str | int | date | None]]:
        return [share.cells for share in (*self.departments, *self.areas)]


def load_completeness(collection: CollectionRound, today: date) -> Completeness:
    """A fixed number of queries, however much the round asks for."""
    asks = asks_of([collection])
    lines = load_asked_lines(asks, today)
    traces = last_traces(collection, [ask.indicator_id for ask in asks])
    people = responsible_people()
    asked = {ask.department for ask in asks}
    return Completeness(
        round=collection,
        asked=len(asks),
        lines=lines,
        departments=shares(lines, traces, lambda line: department_row(line, people)),
        areas=shares(lines, traces, area_row),
        silent=sorted((one for one in asked if one.pk not in people), key=str),
        computed=Indicator.objects.computed().count(),
    )


def asks_of(rounds: Iterable[CollectionRound]) -> list[RoundIndicator]:
    """What these rounds ask for, with all that lines need of it. One query."""
    asks = RoundIndicator.objects.owed().filter(round__in=list(rounds)).order_by("pk")
    return list(
        asks.select_related("round", "department", "indicator__area", "indicator__department")
    )


# What the functions above are made of ---------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """Which share a line belongs to."""

    query: str
    name: str
    department: Department | None = None
    people: Responsible = Responsible()


def department_row(line: Line, people: Mapping[int, Responsible]) -> Row:
    department = line.department
    if department is None:  # a round always asks somebody
        return Row("", NOBODY)
    found = people.get(department.pk, Responsible())
    return Row(f"abteilung={department.slug}", department.name, department, found)


def area_row(line: Line) -> Row:
    key, name = area_of(line.slot.indicator)
    return Row(f"feld={key}", name)


def shares(
    lines: Iterable[Line], traces: Mapping[int, Trace], row_of: Callable[[Line], Row]
) -> list[Share]:
    """The lines by row; those that lack most come first."""
    grouped: defaultdict[Row, list[Line]] = defaultdict(list)
    for line in lines:
        grouped[row_of(line)].append(line)
    found = [
        Share(row.name, row.query, members, newest(members, traces), row.department, row.people)
        for row, members in grouped.items()
    ]
    return sorted(found, key=lambda share: (-share.missing, share.name))


def newest(lines: Iterable[Line], traces: Mapping[int, Trace]) -> Trace | None:
    keys = {line.slot.indicator.pk for line in lines}
    found = [traces[key] for key in keys if key in traces]
    return max(found, key=lambda trace: trace.at, default=None)


def last_traces(collection: CollectionRound, indicators: Iterable[int]) -> dict[int, Trace]:
    """Who entered something last for each indicator and the year of the round. One query."""
    by_hand = Q(entered_by__isnull=False) | ~Q(sender_name="")
    newest_row = Measurement.objects.filter(
        by_hand, indicator=OuterRef("pk"), period__year=collection.year
    ).order_by("-entered_at", "-pk")
    found = Indicator.objects.filter(pk__in=list(indicators)).annotate(
        newest=Subquery(newest_row.values("pk")[:1])
    )
    rows = Measurement.objects.filter(pk__in=found.values("newest")).select_related("entered_by")
    return {row.indicator_id: Trace(row.entered_at, author_of(row)) for row in rows}


def author_of(row: Measurement) -> str:
    if row.sender_name:
        return f"{row.sender_name} (ohne Konto)"
    return str(row.entered_by)
