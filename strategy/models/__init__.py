"""What the city wants, who does it, and where."""

from __future__ import annotations

from strategy.models.actions import Action, CrossCuttingCheck, Milestone
from strategy.models.boundaries import DistrictBoundary
from strategy.models.districts import District
from strategy.models.frame import DataVersion, StrategyEvent, StrategyFrame
from strategy.models.goals import (
    ActionArea,
    CrossCuttingGoal,
    OperationalGoal,
    Sdg,
    StrategicGoal,
)
from strategy.models.meetings import CouncilMeeting
from strategy.models.organisation import Department
from strategy.models.sample import SampleMark

__all__ = [
    "Action",
    "ActionArea",
    "CouncilMeeting",
    "CrossCuttingCheck",
    "CrossCuttingGoal",
    "DataVersion",
    "Department",
    "District",
    "DistrictBoundary",
    "Milestone",
    "OperationalGoal",
    "SampleMark",
    "Sdg",
    "StrategicGoal",
    "StrategyEvent",
    "StrategyFrame",
]
