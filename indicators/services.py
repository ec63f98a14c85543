"""Writes over several rows outside of entry. Each function is one transaction."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from indicators.enums import TargetKind
from indicators.models import TargetPath


class AdoptionRefused(Exception):
    """The path cannot be put in force; str(error) is the German sentence for the person."""


@transaction.atomic
def adopt_target_path(*, path: TargetPath, by: User) -> TargetPath:
    """Put a draft in force; the indicator's former path is superseded at the same moment.

    From here on the path is sealed, so it must be whole: with the body and the day of its
    decision, and with the points its kind asks for.

    Raises AdoptionRefused, or PermissionDenied for anybody but coordination.
    """
    if not by.coordinates:
        raise PermissionDenied
    siblings = TargetPath.objects.select_for_update().filter(indicator=path.indicator_id)
    paths = {row.pk: row for row in siblings}
    found = paths[path.pk]
    former = next((row for row in paths.values() if row.adopted_at and not row.superseded_at), None)
    check_adoption(found, former)
    now = timezone.now()
    if former:
        former.superseded_at = now
        former.save(update_fields=["superseded_at"])
    found.adopted_at = now
    found.save(update_fields=["adopted_at"])
    return found


def check_adoption(path: TargetPath, former: TargetPath | None) -> None:
    """Raise AdoptionRefused if the path is in force already, overtaken or not whole."""
    if path.adopted_at:
        raise AdoptionRefused("Dieser Zielpfad ist schon beschlossen.")
    if former and former.version > path.version:
        raise AdoptionRefused(
            f"Fassung {former.version} gilt schon; ein älterer Entwurf löst sie nicht ab."
        )
    if not path.decided_by or not path.decided_on:
        raise AdoptionRefused("Bitte angeben, wer den Zielpfad wann beschlossen hat.")
    if path.decided_on > timezone.localdate():
        raise AdoptionRefused("Der Tag des Beschlusses liegt in der Zukunft.")
    if problem := missing_points(path):
        raise AdoptionRefused(problem)


def missing_points(path: TargetPath) -> str:
    """What the points lack for the kind of the path; "" if they are whole."""
    points = list(path.points.all())
    bands = [point for point in points if point.value is None]
    if path.kind == TargetKind.DIRECTION:
        return "Ein Zielpfad, der nur eine Richtung nennt, hat keine Zielpunkte." if points else ""
    if not points:
        return "Der Zielpfad braucht mindestens einen Zielpunkt."
    if path.kind == TargetKind.BAND and len(bands) < len(points):
        return "Jeder Zielpunkt einer Spanne braucht eine untere und eine obere Grenze."
    if path.kind != TargetKind.BAND and bands:
        return "Jeder Zielpunkt braucht einen Zielwert; Grenzen gehören zu einer Spanne."
    return ""
