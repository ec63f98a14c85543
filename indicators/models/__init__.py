"""What is measured: indicators, their targets, the ledger of values, and how it is filled."""

from __future__ import annotations

from indicators.models.chart_notes import ChartNote
from indicators.models.disclosures import Disclosure
from indicators.models.effects import ExpectedEffect
from indicators.models.imports import ImportedFile
from indicators.models.indicators import Indicator, IndicatorGoal
from indicators.models.mails import Mail, Reminder
from indicators.models.measurements import Measurement, MeasurementEvent, MeasurementInput
from indicators.models.remarks import Evidence, MeasurementComment
from indicators.models.requests import DataRequest, DataRequestEvent
from indicators.models.rounds import CollectionRound, RoundIndicator
from indicators.models.targets import TargetPath, TargetPoint

__all__ = [
    "ChartNote",
    "CollectionRound",
    "DataRequest",
    "DataRequestEvent",
    "Disclosure",
    "Evidence",
    "ExpectedEffect",
    "ImportedFile",
    "Indicator",
    "IndicatorGoal",
    "Mail",
    "Measurement",
    "MeasurementComment",
    "MeasurementEvent",
    "MeasurementInput",
    "Reminder",
    "RoundIndicator",
    "TargetPath",
    "TargetPoint",
]
