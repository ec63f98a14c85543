"""The way of a value from the first keystroke to release, as one table."""

from __future__ import annotations

from enum import StrEnum

NEW = ""  # nothing is stored yet


class Step(StrEnum):
    """What somebody does to a value."""

    SAVE = "save"
    SUBMIT = "submit"
    DISCARD = "discard"
    WITHDRAW = "withdraw"
    RETURN = "return"
    RELEASE = "release"


# From which state which step leads where. What is not in the table does not happen; a released
# value leads nowhere: it is superseded by the release of a correction.
TRANSITIONS = {
    (NEW, Step.SAVE): "draft",
    (NEW, Step.SUBMIT): "submitted",
    ("draft", Step.SAVE): "draft",
    ("draft", Step.SUBMIT): "submitted",
    ("draft", Step.DISCARD): "draft",
    ("returned", Step.SAVE): "returned",
    ("returned", Step.SUBMIT): "submitted",
    ("returned", Step.DISCARD): "draft",
    ("submitted", Step.WITHDRAW): "draft",
    ("submitted", Step.RETURN): "returned",
    ("submitted", Step.RELEASE): "released",
}


class StepRefused(ValueError):
    """This step does not lead on from the state the value has."""


def state_after(state: str, step: Step) -> str:
    """The state that a step leads to. Raises StepRefused if the table does not know it."""
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise StepRefused(f"{step.value} is not possible in state {state!r}") from None
