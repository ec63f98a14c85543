"""Fewer points, the same neighbours: borders as light as a page needs them. Pure.

Rings are cut where borders of different neighbours meet. Each stretch between two such junctions
is simplified once, whichever ring and direction it comes from, so that neighbours keep the very
same border and no gap opens between them.

A point goes if the triangle it makes with the two beside it is small: below `SMALLEST_TRIANGLE`,
or, if the points are still too many, among the smallest ones (the method of Visvalingam and
Whyatt). Every stretch keeps its most telling point, and a ring its three, so that none collapses.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from strategy.boundaries import BoundaryError, Point, Ring, Shape

METRES_EAST, METRES_NORTH = 0.6915, 1.1120  # of one grid step at 51.57 degrees north
SMALLEST_TRIANGLE = 200.0  # square metres: 20 m by 20 m, about a pixel and a half on the map
MOST_POINTS = 3_500  # of all stretches; drawn from both sides, about 25 kB of a page
MOST_RINGS = 500  # of all parts
ALWAYS_KEPT = float("inf")

Arc = tuple[Point, ...]  # a stretch of border in its one direction

TOO_MANY_RINGS = (
    f"Die Grenzen bestehen aus mehr als {MOST_RINGS} einzelnen Umrissen. Bitte löschen Sie in QGIS "
    "kleine Inseln und Löcher, zum Beispiel mit „Löcher löschen“."
)


def simplified(shapes: Mapping[str, Shape], *, most_points: int = MOST_POINTS) -> dict[str, Shape]:
    """All shapes from at most about `most_points`, borders they share still shared.

    Raises BoundaryError for more rings than a map of this size can show.
    """
    rings = [ring for shape in shapes.values() for polygon in shape for ring in polygon]
    if len(rings) > MOST_RINGS:
        raise BoundaryError(TOO_MANY_RINGS)
    corners = junctions(rings)
    arcs = {arc for ring in rings for arc, _ in arcs_of(ring, corners)}
    weights = {arc: weigh(arc) for arc in arcs}
    limit = weight_limit(weights.values(), most_points)
    kept = {
        arc: tuple(point for point, weight in zip(arc, found, strict=True) if weight >= limit)
        for arc, found in weights.items()
    }
    return {
        name: tuple(
            tuple(joined(arcs_of(ring, corners), kept) for ring in polygon) for polygon in shape
        )
        for name, shape in shapes.items()
    }


# Stretches of border ---------------------------------------------------------------------


def junctions(rings: Iterable[Ring]) -> frozenset[Point]:
    """Points where more or fewer than two borders go on: there stretches begin and end."""
    beside: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            beside[one].add(other)
            beside[other].add(one)
    return frozenset(point for point, others in beside.items() if len(others) != 2)


def arcs_of(ring: Ring, corners: frozenset[Point]) -> Iterator[tuple[Arc, bool]]:
    """The stretches of a ring in its order, each with whether the ring runs against it."""
    points = ring[:-1]
    starts = [place for place, point in enumerate(points) if point in corners]
    first = starts[0] if starts else points.index(min(points))
    turned = (*points[first:], *points[:first], points[first])
    cuts = [place for place, point in enumerate(turned) if point in corners] or [
        0,
        len(turned) - 1,
    ]
    for start, end in pairwise(cuts):
        stretch = turned[start : end + 1]
        backwards = stretch[::-1]
        yield (backwards, True) if backwards < stretch else (stretch, False)


def joined(arcs: Iterable[tuple[Arc, bool]], kept: Mapping[Arc, Arc]) -> Ring:
    """A ring put together again."""
    points: list[Point] = []
    for arc, is_reversed in arcs:
        stretch = kept[arc][::-1] if is_reversed else kept[arc]
        points.extend(stretch if not points else stretch[1:])
    return tuple(points)


# How much a point tells ------------------------------------------------------------------


def weigh(arc: Arc) -> list[float]:
    """The weight of each point of a stretch, in square metres: what is lost without it.

    Points are taken away lightest first. None weighs less than one that went before it, so that
    one limit for all gives the same picture as taking points away one by one.
    """
    weights = [ALWAYS_KEPT] * len(arc)
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    spared = 2 if arc[0] == arc[-1] else 1
    heap = [(triangle(*arc[at - 1 : at + 2]), at) for at in range(1, len(arc) - 1)]
    current = {at: area for area, at in heap}
    heapq.heapify(heap)
    heaviest = 0.0
    while len(current) > spared:
        area, at = heapq.heappop(heap)
        if current.get(at) != area:
            continue  # it was weighed anew after a neighbour went
        del current[at]
        heaviest = max(heaviest, area)
        weights[at] = heaviest
        left, right = before[at], after[at]
        after[left], before[right] = right, left
        for one in (left, right):
            if one in current:
                current[one] = triangle(arc[before[one]], arc[one], arc[after[one]])
                heapq.heappush(heap, (current[one], one))
    return weights


def triangle(one: Point, middle: Point, other: Point) -> float:
    """Its area in square metres."""
    doubled = (one[0] - middle[0]) * (other[1] - middle[1]) - (other[0] - middle[0]) * (
        one[1] - middle[1]
    )
    return abs(doubled) / 2 * METRES_EAST * METRES_NORTH


def weight_limit(weights: Iterable[list[float]], most_points: int) -> float:
    """The weight from which on points stay."""
    ordered = sorted((weight for found in weights for weight in found), reverse=True)
    if len(ordered) <= most_points:
        return SMALLEST_TRIANGLE
    return max(SMALLEST_TRIANGLE, ordered[most_points])


def square_kilometres(shape: Shape) -> float:
    """The area of a shape without its holes, for people to compare with what is known of it."""
    doubled = 0.0
    for polygon in shape:
        outer, *holes = (abs(doubled_area(ring)) for ring in polygon)
        doubled += outer - sum(holes)
    return doubled / 2 * METRES_EAST * METRES_NORTH / 1_000_000


def doubled_area(ring: Ring) -> int:
    return sum(one[0] * other[1] - other[0] * one[1] for one, other in pairwise(ring))
