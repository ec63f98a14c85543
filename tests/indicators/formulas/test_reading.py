from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.formulas.reading import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_OPERANDS,
    FormulaError,
    read_formula,
)
from indicators.formulas.trees import Input, Number, Operation, Operator, Tree, inputs_of
from indicators.formulas.writing import formula_text
from tests.indicators.formulas.trees import trees


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("MOB-02 / Einwohner * 1000", "MOB-02 / Einwohner * 1000"),
        ("MOB-02/einwohner*1000", "MOB-02 / Einwohner * 1000"),
        ("  MOB-02\u00a0: EINWOHNER × 0,50 ", "MOB-02 / Einwohner * 0,5"),
        ("A - B", "A - B"),
        ("A \N{MINUS SIGN} B", "A - B"),
        ("A-B", "A-B"),
        ("A -5", "A - 5"),
        ("(A)-5", "A - 5"),
        ("5-A", "5 - A"),
        ("SDG-11.1 + SO-01", "SDG-11.1 + SO-01"),
        ("[11 a] · [MOB-02]", "[11 a] * MOB-02"),
        ("Größe_2 ÷ 3", "Größe_2 / 3"),
        ("((A))", "A"),
        ("A - (B - C)", "A - (B - C)"),
        ("(A - B) - C", "A - B - C"),
        ("A / (B * C)", "A / (B * C)"),
        ("(A + B) * C", "(A + B) * C"),
        ("A + (B * C)", "A + B * C"),
        ("A + (B + C)", "A + (B + C)"),
        ("A * 007,10", "A * 7,1"),
        ("A * 1000000", "A * 1000000"),
    ],
)
def test_formula_is_read_and_spelled_one_way(text: str, spelled: str) -> None:
    assert formula_text(read_formula(text)) == spelled


def test_multiplication_comes_before_addition_and_the_left_before_the_right() -> None:
    a, b, two = Input("A"), Input("B"), Number(Decimal(2))
    assert read_formula("A + B * 2") == Operation(
        Operator.ADD, a, Operation(Operator.MULTIPLY, b, two)
    )
    assert read_formula("A / B / 2") == Operation(
        Operator.DIVIDE, Operation(Operator.DIVIDE, a, b), two
    )


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "Die Formel ist leer. Schreiben Sie zum Beispiel MOB-02"),
        (" \n", 1, "Die Formel ist leer"),
        ("= A", 1, "ohne Gleichheitszeichen"),
        ("A B", 3, "Zwischen „A“ und „B“ fehlt ein Rechenzeichen"),
        ("A (B)", 3, "Zwischen „A“ und „(“ fehlt ein Rechenzeichen"),
        ("(A) 2", 5, "Zwischen „)“ und „2“ fehlt ein Rechenzeichen"),
        ("A +", 4, "Nach „+“ fehlt eine Kennung, „Einwohner“, eine Zahl oder eine Klammer."),
        ("A + * B", 5, "Nach „+“ fehlt eine Kennung"),
        ("A * )", 5, "Nach „*“ fehlt eine Kennung"),
        ("-A", 1, "Vorzeichen sind nicht möglich; schreiben Sie zum Beispiel 0 - A."),
        ("(+ A)", 2, "Vor „+“ fehlt eine Kennung"),
        ("(A + B", 1, "Diese Klammer wird nicht geschlossen."),
        ("A * ((B)", 5, "Diese Klammer wird nicht geschlossen."),
        ("A + B)", 6, "Diese Klammer wurde nie geöffnet."),
        (")", 1, "Hier fehlt eine Kennung"),
        ("(", 2, "Hier fehlt eine Kennung"),
        ("A * ()", 6, "Die Klammer ist leer."),
        ("A * 1.000", 5, "Diese Zahl ist nicht eindeutig"),
        ("A * 1.000,5", 5, "Diese Zahl ist nicht eindeutig"),
        ("A * 0,1234567", 5, "höchstens sechs Stellen nach dem Komma"),
        ("A * 1,", 5, "Diese Zahl ist nicht eindeutig"),
        ("A * ,5", 5, "Vor einem Komma muss eine Ziffer stehen"),
        ("A * .5", 5, "Kommazahlen schreiben Sie zum Beispiel als 0,5"),
        ("1e5 * A", 2, "Nach „1“ fehlt ein Rechenzeichen"),
        ("2A", 2, "in eckigen Klammern"),
        ("A * 1234567890123456", 5, "höchstens 15 Ziffern"),
        ("A / B * 100 %", 13, "Ein Prozentzeichen ist nicht möglich"),
        ("A ^ 2", 3, "Potenzen sind nicht möglich"),
        ("A – B", 3, "Das ist ein Gedankenstrich"),
        ("[A", 1, "eckigen Klammer fehlt die schließende"),
        ("[ ]", 1, "oder sie ist leer"),
        ("A]", 2, "Diese eckige Klammer wurde nie geöffnet"),
        ("A; B", 2, "Das Zeichen „;“ ist nicht möglich. Möglich sind Kennungen"),
        ("A\u200b + B", 2, "unsichtbares Zeichen"),
        ("__import__('os')", 1, "Das Zeichen „_“ ist nicht möglich"),
    ],
)
def test_mistake_is_told_with_its_place(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaError) as refused:
        read_formula(text)
    assert refused.value.position == position
    assert str(refused.value).startswith(f"Zeichen {position}: ")
    assert words in str(refused.value)


def test_length_depth_and_operands_are_limited() -> None:
    read_formula("(" * MAX_DEPTH + "A" + ")" * MAX_DEPTH)
    with pytest.raises(FormulaError, match="Klammern ineinander"):
        read_formula("(" * (MAX_DEPTH + 1) + "A" + ")" * (MAX_DEPTH + 1))
    read_formula(" + ".join("A" * MAX_OPERANDS))
    with pytest.raises(FormulaError, match="mehr als 40 Zahlen und Kennungen"):
        read_formula(" + ".join("A" * (MAX_OPERANDS + 1)))
    with pytest.raises(FormulaError, match="länger als 400 Zeichen"):
        read_formula("A" * (MAX_LENGTH + 1))


@given(trees)
def test_what_is_written_is_read_back(tree: Operation) -> None:
    assert read_formula(formula_text(tree)) == tree


@given(st.text(alphabet="AB-0123456789,.+*/()[] EinwohnerÄ%^\u00a0", max_size=60))
def test_any_text_is_a_formula_or_a_sentence(text: str) -> None:
    tree, error = attempted(text)
    if error:
        assert 1 <= error.position <= len(text) + 1
        assert str(error).endswith(".")
    else:
        assert tree is not None
        assert read_formula(formula_text(tree)) == tree


def attempted(text: str) -> tuple[Tree | None, FormulaError | None]:
    try:
        return read_formula(text), None
    except FormulaError as error:
        return None, error


def test_inputs_are_named_once_in_their_order() -> None:
    assert inputs_of(read_formula("B / (A + B) * Einwohner * 2")) == ("B", "A", "Einwohner")
