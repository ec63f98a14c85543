"""Bring indicators, published values and published targets to what the catalogue states.

Values and targets are part of a ledger: a changed one supersedes the former row, which stays. A
value that the city entered itself is never superseded from a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from indicators.catalogue import IndicatorCatalogue, IndicatorEntry, TargetEntry, ValueEntry
from indicators.consequences import follow_from_loading
from indicators.enums import MeasurementState, Origin, TargetKind
from indicators.models import Indicator, Measurement, TargetPath, TargetPoint
from strategy.catalogue_loading import Changes, raise_refusals, stated_fields, write_row
from strategy.models import ActionArea, District


@transaction.atomic
def load_indicators(catalogue: IndicatorCatalogue) -> list[Changes]:
    """Write indicators, then values and targets of the whole city, and compute what rests on them.

    Areas, SDG and districts must be there. Raises CatalogueError, and changes nothing, if the
    database refuses an entry.
    """
    moment = timezone.now()
    definitions = load_definitions(catalogue.indicators)
    raise_refusals([definitions])
    changes = [
        definitions,
        load_values(catalogue.values, moment),
        load_targets(catalogue.targets, moment),
    ]
    stated = Indicator.objects.filter(code__in={entry.indicator for entry in catalogue.values})
    follow_from_loading(stated.values_list("pk", flat=True))
    return changes


def load_definitions(entries: Iterable[IndicatorEntry]) -> Changes:
    changes = Changes("Kennzahlen")
    areas = {area.number: area.pk for area in ActionArea.objects.all()}
    rows = {row.code: row for row in Indicator.objects.prefetch_related("sdgs")}
    for entry in entries:
        stated = stated_fields(entry, without=["area", "sdgs"])
        if entry.area is not None:
            stated["area_id"] = areas[entry.area]
        row = rows.get(entry.code) or Indicator()
        write_row(row, stated, changes, links={"sdgs": entry.sdgs})
    return changes


def load_values(entries: Iterable[ValueEntry], moment: datetime) -> Changes:
    """Release published values at `moment`, in place of what an earlier file stated.

    Not for an indicator that the city computes.
    """
    changes = Changes("Veröffentlichte Werte")
    indicators = {row.code: row for row in Indicator.objects.all()}
    city = District.objects.city()
    current = {
        (row.indicator_id, row.period): row
        for row in Measurement.objects.current().filter(district=city)
    }
    for entry in entries:
        indicator, period = indicators[entry.indicator], date(entry.year, 1, 1)
        former = current.get((indicator.pk, period))
        name = f"{indicator} {entry.year}"
        if indicator.is_computed:
            changes.kept.append(f"{name}, weil die Kennzahl berechnet wird")
            continue
        if former is None:
            changes.added.append(name)
        elif states(former, entry):
            changes.unchanged += 1
            continue
        elif former.origin == Origin.ENTRY and not former.is_sample:
            changes.kept.append(f"{name}, weil von der Stadt erfasst")
            continue
        else:
            changes.changed.append(f"{name} ({former.value} → {entry.value})")
            supersede(former, moment)
        release(entry, indicator, city, former.revision + 1 if former else 1, moment)
    return changes


def states(row: Measurement, entry: ValueEntry) -> bool:
    """The released row says what the file says."""
    stated = (entry.value, entry.note, entry.source, False)
    return stated == (row.value, row.comment, row.source, row.is_sample)


def supersede(row: Measurement | TargetPath, moment: datetime) -> None:
    row.superseded_at = moment
    row.save(update_fields=["superseded_at"])


def release(
    entry: ValueEntry, indicator: Indicator, city: District, revision: int, moment: datetime
) -> None:
    """Nobody enters or releases it: it is public already, and its source is its warrant."""
    Measurement.objects.create(
        indicator=indicator,
        district=city,
        period=date(entry.year, 1, 1),
        value=entry.value,
        source=entry.source,
        comment=entry.note,
        evidence_link=entry.source,
        revision=revision,
        origin=Origin.CATALOGUE,
        state=MeasurementState.RELEASED,
        entered_at=moment,
        released_at=moment,
    )


def load_targets(entries: Iterable[TargetEntry], moment: datetime) -> Changes:
    """Adopt published targets at `moment`.

    A target that any version of the indicator's path states already is left alone: the city may
    have moved on since. A changed one becomes the next version.
    """
    changes = Changes("Veröffentlichte Ziele")
    indicators = {row.code: row for row in Indicator.objects.all()}
    for entry in entries:
        indicator = indicators[entry.indicator]
        paths = list(indicator.target_paths.prefetch_related("points").order_by("version"))
        if any(demands(path, entry) for path in paths):
            changes.unchanged += 1
            continue
        for path in paths:
            if path.adopted_at and not path.superseded_at:
                supersede(path, moment)
        adopt(entry, indicator, paths[-1].version + 1 if paths else 1, moment)
        name = f"{indicator}, Ziel {entry.year}: {entry.value}"
        (changes.changed if paths else changes.added).append(name)
    return changes


def demands(path: TargetPath, entry: TargetEntry) -> bool:
    """The path says what the file says."""
    stated = (entry.decided_by, entry.decided_on, entry.reference, entry.note, entry.source)
    points = [(point.year, point.value) for point in path.points.all()]
    kept = (path.decided_by, path.decided_on, path.reference, path.note, path.link)
    return (*kept, points) == (*stated, [(entry.year, entry.value)])


def adopt(entry: TargetEntry, indicator: Indicator, version: int, moment: datetime) -> None:
    path = TargetPath.objects.create(
        indicator=indicator,
        version=version,
        kind=TargetKind.TARGET_VALUE,
        decided_by=entry.decided_by,
        decided_on=entry.decided_on,
        reference=entry.reference,
        link=entry.source,
        note=entry.note,
    )
    # Adoption seals the path, so its point comes first.
    TargetPoint.objects.create(path=path, year=entry.year, value=entry.value)
    path.adopted_at = moment
    path.save(update_fields=["adopted_at"])
