from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest

from indicators.annual_values import YearValue
from indicators.charts.effect import BOTTOM, TOP, WIDTH, EffectDrawing, effect_drawing, shown_years
from indicators.expected_changes import ExpectedChange, compare

YEARS = [YearValue(year, Decimal(year - 2010)) for year in range(2018, 2026)]


def drawn(
    lower: int | None,
    upper: int | None,
    *,
    until: int | None = None,
    years: Sequence[YearValue] = YEARS,
) -> EffectDrawing | None:
    low, high = (None if side is None else Decimal(side) for side in (lower, upper))
    compared = compare(years, ExpectedChange(low, high, 2023, until), 2026)
    return effect_drawing(years, compared, decimals=0)


def box(path: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a rectangle's path data."""
    found = re.fullmatch(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z", path)
    assert found
    left, top, width, height = map(float, found.groups())
    return left, top, left + width, top + height


def test_nothing_is_drawn_without_a_value() -> None:
    assert drawn(1, 2, years=[]) is None
    assert drawn(1, 2, years=[YearValue(2022, None, "not_collected")]) is None


def test_band_begins_at_the_start_and_has_both_edges() -> None:
    drawing = drawn(1, 4, until=2026)
    assert drawing
    left, top, right, bottom = box(drawing.band)
    assert drawing.start.startswith(f"M{left:g} ")
    assert TOP <= top < bottom <= BOTTOM
    assert left < right < WIDTH
    assert drawing.edges.count("M") == 2


@pytest.mark.parametrize(("lower", "upper"), [(1, None), (None, 4)])
def test_open_side_reaches_the_end_of_the_plot_and_has_no_edge(
    lower: int | None, upper: int | None
) -> None:
    drawing = drawn(lower, upper)
    assert drawing
    _, top, _, bottom = box(drawing.band)
    assert (top == TOP) == (upper is None)
    assert (bottom == BOTTOM) == (lower is None)
    assert drawing.edges.count("M") == 1


def test_without_a_value_before_there_is_nothing_to_add_the_range_to() -> None:
    drawing = drawn(1, 2, years=YEARS[-2:])
    assert drawing
    assert (drawing.band, drawing.edges) == ("", "")


def test_band_of_one_year_can_be_seen() -> None:
    drawing = drawn(1, 2, until=2023)
    assert drawing
    left, _, right, _ = box(drawing.band)
    assert right - left == pytest.approx(12)


def test_gap_breaks_the_line_and_provisional_values_are_open() -> None:
    years = [*YEARS[:2], YearValue(2020, None, "not_collected"), *YEARS[3:-1]]
    years.append(YearValue(2025, Decimal(15), provisional=True))
    drawing = drawn(1, 2, years=years)
    assert drawing
    assert drawing.line.count("M") == 2
    assert drawing.missing.count("M") == 1
    assert drawing.provisional.count("L") == 1
    assert drawing.open_dots.count("a") == 2
    assert drawing.dots.count("M") == len(years) - 2


def test_shown_years_hold_the_value_before_and_the_end() -> None:
    years = [YearValue(2010, Decimal(1)), YearValue(2011, Decimal(2))]
    compared = compare(years, ExpectedChange(Decimal(1), None, 2023, 2028), 2026)
    assert shown_years(years, compared) == (2011, 2028)
    assert shown_years([], compare([], ExpectedChange(Decimal(1), None, 2023), 2026)) == (
        2017,
        2026,
    )


def test_texts_stay_in_the_drawing() -> None:
    drawing = drawn(1, 2, until=2023)
    assert drawing
    texts = [text.text for text in drawing.texts]
    assert "ab 2023" in texts
    assert texts.count("2018") == 1
    assert all(0 <= float(text.x) <= WIDTH for text in drawing.texts)
