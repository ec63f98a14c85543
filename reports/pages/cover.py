"""The drawing on the cover: a wall of green sandstone with one coloured stone a Handlungsfeld.

A wall of its own for each year, and always the same one for the same year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.snapshot import Snapshot

WIDTH, HEIGHT = 595, 420  # points
COURSES = 14
SHADES = ("#7f9280", "#a3b19d", "#8d9f8c", "#b3bfab", "#6f8673", "#98a893", "#c3ccbb", "#748b78")
JOINT = 2
# Of the Handlungsfelder, as in the style sheet: no sheet reaches into an SVG.
COLOURS = (
    *("#1f52ad", "#691a00", "#836a15", "#af3b6a"),
    *("#205b31", "#56027e", "#10778c", "#313a49"),
)


@dataclass(frozen=True, slots=True)
class Stone:
    """One stone of the wall, in points."""

    x: int
    y: int
    width: int
    height: int
    colour: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of an edition, small, for those who choose a report."""

    title: str
    year: int
    edition: str  # "" for the first one
    is_sample: bool
    wall: tuple[Stone, ...]


def cover(snapshot: Snapshot) -> Cover:
    report = snapshot.report
    return Cover(
        title=report.title,
        year=report.year,
        edition=f"{report.edition}. Ausgabe" if report.edition > 1 else "",
        is_sample=report.is_sample,
        wall=wall(report.year, len(snapshot.areas)),
    )


def numbers(seed: int) -> Iterator[int]:
    """An endless even spread of numbers below 1000, the same for the same seed."""
    state = seed
    while True:
        state = (state * 1103515245 + 12345) % 2**31
        yield state // 65536 % 1000


def wall(year: int, areas: int) -> tuple[Stone, ...]:
    """The wall of a year with this many coloured stones, which rise from the left to the right."""
    spread = numbers(year)
    height = HEIGHT // COURSES
    stones: list[Stone] = []
    for course in range(COURSES):
        x = -(next(spread) % 60)
        while x < WIDTH:
            width = 34 + next(spread) % 68
            stones.append(
                Stone(
                    x,
                    course * height,
                    width - JOINT,
                    height - JOINT,
                    SHADES[next(spread) % len(SHADES)],
                )
            )
            x += width
    return tuple(stones) + tuple(coloured(stones, areas, height))


def coloured(stones: list[Stone], areas: int, height: int) -> Iterator[Stone]:
    """The stones that lie nearest to a line from the lower left to the upper right."""
    for number in range(1, areas + 1):
        share = (number - 0.5) / areas
        x = int(WIDTH * (0.06 + 0.88 * share))
        course = round((COURSES - 1) * (0.86 - 0.66 * share))
        one = next(
            stone
            for stone in stones
            if stone.y == course * height and stone.x + stone.width + JOINT > x
        )
        yield Stone(one.x, one.y, one.width, one.height, COLOURS[number - 1])
