"""The numerator and denominator of a rate, for rules about the cases behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from indicators.formulas.evaluation import exact_value
from indicators.formulas.trees import Operation, Operator, Tree, is_constant


@dataclass(frozen=True, slots=True)
class Ratio:
    """The value is `numerator / denominator * factor`."""

    numerator: Tree  # depends on an input
    denominator: Tree  # depends on an input
    factor: Fraction  # never zero; exact, so 1/3 stays 1/3


def ratio_of(tree: Tree) -> Ratio | None:
    """What is divided by what; None if the formula is not one thing divided by one thing.

    Constants may stand anywhere among the factors: `A / B * 1000`, `1000 * A / B` and
    `A / (B / 1000)` are the same ratio. A product above or below the line is none.
    """
    above: list[Tree] = []
    below: list[Tree] = []
    factor = Fraction(1)
    for part, is_below in _factors(tree, is_below=False):
        if is_constant(part):
            value = exact_value(part, {}) if _is_defined(part) else Fraction(0)
            if value == 0:
                return None
            factor = factor / value if is_below else factor * value
        else:
            (below if is_below else above).append(part)
    if len(above) != 1 or len(below) != 1:
        return None
    return Ratio(above[0], below[0], factor)


def _factors(tree: Tree, *, is_below: bool) -> Iterator[tuple[Tree, bool]]:
    """The factors of a product, each with whether it stands below the line."""
    if isinstance(tree, Operation) and tree.operator.binds_tightly:
        divides = tree.operator is Operator.DIVIDE
        yield from _factors(tree.left, is_below=is_below)
        yield from _factors(tree.right, is_below=is_below != divides)
    else:
        yield tree, is_below


def _is_defined(constant: Tree) -> bool:
    """A sum of constants may divide by zero inside."""
    try:
        exact_value(constant, {})
    except ArithmeticError:
        return False
    return True
