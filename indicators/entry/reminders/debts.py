"""What departments owe to the rounds that remind on a day, and the links that wait for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from indicators.entry.lines import Line
from indicators.entry.owed import load_asked_lines
from indicators.entry.reminders.rules import LONGEST_DELAY, Schedule
from indicators.enums import ReminderStage
from indicators.models import CollectionRound, DataRequest, RoundIndicator
from indicators.models.rounds import LONGEST_GRACE
from strategy.models import Department

Key = tuple[int, int, int | None, str, date, str]  # what is reminded of only once


@dataclass(frozen=True, slots=True)
class Debt:
    """What a department still owes to a round that reminds today."""

    round: CollectionRound
    department: Department
    stage: ReminderStage
    lines: Sequence[Line]

    @property
    def is_sample(self) -> bool:
        return self.round.is_sample or self.department.is_sample

    def key(self, to: str, data_request: DataRequest | None = None) -> Key:
        request = data_request.pk if data_request else None
        return (self.round.pk, self.department.pk, request, self.stage, self.round.deadline, to)


def load_debts(today: date) -> list[Debt]:
    """What every department owes to the rounds that remind today, in a fixed number of queries."""
    rounds = {one.pk: one for one in rounds_around(today)}
    stages = {key: stage for key, one in rounds.items() if (stage := stage_of(one, today))}
    asks = (
        RoundIndicator.objects.owed()
        .filter(round__in=list(stages))
        .select_related("round", "department", "indicator__department")
    )
    grouped: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    departments = {}
    for line in load_asked_lines(list(asks), today):
        if line.standing.needs_work and line.asked_by and line.department:
            departments[line.department.pk] = line.department
            grouped[line.asked_by.pk, line.department.pk].append(line)
    return [
        Debt(rounds[asked_by], departments[answering], stages[asked_by], lines)
        for (asked_by, answering), lines in grouped.items()
    ]


def rounds_around(today: date) -> Iterable[CollectionRound]:
    """Rounds that have begun and are not long over."""
    oldest = today - timedelta(days=LONGEST_GRACE + 1) - LONGEST_DELAY
    return CollectionRound.objects.filter(opens_on__lte=today, deadline__gte=oldest)


def stage_of(asked_by: CollectionRound, today: date) -> ReminderStage | None:
    dates = Schedule(asked_by.opens_on, asked_by.deadline, asked_by.grace_ends_on)
    return dates.stage_on(today)


def open_requests(
    debts: Iterable[Debt], today: date
) -> defaultdict[tuple[int, int], list[DataRequest]]:
    """Links that wait for an answer, by round and department; of a chain the last. One query."""
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    rows = DataRequest.objects.filter(
        revoked_at__isnull=True,
        finished_at__isnull=True,
        expires_at__gt=max(midnight, timezone.now()),
        round__in={one.round.pk for one in debts},
        department__in={one.department.pk for one in debts},
    )
    found = list(rows.order_by("pk"))
    handed_on = {one.delegated_from_id for one in found}
    grouped: defaultdict[tuple[int, int], list[DataRequest]] = defaultdict(list)
    for one in found:
        if one.pk not in handed_on:
            grouped[one.round_id, one.department_id].append(one)
    return grouped


def request_key(debt: Debt) -> tuple[int, int]:
    return debt.round.pk, debt.department.pk
