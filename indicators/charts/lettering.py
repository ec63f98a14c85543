"""Texts placed in a drawing, with the room they cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from indicators.charts.labels import Box, Segment, crossing
from indicators.charts.layouts import Layout
from indicators.charts.scales import Point, unit

ASCENT, DESCENT = 0.78, 0.26  # shares of the type size a line of text reaches from its baseline
LINE = 1.25  # distance of two lines, as a share of the type size
PADDING = 0.15  # share of the type size kept free at both sides
BESIDE, ABOVE = 0.75, 1.0  # distances from a point to its label, as shares of the type size
RELUCTANCE = 0.5  # a place further down the order must save this much line, in heights of a text

Obstacle = tuple[Segment, float]
"""A drawn line and how much it hurts to write over it."""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text in a drawing."""

    text: str
    left: float
    baseline: float
    width: float
    box: Box
    anchor: str = "start"  # start, middle or end
    tone: str = ""  # ink, green, red, remark or break; "" is the quiet colour of axis texts
    large: bool = False  # than the other texts of the drawing
    note: str = ""  # goes on after the text in ordinary weight
    shaded: bool = False  # stands on the shaded future

    @property
    def x(self) -> str:
        shift = {"start": 0.0, "middle": self.width / 2, "end": self.width}[self.anchor]
        return unit(self.left + shift)

    @property
    def y(self) -> str:
        return unit(self.baseline)

    def centre(self, layout: Layout) -> Point:
        """The middle of its letters, at the ordinary size."""
        rise = layout.size * (ASCENT - DESCENT) / 2
        return self.left + self.width / 2, self.baseline - rise

    @property
    def css(self) -> str:
        """Classes of the text on pages."""
        size = " lg" if self.large else ""
        halo = "halo2" if self.shaded else "halo"
        return f"t-{self.tone}{size} {halo}" if self.tone else halo


@dataclass(frozen=True, slots=True)
class Wording:
    """What a label says and how it looks, before it has a place."""

    text: str
    tone: str = ""
    large: bool = False
    note: str = ""

    def size(self, layout: Layout) -> float:
        return layout.large if self.large else layout.size

    def line(self, layout: Layout) -> float:
        """Distance from this line of text to the next."""
        return self.size(layout) * LINE

    def width(self, layout: Layout) -> float:
        width = layout.measure(self.text, self.size(layout), bool(self.tone))
        return width + (layout.measure(f" {self.note}", layout.size, False) if self.note else 0)

    def placed(self, layout: Layout, x: float, centre: float, anchor: str = "start") -> Label:
        """The label at `x`, its height spread around `centre`."""
        size, width = self.size(layout), self.width(layout)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        baseline = centre + size * (ASCENT - DESCENT) / 2
        room = size * PADDING
        box = Box(
            left - room, baseline - size * ASCENT, left + width + room, baseline + size * DESCENT
        )
        kept = anchor if layout.anchored else "start"
        larger = size > layout.size
        return Label(self.text, left, baseline, width, box, kept, self.tone, larger, self.note)


def around(wording: Wording, point: Point, layout: Layout, order: str) -> Iterator[Label]:
    """Places for a label near a point, the near ones first.

    `order` names the places by compass letters, the best first: "se" is right below the point,
    "n" above its middle; "nl" begins above the point and runs to the right.
    """
    x, y = point
    size = wording.size(layout)
    for distance in (1.0, 1.8, 2.8):
        beside = layout.dot + size * BESIDE * distance
        above = layout.dot + size * ABOVE * distance
        for place in order.split():
            down = above if "s" in place else -above if "n" in place else 0.0
            if "e" in place:
                yield wording.placed(layout, x + beside, y + down, "start")
            elif "w" in place:
                yield wording.placed(layout, x - beside, y + down, "end")
            elif "l" in place:
                yield wording.placed(layout, x - layout.dot / 2, y + down, "start")
            else:
                yield wording.placed(layout, x, y + down, "middle")


def best(
    candidates: Iterable[Label], taken: Sequence[Box], obstacles: Sequence[Obstacle], room: Box
) -> Label | None:
    """The candidate that covers the least of the drawn lines, an earlier one if it is about even.

    None if each of them leaves the room or covers a box that is taken.
    """
    chosen, lowest = None, inf
    for index, label in enumerate(candidates):
        if index * RELUCTANCE >= lowest:
            break  # no later one can be better
        if not label.box.within(room) or any(label.box.overlaps(box) for box in taken):
            continue
        cost = index * RELUCTANCE + _covered(label.box, obstacles)
        if cost < lowest:
            chosen, lowest = label, cost
    return chosen


def _covered(box: Box, obstacles: Sequence[Obstacle]) -> float:
    """Length of the lines in a box, in heights of the box and weighted by their importance."""
    length = sum(crossing(box, line) * weight for line, weight in obstacles)
    return length / (box.bottom - box.top)
