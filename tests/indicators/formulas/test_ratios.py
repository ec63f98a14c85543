from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formulas.evaluation import NotComputable, exact_value
from indicators.formulas.ratios import ratio_of
from indicators.formulas.reading import read_formula
from indicators.formulas.trees import Input, Number, Operation, Operator, Tree
from indicators.formulas.writing import formula_text
from tests.indicators.formulas.trees import trees, values


@pytest.mark.parametrize(
    ("text", "numerator", "denominator", "factor"),
    [
        ("A / B", "A", "B", Fraction(1)),
        ("A / Einwohner * 1000", "A", "Einwohner", Fraction(1000)),
        ("1000 * A / B", "A", "B", Fraction(1000)),
        ("A * 1000 / B", "A", "B", Fraction(1000)),
        ("A / (B / 1000)", "A", "B", Fraction(1000)),
        ("A / B / 3", "A", "B", Fraction(1, 3)),
        ("(A + C) / (B - C) * (50 + 50)", "A + C", "B - C", Fraction(100)),
        ("2 * (1 / B) * A", "A", "B", Fraction(2)),
    ],
)
def test_ratio(text: str, numerator: str, denominator: str, factor: Fraction) -> None:
    ratio = ratio_of(read_formula(text))
    assert ratio is not None
    assert formula_text(ratio.numerator) == numerator
    assert formula_text(ratio.denominator) == denominator
    assert ratio.factor == factor


@pytest.mark.parametrize(
    "text",
    ["A", "A + B", "A * B", "1 / B", "A / 2", "A / B + 1", "A / B * C", "A / B * 0", "A / B / 0"],
)
def test_no_ratio(text: str) -> None:
    assert ratio_of(read_formula(text)) is None


def sums(tree: Tree) -> Tree:
    """Something that depends on an input and is no product."""
    return Operation(Operator.ADD, Input("A"), tree)


factors = st.integers(1, 1000).map(lambda number: Number(Decimal(number)))
shapes = st.sampled_from(["A / B * n", "n * A / B", "A / (B / n)", "A * n / B", "A / B / n"])


@given(shapes, trees.map(sums), trees.map(sums), factors, values)
def test_ratio_has_the_value_of_its_formula(
    shape: str, above: Tree, below: Tree, factor: Number, known: dict[str, Decimal]
) -> None:
    tree = put_in(read_formula(shape), {"A": above, "B": below, "n": factor})
    ratio = ratio_of(tree)
    assert ratio is not None
    assert (ratio.numerator, ratio.denominator) == (above, below)
    try:
        value = exact_value(tree, known)
    except NotComputable:
        return
    assert exact_value(above, known) / exact_value(below, known) * ratio.factor == value


def put_in(tree: Tree, parts: dict[str, Tree]) -> Tree:
    if isinstance(tree, Operation):
        return Operation(tree.operator, put_in(tree.left, parts), put_in(tree.right, parts))
    return parts[tree.name] if isinstance(tree, Input) else tree
