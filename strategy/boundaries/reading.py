"""GeoJSON (RFC 7946), read strictly: areas with their texts. Pure.

Numbers stay `Decimal` until they are rounded to the common grid, so that nothing depends on how a
machine keeps fractions. What a file says about its reference system counts less than its numbers:
programs write the wrong one, or none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any, NoReturn

from strategy.boundaries import STEPS_PER_DEGREE, BoundaryError, Point, Polygon, Ring, Shape

LARGEST_FILE = 5 * 2**20  # bytes
MOST_FEATURES = 1_000
MOST_POINTS = 300_000  # of all areas together
FEWEST_CORNERS = 3
EAST, NORTH = (Decimal("7.8"), Decimal("8.4")), (Decimal("51.4"), Decimal("51.75"))  # near Soest
# Coordinates in metres: east and north of zone 32, the east with or without the zone before it.
UTM_NORTH = (Decimal(5_000_000), Decimal(6_200_000))
UTM_EAST = ((Decimal(100_000), Decimal(900_000)), (Decimal(32_100_000), Decimal(32_900_000)))

EXPORT = (
    "Bitte exportieren Sie die Ebene in QGIS noch einmal: „Exportieren › Objekte speichern als“, "
    "Format „GeoJSON“, KBS „EPSG:4326 – WGS 84“."
)
TOO_LARGE = (
    "Die Datei ist größer als 5\N{NO-BREAK SPACE}MB. Bitte lassen Sie nur die 19 Teile der Stadt "
    "darin, oder vereinfachen Sie die Flächen in QGIS mit „Geometrien vereinfachen“."
)
EMPTY = "Die Datei ist leer. Bitte wählen Sie die GeoJSON-Datei mit den Grenzen."
NO_JSON = f"Die Datei ist kein GeoJSON: Sie lässt sich nicht lesen. {EXPORT}"
NO_COLLECTION = (
    f"Die Datei enthält kein GeoJSON vom Typ „FeatureCollection“ mit den Flächen. {EXPORT}"
)
NO_FEATURES = f"Die Datei enthält keine einzige Fläche. {EXPORT}"
TOO_MANY_FEATURES = (
    f"Die Datei enthält mehr als {MOST_FEATURES} Flächen. Bitte lassen Sie nur die 19 Teile der "
    "Stadt darin."
)
TOO_MANY_POINTS = (
    "Die Flächen haben zusammen mehr als 300.000 Punkte. Bitte vereinfachen Sie sie in QGIS mit "
    "„Geometrien vereinfachen“, zum Beispiel auf 5 Meter."
)
UTM = (
    "Die Koordinaten sind Meter im System UTM (EPSG:25832), gebraucht werden Längen- und "
    f"Breitengrade. {EXPORT}"
)
METRES = f"Die Koordinaten sind keine Längen- und Breitengrade. {EXPORT}"
SWAPPED = (
    "Länge und Breite sind vertauscht: In GeoJSON steht die Länge (bei Soest rund 8,1) vor der "
    f"Breite (rund 51,6). {EXPORT}"
)
ELSEWHERE = (
    "{} bei Soest (7,8 bis 8,4 Grad östlicher Länge, 51,4 bis 51,75 Grad nördlicher Breite). "
    "Bitte prüfen Sie, ob es die richtige Datei ist."
)


@dataclass(frozen=True, slots=True)
class Feature:
    """One area of the file: its place in it, its texts by property, and its corners as given."""

    number: int  # 1 for the first
    texts: Mapping[str, str]
    polygons: tuple[tuple[tuple[tuple[Decimal, Decimal], ...], ...], ...]


class Budget:
    """Counts the points of a file, and refuses too many of them."""

    def __init__(self) -> None:
        self.left = MOST_POINTS

    def take(self, points: int) -> None:
        self.left -= points
        if self.left < 0:
            raise BoundaryError(TOO_MANY_POINTS)


def read_features(content: bytes) -> list[Feature]:
    """The areas of a GeoJSON file. Raises BoundaryError."""
    if len(content) > LARGEST_FILE:
        raise BoundaryError(TOO_LARGE)
    if not content.strip():
        raise BoundaryError(EMPTY)
    document = parsed(content)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise BoundaryError(NO_COLLECTION)
    features = document.get("features")
    if not isinstance(features, list):
        raise BoundaryError(NO_COLLECTION)
    if not features:
        raise BoundaryError(NO_FEATURES)
    if len(features) > MOST_FEATURES:
        raise BoundaryError(TOO_MANY_FEATURES)
    budget = Budget()
    areas = [feature_of(one, number, budget) for number, one in enumerate(features, start=1)]
    check_system(areas)
    return areas


def parsed(content: bytes) -> Any:
    """The document, every number a Decimal; NaN and Infinity, which JSON does not know, refused.

    Deep nesting exhausts the parser, which says so by RecursionError.
    """
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=refuse_constant,
        )
    except (ValueError, ArithmeticError, RecursionError):
        raise BoundaryError(NO_JSON) from None


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


# One area -------------------------------------------------------------------------------


def feature_of(raw: Any, number: int, budget: Budget) -> Feature:
    """One feature, checked. Raises BoundaryError."""
    where = f"Fläche {number} der Datei"
    if not isinstance(raw, dict) or raw.get("type") != "Feature":
        raise BoundaryError(f"{where} ist kein GeoJSON-Objekt vom Typ „Feature“. {EXPORT}")
    given = raw.get("geometry")
    geometry = given if isinstance(given, dict) else {}
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(
            f"{where} ist kein Polygon, sondern {told(kind)}. Bitte lassen Sie nur die Flächen "
            "der 19 Teile in der Datei."
        )
    raw_polygons = geometry.get("coordinates")
    if kind == "Polygon":
        raw_polygons = [raw_polygons]
    if not isinstance(raw_polygons, list) or not raw_polygons:
        raise malformed(where)
    return Feature(
        number,
        texts_of(raw.get("properties")),
        tuple(polygon_of(one, where, budget) for one in raw_polygons),
    )


def told(kind: object) -> str:
    names = {"Point": "ein Punkt", "LineString": "eine Linie", "MultiLineString": "eine Linie"}
    return names.get(str(kind), "etwas anderes oder nichts")


def texts_of(properties: Any) -> dict[str, str]:
    """The properties that are texts, with something in them."""
    found = properties.items() if isinstance(properties, dict) else ()
    return {key: text.strip() for key, text in found if isinstance(text, str) and text.strip()}


def polygon_of(
    raw: Any, where: str, budget: Budget
) -> tuple[tuple[tuple[Decimal, Decimal], ...], ...]:
    if not isinstance(raw, list) or not raw:
        raise malformed(where)
    return tuple(ring_of(one, where, budget) for one in raw)


def ring_of(raw: Any, where: str, budget: Budget) -> tuple[tuple[Decimal, Decimal], ...]:
    if not isinstance(raw, list):
        raise malformed(where)
    budget.take(len(raw))
    ring = tuple(position_of(one, where) for one in raw)
    if len(ring) <= FEWEST_CORNERS:
        raise BoundaryError(
            f"{where} hat einen Umriss mit weniger als drei Ecken. Bitte löschen Sie ihn in "
            "QGIS oder zeichnen Sie ihn neu."
        )
    if ring[0] != ring[-1]:
        raise BoundaryError(
            f"{where} hat einen Umriss, der nicht geschlossen ist: Der letzte Punkt muss der "
            f"erste sein. {EXPORT}"
        )
    return ring


def position_of(raw: Any, where: str) -> tuple[Decimal, Decimal]:
    """Longitude and latitude; a height is left out."""
    if not isinstance(raw, list) or not 2 <= len(raw) <= 4:
        raise malformed(where)
    if not all(isinstance(one, Decimal) and one.is_finite() for one in raw):
        raise malformed(where)
    return raw[0], raw[1]


def malformed(where: str) -> BoundaryError:
    return BoundaryError(f"{where} hat Koordinaten, die keine Zahlenpaare sind. {EXPORT}")


# On the ground --------------------------------------------------------------------------


def check_system(features: Sequence[Feature]) -> None:
    """Raise BoundaryError unless the numbers are degrees, and some of them near Soest.

    What a file calls its areas says nothing as long as they cannot be theirs.
    """
    for feature in features:
        for point in corners(feature):
            if complaint := complaint_about(*point):
                raise BoundaryError(complaint)
    if not any(is_near(*point) for feature in features for point in corners(feature)):
        raise BoundaryError(ELSEWHERE.format("Keine der Flächen liegt"))


def check_position(feature: Feature, name: str) -> None:
    """Raise BoundaryError unless the area of a part lies near Soest."""
    if not all(is_near(*point) for point in corners(feature)):
        raise BoundaryError(ELSEWHERE.format(f"„{name}“ liegt nicht"))


def complaint_about(x: Decimal, y: Decimal) -> str:
    """What is wrong with a position wherever it is; empty if it may be one in degrees."""
    if within(y, UTM_NORTH) and any(within(x, span) for span in UTM_EAST):
        return UTM
    if within(x, NORTH) and within(y, EAST):
        return SWAPPED
    return METRES if abs(x) > 180 or abs(y) > 90 else ""


def is_near(x: Decimal, y: Decimal) -> bool:
    return within(x, EAST) and within(y, NORTH)


def within(value: Decimal, span: tuple[Decimal, Decimal]) -> bool:
    return span[0] <= value <= span[1]


def corners(feature: Feature) -> Iterable[tuple[Decimal, Decimal]]:
    return (point for polygon in feature.polygons for ring in polygon for point in ring)


def snapped(feature: Feature) -> Shape:
    """The area on the common grid; rings smaller than its steps fall away, empty if all do.

    Points that fall together are one. `check_position` has to have passed.
    """
    polygons = (tuple(map(snapped_ring, polygon)) for polygon in feature.polygons)
    return tuple(whole_polygon(rings) for rings in polygons if rings[0])


def whole_polygon(rings: tuple[Ring, ...]) -> Polygon:
    return tuple(ring for ring in rings if ring)


def snapped_ring(ring: tuple[tuple[Decimal, Decimal], ...]) -> Ring:
    points = [point for point, _ in groupby(map(grid_point, ring))]
    return tuple(points) if len(set(points)) >= FEWEST_CORNERS else ()


def grid_point(point: tuple[Decimal, Decimal]) -> Point:
    return round(point[0] * STEPS_PER_DEGREE), round(point[1] * STEPS_PER_DEGREE)
