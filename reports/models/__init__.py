"""Yearly reports: their texts, their frozen editions, and the files made from those."""

from __future__ import annotations

from reports.models.editions import (
    FOLDER,
    FileKind,
    ReportEdition,
    ReportEditionQuerySet,
    ReportFile,
    ReportFileQuerySet,
)
from reports.models.jobs import RenderJob, RenderState
from reports.models.reports import Report
from reports.models.texts import (
    SINGLE,
    ReportText,
    Section,
    TextState,
    TextStep,
    TextVersion,
)

__all__ = [
    "FOLDER",
    "SINGLE",
    "FileKind",
    "RenderJob",
    "RenderState",
    "Report",
    "ReportEdition",
    "ReportEditionQuerySet",
    "ReportFile",
    "ReportFileQuerySet",
    "ReportText",
    "Section",
    "TextState",
    "TextStep",
    "TextVersion",
]
