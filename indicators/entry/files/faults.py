"""What is wrong with a file, and where: sheet, row and column as a spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soest.spreadsheets.cells import column_letter


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file. A CSV file has no names of sheets; None leaves row or column open."""

    sheet: str
    row: int | None = None
    column: int | None = None
    heading: str = ""

    @property
    def words(self) -> str:
        """„Blatt ‚Umwelt‘, Zeile 12, Spalte L (Wert)“."""
        parts = [f"Blatt „{self.sheet}“"] if self.sheet else []
        if self.row is not None:
            parts.append(f"Zeile {self.row}")
        if self.column is not None:
            letter = column_letter(self.column)
            parts.append(
                f"Spalte {letter} ({self.heading})" if self.heading else f"Spalte {letter}"
            )
        return ", ".join(parts) or "Datei"

    @property
    def order(self) -> tuple[int, int]:
        return self.row or 0, self.column or 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps the file from being taken over."""

    place: Spot
    text: str  # German sentence that says what to do

    def __str__(self) -> str:
        return f"{self.place.words}: {self.text}"


def in_order(faults: Iterable[Fault], sheets: Sequence[str]) -> list[Fault]:
    """The faults as the file has them, those of the whole file first."""
    order = {name: number for number, name in enumerate(sheets)}
    return sorted(faults, key=lambda one: (order.get(one.place.sheet, -1), one.place.order))


def listed(names: Iterable[str]) -> str:
    """Names as a German list: „Wert“, „Quelle“ und „Ort“."""
    quoted = [f"„{name}“" for name in names]
    return " und ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
