"""What all actions do to the goals that cut across the Handlungsfelder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reports.pages.actions import EFFECT_WORDS, effect_sign
from reports.pages.anchors import action_anchor
from reports.pages.wording import paragraphs
from reports.snapshot import ActionFacts, CrossCuttingFacts, Snapshot

EFFECTS = (2, 1, 0, -1, -2)
MOST_ACTIONS = 8


@dataclass(frozen=True, slots=True)
class EffectRow:
    """How many actions of one Handlungsfeld have which effect; "–" is none."""

    name: str
    counts: tuple[str, ...]  # in the order of EFFECTS, then unchecked
    is_total: bool


@dataclass(frozen=True, slots=True)
class StrongAction:
    """An action with the strongest effect."""

    title: str
    anchor: str
    reason: str


@dataclass(frozen=True, slots=True)
class CrossCuttingSection:
    """One cross-cutting goal with what the actions do to it."""

    name: str
    texts: tuple[str, ...]
    effects: tuple[tuple[str, str], ...]  # sign and word of each column
    rows: tuple[EffectRow, ...]
    strong: tuple[StrongAction, ...]
    hindering: tuple[StrongAction, ...]

    @property
    def initial(self) -> str:
        """Head of its narrow column."""
        return self.name[:1]


def cross_cutting_sections(snapshot: Snapshot) -> tuple[CrossCuttingSection, ...]:
    return tuple(cross_cutting_section(goal, snapshot) for goal in snapshot.cross_cutting_goals)


def cross_cutting_section(goal: CrossCuttingFacts, snapshot: Snapshot) -> CrossCuttingSection:
    """Count the effects on one goal; an action counts in the Handlungsfeld of its first goal."""
    groups = [
        (
            f"{area.number} {area.name}",
            [one for one in snapshot.actions if home(one) == area.number],
        )
        for area in snapshot.areas
    ]
    groups.append(("Ohne Handlungsfeld", [one for one in snapshot.actions if not one.goals]))
    return CrossCuttingSection(
        name=goal.name,
        texts=paragraphs(goal.description),
        effects=tuple((effect_sign(effect), EFFECT_WORDS[effect]) for effect in EFFECTS),
        rows=(
            *(effect_row(name, actions, goal.slug) for name, actions in groups if actions),
            effect_row("Alle Maßnahmen", snapshot.actions, goal.slug, is_total=True),
        ),
        strong=actions_with(snapshot.actions, goal.slug, (2,)),
        hindering=actions_with(snapshot.actions, goal.slug, (-2, -1)),
    )


def home(action: ActionFacts) -> int | None:
    return int(action.goals[0].split(".")[0]) if action.goals else None


def effect_row(
    name: str, actions: Iterable[ActionFacts], goal: str, *, is_total: bool = False
) -> EffectRow:
    found = Counter(effect_on(action, goal) for action in actions)
    return EffectRow(
        name, tuple(str(found[effect] or "–") for effect in (*EFFECTS, None)), is_total
    )


def effect_on(action: ActionFacts, goal: str) -> int | None:
    """None: not checked."""
    return next((check.effect for check in action.checks if check.goal == goal), None)


def actions_with(
    actions: Iterable[ActionFacts], goal: str, effects: tuple[int, ...]
) -> tuple[StrongAction, ...]:
    """The first few actions with one of these effects, and the reason given."""
    found = [
        StrongAction(action.title, action_anchor(action), check.reason)
        for action in actions
        for check in action.checks
        if check.goal == goal and check.effect in effects
    ]
    return tuple(found[:MOST_ACTIONS])
