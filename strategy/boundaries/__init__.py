"""Real boundaries of the parts of the city: read from GeoJSON, matched, simplified, drawn. Pure.

A place on the ground is a `Point`: longitude and latitude in whole steps of `STEPS_PER_DEGREE`,
about a metre each. Whole numbers, because two neighbours then have the very same corners.
"""

from __future__ import annotations

STEPS_PER_DEGREE = 100_000

Point = tuple[int, int]  # longitude, latitude
Ring = tuple[Point, ...]  # closed: the last point is the first
Polygon = tuple[Ring, ...]  # its outer ring, then its holes
Shape = tuple[Polygon, ...]  # all areas of one place


class BoundaryError(ValueError):
    """The file gives no boundaries; `problems` say in German what is wrong and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
