"""What the checks against a cross-cutting goal come to: counted, never averaged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from strategy.action_lines import ActionLine, CheckLine
from strategy.enums import ActionPhase, Effect
from strategy.forms import ACTIVE, EFFECTS, UNCHECKED, query
from strategy.models import Action, CrossCuttingCheck, CrossCuttingGoal

SHOWN_CHECKS = 5  # on each side; the counts lead to all of them


@dataclass(frozen=True, slots=True)
class EffectCount:
    """How many actions have one effect on a goal."""

    effect: int | None  # None: not checked yet
    label: str
    count: int
    width: str  # of its bar, in percent of the longest possible one
    query: str  # of the list of just these actions


@dataclass(frozen=True, slots=True)
class GoalBalance:
    """All checks of the actions that have not been stopped against one goal."""

    goal: CrossCuttingGoal
    total: int  # actions
    counts: tuple[EffectCount, ...]  # strongest support first, what is not checked last
    helping: tuple[CrossCuttingCheck, ...]  # the strongest
    hindering: tuple[CrossCuttingCheck, ...]  # the strongest

    def count(self, *effects: Effect | None) -> int:
        return sum(one.count for one in self.counts if one.effect in effects)

    @property
    def supported(self) -> int:
        return self.count(Effect.SUPPORTING, Effect.STRONGLY_SUPPORTING)

    @property
    def neutral(self) -> int:
        return self.count(Effect.NEUTRAL)

    @property
    def hindered(self) -> int:
        return self.count(Effect.HINDERING, Effect.STRONGLY_HINDERING)

    @property
    def unchecked(self) -> int:
        return self.count(None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An action that helps one cross-cutting goal and hinders another."""

    action: Action
    checks: tuple[CheckLine, ...]  # in the order of the goals

    @property
    def spread(self) -> int:
        """How far apart the effects lie, from 2 to 4."""
        effects = effects_of(self.checks)
        return max(effects) - min(effects)


def active(lines: Iterable[ActionLine]) -> list[ActionLine]:
    """The actions that have not been stopped: a stopped one neither helps nor hinders."""
    return [line for line in lines if line.action.phase != ActionPhase.STOPPED]


def goal_balances(
    goals: Sequence[CrossCuttingGoal], lines: Sequence[ActionLine]
) -> list[GoalBalance]:
    """One balance for each goal; `lines` are of the active actions."""
    return [balance(goal, lines) for goal in goals]


def balance(goal: CrossCuttingGoal, lines: Sequence[ActionLine]) -> GoalBalance:
    items = [
        (line.action, item.check) for line in lines for item in line.checks if item.goal == goal
    ]
    checks = [check for _, check in items if check is not None]
    effects = [check.effect for check in checks]
    counts = [
        (effect, effect.label, effects.count(effect), word) for effect, word in EFFECTS.items()
    ]
    rest = len(items) - len(checks)
    every = [*counts, *([(None, "noch nicht geprüft", rest, UNCHECKED)] if rest else [])]
    strongest = sorted(checks, key=lambda check: -abs(check.effect))
    return GoalBalance(
        goal=goal,
        total=len(items),
        counts=tuple(
            EffectCount(
                effect=effect,
                label=label,
                count=count,
                width=f"{count * 100 / max(len(items), 1):.1f}%",
                query=query({"ziel": goal.slug, "wirkung": word, "phase": ACTIVE}),
            )
            for effect, label, count, word in every
        ),
        helping=tuple(check for check in strongest if check.effect > 0)[:SHOWN_CHECKS],
        hindering=tuple(check for check in strongest if check.effect < 0)[:SHOWN_CHECKS],
    )


def conflicts(lines: Iterable[ActionLine]) -> list[Conflict]:
    """Actions whose checks point both ways, the widest spread first."""
    found = [
        Conflict(line.action, line.checks)
        for line in lines
        if any(effect < 0 for effect in effects_of(line.checks))
        and any(effect > 0 for effect in effects_of(line.checks))
    ]
    return sorted(found, key=lambda one: -one.spread)


def effects_of(checks: Iterable[CheckLine]) -> list[int]:
    """The effects of what has been checked."""
    return [item.check.effect for item in checks if item.check]
