"""Actions as pages and the report show them: phase, time line, next step, checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from strategy.enums import ActionPhase
from strategy.models import Action, CrossCuttingCheck, CrossCuttingGoal, Milestone
from strategy.models.actions import ActionQuerySet
from strategy.timeline import Timeline, state, timeline

STEPS = (ActionPhase.IDEA, ActionPhase.DECIDED, ActionPhase.RUNNING, ActionPhase.COMPLETED)


@dataclass(frozen=True, slots=True)
class Step:
    """One phase on the way from idea to completion."""

    label: str
    done: bool
    current: bool


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A cross-cutting goal and what the action does to it; `check` None: not checked yet."""

    goal: CrossCuttingGoal
    check: CrossCuttingCheck | None


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone with its state: reached, planned, late or dropped."""

    milestone: Milestone
    state: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action, laid out for one day."""

    action: Action
    steps: tuple[Step, ...]
    timeline: Timeline | None
    milestones: tuple[MilestoneLine, ...]
    checks: tuple[CheckLine, ...]

    @property
    def reached(self) -> int:
        return sum(line.state == "reached" for line in self.milestones)

    @property
    def late(self) -> MilestoneLine | None:
        """The oldest milestone that should have been reached by now."""
        return next((line for line in self.milestones if line.state == "late"), None)

    @property
    def upcoming(self) -> MilestoneLine | None:
        """The next planned milestone."""
        return next((line for line in self.milestones if line.state == "planned"), None)

    @property
    def urgency(self) -> tuple[bool, date]:
        """Sorts late actions first, then by the next planned milestone."""
        due = self.late or self.upcoming
        return self.late is None, due.milestone.due_on if due else date.max

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Names of the cross-cutting goals it has not been checked against."""
        return tuple(line.goal.name for line in self.checks if line.check is None)


def present_lines(actions: ActionQuerySet) -> list[ActionLine]:
    """Read actions with all that their lines show, and lay them out for today. Four queries."""
    found = list(actions.for_lines())
    checks = checks_of(found)
    today = timezone.localdate()
    return [action_line(action, checks[action.pk], today) for action in found]


def checks_of(actions: Sequence[Action]) -> dict[int, list[CheckLine]]:
    """For each action all cross-cutting goals, with the check if there is one. One query."""
    by_key = {action.pk: action for action in actions}
    of_these = Q(checks__action__in=list(by_key))
    rows = CrossCuttingGoal.objects.annotate(
        made=FilteredRelation("checks", condition=of_these),
        check_pk=F("made__pk"),
        checked_action=F("made__action"),
        effect=F("made__effect"),
        reason=F("made__reason"),
    )
    goals: dict[int, CrossCuttingGoal] = {}
    made: dict[tuple[int, int], CrossCuttingCheck] = {}
    for goal in rows:
        goals.setdefault(goal.pk, goal)
        if goal.check_pk is not None:
            made[goal.checked_action, goal.pk] = CrossCuttingCheck(
                pk=goal.check_pk,
                action=by_key[goal.checked_action],
                goal=goals[goal.pk],
                effect=goal.effect,
                reason=goal.reason,
            )
    return {
        action.pk: [CheckLine(goal, made.get((action.pk, pk))) for pk, goal in goals.items()]
        for action in actions
    }


def action_line(action: Action, checks: Iterable[CheckLine], today: date) -> ActionLine:
    """Lay out one action that was read with `Action.objects.for_lines()`; no further query."""
    milestones = list(action.milestones.all())
    stopped = action.phase == ActionPhase.STOPPED
    return ActionLine(
        action=action,
        steps=phase_steps(ActionPhase(action.phase)),
        timeline=timeline(
            action.starts_on,
            action.ends_on,
            [(one.due_on, one.reached_on) for one in milestones],
            today,
            stopped=stopped,
        ),
        milestones=tuple(
            MilestoneLine(one, state(one.due_on, one.reached_on, today, stopped=stopped))
            for one in milestones
        ),
        checks=tuple(checks),
    )


def phase_steps(phase: ActionPhase) -> tuple[Step, ...]:
    """The way to completion with the present phase marked; empty for a stopped action."""
    if phase not in STEPS:
        return ()
    place = STEPS.index(phase)
    return tuple(
        Step(str(step.label), done=number <= place, current=number == place)
        for number, step in enumerate(STEPS)
    )
