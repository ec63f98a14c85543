"""Lighter borders that neighbours still share."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.boundaries import BoundaryError, Point, Ring, Shape
from strategy.boundaries.drawing import draw, rings_of
from strategy.boundaries.reading import read_features, snapped
from strategy.boundaries.simplifying import (
    MOST_POINTS,
    SMALLEST_TRIANGLE,
    arcs_of,
    junctions,
    simplified,
    square_kilometres,
    triangle,
    weigh,
)
from tests.strategy.boundaries.invented import geojson


def invented(corners: int = 40) -> dict[str, Shape]:
    return {one.texts["name"]: snapped(one) for one in read_features(geojson(corners=corners))}


def points_of(shapes: dict[str, Shape]) -> int:
    return sum(map(len, rings_of(shapes.values())))


def edges_of(shapes: dict[str, Shape]) -> Counter[frozenset[Point]]:
    """How many rings run along each straight piece of border."""
    return Counter(frozenset(edge) for ring in rings_of(shapes.values()) for edge in pairwise(ring))


def square(x: int, y: int, size: int = 1000) -> Ring:
    return ((x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y))


@pytest.mark.parametrize("corners", [40, 400])
def test_neighbours_keep_the_same_border(corners: int) -> None:
    """The outer border of 18 sides is drawn once, every inner one by both its neighbours."""
    light = simplified(invented(corners))
    counts = edges_of(light)
    assert set(counts.values()) == {1, 2}
    outside = [edge for edge, count in counts.items() if count == 1]
    around = Counter(point for edge in outside for point in edge)
    assert set(around.values()) == {2}  # the outer border closes: there is no gap inside


def test_light_file_makes_a_light_page() -> None:
    shapes = simplified(invented(1000))
    assert points_of(shapes) < 2 * MOST_POINTS
    drawing = draw(shapes)
    assert sum(len(one.path) for one in drawing.outlines.values()) < 30_000


def test_areas_stay_what_they_are() -> None:
    whole = invented(400)
    light = simplified(whole)
    assert points_of(light) < points_of(whole) / 5
    for name, shape in whole.items():
        assert square_kilometres(light[name]) == pytest.approx(square_kilometres(shape), rel=0.005)


def test_order_and_beginning_of_rings_do_not_matter() -> None:
    whole = invented()
    turned = {
        name: tuple(tuple((*ring[7:-1], *ring[:8])[::-1] for ring in polygon) for polygon in shape)
        for name, shape in reversed(whole.items())
    }
    assert edges_of(simplified(turned)) == edges_of(simplified(whole))


def test_enclave_fits_its_hole() -> None:
    hole = square(300, 300, 400)
    shapes = {"outer": ((square(0, 0), hole),), "inner": ((hole[::-1],),)}
    light = simplified(shapes)
    assert set(light["outer"][0][1]) == set(light["inner"][0][0])
    assert square_kilometres(light["outer"]) + square_kilometres(light["inner"]) == (
        pytest.approx(square_kilometres(((square(0, 0),),)))
    )


def test_fewest_points_still_make_areas() -> None:
    light = simplified(invented(), most_points=0)
    assert all(len(set(ring)) >= 3 for ring in rings_of(light.values()))
    assert all(square_kilometres(shape) > 1 for shape in light.values())


def test_straight_points_go_and_corners_stay() -> None:
    ring = ((0, 0), (500, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0))
    assert simplified({"a": ((ring,),)}) == {"a": ((square(0, 0),),)}


def test_too_many_rings() -> None:
    specks = tuple((square(2000 * n, 0),) for n in range(501))
    with pytest.raises(BoundaryError, match="mehr als 500 einzelnen Umrissen"):
        simplified({"a": specks})


def test_square_kilometre() -> None:
    assert square_kilometres(((square(810000, 5157000, 1000),),)) == pytest.approx(0.769, abs=0.001)


# The weights against a slow twin ----------------------------------------------------------


def slow_weights(arc: list[Point]) -> dict[Point, float]:
    """The same method told plainly: look at all points again after each one that goes."""
    left, heaviest, weights = list(arc), 0.0, {}
    while len(left) > 3:
        area, at = min((triangle(*left[at - 1 : at + 2]), at) for at in range(1, len(left) - 1))
        heaviest = max(heaviest, area)
        weights[left.pop(at)] = heaviest
    return weights


ARCS = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=4, max_size=25, unique=True
)


@settings(deadline=None)
@given(ARCS)
def test_weights_are_those_of_the_slow_twin(arc: list[Point]) -> None:
    """Equal triangles may go in any order, so that what is compared is what is left."""
    fast = dict(zip(arc, weigh(tuple(arc)), strict=True))
    slow = slow_weights(arc)
    areas = [triangle(*arc[at - 1 : at + 2]) for at in range(1, len(arc) - 1)]
    if len(set(areas)) == len(areas):
        lightest = min(areas)
        assert min(fast.values()) == lightest == min(slow.values())
    assert sum(weight < float("inf") for weight in fast.values()) == len(slow)


def test_weights_of_a_known_line() -> None:
    arc = ((0, 0), (100, 1), (200, 0), (300, 900), (400, 0))
    kept = [point for point, weight in zip(arc, weigh(arc), strict=True) if weight > 1e4]
    assert kept == [(0, 0), (200, 0), (300, 900), (400, 0)]
    assert SMALLEST_TRIANGLE < 1e4


def test_stretches_of_two_neighbours() -> None:
    left, right = square(0, 0), square(1000, 0)
    corners = junctions([left, right])
    assert corners == {(1000, 0), (1000, 1000)}
    shared = {arc for arc, _ in arcs_of(left, corners)} & {
        arc for arc, _ in arcs_of(right, corners)
    }
    assert shared == {((1000, 0), (1000, 1000))}
