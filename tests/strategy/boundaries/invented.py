"""Invented boundaries for tests: a crooked chequerboard near Soest, like no real place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sin
from typing import Any

NAMES = (
    "Kernstadt",
    "Ampen",
    "Bergede",
    "Deiringsen",
    "Enkesen",
    "Epsingsen",
    "Hattrop",
    "Hattropholsen",
    "Hiddingsen",
    "Katrop",
    "Lendringsen",
    "Meckingsen",
    "Meiningsen",
    "Müllingsen",
    "Ostönnen",
    "Paradiese",
    "Röllingsen",
    "Ruploh",
    "Thöningsen",
)
COLUMNS, ROWS = 5, 4  # one field more than there are parts: the last part has two
WEST, SOUTH = 8.0, 51.5
FIELD_WIDTH, FIELD_HEIGHT = 0.04, 0.035  # degrees
CORNERS_A_SIDE = 40

Position = list[float]


def crossing(column: int, row: int) -> tuple[float, float]:
    """A corner of the chequerboard, moved a little."""
    x = WEST + FIELD_WIDTH * (column + 0.2 * sin(7 * column + 3 * row))
    y = SOUTH + FIELD_HEIGHT * (row + 0.2 * sin(5 * row + 11 * column))
    return x, y


def side(start: tuple[int, int], end: tuple[int, int], corners: int) -> list[Position]:
    """The crooked line between two crossings, the same from both ends; without its last point."""
    first, last = sorted((start, end))
    (x, y), (other_x, other_y) = crossing(*first), crossing(*last)
    points = []
    for number in range(corners + 1):
        share = number / corners
        swing = 0.002 * sin(9 * share) * share * (1 - share) * 4 + 0.00004 * sin(number * 2.3)
        swing = 0 if number in (0, corners) else swing
        points.append(
            [
                round(x + (other_x - x) * share + (other_y - y) / FIELD_HEIGHT * swing, 7),
                round(y + (other_y - y) * share - (other_x - x) / FIELD_WIDTH * swing, 7),
            ]
        )
    return points[:-1] if (first, last) == (start, end) else points[:0:-1]


def field(column: int, row: int, corners: int = CORNERS_A_SIDE) -> list[Position]:
    """One closed ring of the chequerboard, anticlockwise."""
    around = [
        (column, row),
        (column + 1, row),
        (column + 1, row + 1),
        (column, row + 1),
        (column, row),
    ]
    ring = [point for start, end in pairwise(around) for point in side(start, end, corners)]
    return [*ring, ring[0]]


def feature(name: str, rings: Sequence[Any], **more: Any) -> dict[str, Any]:
    """One area: a polygon, or several if there are several outer rings."""
    geometry: dict[str, Any] = {"type": "Polygon", "coordinates": [rings[0]]}
    if len(rings) > 1:
        geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "properties": {"name": name, **more}, "geometry": geometry}


def features(
    names: Sequence[str] = NAMES, corners: int = CORNERS_A_SIDE
) -> Iterator[dict[str, Any]]:
    """An area for each name; the last one gets the two fields that are left."""
    fields = [field(number % COLUMNS, number // COLUMNS, corners) for number in range(20)]
    for number, name in enumerate(names):
        is_last = number == len(NAMES) - 1
        yield feature(name, fields[number:] if is_last else [fields[number]])


def collection(areas: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(areas)}


def geojson(names: Sequence[str] = NAMES, corners: int = CORNERS_A_SIDE) -> bytes:
    """A whole file."""
    return json.dumps(collection(features(names, corners))).encode()
