from __future__ import annotations

from decimal import Decimal, localcontext

import pytest

from indicators.bands import check_band, is_inside, nearer_edge

D = Decimal


@pytest.mark.parametrize(
    ("value", "expected"), [("0", "4"), ("4.9", "4"), ("5", "4"), ("5.1", "6"), ("9", "6")]
)
def test_nearer_edge(value: str, expected: str) -> None:
    assert nearer_edge(D(value), D(4), D(6)) == D(expected)
    assert nearer_edge(D(value), None, D(6)) == D(6)
    assert nearer_edge(D(value), D(4), None) == D(4)


@pytest.mark.parametrize(("value", "inside"), [(3, False), (4, True), (6, True), (7, False)])
def test_is_inside(value: int, inside: bool) -> None:
    assert is_inside(D(value), D(4), D(6)) is inside


@pytest.mark.parametrize(
    ("lower", "upper", "message"),
    [
        (None, None, "a band needs a lower or an upper edge"),
        (D(2), D(1), "the lower edge 2 is above the upper edge 1"),
    ],
)
def test_check_band_refuses(lower: Decimal | None, upper: Decimal | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_band(lower, upper)


def test_nearer_edge_does_not_depend_on_the_callers_precision() -> None:
    with localcontext() as context:
        context.prec = 2
        assert nearer_edge(D("1000.4"), D(1000), D("1000.6")) == D("1000.6")


@pytest.mark.parametrize(
    ("lower", "upper", "inside"),
    [(D(5), None, True), (D(6), None, False), (None, D(5), True), (None, D(4), False)],
)
def test_is_inside_a_band_with_one_edge(
    lower: Decimal | None, upper: Decimal | None, inside: bool
) -> None:
    assert is_inside(D(5), lower, upper) is inside
