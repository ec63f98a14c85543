"""What a file would change, cell by cell: the dataclasses that the page shows."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from indicators.entry.batches import Kind


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: what is stored, and what the file says."""

    head: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell, or a whole row, cannot be taken over."""

    where: str  # „Blatt ‚Kennzahlen‘, Zeile 4, Spalte C (Einheit)“
    text: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of the file beside what is stored."""

    sheet: str
    number: int  # of the row in the sheet
    name: str  # code and title, as people know it
    kind: Kind
    cells: Sequence[CellChange] = ()
    problems: Sequence[CellProblem] = ()
    questions: Sequence[str] = ()  # what people should look at; they prevent nothing


@dataclass(frozen=True)
class Comparison:
    """A whole file beside what is stored."""

    rows: Sequence[RowChange]
    problems: Sequence[CellProblem] = ()  # of sheets: unknown names, missing columns
    computed: int = 0  # values that follow from formulas and would be computed anew

    @cached_property
    def counts(self) -> Mapping[Kind, int]:
        return Counter(row.kind for row in self.rows)

    def count(self, kind: Kind) -> int:
        return self.counts.get(kind, 0)

    @property
    def is_refused(self) -> bool:
        return bool(self.problems) or self.count(Kind.REFUSED) > 0

    @property
    def changes_something(self) -> bool:
        return self.count(Kind.NEW) + self.count(Kind.CHANGED) > 0

    @property
    def worth_a_look(self) -> list[RowChange]:
        """What would change; if something is refused, only that, for nothing else matters then."""
        shown = (Kind.REFUSED,) if self.is_refused else (Kind.NEW, Kind.CHANGED)
        return [row for row in self.rows if row.kind in shown]

    @cached_property
    def digest(self) -> str:
        """The same for the same changes: what a person has agreed to by looking at them."""
        told = [asdict(row) for row in self.rows if row.kind is not Kind.UNCHANGED]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()
