"""Classes of a tile map: at most five, with about equally many places in each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from indicators.german_numbers import format_number

CLASSES = 5
FEWEST_LIMITS = 2


@dataclass(frozen=True, slots=True)
class ValueClass:
    """One step of the scale, light for little."""

    name: str  # q1 … q5, the class of the style sheet
    label: str  # "1,0 bis unter 1,5"


def class_breaks(values: Iterable[Decimal], decimals: int) -> tuple[Decimal, ...]:
    """The inner limits of the classes, rounded to the indicator's decimals.

    Quantiles, because counts of 18 villages and one town are skewed: equal steps would put all
    villages into one class. Where so many values coincide that hardly a limit is left, quantiles of
    the different values. Fewer limits when there are few of those; none without two.
    """
    ordered = sorted(values)
    limits = quantile_limits(ordered, decimals)
    if len(limits) < FEWEST_LIMITS:
        limits = max(limits, quantile_limits(sorted(set(ordered)), decimals), key=len)
    return limits


def quantile_limits(ordered: Sequence[Decimal], decimals: int) -> tuple[Decimal, ...]:
    """Limits with about equally many of the ascending values between each two."""
    quantum = Decimal(1).scaleb(-decimals)
    limits = {
        ordered[len(ordered) * step // CLASSES].quantize(quantum, ROUND_HALF_UP)
        for step in range(1, CLASSES)
        if ordered
    }
    return tuple(sorted(limit for limit in limits if ordered[0] < limit <= ordered[-1]))


def class_of(value: Decimal, breaks: Sequence[Decimal]) -> str:
    """The class a value lies in; a value on a limit belongs to the upper class."""
    return f"q{1 + spread(sum(value >= limit for limit in breaks), len(breaks))}"


def spread(step: int, limits: int) -> int:
    """Stretch few classes over the whole scale, so that the highest is always the darkest."""
    return step if limits in (0, CLASSES - 1) else step * (CLASSES - 1) // limits


def value_classes(breaks: Sequence[Decimal], decimals: int) -> tuple[ValueClass, ...]:
    """The legend: each class with its range; empty without limits."""
    if not breaks:
        return ()
    texts = [format_number(limit, decimals) for limit in breaks]
    labels = [
        f"unter {texts[0]}",
        *(f"{low} bis unter {high}" for low, high in zip(texts, texts[1:], strict=False)),
        f"{texts[-1]} und mehr",
    ]
    return tuple(
        ValueClass(f"q{1 + spread(step, len(breaks))}", label) for step, label in enumerate(labels)
    )
