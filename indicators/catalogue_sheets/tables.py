"""A sheet as a table of texts: a row of heads, and rows whose cells are found by their head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicators.catalogue_sheets.comparison import CellProblem


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line under the heads."""

    sheet: str
    number: int  # as the spreadsheet counts
    cells: Mapping[str, str]  # what stands under each head of the sheet, "" for nothing
    columns: Mapping[str, str] = field(default_factory=dict)  # letter of each head's column
    problems: tuple[CellProblem, ...] = ()  # cells that hold no text, number or date

    def text(self, head: str) -> str:
        return self.cells.get(head, "")

    def place(self, head: str = "") -> str:
        """Where something is wrong, in words: the cell under a head, or the row."""
        row = f"Blatt „{self.sheet}“, Zeile {self.number}"
        if not head:
            return row
        letter = self.columns.get(head)
        return f"{row}, Spalte {letter} („{head}“)" if letter else f"{row}, „{head}“"


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet with its heads in the order of its columns."""

    title: str
    heads: Sequence[str]
    rows: Sequence[SheetRow]
    head_number: int = 1  # the row the heads stand in
    problems: tuple[CellProblem, ...] = ()  # of the sheet as a whole
