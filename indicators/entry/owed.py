"""What a person owes: one line for each value in work, grouped by department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from accounts.models import User
from indicators.entry.asked import asks_begun, terms_of_round
from indicators.entry.due import (
    Progress,
    Terms,
    expected_periods,
    newest_complete,
    owed_period,
)
from indicators.entry.lines import Line, slot_of, standing_of
from indicators.entry.part_counts import with_parts
from indicators.entry.slots import Slot
from indicators.entry.stored_rows import Known, known, with_latest
from indicators.enums import MeasurementState
from indicators.models import CollectionRound, Indicator, Measurement, RoundIndicator
from indicators.named_periods import Period
from strategy.models import Department

NOBODY = "Ohne zuständige Abteilung"


@dataclass(frozen=True)
class Group:
    """The lines of a department; None: of indicators that belong to nobody."""

    department: Department | None
    lines: Sequence[Line]

    @property
    def name(self) -> str:
        return self.department.name if self.department else NOBODY

    @cached_property
    def progress(self) -> Progress:
        return Progress.of(line.standing for line in self.lines)

    @cached_property
    def to_do(self) -> list[Line]:
        return sorted((one for one in self.lines if one.standing.needs_work), key=_order)

    @cached_property
    def handed_in(self) -> list[Line]:
        return sorted((one for one in self.lines if one.is_handed_in), key=_order)

    @property
    def fills_tables(self) -> bool:
        """There is a table of its values: it answers for indicators of its own."""
        return any(one.slot.indicator.department == self.department for one in self.lines)

    @property
    def deadline(self) -> date | None:
        return next_deadline(self.lines)

    @property
    def late(self) -> int:
        return sum(one.is_late for one in self.to_do)

    @property
    def rounds(self) -> list[CollectionRound]:
        return rounds_of(self.lines)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is left after a value was handed in."""

    progress: Progress
    following: Line | None  # the next value that needs work; None: all done


def _order(line: Line) -> tuple[bool, date, str, date]:
    return line.order


def load_lines(person: User, today: date) -> list[Line]:
    """Everything this person has to answer for, in nine queries whatever the number of values."""
    indicators = list(with_latest(Indicator.objects.enterable_by(person)))
    asks = asks_begun(indicators, today)
    lines = [line for one in known(indicators, asks, today) for line in lines_of(one, today)]
    if not person.coordinates:
        mine = set(person.memberships.values_list("department_id", flat=True))
        lines = [line for line in lines if line.department and line.department.pk in mine]
    return with_parts(lines)


def load_asked_lines(asks: Sequence[RoundIndicator], today: date) -> list[Line]:
    """One line for each value that these asks expect by now, in five queries.

    The asks bring their round, department and indicator along.
    """
    grouped: defaultdict[int, list[RoundIndicator]] = defaultdict(list)
    for ask in asks:
        grouped[ask.indicator_id].append(ask)
    indicators = {ask.indicator_id: ask.indicator for ask in asks}.values()
    lines = [
        line
        for one in known(list(indicators), grouped, today)
        for ask in one.asks
        for line in asked_lines(one, ask, today)
    ]
    return with_parts(lines)


def groups_of(lines: Iterable[Line]) -> list[Group]:
    """The lines by department, in the order of their names; unassigned indicators come last."""
    grouped: defaultdict[Department | None, list[Line]] = defaultdict(list)
    for line in lines:
        grouped[line.department].append(line)
    groups = [Group(department, found) for department, found in grouped.items()]
    return sorted(groups, key=lambda group: (group.department is None, group.name))


def next_deadline(lines: Iterable[Line]) -> date | None:
    """The next date that can still be kept, a grace period's end included; None without any."""
    dates = [
        line.terms.still_possible_until(line.today)
        for line in lines
        if line.standing.needs_work and not line.is_correction
    ]
    return min((day for day in dates if day), default=None)


def due_until(lines: Iterable[Line], day: date | None) -> int:
    """How many of these lines are late already, or must be handed in until a day."""
    if day is None:
        return 0
    waiting = (line for line in lines if line.standing.needs_work and not line.is_correction)
    return sum((line.terms.still_possible_until(line.today) or day) <= day for line in waiting)


def rounds_of(lines: Iterable[Line]) -> list[CollectionRound]:
    """The rounds that still wait for one of these lines, newest first."""
    rounds = {line.asked_by for line in lines if line.asked_by and line.standing.needs_work}
    return sorted(rounds, key=lambda one: -one.year)


def load_agenda(person: User, slot: Slot, today: date) -> Agenda:
    """How far this person has got, and what comes after this slot."""
    lines = load_lines(person, today)
    to_do = [line for group in groups_of(lines) for line in group.to_do]
    return Agenda(
        progress=Progress.of(line.standing for line in lines),
        following=next((line for line in to_do if line.slot != slot), None),
    )


# The lines of one indicator -------------------------------------------------------


def lines_of(one: Known, today: date) -> list[Line]:
    """What rounds ask for, what is due besides, what is in work, or what was released last."""
    asked = [line for number, ask in enumerate(one.asks) for line in shown(one, ask, number, today)]
    owed = owed_besides(one, today)
    lines = [*asked, *in_work_besides(one, asked, today)]
    if owed and owed.first_day not in one.city_in_work:
        lines.append(line_of(one, Slot(one.indicator, one.city, owed), None, today))
    if not lines and one.latest:
        lines.append(line_of(one, slot_of(one.indicator, one.latest), one.latest, today))
    return [with_further(line, owed, today) for line in lines]


def shown(one: Known, ask: RoundIndicator, number: int, today: date) -> list[Line]:
    """All that the newest round asks for; of earlier ones (`number` > 0) what is not released."""
    lines = asked_lines(one, ask, today)
    return lines if number == 0 else [line for line in lines if not line.is_released]


def asked_lines(one: Known, ask: RoundIndicator, today: date) -> list[Line]:
    """A line for every value that a round expects by now; a correction does not unsettle it."""
    in_work = one.city_in_work
    return [
        line_of(
            one,
            Slot(one.indicator, one.city, period),
            one.released.get(period.first_day) or in_work.get(period.first_day),
            today,
        )
        for period in expected_periods(ask.round.year, one.frequency, today)
    ]


def owed_besides(one: Known, today: date) -> Period | None:
    """The period due by the indicator's own rule, after all that rounds have asked for."""
    settled = [Period.of(ask.round.year + 1, one.frequency).shifted(-1) for ask in one.asks]
    if one.latest:
        settled.append(slot_of(one.indicator, one.latest).period)
    waiting = [
        slot_of(one.indicator, row).period
        for row in one.city_in_work.values()
        if row.state == MeasurementState.SUBMITTED
    ]
    return owed_period(max(settled, default=None), waiting, one.frequency, today)


def in_work_besides(one: Known, asked: Iterable[Line], today: date) -> list[Line]:
    """Rows in work that no line of a round is about; of a part what is not handed in."""
    covered = {line.slot.period.first_day for line in asked if not line.is_released}
    return [
        replace(
            line_of(one, slot_of(one.indicator, row), row, today),
            is_correction=bool(getattr(row, "corrects", False)),
        )
        for row in one.in_work
        if (row.district_id == one.city.pk and row.period not in covered)
        or (row.district_id != one.city.pk and row.state != MeasurementState.SUBMITTED)
    ]


def line_of(one: Known, slot: Slot, row: Measurement | None, today: date) -> Line:
    """A line of a period: by the round that asks for its year, else by the indicator's rule."""
    year = slot.period.first_day.year
    ask = next((ask for ask in one.asks if ask.round.year == year), None)
    usual = Terms.usual(slot.period, one.indicator.due_after_months)
    return Line(
        slot=slot,
        standing=standing_of(row),
        today=today,
        terms=terms_of_round(ask.round) if ask else usual,
        department=ask.department if ask else one.indicator.department,
        row=row,
        last=one.latest,
        asked_by=ask.round if ask else None,
    )


def with_further(line: Line, owed: Period | None, today: date) -> Line:
    """Say on the line of the owed period how many periods after it are missing as well."""
    if line.slot.period != owed or not line.slot.is_city:
        return line
    newest = newest_complete(line.slot.indicator.frequency, today)
    return replace(line, further=newest.periods_since(owed))
