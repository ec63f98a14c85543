"""The way from boundaries on the ground to a drawing of whole units. Pure.

The projection is equirectangular at the mean latitude of the city: over its twelve kilometres no
other one looks different. Neighbours stay neighbours because every point is rounded once, from its
own place, and only then written as steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, groupby, pairwise
from math import cos, radians

from strategy.boundaries import STEPS_PER_DEGREE, Point, Ring, Shape

WIDTH = 1_000  # units
MARGIN = 4  # units, for the line around the outermost part
SCAN_LINES = 9  # heights at which room for a label is looked for
ENOUGH = 150  # units of width that every label fits into
LABEL_HEIGHT = 44  # units: two lines of text


@dataclass(frozen=True, slots=True)
class Outline:
    """One part as drawn: its path, and the middle of the widest room for a label inside it."""

    path: str
    x: int
    y: int
    room: int  # units of width for a label of two lines; 0: none fits


@dataclass(frozen=True, slots=True)
class Drawing:
    """All parts, in a box of `width` by `height` units."""

    width: int
    height: int
    outlines: Mapping[str, Outline]


def draw(shapes: Mapping[str, Shape]) -> Drawing:
    """Draw shapes, of which there is at least one, north up, as wide as the box."""
    points = list(chain.from_iterable(rings_of(shapes.values())))
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2 / STEPS_PER_DEGREE))
    a_step = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, 1)

    def place(point: Point) -> Point:
        x = MARGIN + (point[0] - west) * squeeze * a_step
        return round(x), round(MARGIN + (north - point[1]) * a_step)

    drawn = {
        name: [tuple(map(place, ring)) for ring in rings_of([shape])]
        for name, shape in shapes.items()
    }
    return Drawing(
        width=WIDTH,
        height=round((north - south) * a_step) + 2 * MARGIN,
        outlines={name: outline(rings) for name, rings in drawn.items()},
    )


def rings_of(shapes: Iterable[Shape]) -> Iterator[Ring]:
    return (ring for shape in shapes for polygon in shape for ring in polygon)


def outline(rings: list[Ring]) -> Outline:
    x, y, room = widest_room(rings)
    return Outline("".join(map(path_of, rings)), x, y, room)


def path_of(ring: Ring) -> str:
    """Path data in steps from point to point: shorter than places. Holes count by even-odd."""
    points = [point for point, _ in groupby(ring)]
    steps = ((other[0] - one[0], other[1] - one[1]) for one, other in pairwise(points[:-1]))
    numbers = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    first = f"M{points[0][0]} {points[0][1]}"
    return f"{first}l{numbers}z" if numbers else f"{first}z"


# Room for a label -----------------------------------------------------------------------


def widest_room(rings: list[Ring]) -> tuple[int, int, int]:
    """Middle and width of a stretch inside a shape that is as high as a label.

    The one nearest to the middle of those that are wide enough; without any, the widest.
    """
    heights = [y for ring in rings for _, y in ring]
    top, bottom = min(heights), max(heights)
    middle = (top + bottom) // 2
    found = [(rings[0][0][0], middle, 0)]
    for line in range(1, SCAN_LINES + 1):
        y = top + (bottom - top) * line // (SCAN_LINES + 1)
        edges = (y - LABEL_HEIGHT // 2, y, y + LABEL_HEIGHT // 2)
        common = runs(rings, edges[0])
        for other in edges[1:]:
            common = list(overlaps(common, runs(rings, other)))
        found += [(round((start + end) / 2), y, int(end - start)) for start, end in common]
    return max(found, key=lambda one: (min(one[2], ENOUGH), -abs(one[1] - middle)))


def runs(rings: list[Ring], height: int) -> list[tuple[float, float]]:
    """Where a horizontal line, half a unit below `height`, lies inside the shape."""
    y = height + 0.5  # corners lie on whole units, so that the line meets none
    crossings = sorted(
        one[0] + (y - one[1]) * (other[0] - one[0]) / (other[1] - one[1])
        for ring in rings
        for one, other in pairwise(ring)
        if (one[1] < y) != (other[1] < y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def overlaps(
    these: list[tuple[float, float]], others: list[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """The stretches that both lists have in common."""
    for start, end in these:
        for other_start, other_end in others:
            if max(start, other_start) < min(end, other_end):
                yield max(start, other_start), min(end, other_end)
