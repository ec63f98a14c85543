"""The full report against WeasyPrint alone on its HTML without charts, and with twice the content.

Prints JSON: seconds of the processor, children included, and megabytes at the peak of the process
that sets the report.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from reports.snapshot import IndicatorFacts, OperationalGoalFacts, Snapshot


def main() -> None:
    django.setup()
    from reports.rendering import render_report, report_html, without_drawings

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.pdf"
        bare = without_drawings(report_html(present_state())).encode()
        report = seconds(lambda: render_report(present_state(), output))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000  # so far one child
        figures = {
            "report": report,
            "peak": peak,
            "weasyprint": seconds(lambda: alone(bare, output)),
            "twice": seconds(lambda: render_report(doubled(present_state()), output)),
        }
    print(json.dumps(figures))


def present_state() -> Snapshot:
    """The snapshot of the last complete year, read from the database and judged."""
    from django.utils import timezone

    from reports.contents import make_snapshot
    from reports.models import Report

    report = Report(year=timezone.localdate().year - 1, title="Messung")
    return make_snapshot(report, edition=1, moment=timezone.now())


def doubled(snapshot: Snapshot) -> Snapshot:
    """Each indicator once more, under the same goals."""
    areas = tuple(
        replace(
            area,
            goals=tuple(
                replace(goal, goals=tuple(map(with_twins, goal.goals))) for goal in area.goals
            ),
        )
        for area in snapshot.areas
    )
    twins = tuple(map(twin, snapshot.indicators))
    return replace(snapshot, areas=areas, indicators=(*snapshot.indicators, *twins))


def with_twins(goal: OperationalGoalFacts) -> OperationalGoalFacts:
    return replace(goal, indicators=(*goal.indicators, *map(twin_name, goal.indicators)))


def twin(indicator: IndicatorFacts) -> IndicatorFacts:
    return replace(
        indicator,
        code=twin_name(indicator.code),
        slug=twin_name(indicator.slug),
        name=f"{indicator.name} zum Zweiten",
    )


def twin_name(name: str) -> str:
    return f"{name}-2"


def alone(markup: bytes, output: Path) -> None:
    """Both run in a process of their own, so that both pay for its start."""
    command = [sys.executable, "-m", "tests.benchmarks.weasyprint_alone", str(output)]
    subprocess.run(command, input=markup, check=True)  # noqa: S603  our own module


def seconds(work: Callable[[], object]) -> float:
    start = used()
    work()
    return used() - start


def used() -> float:
    """Seconds of the processor that this process and its ended children have had."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
