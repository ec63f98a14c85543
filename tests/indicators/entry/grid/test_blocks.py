"""Blocks as Excel and LibreOffice put them on the clipboard."""

from __future__ import annotations

import pytest

from indicators.entry.grid.blocks import (
    MOST_CELLS,
    BlockError,
    Outside,
    has_heads,
    place,
    read_block,
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),  # Excel
        ("1\t2\n3\t4", [["1", "2"], ["3", "4"]]),  # LibreOffice
        ("1\r2\r", [["1"], ["2"]]),
        ("1.234,5\t−5\n", [["1.234,5", "−5"]]),
        ("1\u00a0234\t\u202f7\n", [["1\u00a0234", "\u202f7"]]),
        ('"1"\t"zwei\nZeilen"\t"mit ""Zitat"""\n', [["1", "zwei\nZeilen", 'mit "Zitat"']]),
        ('5"\t6\n', [['5"', "6"]]),
        ("\t\n1\t2\n\t\n\n", [["", ""], ["1", "2"]]),
        ("7", [["7"]]),
    ],
)
def test_rows_and_cells(text: str, rows: list[list[str]]) -> None:
    assert read_block(text) == rows


@pytest.mark.parametrize("text", ["", "\n", "\t\t\r\n \r\n"])
def test_nothing_to_paste_is_refused(text: str) -> None:
    with pytest.raises(BlockError, match="leer"):
        read_block(text)


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(BlockError, match=r"mehr als 5\.000 Zellen"):
        read_block("1\n" * (MOST_CELLS + 1))


def test_unreadable_block_is_refused() -> None:
    """A quote that never ends would swallow everything after it."""
    with pytest.raises(BlockError, match="noch einmal"):
        read_block('"' + "x" * 200_000)


def test_block_spreads_from_its_first_cell() -> None:
    free = {(row, column): "" for row in range(3) for column in range(3)}
    placed = place([["1", "2"], ["3", "4"]], (1, 1), free)
    assert placed.texts == {(1, 1): "1", (1, 2): "2", (2, 1): "3", (2, 2): "4"}
    assert (placed.outside, placed.blank) == ([], 0)


def test_cells_outside_the_table_are_reported() -> None:
    placed = place([["1", "2", ""], ["3", "x" * 50, "5"]], (0, 0), {(0, 0): "", (1, 0): ""})
    assert placed.texts == {(0, 0): "1", (1, 0): "3"}
    assert placed.outside == [Outside(1, 2, "2"), Outside(2, 2, "x" * 40), Outside(2, 3, "5")]


def test_empty_cells_change_nothing_and_are_counted() -> None:
    placed = place([["1", " "], ["", "4"]], (0, 0), dict.fromkeys([(0, 0), (0, 1), (1, 1)]))
    assert (placed.texts, placed.blank) == ({(0, 0): "1", (1, 1): "4"}, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023\t2024\n5\t6", True),
        ("Ortsteil\t2023\t2024\nAmpen\t5\t6", True),
        ("\t2023\t2024\nAmpen\t5\t6", True),
        ("2023\t2024", False),  # one row: these are the values
        ("2023\t2025\n5\t6", False),
        ("2024\n5", False),
        ("2023\t2024\t7\t8\n5\t6\t7\t8", False),
        ("5\t6\n2023\t2024", False),
    ],
)
def test_years_copied_along_are_noticed(text: str, expected: bool) -> None:
    assert has_heads(read_block(text)) is expected
