"""Made-up operational goals below the strategic ones of the frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Max

from indicators.sample.tables import SampleSeries
from strategy.models import Department, OperationalGoal, StrategicGoal

DUE_YEAR = 2030


def add_goals(
    series: Iterable[SampleSeries], departments: Mapping[int, Department]
) -> dict[str, OperationalGoal]:
    """One goal for each series, by the code of its indicator.

    The goals of an area are spread evenly over its strategic goals, after any that are there.
    """
    of_area: defaultdict[int, list[SampleSeries]] = defaultdict(list)
    for one in series:
        of_area[one.area].append(one)
    goals: dict[str, OperationalGoal] = {}
    for area, those in of_area.items():
        above = list(
            StrategicGoal.objects.filter(area__number=area)
            .annotate(last=Max("operational_goals__position"))
            .order_by("position")
        )
        positions = {goal.pk: goal.last or 0 for goal in above}
        for number, one in enumerate(those):
            strategic = above[number * len(above) // len(those)]
            positions[strategic.pk] += 1
            goals[one.code] = new_goal(
                one.goal, strategic, positions[strategic.pk], departments[area]
            )
    OperationalGoal.objects.bulk_create(goals.values())
    return goals


def new_goal(
    title: str, above: StrategicGoal, position: int, department: Department
) -> OperationalGoal:
    return OperationalGoal(
        strategic_goal=above,
        position=position,
        code=f"{above.code}.{position}",
        title=title,
        due_year=DUE_YEAR,
        department=department,
        wording_confirmed=True,
        is_sample=True,
    )
