"""Direct labels: how wide a text is, and where it can stand without covering another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot

from indicators.charts.scales import Point

Measure = Callable[[str, float, bool], float]
"""Width of a text in a size, semibold or not."""

Segment = tuple[Point, Point]

# Shares of the type size. Pages use the reader's own font, so these are of the wide ones among
# Segoe UI, Roboto, Arial, Noto Sans and San Francisco.
NARROW, NORMAL, WIDE = 0.33, 0.59, 0.93
NARROW_LETTERS = frozenset(" .,:;!|'()[]/ijltfrI\u00a0\u202f")
WIDE_LETTERS = frozenset("mwMW%@€ÄÖÜOQGDHNCUAB")
SEMIBOLD = 1.06


def estimated_width(text: str, size: float, semibold: bool) -> float:
    """Width of `text` in a font that is not known: rather too much than too little."""
    shares = (
        NARROW if letter in NARROW_LETTERS else WIDE if letter in WIDE_LETTERS else NORMAL
        for letter in text
    )
    return sum(shares) * size * (SEMIBOLD if semibold else 1)


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle a text covers."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share an area; touching edges do not count."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def stacked(
    centres: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> tuple[float, ...]:
    """Centres as near as possible to the wanted ones, so that no two boxes overlap.

    The order is kept: `centres` ascend. The boxes stay between `top` and `bottom`; where they are
    higher together than that, they run over the bottom.

    >>> stacked([10, 12], [20, 20], 0, 100)
    (10.0, 30.0)
    """
    groups: list[_Group] = []
    for centre, height in zip(centres, heights, strict=True):
        group = _Group(centre - height / 2, height, 1, top, bottom)
        while groups and groups[-1].edge + groups[-1].height > group.edge:
            group = groups.pop().joined(group)
        groups.append(group)
    placed: list[float] = []
    for group in groups:
        edge = group.edge
        for height in heights[len(placed) : len(placed) + group.count]:
            placed.append(edge + height / 2)
            edge += height
    return tuple(placed)


@dataclass(frozen=True, slots=True)
class _Group:
    """Boxes that touch and move together."""

    wish: float  # the upper edge it would have without bounds
    height: float
    count: int
    top: float
    bottom: float

    @property
    def edge(self) -> float:
        return max(self.top, min(self.wish, self.bottom - self.height))

    def joined(self, below: _Group) -> _Group:
        count = self.count + below.count
        wish = (self.wish * self.count + (below.wish - self.height) * below.count) / count
        return _Group(wish, self.height + below.height, count, self.top, self.bottom)


def crossing(box: Box, segment: Segment) -> float:
    """Length of the part of a line segment that lies in the box."""
    (x, y), (end_x, end_y) = segment
    if (
        (x < box.left and end_x < box.left)
        or (x > box.right and end_x > box.right)
        or (y < box.top and end_y < box.top)
        or (y > box.bottom and end_y > box.bottom)
    ):
        return 0.0  # most segments lie beside most boxes
    dx, dy = end_x - x, end_y - y
    enter, leave = 0.0, 1.0
    for change, start, low, high in ((dx, x, box.left, box.right), (dy, y, box.top, box.bottom)):
        if change:
            near, far = sorted(((low - start) / change, (high - start) / change))
            enter, leave = max(enter, near), min(leave, far)
    return max(0.0, leave - enter) * hypot(dx, dy)
