"""How a place stands beside the whole city or beside all places, in numbers and in a word. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from indicators.annual_values import YearValue

WIDE = Context(prec=60)  # more digits than any value has, so that nothing fails or is cut off


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more a place has than what it is compared with, and whether that is better."""

    amount: Decimal  # of the printed numbers, so that readers can check it
    word: str  # "besser", "schlechter"; "mehr", "weniger" without a direction; "gleich"


def difference(
    own: Decimal, other: Decimal, *, direction: str, decimals: int, optimum: Decimal | None = None
) -> Difference:
    """Compare two values as they are printed with `decimals`.

    `direction` is increase, decrease, toward (the `optimum`) or none.
    """
    shown, beside = rounded(own, decimals), rounded(other, decimals)
    return Difference(shown - beside, word_for(shown, beside, direction, optimum))


def word_for(own: Decimal, other: Decimal, direction: str, optimum: Decimal | None) -> str:
    if own == other:
        return "gleich"
    if direction == "toward" and optimum is not None:
        gain = abs(other - optimum) - abs(own - optimum)
    elif direction in ("increase", "decrease"):
        gain = own - other if direction == "increase" else other - own
    else:
        return "mehr" if own > other else "weniger"
    if not gain:
        return "gleich weit vom angestrebten Wert"
    return "besser" if gain > 0 else "schlechter"


def mean_of_all(years: Sequence[YearValue | None]) -> Decimal | None:
    """The unweighted mean of one year's values of all parts; None if any of them is missing.

    Secret values count as missing: with the mean and the other parts anybody could work one out.
    """
    values = [one.value for one in years if one is not None and one.value is not None]
    if not values or len(values) < len(years):
        return None
    return WIDE.divide(sum(values, Decimal(0)), Decimal(len(values)))


def share_of(own: Decimal, whole: Decimal) -> Decimal | None:
    """Percent of the whole; None of nothing."""
    return WIDE.divide(own * 100, whole) if whole > 0 else None


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WIDE)
