from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.canonical_json import UnreadableError, decimal_text, from_json, to_json


class Weather(StrEnum):
    SUN = "sun"
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Leaf:
    year: int
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    name: str
    leaves: tuple[Leaf, ...]
    weather: Weather
    planted: date
    measured: datetime
    is_old: bool = False
    nickname: str | None = None


TREE = Tree(
    name="Linde „am Markt“",
    leaves=(Leaf(2024, Decimal("6.9000")), Leaf(2025)),
    weather=Weather.CLOUD,
    planted=date(1901, 4, 1),
    measured=datetime(2025, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2))),
)
TEXT = (
    '{"is_old":false,"leaves":[{"value":"6.9","year":2024},{"value":null,"year":2025}],'
    '"measured":"2025-07-01T10:00:00+00:00","name":"Linde „am Markt“","nickname":null,'
    '"planted":"1901-04-01","weather":"cloud"}'
)


def test_to_json_sorts_keys_and_pads_nothing() -> None:
    assert to_json(TREE) == TEXT


def test_from_json_gives_back_what_was_written() -> None:
    read = from_json(Tree, TEXT)
    assert read == TREE
    assert read.weather is Weather.CLOUD
    assert read.measured.tzinfo is not None


def test_from_json_fills_a_new_field_with_its_default() -> None:
    assert not from_json(Tree, TEXT.replace('"is_old":false,', "")).is_old


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("6.9000", "6.9"),
        ("7.0000", "7"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("-0.0000", "0"),
        ("-2.50", "-2.5"),
        ("0.0001", "0.0001"),
    ],
)
def test_decimal_text_has_one_form(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_decimal_text_refuses_what_is_no_number(number: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        decimal_text(Decimal(number))


@pytest.mark.parametrize("content", [1.5, {1, 2}, object()])
def test_to_json_refuses_what_has_no_single_form(content: object) -> None:
    with pytest.raises(TypeError, match="no canonical form"):
        to_json(content)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (TEXT, "{", "no JSON"),
        (TEXT, "[]", r"\$: an object is wanted"),
        ('"name":', '"nom":', r"\$: unknown nom"),
        ('"planted":"1901-04-01",', "", r"\$: missing planted"),
        ('"year":2025', '"year":"2025"', r"\$\.leaves\[1\]\.year: int is wanted"),
        ('"year":2025', '"year":true', r"\$\.leaves\[1\]\.year: int is wanted"),
        ('"6.9"', "6.9", r"\$\.leaves\[0\]\.value: a string is wanted"),
        ('"6.9"', '"6,9"', r"\$\.leaves\[0\]\.value"),
        ('"cloud"', '"fog"', r"\$\.weather: 'fog' is not a valid Weather"),
        ("1901-04-01", "1.4.1901", r"\$\.planted"),
        ('"leaves":[', '"leaves":{"a":[', "no JSON"),
    ],
)
def test_from_json_says_where_the_text_is_wrong(before: str, after: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        from_json(Tree, TEXT.replace(before, after, 1))


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**10), max_value=10**10
    )
)
def test_a_number_survives_writing_and_reading(number: Decimal) -> None:
    assert from_json(Leaf, to_json(Leaf(2024, number))).value == number


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_text_survives_writing_and_reading(text: str) -> None:
    tree: dict[str, Any] = {"leaves": (), "weather": Weather.SUN, "planted": date(2024, 2, 29)}
    whole = Tree(name=text, measured=datetime(2024, 1, 1, tzinfo=UTC), **tree)
    assert from_json(Tree, to_json(whole)) == whole
