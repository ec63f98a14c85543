"""Public pages ask the database a fixed number of questions, however much there is to show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from soest import public_pages
from tests.factories import (
    ActionFactory,
    ChartNoteFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MilestoneFactory,
    OperationalGoalFactory,
    TargetPathFactory,
    released_series,
)
from tests.town import Town, make_town

PATHS = [
    "/",
    "/handlungsfelder/",
    "/handlungsfelder/klima-energie/",
    "/ziele/5.1/",
    "/ziele/5.1.1/",
    "/kennzahlen/",
    "/kennzahlen/treibhausgase/",
    "/kennzahlen/treibhausgase/einbetten/",
    "/kennzahlen/vergleich/?k=treibhausgase&k=ladepunkte",
    "/ortsteile/",
    "/ortsteile/ampen/",
    "/massnahmen/",
    "/massnahmen/daecher/",
    "/uebergeordnete-ziele/",
    "/sdg/",
    "/suche/?q=treibhaus",
    "/berichte/",
]


def queries(client: Client, path: str) -> int:
    public_pages.store.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
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


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_number_of_queries_stays(client: Client, path: str) -> None:
    town = make_town()
    before = queries(client, path)
    grow(town)
    assert queries(client, path) == before
