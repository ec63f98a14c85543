"""Made-up actions in every phase, with milestones and checks against the cross-cutting goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.periods import first_day, month_number
from indicators.sample.calendar import COLLECTED_BY_MONTH, loading_months
from indicators.sample.checks import checks_of
from indicators.sample.tables import SampleAction
from strategy.enums import ActionKind, ActionPhase
from strategy.models import (
    Action,
    CrossCuttingCheck,
    CrossCuttingGoal,
    Department,
    Milestone,
    OperationalGoal,
)

# The phases of one action after the other, again and again.
PHASES = (
    ActionPhase.RUNNING,
    ActionPhase.COMPLETED,
    ActionPhase.DECIDED,
    ActionPhase.RUNNING,
    ActionPhase.IDEA,
    ActionPhase.RUNNING,
    ActionPhase.STOPPED,
    ActionPhase.DECIDED,
    ActionPhase.COMPLETED,
    ActionPhase.RUNNING,
    ActionPhase.IDEA,
)

DESCRIPTIONS = {
    ActionKind.CONCEPT: "Das Konzept klärt Bedarf, Kosten und Zuständigkeiten und legt fest, "
    "was in welcher Reihenfolge geschieht.",
    ActionKind.MEASURE: "Die Maßnahme wird in Abschnitten umgesetzt; nach jedem wird geprüft, "
    "ob sie wirkt.",
    ActionKind.PILOT: "Der Versuch läuft befristet mit Menschen aus Soest. Danach "
    "entscheidet sich, ob daraus ein dauerhaftes Angebot wird.",
}

# The last one ends every action, however many come before it.
MILESTONES = {
    ActionKind.CONCEPT: (
        "Bestandsaufnahme liegt vor",
        "Beteiligung abgeschlossen",
        "Entwurf liegt vor",
        "Beratung im Ausschuss",
        "Abstimmung mit den Nachbarn",
        "Konzept veröffentlicht",
    ),
    ActionKind.MEASURE: (
        "Planung abgeschlossen",
        "Förderung bewilligt",
        "Aufträge vergeben",
        "Umsetzung begonnen",
        "Hälfte umgesetzt",
        "Abnahme und Auswertung",
    ),
    ActionKind.PILOT: (
        "Partner gewonnen",
        "Testbetrieb begonnen",
        "Erste Rückmeldungen ausgewertet",
        "Angebot angepasst",
        "Testbetrieb abgeschlossen",
        "Entscheidung über die Fortführung",
    ),
}

BEGUN = (ActionPhase.RUNNING, ActionPhase.COMPLETED)


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of an action: from when on, and for which goals."""

    from_year: int
    goals: tuple[OperationalGoal, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """When an action runs, and how far it has come."""

    starts_on: date
    ends_on: date
    reached_until: date  # milestones due before this day are reached
    is_late: bool  # but for the last of them


def add_actions(
    actions: Sequence[SampleAction],
    goals: Mapping[int, Sequence[OperationalGoal]],
    departments: Mapping[int, Department],
    expected: Mapping[str, Expected],
    last_year: int,
) -> None:
    """Write the actions with all that belongs to them; `goals` are those of each area.

    `expected` is what is expected of an action, by its slug. An action becomes more than an idea
    only after it is checked, so phases come last.
    """
    effects = [expected.get(action.slug) for action in actions]
    phases = [phase_of(number, effect, last_year) for number, effect in enumerate(effects)]
    courses = [
        course(phase, number, effect, last_year)
        for number, (phase, effect) in enumerate(zip(phases, effects, strict=True))
    ]
    rows = Action.objects.bulk_create(
        new_action(action, when, departments[action.area])
        for action, when in zip(actions, courses, strict=True)
    )
    add_goal_links(actions, rows, goals, expected)
    Milestone.objects.bulk_create(
        milestone
        for number, (row, when) in enumerate(zip(rows, courses, strict=True))
        for milestone in milestones(row, when, 2 + number % 5, last_year)
    )
    cross_cutting = list(CrossCuttingGoal.objects.all())
    CrossCuttingCheck.objects.bulk_create(
        check
        for number, (row, phase) in enumerate(zip(rows, phases, strict=True))
        for check in checks_of(row, checked_goals(phase, number, cross_cutting))
    )
    by_phase: defaultdict[ActionPhase, list[int]] = defaultdict(list)
    for row, phase in zip(rows, phases, strict=True):
        by_phase[phase].append(row.pk)
    for phase, keys in by_phase.items():
        Action.objects.filter(pk__in=keys).update(phase=phase)


def phase_of(number: int, expected: Expected | None, last_year: int) -> ActionPhase:
    """In turn; but what is expected to have an effect by now must have begun."""
    phase = PHASES[number % len(PHASES)]
    if expected is None or expected.from_year > last_year or phase in BEGUN:
        return phase
    return ActionPhase.RUNNING


def course(phase: ActionPhase, number: int, expected: Expected | None, last_year: int) -> Course:
    """Dates around the twelve months in which these rows are loaded; see `loading_months`."""
    begin, end = {
        ActionPhase.COMPLETED: (-5, -1),
        ActionPhase.RUNNING: (-2, 2),
        ActionPhase.STOPPED: (-4, -1),
        ActionPhase.DECIDED: (2, 5),
        ActionPhase.IDEA: (3, 6),
    }[phase]
    first, month = last_year + begin, 1 + number % 9
    if phase in BEGUN and expected is not None:
        first = min(first, expected.from_year - 1)
    elif phase == ActionPhase.DECIDED:
        month = COLLECTED_BY_MONTH + number % 8  # it has not begun, whenever in those months it is
    loaded_from, _ = loading_months(last_year)
    stopped_on = date(last_year - 2, 6, 1)
    return Course(
        starts_on=date(first, month, 1),
        ends_on=date(last_year + end, 12, 31),
        reached_until=stopped_on if phase == ActionPhase.STOPPED else loaded_from,
        is_late=phase == ActionPhase.RUNNING and number % 4 == 0,
    )


def new_action(action: SampleAction, when: Course, department: Department) -> Action:
    return Action(
        slug=action.slug,
        title=action.title,
        kind=action.kind,
        description=DESCRIPTIONS[ActionKind(action.kind)],
        starts_on=when.starts_on,
        ends_on=when.ends_on,
        department=department,
        is_sample=True,
    )


def add_goal_links(
    actions: Iterable[SampleAction],
    rows: Iterable[Action],
    goals: Mapping[int, Sequence[OperationalGoal]],
    expected: Mapping[str, Expected],
) -> None:
    """Each action serves the goals whose indicators it is expected to move.

    Of the others each serves one goal of its area, every third one another goal too.
    """
    link = Action.operational_goals.through
    links = []
    for number, (action, row) in enumerate(zip(actions, rows, strict=True)):
        those = goals[action.area]
        served = [those[number % len(those)]]
        if number % 3 == 0:
            served.append(those[(number + 4) % len(those)])
        if effect := expected.get(action.slug):
            served = list(effect.goals)
        links += [link(action=row, operationalgoal=goal) for goal in served]
    link.objects.bulk_create(links)


def milestones(row: Action, when: Course, count: int, last_year: int) -> Iterator[Milestone]:
    """Evenly between start and end of the action; reached ones a few days after they were due.

    None is due in the months of loading, for it would be reached or late by the day of loading.
    """
    titles = MILESTONES[ActionKind(row.kind)]
    chosen = [*titles[: count - 1], titles[-1]]
    start, end = month_number(when.starts_on), month_number(when.ends_on)
    evenly = (first_day(start + (end - start) * step // count) for step in range(1, count + 1))
    loaded_from, loaded_until = loading_months(last_year)
    days = sorted(
        loaded_until.replace(month=COLLECTED_BY_MONTH + day.month % 8)
        if loaded_from <= day < loaded_until
        else day
        for day in evenly
    )
    reached = sum(day < when.reached_until for day in days) - when.is_late
    for step, (title, day) in enumerate(zip(chosen, days, strict=True)):
        reached_on = day.replace(day=1 + 5 * (step % 3)) if step < reached else None
        yield Milestone(action=row, title=title, due_on=day, reached_on=reached_on, is_sample=True)


def checked_goals(
    phase: ActionPhase, number: int, goals: Sequence[CrossCuttingGoal]
) -> Sequence[CrossCuttingGoal]:
    """All of them; of the ideas, some still lack one check or more."""
    return goals[: number % (len(goals) + 1)] if phase == ActionPhase.IDEA else goals
