"""What a submission would do, cell by cell, and what has to be said before it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from indicators.entry.batches import (
    Batch,
    Change,
    Kind,
    Line,
    has_words,
    key_of,
    read_batch,
    write_batch,
)
from indicators.entry.grid.cells import CellReading, fingerprint
from indicators.entry.grid.sheets import Remarks
from indicators.entry.grid.submissions import NOTHING_TYPED, Submission
from indicators.entry.grid.wording import counted, shortened, to_be_written
from indicators.entry.retries import in_one_transaction
from indicators.entry.slots import Content, Slot, SlotRows
from indicators.enums import MissingReason

# Problems with a question on the review page; all others are shown at their cell.
ASKED = ("source", "warning_reason", "missing_note")


@dataclass(frozen=True, slots=True)
class Item:
    """One cell in a list of changes."""

    name: str
    title: str
    change: Change
    reading: CellReading
    is_typed: bool = True  # otherwise a draft that goes along as it is
    typed_text: str = ""  # as typed into the cell
    reason: str = ""  # as typed
    note: str = ""
    reason_error: str = ""
    note_error: str = ""

    @property
    def kind(self) -> str:
        """What happens to the slot once all questions are answered."""
        if self.problems:
            return Kind.REFUSED.label
        if not self.is_typed:
            return "gesicherter Entwurf"
        if self.change.corrects:
            return "Korrektur"
        return (Kind.CHANGED if self.change.before else Kind.NEW).label

    @property
    def after(self) -> str:
        """What the slot would say."""
        return "leer" if self.change.content.is_blank else self.change.after

    @property
    def wants_reason(self) -> bool:
        return self.change.kind != Kind.UNCHANGED and bool(
            self.change.oddities or self.change.corrects
        )

    @property
    def question(self) -> str:
        if self.change.corrects:
            return "Grund der Korrektur"
        return "Grund der Abweichung"

    @property
    def text(self) -> str:
        """What was typed, shortened."""
        return shortened(self.typed_text)

    @property
    def wants_note(self) -> bool:
        return self.change.content.missing_reason == MissingReason.OTHER

    @property
    def problems(self) -> list[str]:
        """Why it cannot be written, whatever else is said."""
        return [one.text for one in self.change.problems if one.field not in ASKED]


@dataclass(frozen=True)
class Review:
    """A submission beside what is stored."""

    submission: Submission
    submit: bool
    changes: Mapping[str, Change]  # by the name of the cell, in the order of the table

    @cached_property
    def items(self) -> list[Item]:
        """What would be written or cannot be."""
        return [
            self.item(name, change)
            for name, change in self.changes.items()
            if change.kind != Kind.UNCHANGED
        ]

    def item(self, name: str, change: Change) -> Item:
        given, bad = self.submission.answers.get, self.submission.bad.get
        return Item(
            name=name,
            title=self.submission.sheet.table.titles[name],
            change=change,
            reading=self.submission.readings.get(name, NOTHING_TYPED),
            is_typed=name in self.submission.typed,
            typed_text=self.submission.typed.get(name, ""),
            reason=given(f"reason.{name}", ""),
            note=given(f"note.{name}", ""),
            reason_error=bad(f"reason.{name}", "") or self.missing(change, "warning_reason"),
            note_error=bad(f"note.{name}", "") or self.missing(change, "missing_note"),
        )

    def missing(self, change: Change, field: str) -> str:
        if not self.submit:
            return ""
        return next((one.text for one in change.problems if one.field == field), "")

    @cached_property
    def conflicts(self) -> frozenset[str]:
        """Cells that say something else than when the page was made."""
        return frozenset(
            name
            for name, change in self.changes.items()
            if change.kind != Kind.UNCHANGED and change.rows.seen != self.submission.seen(name)
        )

    @property
    def is_impossible(self) -> bool:
        """Something in a cell has to be changed first."""
        return bool(self.submission.strange) or any(one.problems for one in self.items)

    @property
    def asks_source(self) -> bool:
        """A value has no source of its own."""
        return any(
            change.content.value is not None
            and change.kind != Kind.UNCHANGED
            and not change.rows.beginning(change.slot.indicator).source
            for change in self.changes.values()
        )

    @property
    def source_error(self) -> str:
        bad = self.submission.bad.get("source", "")
        if bad or not self.submit:
            return bad
        lacking = (self.missing(one, "source") for one in self.changes.values())
        return next(filter(None, lacking), "")

    @property
    def common_reason_error(self) -> str:
        return self.submission.bad.get("reason", "")

    @property
    def asking(self) -> list[Item]:
        return [one for one in self.items if one.wants_reason]

    @property
    def fingerprint(self) -> str:
        """What is confirmed with the numbers that may be read in two ways."""
        return fingerprint(self.submission.ambiguous)

    @property
    def is_answered(self) -> bool:
        """Nothing is left to be said."""
        gaps = any(one.reason_error or one.note_error for one in self.items)
        return not (gaps or self.source_error or self.common_reason_error or self.submission.bad)

    @property
    def written(self) -> int:
        """How many values would be written, without the cells that are emptied."""
        return len(self.items) - self.emptied

    @property
    def emptied(self) -> int:
        return sum(one.change.content.is_blank for one in self.items)

    @property
    def sentence(self) -> str:
        return to_be_written(self.written, self.emptied)

    @property
    def button(self) -> str:
        """What is done by handing in."""
        if not self.written:
            return "Zellen leeren"
        return f"{counted(self.written, 'Wert', 'Werte')} einreichen"

    @property
    def wrong(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """The cells with remarks: name, title, remarks."""
        titles = self.submission.sheet.table.titles
        return [(name, titles[name], said) for name, said in self.remarks.items()]

    @cached_property
    def remarks(self) -> Remarks:
        """What is said below the cells of the table."""
        said = {one.name: tuple(one.problems) for one in self.items}
        for name in self.conflicts:
            change = self.changes[name]
            said[name] = (stored_now(change.slot, change.rows), *said.get(name, ()))
        return {name: said[name] for name in self.changes if said.get(name)}


def review(submission: Submission, *, submit: bool) -> Review:
    """Judge what was sent back, as if it were handed in or saved; at most six queries."""
    by = submission.sheet.person
    batches = (
        read_batch(handed_over(submission, submit=submit), by=by, submit=submit),
        # An emptied cell is a draft without words: nobody hands in nothing.
        read_batch(submission.emptied, by=by, submit=False),
    )
    return Review(submission, submit, in_order(submission, batches))


@in_one_transaction
def write(submission: Submission, *, submit: bool) -> None:
    """Write all changed cells or none. Raises Conflict or BatchRefused; see batches.py."""
    by, slots = submission.sheet.person, submission.sheet.table.slots
    seen = {key_of(slot): submission.seen(name) for name, slot in slots.items()}
    write_batch(handed_over(submission, submit=submit), seen=seen, by=by, submit=submit)
    write_batch(submission.emptied, seen=seen, by=by, submit=False)


# What the functions above are made of ---------------------------------------------


def handed_over(submission: Submission, *, submit: bool) -> list[Line]:
    return submission.filled + (submission.drafts if submit else [])


def in_order(submission: Submission, batches: Sequence[Batch]) -> dict[str, Change]:
    """The changes by the name of their cell, row by row."""
    found = {one.line.where: one for batch in batches for one in batch.changes}
    return {name: found[name] for name in submission.sheet.table.slots if name in found}


def stored_now(slot: Slot, rows: SlotRows) -> str:
    """What somebody else has stored meanwhile, and who."""
    row = rows.open if has_words(rows.open) else rows.current
    if row is None:
        return "Inzwischen geleert."
    author = row.entered_by or row.sender_name
    by = f" von {author}" if author else ""
    return f"jetzt gespeichert: {slot.words(Content.of(row))}{by} ({row.get_state_display()})"
