"""Yearly reports: their texts, their frozen editions, and the files made from those."""

from __future__ import annotations

from reports.models.criteria import Criterion, CriterionKind, ReportingFramework
from reports.models.editions import (
    FOLDER,
    FileKind,
    ReportEdition,
    ReportEditionQuerySet,
    ReportFile,
    ReportFileQuerySet,
)
from reports.models.jobs import OPEN, RenderJob, RenderJobQuerySet, RenderState
from reports.models.reports import NEEDS_FRAMEWORK, ContentOrder, Report
from reports.models.texts import (
    PLACES,
    SINGLE,
    ReportText,
    ReportTextQuerySet,
    Section,
    Stance,
    TextState,
    TextStep,
    TextVersion,
)

__all__ = [
    "FOLDER",
    "NEEDS_FRAMEWORK",
    "OPEN",
    "PLACES",
    "SINGLE",
    "ContentOrder",
    "Criterion",
    "CriterionKind",
    "FileKind",
    "RenderJob",
    "RenderJobQuerySet",
    "RenderState",
    "Report",
    "ReportEdition",
    "ReportEditionQuerySet",
    "ReportFile",
    "ReportFileQuerySet",
    "ReportText",
    "ReportTextQuerySet",
    "ReportingFramework",
    "Section",
    "Stance",
    "TextState",
    "TextStep",
    "TextVersion",
]
