from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.entry.files.keys import RowKey, mark_of

KEY = RowKey("treibhausgase", "soest", "2025", 3, 1, "0123456789ab")


def test_key_comes_back() -> None:
    assert RowKey.parse(f" {KEY} ") == KEY
    assert KEY.place == ("treibhausgase", "soest", "2025")


@pytest.mark.parametrize(
    "text", ["", "treibhausgase|soest|2025", f"{KEY}x", "a|b|c|1|0123456789ab"]
)
def test_what_is_no_key(text: str) -> None:
    assert RowKey.parse(text) is None


def test_mark_is_that_of_what_is_said() -> None:
    said = {"value": Decimal("12.50"), "source": "Bilanz"}
    assert mark_of(said) == mark_of({"source": "Bilanz", "value": Decimal("12.5000")})
    assert mark_of(said) != mark_of({"source": "Bilanz", "value": Decimal("12.51")})
    assert mark_of({"provisional": False}) != mark_of({})
    assert mark_of({"source": "a", "comment": ""}) != mark_of({"source": "", "comment": "a"})
    assert mark_of({"value": Decimal(100)}) == mark_of({"value": Decimal("1E+2")})
