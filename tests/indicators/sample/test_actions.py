"""The sample actions are credible: when they run, what they serve, and what their checks say."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from indicators.models import ExpectedEffect
from indicators.sample.actions import Expected, course, phase_of
from indicators.sample.checks import THEMES, effects_of
from indicators.sample.loading import load_sample_data
from strategy.enums import ActionPhase
from strategy.models import Action, Milestone

LAST_YEAR = 2025
FIRST_DAY, LAST_DAY = date(2026, 5, 1), date(2027, 4, 30)  # on which it is the last collected


@pytest.mark.parametrize(
    ("title", "goal", "signs"),
    [
        ("Alphabetisierungskurse", "klimaneutralitaet", {0}),
        ("Alphabetisierungskurse", "generationengerechtigkeit", {1}),
        ("Photovoltaik auf städtischen Dächern", "klimaneutralitaet", {1}),
        ("Neubau einer Kindertageseinrichtung", "klimaneutralitaet", {-1}),
        ("Trinkbrunnen in der Innenstadt", "resilienz", {1}),
        ("Gleichstellungsplan", "resilienz", {0}),
    ],
)
def test_effect_fits_what_the_action_is_about(title: str, goal: str, signs: set[int]) -> None:
    assert {(one > 0) - (one < 0) for one in effects_of(title, THEMES[goal])} == signs


@pytest.mark.parametrize("number", range(11))
@pytest.mark.parametrize("from_year", [2021, 2024, 2025, 2026])
def test_what_has_an_effect_has_begun_before(number: int, from_year: int) -> None:
    expected = Expected(from_year, ())
    phase = phase_of(number, expected, LAST_YEAR)
    begins = course(phase, number, expected, LAST_YEAR).starts_on
    if from_year <= LAST_YEAR:
        assert phase in (ActionPhase.RUNNING, ActionPhase.COMPLETED)
        assert begins.year < from_year


@pytest.mark.parametrize("phase", [ActionPhase.DECIDED, ActionPhase.IDEA])
@pytest.mark.parametrize("number", range(9))
def test_what_is_only_planned_has_not_begun(phase: ActionPhase, number: int) -> None:
    assert course(phase, number, None, LAST_YEAR).starts_on > LAST_DAY


@pytest.mark.django_db
@pytest.mark.parametrize("today", [FIRST_DAY, LAST_DAY])
def test_milestones_and_goals_fit_the_actions(today: date) -> None:
    call_command("load_strategy", verbosity=0)
    load_sample_data(today=today)
    late = Milestone.objects.filter(due_on__lt=today, reached_on=None)
    assert set(late.values_list("action__phase", flat=True)) == {"running", "stopped"}
    assert not Milestone.objects.filter(reached_on__gt=today).exists()
    running = Action.objects.filter(phase="running")
    of_running = late.filter(action__in=running).values("action").distinct().count()
    assert 0 < of_running < running.count() / 3
    for effect in ExpectedEffect.objects.select_related("action", "indicator"):
        served = effect.action.operational_goals.all()
        assert set(effect.indicator.goals.all()) & set(served), effect
