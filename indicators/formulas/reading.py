"""Reading a formula: strictly, and with the place of the first mistake in German.

    formula = term { ("+" | "-") term }
    term    = factor { ("*" | "/") factor }
    factor  = number | code | "[" code "]" | "Einwohner" | "(" formula ")"

A number is written without points: "1000", "0,5". A hyphen without blanks around it belongs to the
code, so "MOB-02" is one indicator and "MOB - 02" a subtraction. A code that looks otherwise (it
begins with a digit, or holds a blank) stands in square brackets. There are no signs, no functions
and no comparisons: what is not listed here cannot be expressed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.formulas.trees import POPULATION, Input, Number, Operation, Operator, Tree

MAX_LENGTH = 400  # characters
MAX_DEPTH = 12  # parentheses inside each other
MAX_OPERANDS = 40
MAX_DIGITS = 15  # of a number, as everywhere in the ledger

EXAMPLE = "MOB-02 / Einwohner * 1000"
CODE = re.compile(r"[^\W\d_]\w*(?:[-.]\w+)*")

_BLANKS = re.compile(r"[ \t\r\n\u00a0\u2007\u2009\u202f]+")
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{1,6})?")
_BRACKETED = re.compile(r"\[([^\[\]]{1,40})\]")
_OPERATORS = {
    "+": Operator.ADD,
    "-": Operator.SUBTRACT,
    "\N{MINUS SIGN}": Operator.SUBTRACT,
    "*": Operator.MULTIPLY,
    "×": Operator.MULTIPLY,
    "·": Operator.MULTIPLY,
    "/": Operator.DIVIDE,
    "÷": Operator.DIVIDE,
    ":": Operator.DIVIDE,
}
_HINTS = {
    "=": "Eine Formel steht ohne Gleichheitszeichen.",
    "%": "Ein Prozentzeichen ist nicht möglich. Für einen Anteil in Prozent schreiben Sie "
    "zum Beispiel A / B * 100.",
    "^": "Potenzen sind nicht möglich. Schreiben Sie zum Beispiel A * A.",
    "–": "Das ist ein Gedankenstrich. Tippen Sie das Minuszeichen der Tastatur.",
    "—": "Das ist ein Gedankenstrich. Tippen Sie das Minuszeichen der Tastatur.",
    "[": "Zu dieser eckigen Klammer fehlt die schließende, oder sie ist leer. Eckige Klammern "
    "umschließen eine einzelne Kennung.",
    "]": "Diese eckige Klammer wurde nie geöffnet.",
    ",": "Vor einem Komma muss eine Ziffer stehen, zum Beispiel 0,5.",
    ".": "Ein Punkt ist hier nicht möglich. Kommazahlen schreiben Sie zum Beispiel als 0,5.",
}
_POSSIBLE = "Möglich sind Kennungen, „Einwohner“, Zahlen, + - * / und runde Klammern."
_OPERAND = "eine Kennung, „Einwohner“, eine Zahl oder eine Klammer"


class FormulaError(ValueError):
    """The text is no formula; str(error) is the German text for people."""

    def __init__(self, text: str, position: int) -> None:
        super().__init__(f"Zeichen {position}: {text}")
        self.position = position  # of the first character that is wrong, from 1


class Kind(StrEnum):
    OPERAND = "operand"
    OPERATOR = "operator"
    OPEN = "("
    CLOSE = ")"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str  # as typed
    position: int  # of its first character, from 1
    operand: Number | Input | None = None
    operator: Operator | None = None


def read_formula(text: str) -> Tree:
    """The tree that a text stands for. Raises FormulaError."""
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"Die Formel ist länger als {MAX_LENGTH} Zeichen. Teilen Sie sie auf mehrere "
            "berechnete Kennzahlen auf.",
            MAX_LENGTH + 1,
        )
    return _Parser(list(_tokens(text))).formula()


# Tokens --------------------------------------------------------------------------


def _tokens(text: str) -> Iterator[Token]:
    index = 0
    while index < len(text):
        if blanks := _BLANKS.match(text, index):
            index = blanks.end()
            continue
        token = _token(text, index)
        yield token
        index += len(token.text)
    yield Token(Kind.END, "", len(text) + 1)


def _token(text: str, index: int) -> Token:
    """The token that begins here. Raises FormulaError."""
    character, position = text[index], index + 1
    if character in "()":
        return Token(Kind(character), character, position)
    if operator := _OPERATORS.get(character):
        return Token(Kind.OPERATOR, character, position, operator=operator)
    if found := _NUMBER.match(text, index):
        return _number(text, found, position)
    if found := _BRACKETED.match(text, index):
        return Token(Kind.OPERAND, found[0], position, operand=_input(found[1].strip(), position))
    if found := CODE.match(text, index):
        return Token(Kind.OPERAND, found[0], position, operand=_input(found[0], position))
    raise FormulaError(_complaint(character), position)


def _number(text: str, found: re.Match[str], position: int) -> Token:
    """A number; what sticks to its end makes it another one than was meant."""
    digits = found[0]
    follower = text[found.end() : found.end() + 1]
    if follower in (".", ",") or follower.isdecimal():
        raise FormulaError(
            "Diese Zahl ist nicht eindeutig. Zahlen stehen in Formeln ohne Tausenderpunkt und mit "
            "höchstens sechs Stellen nach dem Komma, zum Beispiel 1000 oder 0,5.",
            position,
        )
    if follower.isalnum() or follower == "_":
        raise FormulaError(
            f"Nach „{digits}“ fehlt ein Rechenzeichen. Eine Kennung, die mit einer Ziffer "
            "beginnt, steht in eckigen Klammern.",
            found.end() + 1,
        )
    value = Decimal(digits.replace(",", "."))
    if len(value.as_tuple().digits) > MAX_DIGITS:
        raise FormulaError(f"Eine Zahl hat höchstens {MAX_DIGITS} Ziffern.", position)
    return Token(Kind.OPERAND, digits, position, operand=Number(value))


def _input(name: str, position: int) -> Input:
    if not name:
        raise FormulaError(_HINTS["["], position)
    return Input(POPULATION if name.casefold() == POPULATION.casefold() else name)


def _complaint(character: str) -> str:
    if hint := _HINTS.get(character):
        return hint
    if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp"):
        return "Hier steht ein unsichtbares Zeichen. Tippen Sie die Formel bitte neu ein."
    return f"Das Zeichen „{character}“ ist nicht möglich. {_POSSIBLE}"


# Grammar -------------------------------------------------------------------------


class _Parser:
    """Recursive descent: one method for each rule of the grammar."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0
        self.operands = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.next
        self.index += 1
        return token

    def formula(self) -> Tree:
        if self.next.kind is Kind.END:
            text = f"Die Formel ist leer. Schreiben Sie zum Beispiel {EXAMPLE}."
            raise FormulaError(text, 1)
        tree = self.sum()
        if self.next.kind is Kind.CLOSE:
            raise FormulaError("Diese Klammer wurde nie geöffnet.", self.next.position)
        return tree

    def sum(self) -> Tree:
        tree = self.product()
        while operator := self.operator(tightly=False):
            tree = Operation(operator, tree, self.product())
        return tree

    def product(self) -> Tree:
        tree = self.factor()
        while operator := self.operator(tightly=True):
            tree = Operation(operator, tree, self.factor())
        return tree

    def operator(self, *, tightly: bool) -> Operator | None:
        """Take the next token if it is an operator of this rule. Raises if none can follow."""
        token = self.next
        if token.kind in (Kind.OPERAND, Kind.OPEN):
            before = self.tokens[self.index - 1].text
            raise FormulaError(
                f"Zwischen „{before}“ und „{token.text}“ fehlt ein Rechenzeichen: + - * oder /. "
                "Eine Kennung mit Leerzeichen steht in eckigen Klammern.",
                token.position,
            )
        if token.operator is None or token.operator.binds_tightly is not tightly:
            return None
        self.take()
        return token.operator

    def factor(self) -> Tree:
        token = self.next
        if token.operand is not None:
            self.count_operand(token)
            self.take()
            return token.operand
        if token.kind is Kind.OPEN:
            return self.parenthesis()
        raise FormulaError(self.missing_operand(token), token.position)

    def count_operand(self, token: Token) -> None:
        self.operands += 1
        if self.operands > MAX_OPERANDS:
            raise FormulaError(
                f"Die Formel hat mehr als {MAX_OPERANDS} Zahlen und Kennungen. Teilen Sie sie auf "
                "mehrere berechnete Kennzahlen auf.",
                token.position,
            )

    def parenthesis(self) -> Tree:
        opened = self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(
                f"Mehr als {MAX_DEPTH} Klammern ineinander sind nicht möglich.", opened.position
            )
        if self.next.kind is Kind.CLOSE:
            raise FormulaError(f"Die Klammer ist leer. Es fehlt {_OPERAND}.", self.next.position)
        tree = self.sum()
        if self.take().kind is not Kind.CLOSE:
            raise FormulaError("Diese Klammer wird nicht geschlossen.", opened.position)
        self.depth -= 1
        return tree

    def missing_operand(self, token: Token) -> str:
        """Why something that can be counted with had to stand here."""
        before = self.tokens[self.index - 1] if self.index else None
        if token.operator and (before is None or before.kind is Kind.OPEN):
            return (
                f"Vor „{token.text}“ fehlt {_OPERAND}. Vorzeichen sind nicht möglich; schreiben "
                "Sie zum Beispiel 0 - A."
            )
        if before is None or before.kind is Kind.OPEN:
            return f"Hier fehlt {_OPERAND}."
        return f"Nach „{before.text}“ fehlt {_OPERAND}."
