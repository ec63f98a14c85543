from __future__ import annotations

from itertools import product

import pytest

from indicators.entry.workflow import NEW, TRANSITIONS, Step, StepRefused, state_after
from indicators.enums import MeasurementState

STATES = [NEW, *MeasurementState.values]


@pytest.mark.parametrize(
    ("state", "step"),
    [pair for pair in product(STATES, Step) if pair not in TRANSITIONS],
)
def test_step_outside_the_table_is_refused(state: str, step: Step) -> None:
    with pytest.raises(StepRefused):
        state_after(state, step)


def test_every_state_of_the_table_exists() -> None:
    assert {state for state, _ in TRANSITIONS} | set(TRANSITIONS.values()) == set(STATES)


def test_nothing_leads_on_from_a_released_value() -> None:
    assert not [step for state, step in TRANSITIONS if state == MeasurementState.RELEASED]


def test_only_a_submitted_value_is_released() -> None:
    assert [state for (state, step) in TRANSITIONS if step == Step.RELEASE] == ["submitted"]
