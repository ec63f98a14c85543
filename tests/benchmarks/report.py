"""Seconds of the full report, and of WeasyPrint alone on its HTML without charts. Prints JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from reports.snapshot import Snapshot


def main() -> None:
    django.setup()
    from reports.rendering import render_report, report_html, without_drawings

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.pdf"
        bare = without_drawings(report_html(present_state())).encode()
        figures = {
            "report": seconds(lambda: render_report(present_state(), output)),
            "weasyprint": seconds(lambda: alone(bare, output)),
        }
    print(json.dumps(figures))


def present_state() -> Snapshot:
    """The snapshot of the last complete year, read from the database and judged."""
    from django.utils import timezone

    from reports.contents import make_snapshot
    from reports.models import Report

    report = Report(year=timezone.localdate().year - 1, title="Messung")
    return make_snapshot(report, edition=1, moment=timezone.now())


def alone(markup: bytes, output: Path) -> None:
    """Both run in a process of their own, so that both pay for its start."""
    command = [sys.executable, "-m", "tests.benchmarks.weasyprint_alone", str(output)]
    subprocess.run(command, input=markup, check=True)  # noqa: S603  our own module


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
