"""The bar of statuses and the small squares."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessment import Outlook
from indicators.charts.distribution import bar_parts, in_words, printed_parts, unit_boxes
from indicators.distributions import STATUSES

COUNTS = {
    "sun": 31,
    "partly_cloudy": 22,
    "cloud": 19,
    "thunderstorm": 11,
    "not_rated": 9,
    "stale": 8,
}


def test_bar_of_a_hundred_goals():
    parts = bar_parts(COUNTS)
    assert [(part.status, part.count, part.x, part.width, part.middle) for part in parts] == [
        ("sun", 31, "0.00", "30.75", "15.38"),
        ("partly_cloudy", 22, "31.00", "21.75", "41.88"),
        ("cloud", 19, "53.00", "18.75", "62.38"),
        ("thunderstorm", 11, "72.00", "10.75", "77.38"),
        ("not_rated", 9, "83.00", "8.75", "87.38"),
        ("stale", 8, "92.00", "7.75", "95.88"),
    ]
    assert [part.css for part in parts] == [
        "o-sun",
        "o-part",
        "o-cloud",
        "o-storm",
        "o-none",
        "o-stale",
    ]
    assert [part.pattern for part in parts] == ["", "", "", "", "p-none", "p-stale"]
    assert [part.number_css for part in parts][-3:] == ["on-storm", "halo", "halo"]
    assert all(part.is_numbered for part in parts)


def test_bar_takes_outlooks_in_any_order_and_leaves_out_what_does_not_occur():
    parts = bar_parts({Outlook.CLOUD: 1, Outlook.SUN: 3, Outlook.THUNDERSTORM: 0})
    assert [(part.status, part.x) for part in parts] == [("sun", "0.00"), ("cloud", "75.00")]


@pytest.mark.parametrize(
    ("count", "is_numbered"), [(1, False), (3, False), (4, True), (9, True), (10, True)]
)
def test_a_part_too_narrow_for_its_number_has_none(count, is_numbered):
    parts = bar_parts({"sun": 100 - count, "cloud": count})
    assert parts[1].is_numbered == is_numbered


def test_nothing_to_count():
    assert bar_parts({}) == ()
    assert printed_parts({}, width=100, height=10) == ()
    assert unit_boxes({"sun": 0}).groups == ()
    assert in_words({}) == "Verteilung: noch nichts zu bewerten"


def test_in_words():
    assert in_words({"stale": 1, "sun": 5, "cloud": 0}) == "Verteilung: 5 Sonne, 1 veraltet"


def test_squares_are_grouped_by_status():
    boxes = unit_boxes({"sun": 2, "not_rated": 1, "stale": 1})
    assert (boxes.width, boxes.height) == (55, 12)
    assert [(group.css, group.path) for group in boxes.groups] == [
        ("o-sun", "M0.5 0.5h10v11h-10zM12.5 0.5h10v11h-10z"),
        ("o-none", "M28.5 0.5h10v11h-10z"),
        ("o-stale", "M44.5 0.5h10v11h-10z"),
    ]


@given(st.dictionaries(st.sampled_from(STATUSES), st.integers(0, 500)))
def test_one_square_for_each_and_none_outside(counts):
    boxes = unit_boxes(counts)
    assert sum(group.path.count("M") for group in boxes.groups) == sum(counts.values())
    lefts = [float(x) for group in boxes.groups for x in re.findall(r"M([\d.]+)", group.path)]
    assert all(later - earlier >= 12 for earlier, later in pairwise(lefts))
    assert not lefts or lefts[-1] + 10 <= boxes.width


@given(st.dictionaries(st.sampled_from(STATUSES), st.integers(1, 500), min_size=1))
def test_printed_parts_follow_each_other_and_hatching_stays_inside(counts):
    parts = printed_parts(counts, width=300, height=12)
    before = 0.0
    for part in parts:
        left, width = map(float, re.findall(r"M([\d.]+) 0h([\d.]+)", part.rectangle)[0])
        assert left >= before - 0.11
        before = left + width
        assert bool(part.hatching) <= (part.status in ("not_rated", "stale"))
        for x, y in re.findall(r"M([\d.]+) ([\d.]+)", part.hatching):
            assert left - 0.11 <= float(x) <= before + 0.11
            assert 0 <= float(y) <= 12
        if part.is_numbered:
            assert left < float(part.number_x) < before
    assert before <= 301


def test_printed_hatching_of_a_small_part():
    sun, hatched = printed_parts({"sun": 1, "not_rated": 1}, width=24, height=6)
    assert sun.rectangle == "M0 0h11.9v6h-11.9z"
    assert sun.hatching == ""
    assert hatched.rectangle == "M12 0h11.9v6h-11.9z"
    assert hatched.hatching == (
        "M12 1.5l1.5 -1.5M12 4.5l4.5 -4.5M13.5 6l6 -6M16.5 6l6 -6M19.5 6l4.4 -4.4M22.5 6l1.4 -1.4"
    )
