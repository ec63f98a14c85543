"""Public pages ask the database a fixed number of questions, however much there is to show."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from soest import public_pages
from tests.factories import (
    ActionFactory,
    ChartNoteFactory,
    CouncilMeetingFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MilestoneFactory,
    OperationalGoalFactory,
    TargetPathFactory,
    released_series,
)
from tests.public_paths import GROWING
from tests.town import Town, make_town

# At most so many on the pages that everybody starts from, and for a letter typed into the filter.
MOST = {"/": 12, "/kennzahlen/": 12, "/handlungsfelder/klima-energie/": 12}
MOST_FOR_A_KEYSTROKE = 6
FILES = ("/kennzahlen/ladepunkte/reihen.csv?ort=alle",)


def queries(client: Client, path: str, **headers: str) -> int:
    public_pages.store.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path, headers=headers).status_code == 200
    return len(asked)


def grow(town: Town) -> None:
    """Ten more indicators with goals, targets, districts, SDGs; ten more actions."""
    for _ in range(10):
        indicator = IndicatorFactory(area=town.climate, district_relation="sum")
        indicator.sdgs.set(town.emissions.sdgs.all())
        released_series(indicator, {2024: 1, 2025: 2})
        released_series(indicator, {2024: 1, 2025: 2}, district=town.village)
        TargetPathFactory(indicator=indicator, adopted=True)
        ChartNoteFactory(indicator=indicator, broken=True)
        goal = OperationalGoalFactory(strategic_goal=town.goal.strategic_goal)
        IndicatorGoalFactory(indicator=indicator, goal=goal)
        IndicatorGoalFactory(indicator=indicator, goal=town.goal, is_lead=False)
        action = MilestoneFactory(action=ActionFactory(phase="running")).action
        action.operational_goals.add(goal, town.goal)
        town.action.operational_goals.add(goal)
        for moved in (indicator, town.emissions):
            ExpectedEffectFactory(action=action, indicator=moved)
        ExpectedEffectFactory(action=town.action, indicator=indicator)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*GROWING, *FILES])
def test_number_of_queries_stays(client: Client, path: str) -> None:
    town = make_town()
    ExpectedEffectFactory(action=town.action, indicator=town.emissions)
    CouncilMeetingFactory(date=date(2025, 4, 2))
    before = queries(client, path)
    grow(town)
    assert queries(client, path) == before


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "most"), MOST.items())
def test_main_pages_ask_little(client: Client, path: str, most: int) -> None:
    make_town()
    assert queries(client, path) <= most


@pytest.mark.django_db
def test_keystroke_in_the_filter_asks_less(client: Client) -> None:
    make_town()
    typed = {"HX-Request": "true"}
    assert queries(client, "/kennzahlen/?q=tr", **typed) <= MOST_FOR_A_KEYSTROKE
