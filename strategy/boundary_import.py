"""Real boundaries of all parts of the city: what a file would bring, and taking it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from strategy.boundaries import BoundaryError, Shape
from strategy.boundaries.drawing import Drawing, draw, rings_of
from strategy.boundaries.matching import Match, WantedPart, match_places
from strategy.boundaries.overlaps import overlaps
from strategy.boundaries.reading import check_position, read_features, snapped
from strategy.boundaries.simplifying import simplified, square_kilometres
from strategy.enums import DistrictKind
from strategy.models import DataVersion, District, DistrictBoundary

SIMILAR = Decimal("0.1")
SMALLEST_PART = 0.01  # square kilometres
TOO_SMALL = "„{}“ ist kleiner als ein Hektar. Bitte prüfen Sie die Fläche in QGIS."
MOVED = (
    "Inzwischen hat jemand anderes die Grenzen geändert. Es wurde nichts übernommen. Bitte sehen "
    "Sie sich den neuen Stand an und laden Sie die Datei noch einmal hoch, wenn sie gelten soll."
)
OVERLAP = "„{}“ und „{}“ überlappen sich auf {} km²."
MEND_OVERLAPS = (
    "Jede Stelle der Stadt gehört zu genau einem Teil. Bitte berichtigen Sie die Flächen in QGIS, "
    "zum Beispiel mit „Differenz“."
)
TOLD_OVERLAPS = 5  # pairs; of more only the number
NO_PARTS = (
    "Noch sind keine Ortsteile hinterlegt, denen Grenzen zugeordnet werden könnten. Bitte laden "
    "Sie zuerst den Rahmen der Strategie."
)


@dataclass(frozen=True, slots=True)
class NewPart:
    """One part of the city as a file has it."""

    slug: str
    name: str
    abbreviation: str
    called: str  # in the file
    area: Decimal  # square kilometres within the boundary
    known_area: Decimal | None  # what the Zielmonitor knows of it

    @property
    def is_odd(self) -> bool:
        """The two areas are further apart than rounding and old surveys explain."""
        return self.known_area is not None and abs(self.area / self.known_area - 1) > SIMILAR


@dataclass(frozen=True, slots=True)
class NewBoundaries:
    """What a file would bring: one shape for every part, by its slug."""

    shapes: Mapping[str, Shape]
    match: Match
    parts: tuple[NewPart, ...]

    @property
    def points(self) -> int:
        """How many corners are left."""
        return sum(map(len, rings_of(self.shapes.values())))


@dataclass(frozen=True, slots=True)
class StoredBoundaries:
    """The boundaries of all parts, and where they come from."""

    shapes: Mapping[str, Shape]  # by slug
    source: str
    licence: str
    imported_by: User | None
    imported_at: datetime

    def drawing(self) -> Drawing:
        return draw(self.shapes)


def read_boundaries(content: bytes) -> NewBoundaries:
    """What a GeoJSON file would bring for the parts there are. Raises BoundaryError. One query."""
    parts = list(District.objects.parts())
    if not parts:
        raise BoundaryError(NO_PARTS)
    places = [
        WantedPart(one.slug, one.name, is_core=one.kind == DistrictKind.CORE) for one in parts
    ]
    match = match_places(read_features(content), places)
    for slug, area in match.areas.items():
        check_position(area, match.names[slug])
    whole = {part.slug: snapped(match.areas[part.slug]) for part in parts}
    areas = {slug: square_kilometres(shape) for slug, shape in whole.items()}
    if small := [match.names[slug] for slug, area in areas.items() if area < SMALLEST_PART]:
        raise BoundaryError(*map(TOO_SMALL.format, small))
    shapes = simplified(whole)
    check_overlaps(shapes, {part.slug: part.name for part in parts})
    return NewBoundaries(
        shapes=shapes,
        match=match,
        parts=tuple(
            NewPart(
                slug=part.slug,
                name=part.name,
                abbreviation=part.abbreviation,
                called=match.names[part.slug],
                area=rounded(areas[part.slug]),
                known_area=part.area_km2,
            )
            for part in parts
        ),
    )


def check_overlaps(shapes: Mapping[str, Shape], names: Mapping[str, str]) -> None:
    """Raise BoundaryError, naming the parts, if the same ground belongs to two of them."""
    found = overlaps(shapes)
    told = [
        OVERLAP.format(*(names[slug] for slug in one.names), f"{one.area:.2f}".replace(".", ","))
        for one in found[:TOLD_OVERLAPS]
    ]
    if more := len(found) - len(told):
        told.append(f"Ebenso {more} weitere{'s Paar' if more == 1 else ' Paare'}.")
    if told:
        raise BoundaryError(*told, MEND_OVERLAPS)


def rounded(square_kilometres: float) -> Decimal:
    return Decimal(square_kilometres).quantize(Decimal("0.01"))


@transaction.atomic
def replace_boundaries(
    shapes: Mapping[str, Shape], *, seen: datetime | None, source: str, licence: str, by: User
) -> None:
    """Store boundaries unless others came in force since a person looked at those of `seen`.

    `seen` is when they were imported; None: there were none. Raises BoundaryError.
    """
    DataVersion.hold()
    stored = stored_boundaries(list(District.objects.parts()))
    if seen != (stored.imported_at if stored else None):
        raise BoundaryError(MOVED)
    store_boundaries(shapes, source=source, licence=licence, by=by)


@transaction.atomic
def store_boundaries(
    shapes: Mapping[str, Shape], *, source: str, licence: str, by: User | None
) -> None:
    """Replace all boundaries. Raises BoundaryError unless there is one for every part."""
    DataVersion.hold()  # two at once would each delete the old ones, and both bring new ones
    parts = {part.slug: part for part in District.objects.parts()}
    if parts.keys() != shapes.keys():
        raise BoundaryError(
            "Die Teile der Stadt haben sich inzwischen geändert. Bitte laden Sie die Datei neu."
        )
    moment = timezone.now()
    DistrictBoundary.objects.all().delete()
    DistrictBoundary.objects.bulk_create(
        DistrictBoundary(
            district=parts[slug],
            polygons=shape,
            source=source,
            licence=licence,
            imported_by=by,
            imported_at=moment,
        )
        for slug, shape in shapes.items()
    )


@transaction.atomic
def remove_boundaries() -> bool:
    """Go back to the tiles; whether there was anything to remove."""
    DataVersion.hold()
    deleted, _ = DistrictBoundary.objects.all().delete()
    return bool(deleted)


def stored_boundaries(parts: Sequence[District]) -> StoredBoundaries | None:
    """The boundaries of these parts; None unless every one has its own. One query."""
    rows = {row.district_id: row for row in DistrictBoundary.objects.select_related("imported_by")}
    if not parts or any(part.pk not in rows for part in parts):
        return None
    first = rows[parts[0].pk]
    return StoredBoundaries(
        shapes={part.slug: rows[part.pk].shape for part in parts},
        source=first.source,
        licence=first.licence,
        imported_by=first.imported_by,
        imported_at=first.imported_at,
    )
