"""Made-up actions in every phase, with milestones and checks against the cross-cutting goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.periods import first_day, month_number
from indicators.sample.series import seeded
from indicators.sample.tables import SampleAction
from strategy.enums import ActionKind, ActionPhase, Effect
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

REASONS = {
    Effect.STRONGLY_HINDERING: "Steht diesem Ziel deutlich entgegen; ein Ausgleich ist vorgesehen.",
    Effect.HINDERING: "Kostet zunächst Mittel und Flächen, die diesem Ziel fehlen.",
    Effect.NEUTRAL: "Wirkt nur mittelbar.",
    Effect.SUPPORTING: "Trägt an einzelnen Orten zu diesem Ziel bei.",
    Effect.STRONGLY_SUPPORTING: "Ist auf dieses Ziel ausgerichtet und wirkt in der ganzen Stadt.",
}
REASONS_OF_GOAL = {
    "klimaneutralitaet": {
        Effect.HINDERING: "Bau und Betrieb verursachen zunächst zusätzliche Emissionen.",
        Effect.SUPPORTING: "Spart Energie und Fahrten.",
        Effect.STRONGLY_SUPPORTING: "Senkt die Emissionen dauerhaft.",
    },
    "resilienz": {
        Effect.HINDERING: "Macht von einem einzelnen Anbieter abhängig.",
        Effect.SUPPORTING: "Macht Menschen und Einrichtungen unabhängiger.",
        Effect.STRONGLY_SUPPORTING: "Schützt vor Hitze, Starkregen und Ausfällen.",
    },
    "generationengerechtigkeit": {
        Effect.HINDERING: "Bindet Mittel, die in späteren Jahren fehlen.",
        Effect.SUPPORTING: "Entlastet künftige Haushalte.",
        Effect.STRONGLY_SUPPORTING: "Kommt vor allem Kindern und Jugendlichen zugute.",
    },
}
# From which an effect is drawn: hindrances are rare.
EFFECTS = (-2, -1, -1, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2)


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
    last_year: int,
) -> None:
    """Write the actions with all that belongs to them; `goals` are those of each area.

    An action becomes more than an idea only after it is checked, so phases come last.
    """
    phases = [PHASES[number % len(PHASES)] for number in range(len(actions))]
    courses = [course(phase, number, last_year) for number, phase in enumerate(phases)]
    rows = Action.objects.bulk_create(
        new_action(action, when, departments[action.area])
        for action, when in zip(actions, courses, strict=True)
    )
    add_goal_links(actions, rows, goals)
    Milestone.objects.bulk_create(
        milestone
        for number, (row, when) in enumerate(zip(rows, courses, strict=True))
        for milestone in milestones(row, when, count=2 + number % 5)
    )
    cross_cutting = list(CrossCuttingGoal.objects.all())
    CrossCuttingCheck.objects.bulk_create(
        check
        for number, (row, phase) in enumerate(zip(rows, phases, strict=True))
        for check in checks(row, checked_goals(phase, number, cross_cutting))
    )
    by_phase: defaultdict[ActionPhase, list[int]] = defaultdict(list)
    for row, phase in zip(rows, phases, strict=True):
        by_phase[phase].append(row.pk)
    for phase, keys in by_phase.items():
        Action.objects.filter(pk__in=keys).update(phase=phase)


def course(phase: ActionPhase, number: int, last_year: int) -> Course:
    """Dates around the end of the last complete year, which `today` lies after."""
    end_of_year = date(last_year, 12, 31)
    begin, end = {
        ActionPhase.COMPLETED: (-5, -1),
        ActionPhase.RUNNING: (-2, 2),
        ActionPhase.STOPPED: (-4, -1),
        ActionPhase.DECIDED: (1, 4),
        ActionPhase.IDEA: (2, 5),
    }[phase]
    return Course(
        starts_on=date(last_year + begin, 1 + number % 9, 1),
        ends_on=date(last_year + end, 12, 31),
        reached_until=date(last_year - 2, 6, 1) if phase == ActionPhase.STOPPED else end_of_year,
        is_late=phase == ActionPhase.RUNNING and number % 2 == 0,
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
) -> None:
    """Each action serves one goal of its area, every third one another goal too."""
    link = Action.operational_goals.through
    links = []
    for number, (action, row) in enumerate(zip(actions, rows, strict=True)):
        those = goals[action.area]
        links.append(link(action=row, operationalgoal=those[number % len(those)]))
        if number % 3 == 0:
            links.append(link(action=row, operationalgoal=those[(number + 4) % len(those)]))
    link.objects.bulk_create(links)


def milestones(row: Action, when: Course, count: int) -> Iterator[Milestone]:
    """Evenly between start and end of the action; reached ones a few days after they were due."""
    titles = MILESTONES[ActionKind(row.kind)]
    chosen = [*titles[: count - 1], titles[-1]]
    start, end = month_number(when.starts_on), month_number(when.ends_on)
    days = [first_day(start + (end - start) * step // count) for step in range(1, count + 1)]
    reached = sum(day <= when.reached_until for day in days) - when.is_late
    for step, (title, day) in enumerate(zip(chosen, days, strict=True)):
        reached_on = day.replace(day=1 + 5 * (step % 3)) if step < reached else None
        yield Milestone(action=row, title=title, due_on=day, reached_on=reached_on, is_sample=True)


def checked_goals(
    phase: ActionPhase, number: int, goals: Sequence[CrossCuttingGoal]
) -> Sequence[CrossCuttingGoal]:
    """All of them; of the ideas, some still lack one check or more."""
    return goals[: number % (len(goals) + 1)] if phase == ActionPhase.IDEA else goals


def checks(row: Action, goals: Iterable[CrossCuttingGoal]) -> Iterator[CrossCuttingCheck]:
    for goal in goals:
        effect = Effect(seeded(row.slug, goal.slug).choice(EFFECTS))
        reason = REASONS_OF_GOAL.get(goal.slug, {}).get(effect, REASONS[effect])
        yield CrossCuttingCheck(action=row, goal=goal, effect=effect, reason=reason, is_sample=True)
