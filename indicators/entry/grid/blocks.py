"""A block of cells copied from Excel or LibreOffice, and where its cells fall in a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_CELLS = 5000
SHOWN_LENGTH = 40

Position = tuple[int, int]  # row, column; from 0


class BlockError(ValueError):
    """The text is no block of cells; str(error) is the German sentence for people."""


YEAR = re.compile(r"(?:19|20)[0-9]{2}")
FEWEST_YEARS = 2  # side by side, to be taken for heads


@dataclass(frozen=True, slots=True)
class Outside:
    """A cell of the block that finds no cell in the table."""

    row: int  # within the block, from 1
    column: int
    text: str  # shortened


@dataclass(frozen=True, slots=True)
class Placed:
    """A block laid onto a table."""

    texts: Mapping[Position, str]
    outside: Sequence[Outside]
    blank: int  # empty cells of the block; they change nothing
    has_heads: bool = False  # its first row seems to hold the heads of columns


def read_block(text: str) -> list[list[str]]:
    """Rows of cells: tabs between them, line ends after rows, cells with either in quotes.

    The empty line that a spreadsheet puts at the end is left out. Raises BlockError.
    """
    lines = io.StringIO(text, newline="")
    try:
        rows = list(csv.reader(lines, delimiter="\t"))
    except csv.Error:
        raise BlockError(
            "Dieser Block lässt sich nicht lesen. Bitte kopieren Sie die Zellen noch einmal."
        ) from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise BlockError("Der Block ist leer. Bitte kopieren Sie zuerst Zellen aus Ihrer Tabelle.")
    if sum(map(len, rows)) > MOST_CELLS:
        raise BlockError(
            f"Der Block hat mehr als {MOST_CELLS:,} Zellen.".replace(",", ".")
            + " Bitte kopieren Sie einen kleineren Ausschnitt."
        )
    return rows


def place(
    block: Sequence[Sequence[str]], start: Position, free: Mapping[Position, object]
) -> Placed:
    """Lay a block onto a table with its first cell at `start`; `free` are the table's cells."""
    texts: dict[Position, str] = {}
    outside: list[Outside] = []
    blank = 0
    for down, row in enumerate(block):
        for right, cell in enumerate(row):
            goal = (start[0] + down, start[1] + right)
            if not cell.strip():
                blank += 1
            elif goal in free:
                texts[goal] = cell
            else:
                outside.append(Outside(down + 1, right + 1, cell.strip()[:SHOWN_LENGTH]))
    return Placed(texts, outside, blank, has_heads(block))


def has_heads(block: Sequence[Sequence[str]]) -> bool:
    """Whether the first of several rows is a row of consecutive years, copied along by mistake."""
    cells = [cell.strip() for cell in block[0] if cell.strip()]
    years = [int(cell) for cell in cells if YEAR.fullmatch(cell)]
    # A word may stand before them: what the row heads are.
    is_head = len(block) > 1 and len(years) >= max(FEWEST_YEARS, len(cells) - 1)
    return is_head and all(after == before + 1 for before, after in pairwise(years))
