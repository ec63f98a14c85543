"""How many letters two spellings differ in, against a slow twin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.near_words import allowed_mistakes, likeness, nearest

WORDS = st.text(alphabet="abe", min_size=1, max_size=9)
TEXTS = st.text(alphabet="abe", max_size=14)


def mistakes_slowly(word: str, text: str) -> int:
    """The table of edit distances with neighbours swapped, free at both ends of the text."""
    table = [[0] * (len(text) + 1)]
    for row, letter in enumerate(word, start=1):
        table.append([row])
        for column, other in enumerate(text, start=1):
            cost = min(
                table[row - 1][column] + 1,
                table[row][column - 1] + 1,
                table[row - 1][column - 1] + (letter != other),
            )
            swapped = row > 1 and column > 1 and letter + word[row - 2] == text[column - 2] + other
            if swapped and letter != other:
                cost = min(cost, table[row - 2][column - 2] + 1)
            table[row].append(cost)
    return min(table[-1])


@given(WORDS, TEXTS)
def test_counts_the_same_as_the_whole_table(word: str, text: str) -> None:
    assert likeness(word, text).mistakes == mistakes_slowly(word, text)


@given(WORDS, TEXTS)
def test_the_end_is_where_the_nearest_part_ends(word: str, text: str) -> None:
    found = likeness(word, text)
    assert mistakes_slowly(word, text[: found.end]) == found.mistakes


@pytest.mark.parametrize(
    ("word", "allowed"),
    [("ab", 0), ("abc", 0), ("abcd", 1), ("abcdefg", 1), ("abcdefgh", 2), ("a" * 41, 0)],
)
def test_longer_words_may_have_more_mistakes(word: str, allowed: int) -> None:
    assert allowed_mistakes(word) == allowed


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("wlad", ["wald", "bald"], "wald"),
        ("wadl", ["bald", "wald"], "wald"),
        ("radferkehr", ["radverkehr", "radverkehrsanteil"], "radverkehr"),
        ("radferkehr", ["radverkehrsanteil"], "radverkehr"),
        ("punke", ["ladepunkte"], "punk"),
        ("ferkehr", ["radverkehr"], "verkehr"),
        ("xyzz", ["wald"], ""),
        ("xyzz", [], ""),
        ("ab", ["ac"], ""),
    ],
)
def test_nearest(word: str, known: list[str], expected: str) -> None:
    near = nearest(word, known)
    assert (near.part if near else "") == expected
