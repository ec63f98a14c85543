from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings

from indicators.formulas.evaluation import LARGEST, NotComputable, evaluate
from indicators.formulas.reading import read_formula
from indicators.formulas.trees import Tree
from indicators.formulas.writing import formula_text
from indicators.models import values as stored
from tests.indicators.formulas.trees import trees, values

VALUES = {"A": Decimal(266), "B": Decimal(3), "Einwohner": Decimal(48340), "Null": Decimal(0)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A / Einwohner * 1000", "5.5027"),
        ("A + B * 2", "272.0000"),
        ("(A + B) * 2", "538.0000"),
        ("A - B - B", "260.0000"),
        ("A - (B - B)", "266.0000"),
        ("B - A", "-263.0000"),
        ("1 / B * 3", "1.0000"),
        ("1 / B * 0,00015", "0.0001"),  # exactly half of the last digit: up
        ("0 - 1 / B * 0,00015", "-0.0001"),
        ("0 - 0,00004 * 1 / B", "0.0000"),
        ("Null / A", "0.0000"),
    ],
)
def test_value(text: str, value: str) -> None:
    found = evaluate(read_formula(text), VALUES)
    assert str(found) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A / Null", "Division durch null: Null ist 0."),
        ("A / (B - 3)", "Division durch null: B - 3 ist 0."),
        ("99999999999 * 99999999999 + A", "Das Ergebnis ist zu groß für den Zielmonitor."),
    ],
)
def test_reason_for_no_value(text: str, reason: str) -> None:
    with pytest.raises(NotComputable) as refused:
        evaluate(read_formula(text), VALUES)
    assert str(refused.value) == reason


def test_bound_is_that_of_the_ledger() -> None:
    assert LARGEST == stored.LARGEST


def slow_twin(text: str, known: Mapping[str, Decimal]) -> Decimal:
    """The same by Python's own reading of the arithmetic. Raises ZeroDivisionError."""
    names = {name: f"v{number}" for number, name in enumerate(known)}

    def translated(found: re.Match[str]) -> str:
        token = found[0].strip("[]")
        is_number = token[0].isdigit() and not found[0].startswith("[")
        return f"F('{token.replace(',', '.')}')" if is_number else names[token]

    python = re.sub(r"\[[^\]]+\]|[^\W\d_][\w.-]*|\d+(?:,\d+)?", translated, text)
    given_values = {names[name]: Fraction(value) for name, value in known.items()}
    exact: Fraction = eval(python, {"F": Fraction}, given_values)  # noqa: S307 - our own text
    wide = Context(prec=400)
    quotient = wide.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return quotient.quantize(Decimal("0.0001"), ROUND_HALF_UP, wide)


@settings(max_examples=300)
@given(trees, values)
def test_twin_agrees(tree: Tree, known: dict[str, Decimal]) -> None:
    try:
        wanted = slow_twin(formula_text(tree), known)
    except ZeroDivisionError:
        with pytest.raises(NotComputable, match="Division durch null"):
            evaluate(tree, known)
        return
    if abs(wanted) > LARGEST:
        with pytest.raises(NotComputable, match="zu groß"):
            evaluate(tree, known)
    else:
        assert evaluate(tree, known) == wanted
