"""What migrations do to rows."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db.migrations import RunSQL

from reports.models import RenderJob
from tests.breaches import execute
from tests.factories import RenderJobFactory

pytestmark = pytest.mark.django_db


def test_aborted_jobs_have_failed_when_progress_is_taken_back() -> None:
    """The former version knows no other word for them, and a constraint holds it to that."""
    RenderJobFactory(state="aborted", finished_at="2025-11-03T09:30:00Z", error="Abgebrochen.")
    RenderJobFactory(state="waiting")
    progress = import_module("reports.migrations.0003_progress").Migration
    (statement,) = (one for one in progress.operations if isinstance(one, RunSQL))
    execute(str(statement.reverse_sql))
    assert sorted(RenderJob.objects.values_list("state", "error")) == [
        ("failed", "Abgebrochen."),
        ("waiting", ""),
    ]
