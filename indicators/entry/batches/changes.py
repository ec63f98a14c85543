"""What lines say about slots, and what that would do there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from indicators.entry.checks import Problem
from indicators.entry.plausibility import Oddity
from indicators.entry.services import Conflict
from indicators.entry.slots import Content, Seen, Slot, SlotRows
from indicators.models import Measurement

Key = tuple[int, int, date]  # indicator, district, first day of the period


class Kind(StrEnum):
    """What a line would do to its slot."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Kind.NEW: "neu",
    Kind.CHANGED: "geändert",
    Kind.UNCHANGED: "unverändert",
    Kind.REFUSED: "abgelehnt",
}


class BatchRefused(Exception):
    """A line of the batch cannot be written, so nothing was."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(f"{batch.count(Kind.REFUSED)} lines refused")
        self.batch = batch


class BatchConflict(Conflict):
    """A slot is not as the person saw it; nothing was written."""

    def __init__(self, batch: Batch, keys: frozenset[Key]) -> None:
        super().__init__(f"{len(keys)} slots changed")
        self.batch = batch  # as it stands now
        self.keys = keys  # the slots that somebody else has changed meanwhile


@dataclass(frozen=True, slots=True)
class Line:
    """What one cell, or one row of a file, says about a slot.

    `said` holds only those fields of Content that the line speaks about; the others stay as they
    are. A value takes the place of a reason for none, and the other way round.
    """

    slot: Slot
    said: Mapping[str, object]
    where: str = ""  # for people: „Blatt ‚Umwelt‘, Zeile 12“; or the name of a cell of a grid
    problems: tuple[Problem, ...] = ()  # found while reading the line
    oddities: tuple[Oddity, ...] = ()  # of its value, beside what its own series shows

    @property
    def key(self) -> Key:
        return key_of(self.slot)

    def content(self, before: Content) -> Content:
        """What the slot would say."""
        said = dict(self.said)
        if said.get("value") is not None:
            said = {"missing_reason": "", "missing_note": ""} | said
        elif said.get("missing_reason"):
            said = {"value": None} | said
        return replace(before, **said)  # type: ignore[arg-type]  # Line says what the fields are


@dataclass(frozen=True, slots=True)
class Change:
    """A line beside what is stored."""

    line: Line
    rows: SlotRows
    content: Content  # what the slot would say
    kind: Kind
    problems: tuple[Problem, ...] = ()  # why it is refused
    oddities: tuple[Oddity, ...] = ()  # what looks wrong; wants a reason to be handed in

    @property
    def slot(self) -> Slot:
        return self.line.slot

    @property
    def is_written(self) -> bool:
        return self.kind in (Kind.NEW, Kind.CHANGED)

    @property
    def corrects(self) -> bool:
        """The public sees a value of this slot already."""
        return self.rows.current is not None

    @property
    def before(self) -> str:
        """What the slot says now, in words; empty if nothing."""
        row = self.rows.open if has_words(self.rows.open) else self.rows.current
        return self.slot.words(Content.of(row)) if row else ""

    @property
    def after(self) -> str:
        """What the slot would say, in words."""
        return self.slot.words(self.content)

    @property
    def wants_reason(self) -> bool:
        """Only a reason is missing."""
        return any(one.field == "warning_reason" for one in self.problems)


@dataclass(frozen=True)
class Batch:
    """All lines beside what is stored."""

    changes: Sequence[Change] = field(default_factory=tuple)

    @cached_property
    def counts(self) -> Mapping[Kind, int]:
        return Counter(one.kind for one in self.changes)

    def count(self, kind: Kind) -> int:
        return self.counts.get(kind, 0)

    @property
    def is_writable(self) -> bool:
        """There is something to write, and nothing that prevents it."""
        return not self.count(Kind.REFUSED) and any(one.is_written for one in self.changes)

    @property
    def seen(self) -> dict[Key, Seen]:
        """What the person has seen by looking at this batch."""
        return {one.line.key: one.rows.seen for one in self.changes}

    def overtaken(self, seen: Mapping[Key, Seen]) -> frozenset[Key]:
        """The slots a line has something to say about that are not as somebody saw them."""
        return frozenset(
            one.line.key
            for one in self.changes
            if one.kind != Kind.UNCHANGED and one.rows.seen != seen.get(one.line.key, Seen())
        )


def key_of(slot: Slot) -> Key:
    return slot.indicator.pk, slot.district.pk, slot.period.first_day


def has_words(row: Measurement | None) -> bool:
    return row is not None and not Content.of(row).is_blank
