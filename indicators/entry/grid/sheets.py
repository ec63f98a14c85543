"""What stands in the cells of a table now, as one person meets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core import signing

from accounts.models import User
from indicators.entry.batches import NO_ROWS, Line, has_words, key_of, rows_of
from indicators.entry.grid.cells import cell_text
from indicators.entry.grid.tables import Row, Table, name_of
from indicators.entry.services import mixing
from indicators.entry.slots import Content, Seen, Slot, SlotRows
from indicators.enums import MeasurementState, MissingReason
from indicators.models import Measurement

Remarks = Mapping[str, tuple[str, ...]]  # by the name of the cell

# What stands beside a value: never a colour alone.
SYMBOLS = {
    MeasurementState.RELEASED: "✓",
    MeasurementState.SUBMITTED: "→",
    MeasurementState.DRAFT: "✎",
    MeasurementState.RETURNED: "←",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed in a cell when it was made."""

    seen: Seen
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell for the template."""

    name: str
    slot: Slot
    rows: SlotRows
    text: str  # typed, else stored
    stored: str  # what Escape brings back
    is_locked: bool
    remarks: tuple[str, ...] = ()  # what is wrong with the text, or stands against it

    @property
    def row(self) -> Measurement | None:
        """The row that the cell shows: in work, else in force."""
        return self.rows.open if has_words(self.rows.open) else self.rows.current

    @property
    def is_typed(self) -> bool:
        """Something else than what is stored stands in it."""
        return self.text != self.stored

    @property
    def is_submitted(self) -> bool:
        return self.rows.state == MeasurementState.SUBMITTED

    @property
    def is_wrong(self) -> bool:
        return bool(self.remarks)

    @property
    def symbol(self) -> str:
        return SYMBOLS[MeasurementState(self.row.state)] if self.row else ""

    @property
    def state(self) -> str:
        """How the stored value stands, in words."""
        if self.row is None:
            return "kein Wert"
        words = self.row.get_state_display()
        return f"{words}, Korrektur" if self.row.is_open and self.rows.current else words

    @property
    def reason(self) -> str:
        """Why there is no value; empty if there is one."""
        reason = self.row.missing_reason if self.row else ""
        return MissingReason(reason).label if reason else ""

    @property
    def former_words(self) -> str:
        """What the public sees while another value is in work; empty otherwise."""
        if not (self.rows.current and has_words(self.rows.open)):
            return ""
        return self.slot.words_without_unit(Content.of(self.rows.current))


@dataclass(frozen=True)
class Sheet:
    """A table with the rows at its slots."""

    table: Table
    person: User
    rows: Mapping[str, SlotRows]  # by the name of the cell

    def rows_at(self, name: str) -> SlotRows:
        return self.rows.get(name, NO_ROWS)

    def stored(self, name: str) -> str:
        """The text of a cell as it is stored."""
        slot = self.table.slots[name]
        content = self.rows_at(name).beginning(slot.indicator)
        return cell_text(content.value, content.missing_reason, slot.indicator.decimals)

    def is_locked(self, name: str) -> bool:
        """Nothing can be typed: handed in already, or sample data met by a real person."""
        rows = self.rows_at(name)
        is_submitted = rows.state == MeasurementState.SUBMITTED
        return is_submitted or mixing(self.table.slots[name], rows, self.person)

    @cached_property
    def drafts(self) -> list[str]:
        """The cells with a draft that could be handed in as it is."""
        return [
            name
            for name, rows in self.rows.items()
            if rows.state == MeasurementState.DRAFT
            and has_words(rows.open)
            and self.stored(name)
            and not self.is_locked(name)
        ]

    @cached_property
    def shown(self) -> dict[str, Shown]:
        names = self.table.slots
        return {name: Shown(self.rows_at(name).seen, self.stored(name)) for name in names}

    @property
    def token(self) -> str:
        """What the page shows, signed so that it comes back as it was; one field for all."""
        packed = {
            name: [one.seen.version, one.seen.revision, one.text]
            for name, one in self.shown.items()
            if one != EMPTY
        }
        return signing.dumps(packed, salt=self.salt, compress=True)

    def shown_by(self, token: str) -> dict[str, Shown] | None:
        """What the page showed that a form came from; None if nobody can tell any more."""
        try:
            packed = signing.loads(token, salt=self.salt)
        except signing.BadSignature:
            return None
        shown = {name: Shown(Seen(*seen), text) for name, (*seen, text) in packed.items()}
        return dict.fromkeys(self.table.slots, EMPTY) | shown

    @property
    def salt(self) -> str:
        return f"indicators.entry.grid {self.table.address} {self.person.pk}"

    def lines(
        self, typed: Mapping[str, str], remarks: Remarks
    ) -> list[tuple[Row, list[Cell | None]]]:
        """The rows of the table with their cells, typed texts over stored ones."""
        return [
            (
                row,
                [self.cell(slot, typed, remarks) if slot else None for slot in row.slots],
            )
            for row in self.table.rows
        ]

    def cell(self, slot: Slot, typed: Mapping[str, str], remarks: Remarks) -> Cell:
        name = name_of(slot)
        stored = self.stored(name)
        return Cell(
            name=name,
            slot=slot,
            rows=self.rows_at(name),
            text=typed.get(name, stored),
            stored=stored,
            is_locked=self.is_locked(name) and name not in typed,
            remarks=remarks.get(name, ()),
        )


EMPTY = Shown(Seen(), "")


def load_sheet(table: Table, person: User) -> Sheet:
    """Read what stands in the table; one query."""
    lines = [Line(slot, {}) for slot in table.slots.values()]
    found = rows_of(lines, lock=False)
    rows = {name: found.get(key_of(slot), NO_ROWS) for name, slot in table.slots.items()}
    return Sheet(table, person, rows)
