"""Whether the units of the inputs fit each other, and the unit that is declared for the result.

Units are what people wrote: "km", "Tsd. Besuche", "Ladepunkte je 1.000 Einwohner", "%". They are
taken apart into words above and below the line and a scale. What follows for certain is an error;
where a formula counts with a number of its own (an emission factor) or gives its result a name of
its own ("Versorgungsgrad"), nothing follows, and people are asked to look themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from indicators.formulas.evaluation import exact_value
from indicators.formulas.trees import Input, Number, Operation, Operator, Tree, is_constant
from indicators.formulas.writing import formula_text

_PER = re.compile(r"\s*/\s*|(?:^|\s+)(?:je|pro)\s+", re.IGNORECASE)
_MAGNITUDE = re.compile(r"(?P<digits>[0-9]+(?:\.[0-9]{3})*)\s+|(?P<word>[^\W\d]+\.?)\s+")
_MAGNITUDES = {
    "tsd": 1_000,
    "tausend": 1_000,
    "mio": 1_000_000,
    "million": 1_000_000,
    "millionen": 1_000_000,
    "mrd": 1_000_000_000,
    "milliarden": 1_000_000_000,
}
_SHARES = {"%": 100, "prozent": 100, "‰": 1_000, "promille": 1_000}
_SHARE_WORDS = {Fraction(1, 100): "%", Fraction(1, 1_000): "‰"}
_SAME = {"ew": "einwohner", "einw": "einwohner", "person": "einwohner", "personen": "einwohner"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit: `scale` times the words above the line by the words below it.

    "Tsd. Besuche" is 1000 Besuche; "%" is 1/100 of nothing; "je 1.000 Einwohner" is 1/1000 of
    nothing by Einwohner.
    """

    scale: Fraction = Fraction(1)
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    has_own_factor: bool = False  # a constant that may be more than a change of scale

    @property
    def reduced(self) -> tuple[Counter[str], Counter[str]]:
        """The words by their common spelling, without those that cancel out."""
        above, below = Counter(map(_key, self.above)), Counter(map(_key, self.below))
        return above - below, below - above

    @property
    def text(self) -> str:
        """The unit in German."""
        above, below = " · ".join(self.above), " je ".join(self.below)
        if self.above and self.reduced == (Counter(), Counter()):
            above, below = "", ""
        if not above and not below:
            return _SHARE_WORDS.get(self.scale) or f"eine Zahl ohne Einheit{_times(self.scale)}"
        if below and self.scale < 1:
            below = f"{_number(1 / self.scale)} {below}"
        elif self.scale < 1:
            above += _times(self.scale)
        elif self.scale != 1:
            above = f"{_number(self.scale)} {above}".strip()
        return f"{above} je {below}".strip() if below else above


@dataclass(frozen=True, slots=True)
class UnitFinding:
    text: str
    is_error: bool  # False: people are asked to look themselves


def parse_unit(text: str) -> Measure:
    """A unit as people write it. A text that says nothing about parts is one word."""
    if share := _SHARES.get(text.strip().casefold()):
        return Measure(Fraction(1, share))
    above, *below = _PER.split(text.strip())
    measure = _part(above)
    for part in below:
        divisor = _part(part)
        measure = Measure(
            measure.scale / divisor.scale, measure.above, (*measure.below, *divisor.above)
        )
    return measure


def _part(text: str) -> Measure:
    scale, rest = Fraction(1), text.strip()
    if share := _SHARES.get(rest.casefold()):
        return Measure(Fraction(1, share))
    if found := _MAGNITUDE.match(f"{rest} "):
        size = _size(found)
        if size:
            scale, rest = Fraction(size), rest[found.end() :].strip()
    return Measure(scale, (rest,) if rest else ())


def _size(found: re.Match[str]) -> int:
    """What a word or number before a unit multiplies it by; 0 if it is part of its name."""
    if digits := found["digits"]:
        return int(digits.replace(".", ""))
    return _MAGNITUDES.get(found["word"].rstrip(".").casefold(), 0)


def unit_findings(tree: Tree, units: Mapping[str, str], declared: str) -> list[UnitFinding]:
    """What is wrong, or cannot be decided, about the units of a formula.

    `units` are those of its inputs by name, that of the population being "Einwohner".
    """
    clashes: list[UnitFinding] = []
    found = _measure(tree, units, clashes)
    return clashes or list(_compared(tree, found, declared))


# The unit of the result -----------------------------------------------------------


def _measure(tree: Tree, units: Mapping[str, str], clashes: list[UnitFinding]) -> Measure:
    """The unit of a part of the formula; what cannot be added is put among the clashes."""
    if isinstance(tree, Input):
        return parse_unit(units[tree.name])
    if isinstance(tree, Number) or is_constant(tree):
        return Measure()
    left = _measure(tree.left, units, clashes)
    right = _measure(tree.right, units, clashes)
    if tree.operator.binds_tightly:
        return _multiplied(tree, left, right)
    return _added(tree, left, right, clashes)


def _multiplied(tree: Operation, left: Measure, right: Measure) -> Measure:
    """A power of ten may change the scale; any other number may stand for anything."""
    divides = tree.operator is Operator.DIVIDE
    if is_constant(tree.right):
        return _scaled(left, tree.right, grows=not divides)
    if divides:
        right = Measure(1 / right.scale, right.below, right.above, right.has_own_factor)
    if is_constant(tree.left):
        return _scaled(right, tree.left, grows=True)
    return Measure(
        left.scale * right.scale,
        (*left.above, *right.above),
        (*left.below, *right.below),
        left.has_own_factor or right.has_own_factor,
    )


def _scaled(measure: Measure, constant: Tree, *, grows: bool) -> Measure:
    """Numbers a thousand times as large are in a unit a thousand times as small."""
    try:
        size = exact_value(constant, {})
    except ArithmeticError:
        return replace(measure, has_own_factor=True)
    if not _is_power_of_ten(size):
        return replace(measure, has_own_factor=True)
    return replace(measure, scale=measure.scale / size if grows else measure.scale * size)


def _added(tree: Operation, left: Measure, right: Measure, clashes: list[UnitFinding]) -> Measure:
    """Only the same can be added; a constant is in the unit of what it is added to."""
    if is_constant(tree.left):
        return right
    if is_constant(tree.right) or left.has_own_factor or right.has_own_factor:
        return replace(left, has_own_factor=left.has_own_factor or right.has_own_factor)
    if (left.reduced, left.scale) != (right.reduced, right.scale):
        verb = "addieren" if tree.operator is Operator.ADD else "voneinander abziehen"
        clashes.append(
            UnitFinding(
                f"„{formula_text(tree.left)}“ ({left.text}) und „{formula_text(tree.right)}“ "
                f"({right.text}) lassen sich nicht {verb}, weil sie verschiedene Einheiten "
                "haben. Rechnen Sie zuerst um.",
                is_error=True,
            )
        )
    return left


# Beside what is declared ----------------------------------------------------------


def _compared(tree: Tree, found: Measure, declared: str) -> Iterator[UnitFinding]:
    wanted = parse_unit(declared)
    if not _same_words(found, wanted):
        yield _other_words(found, wanted, declared)
    elif found.scale != wanted.scale and not found.has_own_factor:
        yield _other_size(tree, found.scale / wanted.scale, declared)


def _other_size(tree: Tree, size: Fraction, declared: str) -> UnitFinding:
    """The result would have to be `size` times as large."""
    unit = f"In der Einheit „{declared}“" if declared else "Ohne Einheit"
    return UnitFinding(
        f"{unit} hätte das Ergebnis der Formel die falsche Größe: Statt {_number(size.numerator)} "
        f"käme {_number(size.denominator)} heraus. Schreiben Sie "
        f"„{formula_text(_resized(tree, size))}“, oder ändern Sie die Einheit.",
        is_error=True,
    )


def _resized(tree: Tree, size: Fraction) -> Tree:
    """The formula with a result `size` times as large; a factor at its end is made part of it."""
    if isinstance(tree, Operation) and tree.operator.binds_tightly and is_constant(tree.right):
        factor = exact_value(tree.right, {})
        size *= factor if tree.operator is Operator.MULTIPLY else 1 / factor
        tree = tree.left
    for operator, number in (
        (Operator.MULTIPLY, size.numerator),
        (Operator.DIVIDE, size.denominator),
    ):
        if number != 1:
            tree = Operation(operator, tree, Number(Decimal(number)))
    return tree


def _same_words(found: Measure, wanted: Measure) -> bool:
    """A unit that begins with "je" leaves open what is counted."""
    if wanted.below and not wanted.above:
        return Counter(map(_key, found.below)) == Counter(map(_key, wanted.below))
    return found.reduced == wanted.reduced


def _other_words(found: Measure, wanted: Measure, declared: str) -> UnitFinding:
    """An error if both sides speak of the same kind of thing, else a question."""
    text = f"Die Formel ergibt {found.text}, als Einheit ist aber {_named(declared)} angegeben."
    (above, below), (_, wanted_below) = found.reduced, wanted.reduced
    is_alike = below == wanted_below and above.total() == 1
    is_certain = is_alike or (bool(wanted.below) and below != wanted_below)
    if is_certain and not found.has_own_factor:
        return UnitFinding(f"{text} Bitte ändern Sie die Formel oder die Einheit.", is_error=True)
    return UnitFinding(f"{text} Bitte prüfen Sie selbst, ob das dasselbe ist.", is_error=False)


def _named(declared: str) -> str:
    return f"„{declared}“" if declared else "keine"


def _times(scale: Fraction) -> str:
    """What numbers in a smaller or larger unit were multiplied by, as an addition in brackets."""
    if scale == 1:
        return ""
    return f" (mal {_number(1 / scale)})" if scale < 1 else f" (geteilt durch {_number(scale)})"


def _number(size: Fraction | int) -> str:
    if size.denominator == 1:
        return f"{size.numerator:,}".replace(",", ".")
    return f"{size.numerator}/{size.denominator}"


def _is_power_of_ten(size: Fraction) -> bool:
    whole = size.numerator if size.denominator == 1 else size.denominator
    unit = size.denominator if size.denominator == 1 else size.numerator
    return size > 0 and unit == 1 and set(str(whole)[1:]) <= {"0"} and str(whole)[0] == "1"


def _key(word: str) -> str:
    """The common spelling of a unit's word."""
    folded = " ".join(word.casefold().split())
    return _SAME.get(folded.rstrip("."), folded)
