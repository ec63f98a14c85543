"""Counts by status, drawn: one bar with a part for each status, or one small square each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.charts.print_font import printed_width
from indicators.charts.scales import Point, dots, rectangle, unit
from indicators.distributions import LABELS, STATUSES

CSS = {
    "sun": "o-sun",
    "partly_cloudy": "o-part",
    "cloud": "o-cloud",
    "thunderstorm": "o-storm",
    "not_rated": "o-none",
    "stale": "o-stale",
}
PATTERNS = {"not_rated": "p-none", "stale": "p-stale"}
ON = {
    "sun": "on-sun",
    "partly_cloudy": "on-part",
    "cloud": "on-cloud",
    "thunderstorm": "on-storm",
    "not_rated": "halo",
    "stale": "halo",
}
SPACE = 0.25  # between two parts of the bar, in percent of its width
DIGIT = 3.5  # percent of the bar a digit needs on a telephone
BOX, BOX_HEIGHT, BOX_STEP, GROUP_SPACE = 10, 11, 12, 4
"""Sides of a small square, its distance to the next, and more between two statuses; units."""


@dataclass(frozen=True, slots=True)
class BarPart:
    """One status in the bar; x, width and middle in percent of the bar's width."""

    status: str
    count: int
    x: str
    width: str
    middle: str
    is_numbered: bool  # False: too narrow for its number

    @property
    def css(self) -> str:
        return CSS[self.status]

    @property
    def number_css(self) -> str:
        return ON[self.status]

    @property
    def pattern(self) -> str:
        """Id of the pattern that fills it; "" is its plain colour."""
        return PATTERNS.get(self.status, "")


Counts = Mapping[str, int]
"""How many of each status; statuses that are not in it do not occur."""


def in_words(counts: Counts) -> str:
    """What bar and squares show, for those who do not see them."""
    parts = [f"{count} {LABELS[status]}" for status, count in _occurring(counts)]
    return f"Verteilung: {', '.join(parts)}" if parts else "Verteilung: noch nichts zu bewerten"


def _occurring(counts: Counts) -> Iterator[tuple[str, int]]:
    """Statuses with their counts, best first, without those that do not occur."""
    for status in STATUSES:
        if count := counts.get(status, 0):
            yield status, count


def bar_parts(counts: Counts) -> tuple[BarPart, ...]:
    """The statuses that occur, best first, each as wide as its share."""
    total, before = sum(counts.values()), 0
    parts = []
    for status, count in _occurring(counts):
        start, share = 100 * before / total, 100 * count / total
        before += count
        parts.append(
            BarPart(
                status=status,
                count=count,
                x=f"{start:.2f}",
                width=f"{max(share - SPACE, share / 2):.2f}",
                middle=f"{start + (share - SPACE) / 2:.2f}",
                is_numbered=share >= DIGIT * len(str(count)),
            )
        )
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """One status in the printed bar, with its own hatching: patterns do not print well."""

    status: str
    count: int
    rectangle: str
    hatching: str  # strokes, or dots of round caps; "" is a plain part
    number_ground: str  # keeps the hatching off the number
    number_x: str
    number_y: str
    is_numbered: bool


NUMBER_SIZE = 8.5
CAP_HEIGHT = 0.66  # of the size
HATCH_STEP, DOT_STEP = 3.0, 3.0


def printed_parts(counts: Counts, *, width: float, height: float) -> tuple[PrintedPart, ...]:
    """The statuses that occur, in a bar of this size in points."""
    total, before = sum(counts.values()), 0
    parts = []
    for status, count in _occurring(counts):
        left, share = width * before / total, width * count / total
        before += count
        right = left + max(share - width * SPACE / 100, share / 2)
        number = printed_width(str(count), NUMBER_SIZE, True)
        parts.append(
            PrintedPart(
                status=status,
                count=count,
                rectangle=rectangle(left, 0, right - left, height),
                hatching=_hatching(status, left, right, height),
                number_ground=rectangle(
                    (left + right - number) / 2 - 1.5, 1.5, number + 3, height - 3
                ),
                number_x=unit((left + right - number) / 2),
                number_y=unit((height + NUMBER_SIZE * CAP_HEIGHT) / 2),
                is_numbered=number + 3 < right - left,
            )
        )
    return tuple(parts)


def _hatching(status: str, left: float, right: float, height: float) -> str:
    if status == "not_rated":
        return _diagonals(left, right, height)
    if status == "stale":
        return dots(_grid(left, right, height))
    return ""


def _diagonals(left: float, right: float, height: float) -> str:
    """Rising strokes that end at the edges of the rectangle."""
    strokes = []
    foot = left - height + HATCH_STEP / 2
    while foot < right:
        start, end = max(foot, left), min(foot + height, right)
        rise = end - start
        strokes.append(f"M{unit(start)} {unit(height - start + foot)}l{unit(rise)} {unit(-rise)}")
        foot += HATCH_STEP
    return "".join(strokes)


def _grid(left: float, right: float, height: float) -> list[Point]:
    rows, columns = int(height / DOT_STEP), int((right - left) / DOT_STEP)
    return [
        (left + DOT_STEP * (column + 0.5), DOT_STEP * (row + 0.5))
        for row in range(rows)
        for column in range(columns)
    ]


@dataclass(frozen=True, slots=True)
class Boxes:
    """All squares of one status as one path."""

    status: str
    path: str

    @property
    def css(self) -> str:
        return CSS[self.status]

    @property
    def pattern(self) -> str:
        return PATTERNS.get(self.status, "")


@dataclass(frozen=True, slots=True)
class UnitBoxes:
    """One small square for each thing counted, grouped by status."""

    width: int
    height: int
    groups: tuple[Boxes, ...]


def unit_boxes(counts: Counts) -> UnitBoxes:
    left = 0
    groups = []
    for status, count in _occurring(counts):
        edges = [left + 0.5 + BOX_STEP * index for index in range(count)]
        path = "".join(rectangle(edge, 0.5, BOX, BOX_HEIGHT) for edge in edges)
        groups.append(Boxes(status, path))
        left += BOX_STEP * count + GROUP_SPACE
    width = max(left - GROUP_SPACE - (BOX_STEP - BOX) + 1, 1)
    return UnitBoxes(width, BOX_HEIGHT + 1, tuple(groups))
