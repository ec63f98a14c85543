from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.writing.diffs import Piece, difference


def test_words_that_went_and_came() -> None:
    assert difference("Es geht gut voran.", "Es geht langsam voran.") == [
        Piece("same", "Es geht "),
        Piece("gone", "gut "),
        Piece("new", "langsam "),
        Piece("same", "voran."),
    ]


@pytest.mark.parametrize(("former", "later"), [("", ""), ("a", "a")])
def test_nothing_changed(former: str, later: str) -> None:
    assert [one for one in difference(former, later) if one.kind != "same"] == []


@given(st.text(max_size=200), st.text(max_size=200))
def test_pieces_make_both_versions(former: str, later: str) -> None:
    pieces = difference(former, later)
    assert "".join(one.text for one in pieces if not one.is_gone) == later
    assert "".join(one.text for one in pieces if not one.is_new) == former


@pytest.mark.parametrize("word", ["a ", "{} "])
def test_long_texts_take_no_time(word: str) -> None:
    texts = ("".join(word.format(n * step) for n in range(5_000)) for step in (1, 3))
    begun = time.process_time()
    difference(*texts)
    assert time.process_time() - begun < 2
