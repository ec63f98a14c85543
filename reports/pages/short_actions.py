"""Actions in one line each, for pages with little room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reports.pages.actions import KIND_WORDS, PHASE_WORDS, is_stopped, milestone_line, period_text
from reports.pages.fitting import fitted
from reports.snapshot import ActionFacts
from strategy.timeline import state

ORDER = ("running", "decided", "completed", "idea", "stopped")


@dataclass(frozen=True, slots=True)
class ShortAction:
    """An action with its next step; "" where there is none."""

    title: str
    kind: str
    phase: str
    period: str
    step: str
    is_late: bool


def in_order(actions: Iterable[ActionFacts]) -> list[ActionFacts]:
    """What runs first, what was stopped last."""
    return sorted(actions, key=lambda one: (ORDER.index(one.phase), one.title, one.slug))


def of_goals(actions: Iterable[ActionFacts], prefix: str) -> list[ActionFacts]:
    """Those of an area "1" or of a goal "1.2" or "1.2.3", with what lies below it."""
    found = (
        one
        for one in actions
        if any(code == prefix or code.startswith(f"{prefix}.") for code in one.goals)
    )
    return in_order(found)


def is_late(action: ActionFacts, today: date) -> bool:
    """Whether a milestone should have been reached by now."""
    stopped = is_stopped(action)
    return any(
        state(one.due_on, one.reached_on, today, stopped=stopped) == "late"
        for one in action.milestones
    )


def short_action(action: ActionFacts, today: date, *, width: float, size: float) -> ShortAction:
    """Put an action into a line; its title goes into a width in a type size, in points."""
    return ShortAction(
        title=fitted(action.title, width, size),
        kind=KIND_WORDS[action.kind],
        phase=PHASE_WORDS[action.phase],
        period=period_text(action.starts_on, action.ends_on),
        step=next_step(action, today),
        is_late=is_late(action, today),
    )


def next_step(action: ActionFacts, today: date) -> str:
    """ "Fertigstellung, geplant zum 31. Dezember 2026"; "" if nothing is to come."""
    if is_stopped(action):
        return ""
    coming = [one for one in action.milestones if one.reached_on is None]
    if not coming:
        return ""
    line = milestone_line(min(coming, key=lambda one: one.due_on), today, stopped=False)
    return f"{line.title}, {line.words}"
