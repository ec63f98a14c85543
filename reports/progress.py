"""How far the setting of a PDF is: what the child tells, in steps, pages and percent.

WeasyPrint names its steps in English lines. Layout comes twice: once page by page, then again for
the pages whose references to other pages have become known.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TextIO

PREFIX = "progress: "
LOGGER = "weasyprint.progress"
LINE = re.compile(r"Step (\d) - (?:.* - (Page|Repagination) #?(\d+))?")
LAYOUT = 5
# Percent at the beginning of a step; measured at a report of 116 pages.
STEPS = {
    1: (2, "Der Text wird gelesen"),
    2: (3, "Schriften und Gestaltung werden geladen"),
    3: (4, "Die Gestaltung wird angewandt"),
    4: (10, "Der Umbruch wird vorbereitet"),
    6: (70, "Die Seiten werden gezeichnet"),
    7: (94, "Die Datei wird abgeschlossen"),
}
FIRST_PASS, SECOND_PASS = (14, 52), (52, 70)


class Teller(logging.Handler):
    """In the child: writes each step as a line to `out`."""

    def __init__(self, out: TextIO) -> None:
        super().__init__(logging.INFO)
        self.out = out

    def emit(self, record: logging.LogRecord) -> None:
        self.out.write(f"{PREFIX}{record.getMessage()}\n")
        self.out.flush()


def tell_progress(out: TextIO) -> None:
    """In the child: from now on write the steps of WeasyPrint to `out`."""
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.addHandler(Teller(out))


@dataclass(slots=True)
class Progress:
    """For the one who waits: how far it is. `expected` is a guess at the number of pages."""

    expected: int
    step: str = "Die Inhalte werden zusammengestellt"
    percent: int = 0
    pages: int = 0  # laid out so far; all of them after the first pass
    again: bool = False

    def take(self, line: bytes) -> None:
        """Read a line of the child; one that tells no step changes nothing."""
        text = line.decode(errors="replace")
        found = LINE.match(text.removeprefix(PREFIX)) if text.startswith(PREFIX) else None
        if found is None:
            return
        step, kind, number = int(found[1]), found[2], int(found[3] or 0)
        if step in STEPS:
            percent, self.step = STEPS[step]
            self.percent = max(self.percent, percent)
        elif step == LAYOUT and kind == "Repagination":
            self.again = True
        elif step == LAYOUT:
            self.lay_out(number)

    def lay_out(self, page: int) -> None:
        if self.again:
            self.step = f"Seitenzahlen werden eingesetzt: Seite {page} von {self.pages}"
            self.reach(SECOND_PASS, page, self.pages)
        else:
            self.pages = page
            about = f" von etwa {self.expected}" if page <= self.expected else ""
            self.step = f"Seite {page}{about} wird umbrochen"
            self.reach(FIRST_PASS, page, self.expected)

    def reach(self, span: tuple[int, int], page: int, pages: int) -> None:
        """Percent within a span; it never goes back."""
        first, last = span
        done = first + (last - first) * min(page, pages) // max(pages, 1)
        self.percent = max(self.percent, done)
