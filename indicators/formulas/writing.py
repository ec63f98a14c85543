"""Writing a formula back: with no more parentheses than needed, numbers with a comma."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.formulas.reading import CODE
from indicators.formulas.trees import POPULATION, Input, Number, Operation, Operator, Tree

Piece = str | Number | Input  # an operator between blanks, a parenthesis, or an operand


def formula_text(tree: Tree) -> str:
    """The one spelling of a formula, which `read_formula` reads back as the same tree."""
    return "".join(_spelled(piece) for piece in pieces(tree))


def pieces(tree: Tree) -> Iterator[Piece]:
    """The formula piece by piece, so that a page can put names or numbers in place of codes."""
    if not isinstance(tree, Operation):
        yield tree
        return
    yield from _side(tree, tree.left, is_right=False)
    yield f" {tree.operator} "
    yield from _side(tree, tree.right, is_right=True)


def _side(tree: Operation, side: Tree, *, is_right: bool) -> Iterator[Piece]:
    """A side of an operation, in parentheses if it would be read otherwise without."""
    if isinstance(side, Operation) and _is_looser(side.operator, tree.operator, is_right):
        yield "("
        yield from pieces(side)
        yield ")"
    else:
        yield from pieces(side)


def _is_looser(inner: Operator, outer: Operator, is_right: bool) -> bool:
    if inner.binds_tightly == outer.binds_tightly:
        return is_right  # read from the left, so a right side of the same rank needs them
    return outer.binds_tightly


def _spelled(piece: Piece) -> str:
    if isinstance(piece, Number):
        return number_text(piece.value)
    if isinstance(piece, Input):
        return code_text(piece.name)
    return piece


def number_text(value: Decimal) -> str:
    """A constant as a formula writes it: no points, a comma, no zeros at the end."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def code_text(name: str) -> str:
    """A code as a formula writes it."""
    is_plain = name == POPULATION or CODE.fullmatch(name)
    return name if is_plain else f"[{name}]"
