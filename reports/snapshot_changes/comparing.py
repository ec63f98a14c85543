"""Two snapshots compared as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.snapshot import Snapshot
from reports.snapshot_changes.fields import KINDS
from reports.snapshot_changes.indicators import indicator_changes
from reports.snapshot_changes.pairs import paired
from reports.snapshot_changes.strategy import action_changes, area_changes, frame_changes
from reports.snapshot_details import ChangeFacts

DETAILED = 2  # the first format with formulas and expected effects
# What is new every year tells nothing: each report has texts, sources and remarks of its own.
OF_ONE_REPORT = frozenset({"texts", "sources"})


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one kind."""

    kind: str
    title: str
    changes: tuple[ChangeFacts, ...]


def corrections(before: Snapshot, after: Snapshot) -> tuple[ChangeFacts, ...]:
    """Everything that a later edition of a report tells differently, sorted by kind."""
    return by_kind(differences(before, after))


def changes_since(before: Snapshot, after: Snapshot) -> tuple[ChangeFacts, ...]:
    """What a report tells differently than the one of an earlier year.

    Values of later years are no change but what a new report is for, and texts are written anew.
    """
    found = differences(before, after, until=before.report.year)
    return by_kind(one for one in found if one.kind not in OF_ONE_REPORT)


def by_kind(changes: Iterable[ChangeFacts]) -> tuple[ChangeFacts, ...]:
    order = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted(changes, key=lambda one: order[one.kind]))


def grouped(changes: Iterable[ChangeFacts]) -> tuple[ChangeGroup, ...]:
    """The changes by kind; kinds without any are left out."""
    known = tuple(changes)
    groups = (
        ChangeGroup(kind, title, tuple(one for one in known if one.kind == kind))
        for kind, title in KINDS.items()
    )
    return tuple(group for group in groups if group.changes)


def differences(
    before: Snapshot, after: Snapshot, *, until: int | None = None
) -> Iterator[ChangeFacts]:
    """All changes; of values only those up to a year (None: all)."""
    places = {one.slug: one.name for one in (*before.districts, *after.districts)}
    detailed = before.format >= DETAILED
    for _, old, new in paired(before.indicators, after.indicators, lambda one: one.code):
        yield from indicator_changes(old, new, places, until=until, knows_formulas=detailed)
    for _, area, area_now in paired(before.areas, after.areas, lambda one: one.number):
        yield from area_changes(area, area_now)
    for _, action, action_now in paired(before.actions, after.actions, lambda one: one.slug):
        yield from action_changes(action, action_now, knows_effects=detailed)
    yield from frame_changes(before, after)
