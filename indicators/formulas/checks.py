"""Everything that must be true of a formula before it is stored, each with its German sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from indicators.formulas.dependencies import circle_through
from indicators.formulas.evaluation import NotComputable, exact_value
from indicators.formulas.ratios import ratio_of
from indicators.formulas.reading import EXAMPLE, FormulaError, read_formula
from indicators.formulas.trees import (
    POPULATION,
    Input,
    Number,
    Operation,
    Operator,
    Tree,
    inputs_of,
    is_constant,
)
from indicators.formulas.units import unit_findings

# How the values of the parts relate to the city's: the values of indicators.enums, which a pure
# module cannot import; a test holds them equal.
CITY_ONLY, SUM, WEIGHTED_MEAN, INDEPENDENT = "none", "sum", "weighted_mean", "independent"
RELATION_WORDS = {
    SUM: "Teile ergeben die Summe",
    WEIGHTED_MEAN: "mit Einwohnern gewichtetes Mittel",
    INDEPENDENT: "unabhängig",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator, as far as formulas depend on it."""

    code: str
    name: str
    unit: str
    frequency: str
    relation: str
    expression: str = ""  # empty: its values are entered
    counts_population: bool = False
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a formula that people must know."""

    field: str  # of the indicator
    text: str
    is_error: bool = True  # False: it can be stored all the same
    circle: tuple[str, ...] = ()  # the codes that count with each other, if that is what is wrong


def formula_findings(subject: Subject, others: Iterable[Subject]) -> list[Finding]:
    """What is wrong about the formula of an indicator, or cannot be decided.

    `others` are all other indicators. Empty without a formula, and if all is well.
    """
    if not subject.expression:
        return []
    try:
        tree = read_formula(subject.expression)
    except FormulaError as error:
        return [Finding("expression", str(error))]
    known = {one.code: one for one in others} | {subject.code: subject}
    unknown = list(_unknown(tree, known))
    if unknown:
        return unknown
    inputs = {name: resolved(name, known) for name in inputs_of(tree)}
    broken = [*_structure(subject, tree, inputs, known)]
    if broken:
        return broken
    return [
        *_fit(subject, inputs),
        *_relation(subject, tree, inputs),
        *_units(subject, tree, inputs),
    ]


def findings_elsewhere(subject: Subject, others: Iterable[Subject]) -> list[Finding]:
    """What would break in the formulas that count with an indicator, if it became this.

    A circle through the indicator is left out: `formula_findings` tells it of its own formula.
    """
    everything = [*others, subject]
    found = []
    for one in everything:
        if one.code != subject.code and one.expression and _counts_with(one, subject):
            rest = [other for other in everything if other.code != one.code]
            found += [
                Finding("", f"Formel von „{one.name}“ ({one.code}): {finding.text}")
                for finding in formula_findings(one, rest)
                if finding.is_error and subject.code not in finding.circle
            ]
    return found


def _counts_with(one: Subject, subject: Subject) -> bool:
    """The formula may depend on this indicator; the inhabitants always may."""
    try:
        names = inputs_of(read_formula(one.expression))
    except FormulaError:
        return False
    return subject.code in names or POPULATION in names


def resolved(name: str, known: Mapping[str, Subject]) -> Subject:
    """The indicator that an input means. Raises KeyError if there is none."""
    if name == POPULATION:
        for one in known.values():
            if one.counts_population:
                return one
    return known[name]


# The names -----------------------------------------------------------------------


def _unknown(tree: Tree, known: Mapping[str, Subject]) -> Iterator[Finding]:
    for name in inputs_of(tree):
        try:
            resolved(name, known)
        except KeyError:
            yield Finding("expression", _unknown_text(name, known))


def _unknown_text(name: str, known: Mapping[str, Subject]) -> str:
    if name == POPULATION:
        return (
            "Noch ist keine Kennzahl als „zählt die Einwohner“ gekennzeichnet. Kennzeichnen Sie "
            "sie zuerst, oder schreiben Sie ihre Kennung in die Formel."
        )
    text = f"Die Kennung „{name}“ gibt es nicht."
    folded = {code.casefold(): code for code in known}
    if near := get_close_matches(name.casefold(), folded, n=1, cutoff=0.8):
        text += f" Meinten Sie „{folded[near[0]]}“?"
    if "-" in name:
        text += " Soll hier abgezogen werden, setzen Sie Leerzeichen um das Minus."
    return text


# The structure -------------------------------------------------------------------


def _structure(
    subject: Subject, tree: Tree, inputs: Mapping[str, Subject], known: Mapping[str, Subject]
) -> Iterator[Finding]:
    codes = [one.code for one in inputs.values()]
    if not codes:
        text = f"Die Formel rechnet mit keiner Kennzahl. Schreiben Sie zum Beispiel {EXAMPLE}."
        yield Finding("expression", text)
    elif subject.code in codes:
        yield Finding("expression", "Eine Kennzahl kann nicht mit sich selbst rechnen.")
    elif circle := circle_through(subject.code, _links(known)):
        text = f"Die Formeln drehen sich im Kreis: {' → '.join(circle)}."
        text += " Mindestens eine davon muss erfasst werden."
        yield Finding("expression", text, circle=circle)
    if _divides_by_nothing(tree):
        yield Finding("expression", "Die Formel teilt durch null.")


def _links(known: Mapping[str, Subject]) -> dict[str, tuple[str, ...]]:
    """What every readable formula counts with, by code."""
    links = {}
    for code, one in known.items():
        if not one.expression:
            continue
        try:
            names = inputs_of(read_formula(one.expression))
            links[code] = tuple(resolved(name, known).code for name in names)
        except (FormulaError, KeyError):
            continue
    return links


def _divides_by_nothing(tree: Tree) -> bool:
    """A divisor without inputs is zero: there would never be a value."""
    if not isinstance(tree, Operation):
        return False
    if tree.operator is Operator.DIVIDE and is_constant(tree.right):
        try:
            if exact_value(tree.right, {}) == 0:
                return True
        except NotComputable:
            return True
    return _divides_by_nothing(tree.left) or _divides_by_nothing(tree.right)


# Period, place, origin -------------------------------------------------------------


def _fit(subject: Subject, inputs: Mapping[str, Subject]) -> Iterator[Finding]:
    for one in inputs.values():
        if one.frequency != subject.frequency:
            yield Finding(
                "expression",
                f"„{one.name}“ ({one.code}) hat einen anderen Turnus. Gerechnet wird innerhalb "
                "desselben Zeitraums, deshalb müssen alle denselben Turnus haben.",
            )
        if one.is_sample and not subject.is_sample:
            yield Finding(
                "expression",
                f"„{one.name}“ ({one.code}) gehört zu den Beispieldaten und verschwindet mit "
                "ihnen; eine eigene Kennzahl der Stadt kann nicht damit rechnen.",
            )


def _relation(subject: Subject, tree: Tree, inputs: Mapping[str, Subject]) -> Iterator[Finding]:
    """The values of the parts must relate to the city's as it is declared."""
    if subject.relation == CITY_ONLY:
        return
    for one in inputs.values():
        if one.relation == CITY_ONLY:
            yield Finding(
                "district_relation",
                f"„{one.name}“ ({one.code}) gibt es nur für die Gesamtstadt, deshalb lassen sich "
                "keine Ortsteile berechnen. Wählen Sie „nur Gesamtstadt“.",
            )
            return
    possible = possible_relations(tree, inputs)
    if subject.relation not in possible:
        words = " oder ".join(f"„{RELATION_WORDS[one]}“" for one in possible)
        yield Finding(
            "district_relation",
            f"Für diese Formel gilt „{RELATION_WORDS[subject.relation]}“ nicht. "
            f"Wählen Sie {words}.",
        )


def possible_relations(tree: Tree, inputs: Mapping[str, Subject]) -> list[str]:
    """How the computed values of the parts can relate to the city's."""
    found = []
    if _adds_up(tree, inputs):
        found.append(SUM)
    if _averages(tree, inputs):
        found.append(WEIGHTED_MEAN)
    return [*found, INDEPENDENT]


def _adds_up(tree: Tree, inputs: Mapping[str, Subject]) -> bool:
    """The parts make the city's value: sums and multiples of what adds up."""
    if isinstance(tree, Number):
        return False
    if isinstance(tree, Input):
        return inputs[tree.name].relation == SUM
    return _passes_on(tree, lambda side: _adds_up(side, inputs))


def _averages(tree: Tree, inputs: Mapping[str, Subject]) -> bool:
    """The mean of the parts by inhabitants is the city's value."""
    if isinstance(tree, Number):
        return True
    if isinstance(tree, Input):
        return inputs[tree.name].relation == WEIGHTED_MEAN
    return _is_per_capita(tree, inputs) or _passes_on(tree, lambda side: _averages(side, inputs))


def _passes_on(tree: Operation, holds: Callable[[Tree], bool]) -> bool:
    """What holds of both sides holds of their sum, and what holds of a side of its multiples."""
    if not tree.operator.binds_tightly:
        return holds(tree.left) and holds(tree.right)
    if is_constant(tree.right):
        return holds(tree.left)
    multiplies = tree.operator is Operator.MULTIPLY
    return multiplies and is_constant(tree.left) and holds(tree.right)


def _is_per_capita(tree: Tree, inputs: Mapping[str, Subject]) -> bool:
    """What adds up, by the inhabitants."""
    ratio = ratio_of(tree)
    if ratio is None or not isinstance(ratio.denominator, Input):
        return False
    return inputs[ratio.denominator.name].counts_population and _adds_up(ratio.numerator, inputs)


# Units ---------------------------------------------------------------------------


def _units(subject: Subject, tree: Tree, inputs: Mapping[str, Subject]) -> Iterator[Finding]:
    units = {
        name: POPULATION if one.counts_population else one.unit for name, one in inputs.items()
    }
    for finding in unit_findings(tree, units, subject.unit):
        yield Finding("expression", finding.text, finding.is_error)
