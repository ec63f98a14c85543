"""Actions in one line each, for pages with little room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reports.pages.actions import KIND_WORDS, PHASE_WORDS, is_stopped, period_text
from reports.pages.fitting import fitted
from reports.snapshot import ActionFacts, MilestoneFacts

ORDER = ("running", "decided", "completed", "idea", "stopped")


@dataclass(frozen=True, slots=True)
class ShortAction:
    """An action with its next step and its day; "" where there is none."""

    title: str
    kind: str
    phase: str
    period: str
    step: str
    due: str  # "31.12.2026" or "überfällig seit 31.12.2024"
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
    step = next_step(action)
    return step is not None and step.due_on < today


def short_action(action: ActionFacts, today: date, *, width: float, size: float) -> ShortAction:
    """Put an action into a line; its title goes into a width in a type size, in points."""
    step, late = next_step(action), is_late(action, today)
    day = f"{step.due_on:%d.%m.%Y}" if step else ""
    return ShortAction(
        title=fitted(action.title, width, size),
        kind=KIND_WORDS[action.kind],
        phase=PHASE_WORDS[action.phase],
        period=period_text(action.starts_on, action.ends_on),
        step=step.title if step else "",
        due=f"überfällig seit {day}" if late else day,
        is_late=late,
    )


def next_step(action: ActionFacts) -> MilestoneFacts | None:
    """The first milestone that is still to be reached; None for an action that was stopped."""
    coming = [one for one in action.milestones if one.reached_on is None]
    if is_stopped(action):
        return None
    return min(coming, key=lambda one: one.due_on, default=None)
