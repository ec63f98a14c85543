"""Values of the parts of the city that agree with the city's value."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def shares(total: Decimal, weights: Mapping[Key, Decimal], decimals: int) -> dict[Key, Decimal]:
    """Divide a total in proportion to weights, so that the rounded shares add up to it exactly.

    Each share is rounded down; what is left over goes, one last digit each, to those that lost
    most. The total has no more than `decimals` decimals; weights are positive.
    """
    digit = Decimal(1).scaleb(-decimals)
    everything = sum(weights.values())
    exact = {key: total * weight / everything for key, weight in weights.items()}
    parts = {key: share.quantize(digit, ROUND_FLOOR) for key, share in exact.items()}
    left = int((total - sum(parts.values())) / digit)
    lost_most = sorted(parts, key=lambda key: parts[key] - exact[key])
    for key in lost_most[:left]:
        parts[key] += digit
    return parts


def weighted_mean(values: Mapping[Key, Decimal], weights: Mapping[Key, Decimal]) -> Decimal:
    """The mean of the values, each counted by the weight of its key; not rounded."""
    everything = sum(weights[key] for key in values)
    return sum((value * weights[key] for key, value in values.items()), Decimal(0)) / everything
