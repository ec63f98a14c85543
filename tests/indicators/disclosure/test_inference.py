from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure.inference import Sum, are_open, null_space

LETTERS = "abc"


def numbers(**values: int) -> dict[Hashable, Fraction]:
    return {key: Fraction(value) for key, value in values.items()}


def coefficients(text: str) -> Sum:
    """ "ab" is a + b, "abT" is a + b − T."""
    return {letter: -1 if letter == "T" else 1 for letter in text}


@pytest.mark.parametrize(
    ("hidden", "sums", "is_safe"),
    [
        ({}, [], True),
        ({"a": 1}, [], True),  # nothing is told about it
        ({"a": 1}, ["a"], False),  # told outright
        ({"a": 1, "b": 4}, ["ab"], True),  # from 0 to 5
        ({"a": 1, "b": 3}, ["ab"], False),  # from 0 to 4
        ({"a": 1, "b": 9}, ["ab", "b"], False),  # b is told, so a is
        ({"a": 1, "T": 10}, ["aT"], True),  # the total is hidden as well
        ({"a": 1, "b": 9, "c": 9}, ["ab", "bc", "ac"], False),  # three sums tell all three
        ({"a": 1, "b": 9, "c": 9}, ["ab", "bc"], True),
        ({"a": 0, "b": 0, "c": 9}, ["abc"], True),  # takes a step that pairs two others
        ({"a": -1, "b": 2}, ["ab"], True),  # numbers may be negative: without end
        ({"a": -1, "b": 2}, ["ab", "a"], False),
    ],
)
def test_first_number_is_open(hidden: Mapping[str, int], sums: list[str], is_safe: bool) -> None:
    told = [coefficients(text) for text in sums]
    assert are_open(["a"], numbers(**hidden), told, 5) is is_safe


def test_null_space_leaves_every_sum_as_it_is() -> None:
    sums = [coefficients(text) for text in ("abcd", "ab", "cT")]
    basis = null_space(sums)
    assert len(basis) == 5 - 3
    for way in basis:
        assert [sum(way.get(key, 0) * number for key, number in one.items()) for one in sums] == [
            0,
            0,
            0,
        ]


@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    sums=st.lists(st.sets(st.sampled_from(LETTERS), min_size=1), max_size=3),
    key=st.sampled_from(LETTERS),
)
def test_what_counts_as_open_is_open_to_one_who_tries_everything(
    values: list[int], sums: list[set[str]], key: str
) -> None:
    enough = 3
    hidden = dict(zip(LETTERS, values, strict=True))
    told = [coefficients("".join(sorted(one))) for one in sums]
    if not are_open([key], numbers(**hidden), told, enough):
        return
    totals = [sum(hidden[letter] for letter in one) for one in sums]
    most = max([*totals, *values]) + enough
    possible = {
        world[LETTERS.index(key)]
        for world in product(range(most + 1), repeat=3)
        if [sum(world[LETTERS.index(letter)] for letter in one) for one in sums] == totals
    }
    # Whole numbers may leave out up to one at either end of what fractions reach.
    assert max(possible) - min(possible) > enough - 2
