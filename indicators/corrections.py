"""Corrections of published values, as the public may see them: no names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from indicators.publishable import PublishedValue
from strategy.models import District


@dataclass(frozen=True, slots=True)
class Correction:
    """A released row and the one it superseded."""

    before: PublishedValue
    after: PublishedValue
    place: District

    @property
    def day(self) -> date:
        """When the public first saw the new value, in Soest."""
        return timezone.localdate(self.after.released_at)

    @property
    def reason(self) -> str:
        """Why it was corrected; empty if nobody said so."""
        return self.after.warning_reason


def corrections(history: Iterable[PublishedValue], places: Sequence[District]) -> list[Correction]:
    """All corrections in a value history, in its order."""
    rows = list(history)
    known = {(row.district_id, row.period, row.revision): row for row in rows}
    named = {place.pk: place for place in places}
    pairs = (
        (known.get((row.district_id, row.period, row.revision - 1)), row)
        for row in rows
        if row.is_revised
    )
    return [Correction(former, row, named[row.district_id]) for former, row in pairs if former]


def revised_years(history: Iterable[PublishedValue], district: District) -> dict[str, date]:
    """The years of a place with a revised value in force, ascending, and the day of it."""
    days: dict[str, date] = {}
    for row in sorted(revised_in_force(history), key=lambda row: row.released_at):
        if row.district_id == district.pk:
            days[str(row.period.year)] = timezone.localdate(row.released_at)
    return dict(sorted(days.items()))


def revised_places(
    history: Iterable[PublishedValue], places: Sequence[District], year: int
) -> dict[str, date]:
    """The places with a revised value in force for a year, and the day of it."""
    named = {place.pk: place.name for place in places}
    rows = [row for row in revised_in_force(history) if row.period.year == year]
    days = {named[row.district_id]: timezone.localdate(row.released_at) for row in rows}
    return dict(sorted(days.items()))


def revised_in_force(history: Iterable[PublishedValue]) -> list[PublishedValue]:
    return [row for row in history if row.is_revised and row.superseded_at is None]
