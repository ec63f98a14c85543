"""A formula as a tree of numbers, inputs and operations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

POPULATION = "Einwohner"  # the word for the indicator that counts the inhabitants


class Operator(StrEnum):
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"

    @property
    def binds_tightly(self) -> bool:
        """Comes before plus and minus."""
        return self in (Operator.MULTIPLY, Operator.DIVIDE)


@dataclass(frozen=True, slots=True)
class Number:
    """A constant; never negative, because formulas have no signs."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Input:
    """The value of an indicator, for the same period and place."""

    name: str  # its code, or POPULATION


@dataclass(frozen=True, slots=True)
class Operation:
    operator: Operator
    left: Tree
    right: Tree


Tree = Number | Input | Operation


def inputs_of(tree: Tree) -> tuple[str, ...]:
    """The names of all inputs, each once, in the order in which they are written."""
    return tuple(dict.fromkeys(_names(tree)))


def _names(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Input):
        yield tree.name
    elif isinstance(tree, Operation):
        yield from _names(tree.left)
        yield from _names(tree.right)


def is_constant(tree: Tree) -> bool:
    """No input occurs in it."""
    return not inputs_of(tree)
