from __future__ import annotations

import pytest

from soest.spreadsheets.formulas import guarded, unguarded


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("'schräg'", "'schräg'"),
        ("", ""),
        ("'", "'"),
    ],
)
def test_row_20_formulas_are_marked_as_text(text: str, written: str) -> None:
    assert guarded(text) == written
    assert unguarded(written) == text
