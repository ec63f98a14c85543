"""The value of a formula: exact fractions, rounded once at the end to what the ledger keeps."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from indicators.formulas.trees import Input, Number, Operation, Operator, Tree
from indicators.formulas.writing import formula_text

DECIMALS = 4
# The bound of indicators.models.values, which a pure module cannot import; a test holds it equal.
LARGEST = Decimal("99999999999.9999")


class NotComputable(ArithmeticError):
    """There is no value, whatever the inputs say; str(error) is the German reason for people."""


def evaluate(tree: Tree, values: Mapping[str, Decimal]) -> Decimal:
    """The value for these inputs, rounded half up to four decimals.

    `values` has a number for every input of the tree. Raises NotComputable for a division by zero
    and for a result that the ledger cannot hold.
    """
    value = rounded(exact_value(tree, values))
    if abs(value) > LARGEST:
        raise NotComputable("Das Ergebnis ist zu groß für den Zielmonitor.")
    return value


def exact_value(tree: Tree, values: Mapping[str, Decimal]) -> Fraction:
    """The value without any rounding. Raises NotComputable for a division by zero."""
    if isinstance(tree, Number):
        return Fraction(tree.value)
    if isinstance(tree, Input):
        return Fraction(values[tree.name])
    return _operated(tree, exact_value(tree.left, values), exact_value(tree.right, values))


def _operated(tree: Operation, left: Fraction, right: Fraction) -> Fraction:
    match tree.operator:
        case Operator.ADD:
            return left + right
        case Operator.SUBTRACT:
            return left - right
        case Operator.MULTIPLY:
            return left * right
        case Operator.DIVIDE:
            if right == 0:
                raise NotComputable(f"Division durch null: {formula_text(tree.right)} ist 0.")
            return left / right


def rounded(value: Fraction) -> Decimal:
    """Half up, away from zero, as the whole Zielmonitor rounds."""
    steps = int(abs(value) * 10**DECIMALS + Fraction(1, 2))
    digits = tuple(map(int, str(steps)))
    return Decimal((int(value < 0 and steps > 0), digits, -DECIMALS))
