from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formulas.dependencies import circle_through, computing_order, reached_from

CODES = "ABCDE"
links_between = st.dictionaries(
    st.sampled_from(CODES), st.sets(st.sampled_from(CODES), max_size=3), max_size=5
)


@pytest.mark.parametrize(
    ("links", "circle"),
    [
        ({}, ()),
        ({"A": ["B"]}, ()),
        ({"A": ["A"]}, ("A", "A")),
        ({"A": ["B"], "B": ["A"]}, ("A", "B", "A")),
        ({"A": ["X", "B"], "B": ["C"], "C": ["A"]}, ("A", "B", "C", "A")),
        ({"A": ["B"], "B": ["C"], "C": ["B"]}, ()),  # a circle that A is not part of
    ],
)
def test_circle(links: dict[str, list[str]], circle: tuple[str, ...]) -> None:
    assert circle_through("A", links) == circle


def slow_reach(links: dict[str, set[str]]) -> set[tuple[str, str]]:
    """Who counts with whom, through any number of others, by closing all pairs."""
    pairs = {(code, name) for code, names in links.items() for name in names}
    for middle, start, end in product(CODES, repeat=3):
        if (start, middle) in pairs and (middle, end) in pairs:
            pairs.add((start, end))
    return pairs


@given(links_between)
def test_all_answers_follow_from_the_pairs(links: dict[str, set[str]]) -> None:
    pairs = slow_reach(links)
    for code in CODES:
        assert bool(circle_through(code, links)) == ((code, code) in pairs)
        assert reached_from([code], links) == {one for one, name in pairs if name == code}
    order = computing_order(links)
    in_circles = {code for code in CODES if (code, code) in pairs}
    stuck = {one for one in links if {name for who, name in pairs if who == one} & in_circles}
    assert set(order) == set(links) - stuck - in_circles
    for position, code in enumerate(order):
        assert not links[code] & set(order[position:])
