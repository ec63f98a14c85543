"""Measure, and print ratios beside what they may be at most or at least."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.first_visit import readable, transferred
from tests.benchmarks.installation import Installation
from tests.benchmarks.load import answers_per_processor_second
from tests.benchmarks.server import Server, server

OVERVIEW = "/"
EMPTY = "/leer/"
ROUNDS = 3
TURNS, TURN_SECONDS = 12, 0.5
READERS = 50
READABLE_KB = 50  # two seconds on a phone that gets 200 kbit/s, at the edge of a mobile network
PAGES = {
    "overview": "overview uncached",
    "list": "list of indicators uncached",
    "area": "largest area uncached",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure and its bound."""

    name: str
    value: float
    bound: float
    at_least: bool = False
    unit: str = "×"

    def __str__(self) -> str:
        kept = self.value >= self.bound if self.at_least else self.value <= self.bound
        word = "≥" if self.at_least else "≤"
        mark = "ok    " if kept else "MISSED"
        return f"{mark} {self.name}: {self.value:.2f} {self.unit} (wanted {word} {self.bound:g})"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="zielmonitor-bench-") as name:
        small = Installation.with_sample_data(Path(name) / "r1", scale=1)
        large = Installation.with_sample_data(Path(name) / "r10", scale=10)
        for figure in measurements(small, large):
            print(figure, flush=True)


def measurements(small: Installation, large: Installation) -> Iterator[Figure]:
    yield from growth(small, large)
    yield from grid(small)
    yield sparklines(small)
    stored = small.measured("tests.benchmarks.stored_report")
    with server(small) as running:
        yield cached(running)
        yield downloads(running, stored["static"], stored["report"])
        yield from weights(running.port, small.measured("tests.benchmarks.pages", "paths"))
    yield report(small)
    yield from file_import(small)  # last, because it changes what is stored


def growth(small: Installation, large: Installation) -> Iterator[Figure]:
    """Pages without the page store, at the reference volume and at ten times that."""
    runs = [
        [one.measured("tests.benchmarks.pages") for one in (small, large)] for _ in range(ROUNDS)
    ]
    first_small, first_large = runs[0]
    for key, name in PAGES.items():
        yield Figure(f"{name}, queries at R1", first_small[key]["queries"], 12, unit="queries")
        yield Figure(f"{name}, queries at R10", first_large[key]["queries"], 12, unit="queries")
        ratio = statistics.median(
            large[key]["seconds"] / small[key]["seconds"] for small, large in runs
        )
        yield Figure(f"{name}, time at R10 / R1", ratio, 1.3)
    name = "filter of the list, a keystroke"
    yield Figure(f"{name}, queries", first_small["keystroke"]["queries"], 6, unit="queries")
    ratio = statistics.median(
        small["keystroke"]["seconds"] / small["list"]["seconds"] for small, _ in runs
    )
    yield Figure(f"{name}, time / whole page", ratio, 1)


def grid(small: Installation) -> Iterator[Figure]:
    """The table of a department with 30 indicators × 12 years against one with 3 × 12."""
    runs = [small.measured("tests.benchmarks.grid") for _ in range(ROUNDS)]
    queries = runs[0]["30"]["queries"] / runs[0]["3"]["queries"]
    yield Figure("table of values, queries at 30 × 12 / 3 × 12", queries, 1)
    ratio = statistics.median(run["30"]["seconds"] / run["3"]["seconds"] for run in runs)
    yield Figure("table of values, time at 30 × 12 / 3 × 12", ratio, 10)


def sparklines(small: Installation) -> Figure:
    """A hundred small lines as pages draw them against Plotly figures with the same content."""
    runs = [small.measured("tests.benchmarks.sparklines") for _ in range(ROUNDS)]
    ratio = statistics.median(run["plotly"] / run["sparklines"] for run in runs)
    return Figure("building 100 Plotly figures / 100 sparklines", ratio, 20, at_least=True)


def weights(port: int, paths: Mapping[str, str]) -> Iterator[Figure]:
    """Kilobytes on the wire. The page of an indicator is the one with the most values."""
    name = "first visit of the overview, everything included"
    yield Figure(name, transferred(port, OVERVIEW) / 1000, 100, unit="KB")
    name = "page of an indicator until it can be read, without Plotly"
    yield Figure(name, readable(port, paths["indicator"]) / 1000, READABLE_KB, unit="KB")


def cached(running: Server) -> Figure:
    """The overview from the page store against a view that does nothing, in turns."""
    found = answers_per_processor_second(
        running, (EMPTY, OVERVIEW), turns=TURNS, seconds=TURN_SECONDS
    )
    name = "overview from the page store / empty view, requests a processor's second"
    return Figure(name, found[OVERVIEW] / found[EMPTY], 0.7, at_least=True)


def downloads(running: Server, static: str, report: str) -> Figure:
    """The stored report for 50 readers at once against a static file of that size, in turns."""
    found = answers_per_processor_second(
        running, (static, report), turns=TURNS // 2, seconds=TURN_SECONDS * 2, connections=READERS
    )
    name = f"report as PDF / static file of that size, {READERS} readers at once"
    return Figure(name, found[report] / found[static], 0.5, at_least=True)


def file_import(small: Installation) -> Iterator[Figure]:
    """8,000 cells from a file, against openpyxl reading that file; and what memory it takes."""
    path = str(small.folder / "werte.xlsx")
    small.measured("tests.benchmarks.imports", "make", path)
    found = small.measured("tests.benchmarks.imports", "measure", path)
    ratio = found["import"] / found["openpyxl"]
    yield Figure("import of 8,000 cells, diff and commit / openpyxl alone", ratio, 3)
    yield Figure(
        "import of 8,000 cells, peak of the reading process", found["child"], 150, unit="MB"
    )
    yield Figure(
        "import of 8,000 cells, growth of the web process", found["growth"], 150, unit="MB"
    )


def report(small: Installation) -> Figure:
    """The whole report against WeasyPrint alone on the same HTML without its charts."""
    runs = [small.measured("tests.benchmarks.report") for _ in range(ROUNDS)]
    ratio = statistics.median(run["report"] / run["weasyprint"] for run in runs)
    return Figure("report at R1 / WeasyPrint alone without charts", ratio, 1.4)


if __name__ == "__main__":
    main()
