"""A file beside what is stored: what each of its rows would do, for people to look at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cached_property

from accounts.models import User
from indicators.entry.batches import Batch, Change, Key, Kind, read_batch
from indicators.entry.checks import Problem, gaps, unexplained
from indicators.entry.files.faults import Fault, in_order
from indicators.entry.files.layout import Field, heading_of
from indicators.entry.files.statements import Statement, Statements, with_reasons
from indicators.entry.services import NOT_HANDED_IN
from indicators.entry.slots import Content, Seen
from soest.garbage import collection_paused
from soest.spreadsheets.writing import yes_no


class Show(StrEnum):
    """Which rows of a file are shown."""

    CHANGES = "aenderungen"
    NEW = "neu"
    CHANGED = "geaendert"
    ODD = "auffaellig"
    UNCHANGED = "unveraendert"
    REFUSED = "abgelehnt"

    @property
    def label(self) -> str:
        return _SHOWN[self][0]


_SHOWN: Mapping[Show, tuple[str, tuple[Kind, ...]]] = {
    Show.CHANGES: ("neu und geändert", (Kind.NEW, Kind.CHANGED)),
    Show.NEW: ("neu", (Kind.NEW,)),
    Show.CHANGED: ("geändert", (Kind.CHANGED,)),
    Show.ODD: ("auffällig", ()),
    Show.UNCHANGED: ("unverändert", (Kind.UNCHANGED,)),
    Show.REFUSED: ("abgelehnt", (Kind.REFUSED,)),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A further field that would change."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One row of the file beside its slot."""

    position: int  # among the rows that say something
    statement: Statement
    change: Change
    changed_meanwhile: bool = False  # since the page was shown

    @property
    def where(self) -> str:
        return self.statement.place().words

    @property
    def kind(self) -> Kind:
        return self.change.kind

    @property
    def is_odd(self) -> bool:
        return self.change.is_written and bool(self.change.oddities)

    @cached_property
    def lacks(self) -> list[Problem]:
        """What is missing for handing it in, once it can be written at all."""
        change = self.change
        if not change.is_written:
            return []
        content = change.content
        return [
            *gaps(content),
            *unexplained(
                content, is_odd=bool(change.oddities), corrects=change.corrects, says_the_same=False
            ),
        ]

    @property
    def asks_reason(self) -> bool:
        """A person has to explain it before it can be handed in."""
        change = self.change
        explained = "warning_reason" in self.statement.line.said
        return change.is_written and not explained and (self.is_odd or change.corrects)

    @property
    def lacking_cells(self) -> list[Fault]:
        """What has to be mended in the file to hand it in."""
        return [
            Fault(self.statement.place(one.field), one.text)
            for one in self.lacks
            if one.field != "warning_reason"
        ]

    @property
    def faults(self) -> list[Fault]:
        """Why it is refused, with the cell."""
        return [Fault(self.statement.place(one.field), one.text) for one in self.change.problems]

    @property
    def is_outdated(self) -> bool:
        """Somebody has changed the slot since the file was downloaded."""
        made_for = self.statement.made_for
        return self.change.is_written and made_for is not None and made_for != self.change.rows.seen

    @property
    def differences(self) -> list[Difference]:
        """What else changes beside the value."""
        rows, slot = self.change.rows, self.change.slot
        before, after = rows.beginning(slot.indicator), self.change.content
        return [
            Difference(heading_of(Field(name)), told(before, name), told(after, name))
            for name in BESIDE
            if getattr(before, name) != getattr(after, name)
        ]


# Fields of Content that stand in columns of their own beside value and reason.
BESIDE = [
    one.name
    for one in fields(Content)
    if one.name not in ("value", "missing_reason", "evidence_link")
]


def told(content: Content, name: str) -> str:
    said = getattr(content, name)
    return yes_no(said) if isinstance(said, bool) else str(said)


@dataclass(frozen=True)
class Comparison:
    """A whole file beside what is stored."""

    statements: Statements
    batch: Batch
    overtaken: frozenset[Key] = frozenset()  # changed since the page was shown

    @cached_property
    def entries(self) -> list[Entry]:
        pairs = zip(self.statements.rows, self.batch.changes, strict=True)
        return [
            Entry(position, statement, change, change.line.key in self.overtaken)
            for position, (statement, change) in enumerate(pairs)
        ]

    @cached_property
    def faults(self) -> list[Fault]:
        """All that keeps the file from being taken over, in the order of the file."""
        refused = [one for entry in self.entries for one in entry.faults]
        return in_order([*self.statements.faults, *refused], self.statements.sheets)

    @property
    def written(self) -> list[Entry]:
        return [one for one in self.entries if one.change.is_written]

    @property
    def is_writable(self) -> bool:
        return self.batch.is_writable and not self.statements.faults

    @cached_property
    def waiting_drafts(self) -> int:
        """Rows that say what their draft says: they can still be handed in."""
        return sum(
            one.kind == Kind.UNCHANGED
            and one.change.rows.state in NOT_HANDED_IN
            and not one.change.content.is_blank
            and bool(one.statement.line.said)
            for one in self.entries
        )

    @property
    def can_be_handed_in(self) -> bool:
        no_fault = not self.faults
        return no_fault and bool(self.written or self.waiting_drafts)

    @property
    def asking(self) -> list[Entry]:
        """Rows that want a reason."""
        return [one for one in self.entries if one.asks_reason]

    @property
    def lacking(self) -> list[Fault]:
        """What has to be filled in before it can be handed in."""
        return [fault for one in self.entries for fault in one.lacking_cells]

    @property
    def outdated(self) -> int:
        return sum(one.is_outdated for one in self.entries)

    @property
    def changed_meanwhile(self) -> list[Entry]:
        return [one for one in self.entries if one.changed_meanwhile]

    def count(self, kind: Kind) -> int:
        """Rows of this kind; rows that mean no slot count as refused, each once."""
        lost = {(one.place.sheet, one.place.row) for one in self.statements.faults}
        return self.batch.count(kind) + (len(lost) if kind == Kind.REFUSED else 0)

    def shown(self, show: Show) -> list[Entry]:
        if show == Show.ODD:
            return [one for one in self.entries if one.is_odd]
        return [one for one in self.entries if one.kind in _SHOWN[show][1]]


@collection_paused()
def compare(
    statements: Statements,
    person: User,
    *,
    submit: bool = False,
    reasons: Mapping[int, str] | None = None,
    overtaken: frozenset[Key] = frozenset(),
) -> Comparison:
    """Put a file beside what is stored. Two queries.

    `overtaken` are the slots that have changed since the page was shown.
    """
    lines = with_reasons(statements.rows, reasons or {})
    batch = read_batch(lines, by=person, submit=submit)
    return Comparison(statements, Batch([passed_over(one) for one in batch.changes]), overtaken)


def passed_over(change: Change) -> Change:
    """A row that nobody touched does nothing, though its draft could be handed in."""
    silent = not change.line.said and not change.line.problems
    return replace(change, kind=Kind.UNCHANGED, problems=()) if silent else change


def seen_text(comparison: Comparison) -> str:
    """What a person has seen, row by row, short enough for a hidden field."""
    return ",".join(
        f"{one.rows.seen.version}.{one.rows.seen.revision}" for one in comparison.batch.changes
    )


def seen_of(text: str, statements: Sequence[Statement]) -> dict[Key, Seen] | None:
    """The same back again; None if it does not fit the rows of the file."""
    pairs = [one.split(".") for one in text.split(",")] if text else []
    if len(pairs) != len(statements):
        return None
    try:
        return {
            one.line.key: Seen(int(version), int(revision))
            for one, (version, revision) in zip(statements, pairs, strict=True)
        }
    except ValueError:
        return None
