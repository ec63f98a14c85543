"""Actions: when they run, what they have reached, and what they do to the cross-cutting goals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from reports.pages.anchors import action_anchor, goal_anchor
from reports.pages.wording import long_date
from reports.snapshot import ActionFacts, CheckFacts, CrossCuttingFacts, MilestoneFacts
from strategy.enums import ActionKind, ActionPhase, Effect
from strategy.timeline import state

KIND_WORDS = dict(ActionKind.choices)
PHASE_WORDS = dict(ActionPhase.choices)
EFFECT_WORDS = dict(Effect.choices)
STATE_WORDS = {
    "reached": "erreicht am",
    "late": "überfällig seit",
    "planned": "geplant zum",
    "dropped": "entfällt, geplant war",
}
WIDTH, HEIGHT = 142.0, 10.0  # of a time line, in points
MOST_YEARS = 16


@dataclass(frozen=True, slots=True)
class Schedule:
    """The years that all time lines of a chapter share."""

    first_year: int
    last_year: int

    @property
    def years(self) -> tuple[tuple[int, str], ...]:
        """The years written above the lines, with their place."""
        step = -(-(self.last_year + 1 - self.first_year) // 4)
        return tuple(
            (year, f"{self.place(date(year, 1, 1)):.1f}")
            for year in range(self.first_year, self.last_year + 1, step)
        )

    def place(self, day: date) -> float:
        """Where a day lies; days outside stay at the edge."""
        start, end = date(self.first_year, 1, 1), date(self.last_year + 1, 1, 1)
        share = (day - start).days / (end - start).days
        return WIDTH * min(max(share, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """An action on the schedule, as path data in points; "" is nothing of that kind."""

    title: str  # in words
    run: str
    reached: str  # milestones
    planned: str
    late: str
    today: str


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone with its state."""

    title: str
    state: str  # reached, late or planned
    words: str  # "erreicht am 1. März 2025"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """The effect on a cross-cutting goal; `effect` None: not checked yet."""

    goal: str
    effect: int | None
    sign: str  # "+2", "−1", "0", "–"
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """Everything printed about one action."""

    facts: ActionFacts
    anchor: str
    kind: str
    phase: str
    period: str
    goals: tuple[tuple[str, str], ...]  # code and anchor
    bar: Bar | None  # None: without any date
    milestones: tuple[MilestoneLine, ...]
    checks: tuple[CheckLine, ...]

    @property
    def is_checked(self) -> bool:
        return any(check.effect is not None for check in self.checks)


def action_entry(
    action: ActionFacts, goals: Sequence[CrossCuttingFacts], schedule: Schedule | None, today: date
) -> ActionEntry:
    """Lay out one action on the schedule of its chapter."""
    found = {check.goal: check for check in action.checks}
    return ActionEntry(
        facts=action,
        anchor=action_anchor(action),
        kind=KIND_WORDS[action.kind],
        phase=PHASE_WORDS[action.phase],
        period=period_text(action.starts_on, action.ends_on),
        goals=tuple((code, goal_anchor(code)) for code in action.goals),
        bar=action_bar(action, schedule, today) if schedule and days_of(action) else None,
        milestones=tuple(
            milestone_line(one, today, stopped=is_stopped(action)) for one in action.milestones
        ),
        checks=tuple(check_line(goal, found.get(goal.slug)) for goal in goals),
    )


def period_text(start: date | None, end: date | None) -> str:
    """ "2023 bis 2026", "ab 2023", "bis 2026" or "" """
    if start and end:
        return str(start.year) if start.year == end.year else f"{start.year} bis {end.year}"
    if start:
        return f"ab {start.year}"
    return f"bis {end.year}" if end else ""


def is_stopped(action: ActionFacts) -> bool:
    return action.phase == "stopped"


def milestone_line(milestone: MilestoneFacts, today: date, *, stopped: bool) -> MilestoneLine:
    now = state(milestone.due_on, milestone.reached_on, today, stopped=stopped)
    day = milestone.reached_on or milestone.due_on
    return MilestoneLine(milestone.title, now, f"{STATE_WORDS[now]} {long_date(day)}")


def check_line(goal: CrossCuttingFacts, check: CheckFacts | None) -> CheckLine:
    if check is None:
        return CheckLine(goal.name, None, "–", "noch nicht geprüft", "")
    return CheckLine(
        goal.name, check.effect, effect_sign(check.effect), EFFECT_WORDS[check.effect], check.reason
    )


def effect_sign(effect: int) -> str:
    """ "+2", "0", "−1" """
    return f"{'+' if effect > 0 else '−' if effect < 0 else ''}{abs(effect)}"


# Time lines ----------------------------------------------------------------------


def schedule_of(actions: Iterable[ActionFacts]) -> Schedule | None:
    """The years from the first to the last date of these actions; None without any date."""
    days = [day for action in actions for day in days_of(action)]
    if not days:
        return None
    last = max(days).year
    return Schedule(max(min(days).year, last - MOST_YEARS), last)


def days_of(action: ActionFacts) -> list[date]:
    days = [action.starts_on, action.ends_on]
    for milestone in action.milestones:
        days += [milestone.due_on, milestone.reached_on]
    return [day for day in days if day is not None]


def action_bar(action: ActionFacts, schedule: Schedule, today: date) -> Bar:
    days = days_of(action)
    start = schedule.place(action.starts_on or min(days))
    end = schedule.place(action.ends_on or max(days))
    marks: dict[str, list[float]] = {kind: [] for kind in STATE_WORDS}
    for one in action.milestones:
        kind = state(one.due_on, one.reached_on, today, stopped=is_stopped(action))
        marks[kind].append(schedule.place(one.reached_on or one.due_on))
    within = schedule.first_year <= today.year <= schedule.last_year
    return Bar(
        title=f"Zeitleiste: {action.title}, "
        f"{period_text(action.starts_on, action.ends_on) or 'mit Terminen'}",
        run=f"M{start:.1f} {HEIGHT / 2}H{max(end, start + 1):.1f}",
        reached=diamonds(marks["reached"]),
        planned=diamonds(marks["planned"]),
        late=diamonds(marks["late"]),
        today=f"M{schedule.place(today):.1f} 0V{HEIGHT}" if within else "",
    )


def diamonds(places: Iterable[float]) -> str:
    """One path with a diamond at each place."""
    return "".join(f"M{x:.1f} {HEIGHT / 2 - 3.2}l3.2 3.2-3.2 3.2-3.2-3.2z" for x in places)
