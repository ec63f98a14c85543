"""What is measured: indicators, the targets the city set for them, and the ledger of values."""

from __future__ import annotations

from indicators.models.indicators import Indicator, IndicatorGoal
from indicators.models.measurements import Measurement, MeasurementEvent
from indicators.models.targets import TargetPath, TargetPoint

__all__ = [
    "Indicator",
    "IndicatorGoal",
    "Measurement",
    "MeasurementEvent",
    "TargetPath",
    "TargetPoint",
]
