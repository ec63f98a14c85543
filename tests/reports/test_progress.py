from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest

from reports.progress import Progress, tell_progress
from reports.rendering import set_pages
from soest.child_process import Attendant

# As WeasyPrint tells it; the last line of the child is no step.
TOLD = (
    "Step 1 - Fetching and parsing HTML - HTML string",
    "Step 2 - Fetching and parsing CSS - CSS string",
    "Step 3 - Applying CSS",
    "Step 4 - Creating formatting structure",
    "Step 5 - Creating layout - Page 1",
    "Step 5 - Creating layout - Page 2",
    "Step 5 - Creating layout - Repagination #1",
    "Step 5 - Creating layout - Page 1 (up-to-date)",
    "Step 5 - Creating layout - Page 2",
    "Step 6 - Creating PDF",
    "Step 7 - Adding PDF metadata",
)


def take(progress: Progress, *told: str) -> Progress:
    for line in told:
        progress.take(f"progress: {line}".encode())
    return progress


@pytest.mark.parametrize(
    ("lines", "step", "percent"),
    [
        (0, "Die Inhalte werden zusammengestellt", 0),
        (1, "Der Text wird gelesen", 2),
        (3, "Die Gestaltung wird angewandt", 4),
        (5, "Seite 1 von etwa 4 wird umbrochen", 23),
        (6, "Seite 2 von etwa 4 wird umbrochen", 33),
        (8, "Seitenzahlen werden eingesetzt: Seite 1 von 2", 61),
        (9, "Seitenzahlen werden eingesetzt: Seite 2 von 2", 70),
        (10, "Die Seiten werden gezeichnet", 70),
        (11, "Die Datei wird abgeschlossen", 94),
    ],
)
def test_steps_in_words_and_percent(lines: int, step: str, percent: int) -> None:
    progress = take(Progress(expected=4), *TOLD[:lines])
    assert (progress.step, progress.percent) == (step, percent)


def test_more_pages_than_expected_are_counted_without_a_total() -> None:
    progress = take(Progress(expected=1), *TOLD[:6])
    assert progress.step == "Seite 2 wird umbrochen"
    assert progress.percent == 52


def test_percent_never_goes_back() -> None:
    progress = Progress(expected=2)
    seen = []
    for line in (*TOLD, *TOLD):
        take(progress, line)
        seen.append(progress.percent)
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    "line", [b"", b'{"pages": 3}', b"Step 6 - Creating PDF", b"progress: Step X", b"\xff\xfe"]
)
def test_other_lines_change_nothing(line: bytes) -> None:
    progress = Progress(expected=4)
    progress.take(line)
    assert progress == Progress(expected=4)


def test_child_tells_every_step(tmp_path: Path) -> None:
    class Witness(Attendant):
        progress = Progress(expected=3)
        steps: list[str] = []  # noqa: RUF012

        def hear(self, line: bytes) -> None:
            self.progress.take(line)
            self.steps.append(self.progress.step)

    witness = Witness()
    page = '<p style="break-before: page">Seite</p>'
    made = set_pages(page * 3, tmp_path / "a.pdf", identifier="0" * 32, attendant=witness)
    assert made.pages == 3
    assert "Seite 3 von etwa 3 wird umbrochen" in witness.steps
    assert "Die Seiten werden gezeichnet" in witness.steps
    assert witness.progress.percent == 94


def test_lines_go_out_at_once() -> None:
    out = io.StringIO()
    tell_progress(out)
    logger = logging.getLogger("weasyprint.progress")
    try:
        logger.info("Step 5 - Creating layout - Page %d", 7)
    finally:
        logger.removeHandler(logger.handlers[-1])
    assert out.getvalue() == "progress: Step 5 - Creating layout - Page 7\n"
