"""Writing the texts of a report: places, writers, drafts, approval and former versions."""

from __future__ import annotations
