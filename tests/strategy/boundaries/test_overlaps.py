"""Ground that two shapes both claim."""

from __future__ import annotations

import json

import pytest

from strategy.boundaries import Ring, Shape
from strategy.boundaries.overlaps import MOST_STRIPS, overlaps
from strategy.boundaries.reading import read_features, snapped
from strategy.boundaries.simplifying import METRES_EAST, METRES_NORTH, square_kilometres
from tests.strategy.boundaries.invented import collection, features


def box(west: int, south: int, width: int = 1000, height: int = 1000) -> Ring:
    east, north = west + width, south + height
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def shape(*rings: Ring) -> Shape:
    """An area with its holes."""
    return (rings,)


def square_steps(number: int) -> float:
    return number * METRES_EAST * METRES_NORTH / 1_000_000


A = shape(box(0, 0))


@pytest.mark.parametrize(
    ("other", "steps"),
    [
        (shape(box(500, 500)), 250_000),  # a corner
        (shape(box(-100, 300, 1200, 200)), 200_000),  # right through
        (shape(box(250, 250, 500, 500)), 250_000),  # inside
        (A, 1_000_000),  # the very same
        ((*shape(box(900, 0)), *shape(box(-900, 0))), 200_000),  # on both sides
        (shape(((1000, 0), (1000, 1000), (0, 1000), (1000, 0))), 500_000),  # a slanting side
    ],
)
def test_size_of_an_overlap(other: Shape, steps: int) -> None:
    (found,) = overlaps({"b": other, "a": A})
    assert found.names == ("a", "b")
    assert found.area == pytest.approx(square_steps(steps), rel=0.01)


@pytest.mark.parametrize(
    "other",
    [
        shape(box(1000, 0)),  # beside
        shape(box(0, 1000)),  # above
        shape(box(1000, 1000)),  # at a corner
        shape(box(990, 0)),  # a border drawn twice, seven metres apart
        shape(box(-500, -500, 2000, 2000), box(0, 0)),  # around it
    ],
)
def test_neighbours_do_not_overlap(other: Shape) -> None:
    assert overlaps({"a": A, "b": other}) == []


def test_nothing_overlaps_in_nothing() -> None:
    assert overlaps({}) == []


def test_largest_overlap_comes_first() -> None:
    found = overlaps({"a": A, "b": shape(box(900, 0)), "c": shape(box(0, 500))}, tolerated=0.01)
    assert [one.names for one in found] == [("a", "c"), ("a", "b"), ("b", "c")]


def test_map_of_many_steps_is_cut_into_few_strips() -> None:
    tall = 20 * MOST_STRIPS + 7
    one, other = shape(box(0, 0, 1000, tall)), shape(box(500, 0, 1000, tall))
    (found,) = overlaps({"a": one, "b": other})
    assert found.area == pytest.approx(square_steps(500 * tall), rel=0.01)


def test_crooked_borders_that_are_shared_do_not_overlap() -> None:
    content = json.dumps(collection(features())).encode()
    shapes = {str(one.number): snapped(one) for one in read_features(content)}
    assert overlaps(shapes, tolerated=1e-6) == []
    shapes["whole"] = shape(box(790_000, 5_140_000, 50_000, 35_000))
    found = overlaps(shapes)
    assert len(found) == 19
    assert sum(one.area for one in found) == pytest.approx(
        sum(square_kilometres(one) for name, one in shapes.items() if name != "whole"), rel=0.001
    )
