"""A town in miniature for tests of pages: two areas, three goals, four indicators, three places."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.enums import Direction, DistrictRelation
from indicators.models import Indicator
from strategy.models import Action, ActionArea, District, OperationalGoal
from tests.factories import (
    ActionAreaFactory,
    ActionFactory,
    CrossCuttingGoalFactory,
    DistrictFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    OperationalGoalFactory,
    SdgFactory,
    StrategicGoalFactory,
    StrategyFrameFactory,
    TargetPathFactory,
    released_series,
)

YEARS = range(2019, 2026)


@dataclass(frozen=True)
class Town:
    """What tests ask for by name."""

    mobility: ActionArea
    climate: ActionArea
    city: District
    village: District
    goal: OperationalGoal
    emissions: Indicator  # on track, with a target
    charging: Indicator  # with values for places that sum
    stale: Indicator  # last value 2019
    loose: Indicator  # belongs to no goal
    action: Action


def make_town() -> Town:
    """Build the rows; the values reach to 2025."""
    StrategyFrameFactory()
    mobility = ActionAreaFactory(number=1, slug="mobilitaet", name="Mobilität")
    climate = ActionAreaFactory(number=5, slug="klima-energie", name="Klima & Energie")
    city = DistrictFactory(city=True)
    core = DistrictFactory(core=True, tile_row=4, tile_column=6)
    village = DistrictFactory(slug="ampen", name="Ampen", tile_row=5, tile_column=3)
    for number, name in enumerate(("Klimaneutralität", "Resilienz", "Generationengerechtigkeit")):
        CrossCuttingGoalFactory(slug=f"querschnitt-{number}", name=name, position=number + 1)
    climate_goal = StrategicGoalFactory(area=climate)
    goals = [OperationalGoalFactory(strategic_goal=climate_goal) for _ in range(2)]
    goals.append(OperationalGoalFactory(strategic_goal=StrategicGoalFactory(area=mobility)))

    emissions = IndicatorFactory(
        code="T-1", slug="treibhausgase", name="Treibhausgase je Einwohner", area=climate
    )
    emissions.sdgs.add(SdgFactory(number=13))
    released_series(emissions, {year: Decimal(8) - (year - 2019) for year in YEARS})
    TargetPathFactory(indicator=emissions, points={2027: Decimal(0)}, adopted=True)
    charging = IndicatorFactory(
        code="T-2",
        slug="ladepunkte",
        name="Öffentliche Ladepunkte",
        unit="Anzahl",
        decimals=0,
        direction=Direction.INCREASE,
        district_relation=DistrictRelation.SUM,
        area=mobility,
    )
    for place, factor in ((city, 10), (core, 7), (village, 3)):
        series = {year: factor * (year - 2018) for year in YEARS}
        released_series(charging, series, district=place)
    stale = IndicatorFactory(code="T-3", slug="altes", name="Alte Kennzahl", area=climate)
    released_series(stale, {2019: 5})
    loose = IndicatorFactory(code="T-4", slug="einwohner", name="Einwohner", area=climate)
    released_series(loose, {2025: 48250})
    for indicator, goal in ((emissions, goals[0]), (stale, goals[1]), (charging, goals[2])):
        IndicatorGoalFactory(indicator=indicator, goal=goal)
    action = ActionFactory(slug="daecher", title="2000-Dächer-Programm", phase="running")
    action.operational_goals.add(goals[0])
    return Town(
        mobility, climate, city, village, goals[0], emissions, charging, stale, loose, action
    )
