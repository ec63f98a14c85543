"""One small report, set once for all tests that only look at it."""

from __future__ import annotations

import pytest

from reports.rendering import RenderedFile, render_report
from reports.snapshot import Snapshot
from tests.reports.snapshots import make_snapshot


@pytest.fixture(scope="session")
def small_snapshot() -> Snapshot:
    return make_snapshot()


@pytest.fixture(scope="session")
def small_pdf(small_snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> RenderedFile:
    """The full report of the small snapshot."""
    return render_report(small_snapshot, tmp_path_factory.mktemp("pdf") / "bericht.pdf")
