"""Whether two parts of the city claim the same ground. Pure.

The map is cut into strips from west to east. In the middle of each strip every shape covers some
stretches; where those of two shapes lie on each other, they overlap by the height of the strip.
That is not exact, but a border that was drawn twice never is either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from strategy.boundaries import Point, Shape
from strategy.boundaries.simplifying import METRES_EAST, METRES_NORTH

MOST_STRIPS = 2_000  # some six metres each, for a map as high as Soest
TOLERATED = 0.05  # square kilometres: what two drawings of the same border differ by

Stretch = tuple[float, float, str]  # from and to, in steps of longitude, and whose it is


@dataclass(frozen=True, slots=True)
class Overlap:
    """Ground that two shapes both cover."""

    names: tuple[str, str]
    area: float  # square kilometres


def overlaps(shapes: Mapping[str, Shape], *, tolerated: float = TOLERATED) -> list[Overlap]:
    """Pairs of shapes with more than this much ground in common, the largest first."""
    steps: defaultdict[tuple[str, str], float] = defaultdict(float)
    for height, stretches in strips(shapes):
        for names, length in common(stretches):
            steps[names] += length * height
    square_step = METRES_EAST * METRES_NORTH / 1_000_000
    found = [Overlap(names, size * square_step) for names, size in steps.items()]
    return sorted(
        (one for one in found if one.area > tolerated), key=lambda one: (-one.area, one.names)
    )


def strips(shapes: Mapping[str, Shape]) -> Iterator[tuple[int, list[Stretch]]]:
    """Strip by strip its height in steps of latitude, and what the shapes cover in its middle."""
    waiting = sorted(sides(shapes), key=lambda side: side[0][1], reverse=True)
    if not waiting:
        return
    bottom, top = waiting[-1][0][1], max(upper[1] for _, upper, _ in waiting)
    height = -(-(top - bottom) // MOST_STRIPS)
    crossed: list[tuple[Point, Point, str]] = []
    for start in range(bottom, top, height):
        middle = start + height // 2 + 0.5  # between two steps, where no corner lies
        while waiting and waiting[-1][0][1] < middle:
            crossed.append(waiting.pop())
        crossed = [side for side in crossed if side[1][1] > middle]
        yield height, covered(crossed, middle)


def sides(shapes: Mapping[str, Shape]) -> Iterator[tuple[Point, Point, str]]:
    """Every side that rises, from its lower to its upper end, and the shape it belongs to."""
    for name, shape in shapes.items():
        for ring in (ring for polygon in shape for ring in polygon):
            for one, other in pairwise(ring):
                if one[1] != other[1]:
                    lower, upper = sorted((one, other), key=lambda point: point[1])
                    yield lower, upper, name


def covered(crossed: list[tuple[Point, Point, str]], y: float) -> list[Stretch]:
    """What each shape covers at this latitude: from its first side to its second, and so on."""
    crossings: defaultdict[str, list[float]] = defaultdict(list)
    for (x, low), (to_x, high), name in crossed:
        crossings[name].append(x + (y - low) / (high - low) * (to_x - x))
    return sorted(
        (first, second, name)
        for name, found in crossings.items()
        for first, second in zip(*[iter(sorted(found))] * 2, strict=True)
    )


def common(stretches: list[Stretch]) -> Iterator[tuple[tuple[str, str], float]]:
    """How long stretches of two shapes lie on each other; the names in the order of letters."""
    for place, (_, end, name) in enumerate(stretches):
        for start, other_end, other in stretches[place + 1 :]:
            if start >= end:
                break
            if other != name:
                first, second = sorted((name, other))
                yield (first, second), min(end, other_end) - start
