"""Widths, boxes and the stacking of labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts.labels import Box, crossing, estimated_width, stacked
from indicators.charts.print_font import printed_width


def test_stacked_leaves_free_labels_alone():
    assert stacked([10, 60], [20, 20], 0, 100) == (10, 60)


def test_stacked_moves_two_apart_evenly():
    assert stacked([50, 54], [20, 20], 0, 100) == (42, 62)


def test_stacked_keeps_to_the_top_and_the_bottom():
    assert stacked([-5, 3], [20, 20], 0, 100) == (10, 30)
    assert stacked([98, 99], [20, 20], 0, 100) == (70, 90)


def test_stacked_joins_groups_that_meet():
    assert stacked([20, 20, 40, 40], [20] * 4, 0, 200) == (10, 30, 50, 70)


@given(
    st.lists(st.tuples(st.floats(-50, 450), st.floats(8, 60)), min_size=1, max_size=6).map(sorted)
)
def test_stacked_never_overlaps_and_stays_inside(labels):
    centres = [centre for centre, _ in labels]
    heights = [height for _, height in labels]
    placed = stacked(centres, heights, 0, 400)
    edges = [(c - h / 2, c + h / 2) for c, h in zip(placed, heights, strict=True)]
    assert edges[0][0] >= -1e-6
    assert edges[-1][1] <= 400 + 1e-6
    for (_, bottom), (top, _) in zip(edges, edges[1:], strict=False):
        assert top >= bottom - 1e-6


@pytest.mark.parametrize(
    ("segment", "length"),
    [
        (((0, 5), (20, 5)), 10),  # across
        (((10, -5), (10, 30)), 10),  # down
        (((0, 0), (5, 3)), 0),  # beside
        (((5, 0), (15, 10)), 14.142),  # corner to corner
        (((7, 5), (7, 5)), 0),  # no length
        (((7, 5), (9, 5)), 2),  # inside
    ],
)
def test_crossing(segment, length):
    assert crossing(Box(5, 0, 15, 10), segment) == pytest.approx(length, abs=0.001)


def test_boxes_that_touch_do_not_overlap():
    box = Box(0, 0, 10, 10)
    assert not box.overlaps(Box(10, 0, 20, 10))
    assert not box.overlaps(Box(0, 10, 10, 20))
    assert box.overlaps(Box(9, 9, 20, 20))
    assert Box(1, 1, 9, 9).within(box)
    assert not Box(1, 1, 11, 9).within(box)


def test_printed_width_is_that_of_the_font():
    # Advance widths of Source Sans Pro Regular: digits 497, comma 249, of 1000.
    assert printed_width("1,59", 10, False) == pytest.approx(17.4)
    assert printed_width("1,59", 10, True) > printed_width("1,59", 10, False)
    assert printed_width("\ue123", 10, False) == 5  # not in the font


@pytest.mark.parametrize("text", ["1,59 bei gleichem Tempo", "früheres Ziel 1.234,5", "2030"])
def test_estimated_width_is_rather_too_much(text):
    assert estimated_width(text, 13, False) > printed_width(text, 13, False)
    assert estimated_width(text, 13, True) > estimated_width(text, 13, False)
