"""Bring the database to what a catalogue states, and tell what that changed.

The rules, for this catalogue and those of other apps: nothing is deleted; what the file leaves
empty stays as it is; what the city has confirmed in the application is kept; everything else
follows the file. Loading the same file twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Model

from strategy.catalogue import (
    AreaEntry,
    CrossCuttingGoalEntry,
    DepartmentEntry,
    DistrictEntry,
    EventEntry,
    FrameEntry,
    SdgEntry,
    StrategicGoalEntry,
    StrategyCatalogue,
)
from strategy.models import (
    ActionArea,
    CrossCuttingGoal,
    Department,
    District,
    Sdg,
    StrategicGoal,
    StrategyEvent,
    StrategyFrame,
)
from strategy.toml_tables import CatalogueError, Problem

EMPTY: tuple[object, ...] = (None, "", [], ())
TILE_FIELDS = ("tile_row", "tile_column", "position_confirmed")


@dataclass(slots=True)
class Changes:
    """What loading one kind of entry did. Names are those that people know."""

    kind: str  # German plural
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # with the changed fields: "Ampen (Einwohner)"
    kept: list[str] = field(default_factory=list)  # where file and database differ: why it stays
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    def summary(self) -> str:
        """ "Ortsteile: 1 neu, 2 geändert, 17 unverändert"."""
        counts = {
            "neu": len(self.added),
            "geändert": len(self.changed),
            "unverändert": self.unchanged,
        }
        told = [f"{count} {word}" for word, count in counts.items() if count]
        return f"{self.kind}: {', '.join(told) or 'keine'}"


@transaction.atomic
def load_strategy(catalogue: StrategyCatalogue) -> list[Changes]:
    """Write the frame of the strategy.

    Raises CatalogueError, and changes nothing, if the database refuses an entry: it may hold
    another row by the same name.
    """
    changes = [
        load_frame(catalogue.frame),
        load_sdgs(catalogue.sdgs),
        load_cross_cutting_goals(catalogue.cross_cutting_goals),
        load_areas(catalogue.areas),
        load_strategic_goals(catalogue.strategic_goals),
        load_departments(catalogue.departments),
        load_districts(catalogue.districts),
        load_events(catalogue.events),
    ]
    raise_refusals(changes)
    return changes


def raise_refusals(changes: Iterable[Changes]) -> None:
    """Raise CatalogueError with all that the database refused, if there was anything."""
    problems = [problem for kind in changes for problem in kind.problems]
    if problems:
        raise CatalogueError(problems)


def write_row(
    row: Model,
    stated: Mapping[str, object],
    changes: Changes,
    *,
    confirmed: Collection[str] = (),
    links: Mapping[str, Collection[object]] | None = None,
) -> None:
    """Bring one new or stored row to what the file states, and note what that changed.

    `confirmed` are fields that keep the value of a stored row. `links` are the keys of the rows
    that many-to-many fields shall hold; fetch those fields beforehand. A row that the models
    refuse is not written, but noted among the problems.
    """
    differing = [
        name for name, value in stated.items() if value not in EMPTY and getattr(row, name) != value
    ]
    linked = {name: keys for name, keys in (links or {}).items() if differs(row, name, keys)}
    is_new = row._state.adding
    kept = [] if is_new else [name for name in (*differing, *linked) if name in confirmed]
    written = [name for name in (*differing, *linked) if name not in kept]
    for name in written:
        if name in stated:
            setattr(row, name, stated[name])
    if kept:
        changes.kept.append(f"{row} ({german_names(row, kept)}), weil bestätigt")
    if not written and not is_new:
        changes.unchanged += not kept
        return
    try:
        row.full_clean()
    except ValidationError as refusal:
        changes.problems += refused(refusal, row, changes)
        return
    row.save()
    for name in linked:
        if name in written:
            getattr(row, name).set(linked[name])
    if is_new:
        changes.added.append(str(row))
    else:
        changes.changed.append(f"{row} ({german_names(row, written)})")


def differs(row: Model, name: str, keys: Collection[object]) -> bool:
    """The many-to-many field holds other rows than those with these keys."""
    if not keys:
        return False
    stored = set() if row._state.adding else {linked.pk for linked in getattr(row, name).all()}
    return stored != set(keys)


def german_names(row: Model, names: Iterable[str]) -> str:
    """The fields as forms call them: "Einwohner, Stand der Einwohnerzahl"."""
    return ", ".join(str(row._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]


def refused(refusal: ValidationError, row: Model, changes: Changes) -> list[Problem]:
    """What the model says against a row: mostly, that another one has the name already."""
    return [
        Problem(f"{changes.kind}, „{row}“", "", "" if name == NON_FIELD_ERRORS else name, message)
        for name, messages in refusal.message_dict.items()
        for message in messages
    ]


def stated_fields(entry: Any, *, without: Collection[str] = ()) -> dict[str, object]:
    """The fields of an entry's dataclass, which are called like those of its model."""
    return {f.name: getattr(entry, f.name) for f in fields(entry) if f.name not in without}


def load_frame(entry: FrameEntry) -> Changes:
    changes = Changes("Rahmen der Strategie")
    row = StrategyFrame.objects.first() or StrategyFrame()
    stated = stated_fields(entry) | {"attributes": list(entry.attributes)}
    write_row(row, stated, changes)
    return changes


def load_sdgs(entries: Iterable[SdgEntry]) -> Changes:
    changes = Changes("SDG")
    rows = {row.number: row for row in Sdg.objects.all()}
    for entry in entries:
        row = rows.get(entry.number) or Sdg(number=entry.number)
        write_row(row, stated_fields(entry), changes)
    return changes


def load_cross_cutting_goals(entries: Iterable[CrossCuttingGoalEntry]) -> Changes:
    changes = Changes("Übergeordnete Ziele")
    rows = {row.slug: row for row in CrossCuttingGoal.objects.all()}
    for entry in entries:
        row = rows.get(entry.slug) or CrossCuttingGoal()
        write_row(row, stated_fields(entry), changes)
    return changes


def load_areas(entries: Iterable[AreaEntry]) -> Changes:
    changes = Changes("Handlungsfelder")
    rows = {row.number: row for row in ActionArea.objects.all()}
    for entry in entries:
        row = rows.get(entry.number) or ActionArea()
        confirmed = ("guideline", "guideline_confirmed") if row.guideline_confirmed else ()
        write_row(row, stated_fields(entry), changes, confirmed=confirmed)
    return changes


def load_strategic_goals(entries: Iterable[StrategicGoalEntry]) -> Changes:
    changes = Changes("Strategische Ziele")
    areas = {area.number: area.pk for area in ActionArea.objects.all()}
    rows = {row.code: row for row in StrategicGoal.objects.prefetch_related("sdgs")}
    for entry in entries:
        row = rows.get(entry.code) or StrategicGoal()
        stated = stated_fields(entry, without=["sdgs"])
        stated |= {"area_id": areas.get(entry.area), "position": entry.position}
        write_row(
            row,
            stated,
            changes,
            confirmed=("title", "description", "wording_confirmed")
            if row.wording_confirmed
            else (),
            links={"sdgs": entry.sdgs},
        )
    return changes


def load_departments(entries: Iterable[DepartmentEntry]) -> Changes:
    changes = Changes("Abteilungen")
    rows = {row.slug: row for row in Department.objects.all()}
    for entry in entries:
        row = rows.setdefault(entry.slug, Department())
        stated = stated_fields(entry, without=["parent"])
        if entry.parent:
            stated["parent_id"] = rows[entry.parent].pk
        write_row(row, stated, changes)
    return changes


def load_districts(entries: Iterable[DistrictEntry]) -> Changes:
    changes = Changes("Ortsteile")
    rows = {row.slug: row for row in District.objects.all()}
    clear_moved_tiles(entries, rows)
    for entry in entries:
        row = rows.get(entry.slug) or District()
        confirmed = TILE_FIELDS if row.position_confirmed else ()
        write_row(row, stated_fields(entry), changes, confirmed=confirmed)
    return changes


def clear_moved_tiles(entries: Iterable[DistrictEntry], rows: Mapping[str, District]) -> None:
    """Let two districts swap tiles: no place is held by the one that leaves it."""
    moved = [
        row.pk
        for entry in entries
        if (row := rows.get(entry.slug))
        and entry.tile_row is not None
        and not row.position_confirmed
        and (row.tile_row, row.tile_column) != (entry.tile_row, entry.tile_column)
    ]
    if moved:
        District.objects.filter(pk__in=moved).update(tile_row=None, tile_column=None)


def load_events(entries: Iterable[EventEntry]) -> Changes:
    changes = Changes("Ereignisse")
    rows = {row.slug: row for row in StrategyEvent.objects.all()}
    for entry in entries:
        write_row(rows.get(entry.slug) or StrategyEvent(), stated_fields(entry), changes)
    return changes
