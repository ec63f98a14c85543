"""Boundaries as drawn."""

from __future__ import annotations

import re

import pytest

from strategy.boundaries import Shape
from strategy.boundaries.drawing import MARGIN, WIDTH, draw, path_of, runs
from strategy.boundaries.reading import read_features, snapped
from strategy.boundaries.simplifying import simplified
from tests.strategy.boundaries.invented import geojson

# 0.02 degrees east and 0.01 north, which at 51.57 degrees is 1.39 km by 1.11 km.
BOX: Shape = (
    (
        (
            (810000, 5156500),
            (812000, 5156500),
            (812000, 5157500),
            (810000, 5157500),
            (810000, 5156500),
        ),
    ),
)


def places(path: str) -> list[tuple[int, int]]:
    """The corners of path data, by adding up its steps."""
    found: list[tuple[int, int]] = []
    for subpath in path.split("M")[1:]:
        first, steps = subpath.removesuffix("z").split("l")
        x, y = (int(number) for number in first.split())
        found.append((x, y))
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_proportions_are_those_on_the_ground() -> None:
    drawing = draw({"box": BOX})
    corners = places(drawing.outlines["box"].path)
    assert min(x for x, _ in corners) == MARGIN
    assert max(x for x, _ in corners) == WIDTH - MARGIN
    assert drawing.width == WIDTH
    assert (drawing.height - 2 * MARGIN) / (WIDTH - 2 * MARGIN) == pytest.approx(
        1112.0 / (2000 * 0.6915), rel=0.002
    )


def test_north_is_up() -> None:
    south = tuple(tuple(tuple((x, y - 1000) for x, y in ring) for ring in part) for part in BOX)
    drawn = draw({"north": BOX, "south": south}).outlines
    assert drawn["north"].y < drawn["south"].y


def test_neighbours_meet_in_the_very_same_corners() -> None:
    shapes = simplified(
        {one.texts["name"]: snapped(one) for one in read_features(geojson(corners=60))}
    )
    drawn = draw(shapes).outlines
    ampen, core = set(places(drawn["Ampen"].path)), set(places(drawn["Kernstadt"].path))
    assert len(ampen & core) > 10


def test_steps_from_corner_to_corner() -> None:
    assert path_of(((5, 5), (15, 5), (15, 5), (15, 25), (5, 5))) == "M5 5l10 0 0 20z"
    assert path_of(((5, 5), (2, 9), (0, 0), (5, 5))) == "M5 5l-3 4-2-9z"


def test_label_stands_in_the_middle_of_its_part() -> None:
    found = draw({"box": BOX}).outlines["box"]
    assert (found.x, found.room) == (WIDTH // 2, WIDTH - 2 * MARGIN)


def test_label_avoids_a_hole_and_a_flat_part_has_none() -> None:
    hole = (
        (810500, 5156600),
        (811900, 5156600),
        (811900, 5157400),
        (810500, 5157400),
        (810500, 5156600),
    )
    found = draw({"box": ((BOX[0][0], hole),)}).outlines["box"]
    assert found.x < 4 + 500 / 2000 * 992
    flat: Shape = ((((810000, 5156500), (812000, 5156500), (811000, 5156510), (810000, 5156500)),),)
    assert draw({"box": BOX, "flat": flat}).outlines["flat"].room == 0


def test_line_through_a_shape_with_a_hole() -> None:
    outer = ((0, 0), (10, 0), (10, 10), (0, 10), (0, 0))
    hole = ((4, 4), (6, 4), (6, 6), (4, 6), (4, 4))
    assert runs([outer, hole], 5) == [(0, 4), (6, 10)]
    assert runs([outer, hole], 8) == [(0, 10)]
