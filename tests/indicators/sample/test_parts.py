from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.sample.parts import shares, weighted_mean

WEIGHTS = {"core": Decimal(42000), "ampen": Decimal(1533), "ruploh": Decimal(38)}


def test_shares_add_up_to_the_total_by_weight() -> None:
    assert shares(Decimal(100), WEIGHTS, 0) == {"core": 96, "ampen": 4, "ruploh": 0}


def test_shares_of_little_leave_small_parts_empty() -> None:
    assert shares(Decimal(1), WEIGHTS, 0) == {"core": 1, "ampen": 0, "ruploh": 0}


@given(
    total=st.decimals(-(10**6), 10**6, places=2),
    weights=st.lists(st.integers(1, 50_000), min_size=1, max_size=19),
)
def test_shares_add_up_whatever_the_numbers(total: Decimal, weights: list[int]) -> None:
    parts = shares(total, dict(enumerate(map(Decimal, weights))), 2)
    assert sum(parts.values()) == total
    exact = {key: total * weight / sum(weights) for key, weight in enumerate(weights)}
    assert all(abs(parts[key] - exact[key]) <= Decimal("0.01") for key in parts)


def test_weighted_mean_counts_by_weight() -> None:
    values = {"a": Decimal(10), "b": Decimal(40)}
    assert weighted_mean(values, {"a": Decimal(3), "b": Decimal(1)}) == Decimal("17.5")


def test_weighted_mean_counts_only_parts_with_a_value() -> None:
    assert weighted_mean({"a": Decimal(10)}, {"a": Decimal(3), "b": Decimal(1)}) == 10


@pytest.mark.parametrize("decimals", [0, 1, 4])
def test_shares_have_the_wanted_decimals(decimals: int) -> None:
    parts = shares(Decimal(1000), WEIGHTS, decimals)
    assert {-part.as_tuple().exponent for part in parts.values()} == {decimals}  # type: ignore[operator]
