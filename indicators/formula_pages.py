"""What pages say about formulas: in names, with numbers, and where an indicator flows into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.computing import SOURCE, indicators_called, tree_of
from indicators.formulas.dependencies import reached_from
from indicators.formulas.evaluation import NotComputable, evaluate
from indicators.formulas.reading import FormulaError, read_formula
from indicators.formulas.trees import POPULATION, Input, Number, Tree, inputs_of
from indicators.formulas.writing import Piece, pieces
from indicators.german_numbers import MINUS, format_number
from indicators.models import Indicator
from indicators.models.values import DECIMAL_PLACES
from indicators.named_periods import Period
from indicators.publishable import PublishedValue, published_values
from strategy.enums import DistrictKind
from strategy.models import District

SIGNS = str.maketrans({"*": "×", "-": MINUS})  # as people write them on paper


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a formula as a page shows it."""

    text: str
    indicator: Indicator | None = None  # the text names it
    provisional: bool = False  # the text is its value, which is not final


@dataclass(frozen=True, slots=True)
class FormulaInNames:
    """A formula with the names of its indicators in place of their codes."""

    parts: Sequence[Part]
    inputs: Sequence[Indicator]  # each once


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """The newest value, computed before the reader's eyes."""

    period: Period
    parts: Sequence[Part]
    exact: str  # the result as the ledger keeps it; empty if the page shows no fewer decimals
    result: str  # with its unit
    provisional: bool


@dataclass(frozen=True, slots=True)
class FormulaContent:
    formula: FormulaInNames
    example: WorkedExample | None
    former: str  # an earlier formula that the newest value comes from; empty: it is the present one
    note: str  # why the newest period has no value; empty if it has one
    note_period: Period | None


def formula_content(indicator: Indicator, at: datetime | None = None) -> FormulaContent | None:
    """How an indicator is computed, with its newest value of the whole city as the example.

    With `at` by the values of that moment. None: it is not computed. Two queries.
    """
    tree = tree_of(indicator) if indicator.is_computed else None
    if tree is None:
        return None
    called = indicators_called(inputs_of(tree))
    known = {name: called[name] for name in inputs_of(tree) if name in called}
    city = District.objects.filter(kind=DistrictKind.CITY)
    keys = {indicator.pk, *(one.pk for one in known.values())}
    rows = published_values(indicators=keys, districts=city, at=at)
    return content_of(indicator, tree, known, rows)


def content_of(
    indicator: Indicator,
    tree: Tree,
    known: Mapping[str, Indicator],
    rows: Sequence[PublishedValue],
) -> FormulaContent:
    """The same from what is read already.

    `known` are the inputs by their names in the formula; `rows` the values in force of the whole
    city, at least of the indicator and its inputs, by period.
    """
    own = [row for row in rows if row.indicator_id == indicator.pk]
    newest = own[-1] if own else None
    shown = next((row for row in reversed(own) if row.value is not None), None)
    by_formula = shown is not None and shown.source == f"{SOURCE}{indicator.expression}"
    inputs = list(known.values())
    lacks = newest is not None and newest.value is None
    return FormulaContent(
        formula=in_names(tree, known),
        example=worked(indicator, tree, known, shown, rows) if shown and by_formula else None,
        former=former_formula(shown, inputs) if shown and not by_formula else "",
        note=newest.missing_note if newest and lacks else "",
        note_period=Period(newest.period, indicator.frequency) if newest and lacks else None,
    )


def formula_in_names(indicator: Indicator) -> FormulaInNames | None:
    """How an indicator is computed; None if it is not. One query."""
    tree = tree_of(indicator) if indicator.is_computed else None
    return in_names(tree, indicators_called(inputs_of(tree))) if tree else None


def flows_into(indicator: Indicator) -> list[Indicator]:
    """The indicators that are computed from this one, by name. One query."""
    return [one for one in Indicator.objects.computed() if counts_with(one, indicator)]


def all_computed_from(indicators: Iterable[Indicator]) -> dict[int, list[Indicator]]:
    """By the key of each indicator those computed from it, directly or through others. One query.

    By name, and empty for most.
    """
    asked = {indicator.pk: indicator for indicator in indicators}
    computed = list(Indicator.objects.computed().order_by("name"))
    trees = {one.code: tree for one in computed if (tree := tree_of(one))}
    links = {code: inputs_of(tree) for code, tree in trees.items()}
    names = {one.code for one in computed if one.measures_population}
    # What counts the inhabitants by a formula of its own hands on what it was computed from.
    if names:
        links[POPULATION] = tuple(sorted(names))
    found = {}
    for key, indicator in asked.items():
        changed = {indicator.code} | ({POPULATION} if indicator.measures_population else set())
        reached = reached_from(changed, links)
        found[key] = [one for one in computed if one.code in reached]
    return found


def counts_with(one: Indicator, indicator: Indicator) -> bool:
    tree = tree_of(one)
    names = inputs_of(tree) if tree else ()
    return indicator.code in names or (indicator.measures_population and POPULATION in names)


def source_in_names(source: str, inputs: Sequence[Indicator]) -> str:
    """Where a value comes from: of a computed one the formula, with the names of these inputs.

    What a former formula counted with beside them keeps its code.
    """
    if not source.startswith(SOURCE):
        return source
    try:
        tree = read_formula(source.removeprefix(SOURCE))
    except FormulaError:
        return source
    known = {one.code: one for one in inputs}
    return SOURCE + "".join(part.text for part in in_names(tree, known).parts)


# What the functions above are made of ---------------------------------------------


def in_names(tree: Tree, known: Mapping[str, Indicator]) -> FormulaInNames:
    parts = [named(piece, known) for piece in pieces(tree)]
    inputs = {one.pk: one for name in inputs_of(tree) if (one := known.get(name))}
    return FormulaInNames(parts, list(inputs.values()))


def named(piece: Piece, known: Mapping[str, Indicator]) -> Part:
    if isinstance(piece, Input):
        indicator = known.get(piece.name)
        return Part(indicator.name if indicator else piece.name, indicator)
    return Part(sign_or_number(piece))


def sign_or_number(piece: str | Number) -> str:
    if isinstance(piece, Number):
        exponent = piece.value.normalize().as_tuple().exponent
        return format_number(piece.value, max(0, -int(exponent)))
    return piece.translate(SIGNS)


def worked(
    indicator: Indicator,
    tree: Tree,
    known: Mapping[str, Indicator],
    shown: PublishedValue,
    rows: Sequence[PublishedValue],
) -> WorkedExample | None:
    """The calculation with its numbers; None unless it gives just what is published."""
    same_period = {row.indicator_id: row for row in rows if row.period == shown.period}
    found = {name: row for name, one in known.items() if (row := same_period.get(one.pk))}
    values = {name: row.value for name, row in found.items() if row.value is not None}
    if shown.value is None or not gives(tree, values, shown.value):
        return None
    rounded = format_number(shown.value, indicator.decimals)
    exact = exact_words(shown.value)
    return WorkedExample(
        period=Period(shown.period, indicator.frequency),
        parts=[with_value(piece, known, found) for piece in pieces(tree)],
        exact=exact if exact != rounded else "",
        result=with_unit(rounded, indicator),
        provisional=shown.provisional,
    )


def gives(tree: Tree, values: Mapping[str, Decimal], value: Decimal) -> bool:
    """Whether the calculation can be shown and comes out right."""
    if set(inputs_of(tree)) - set(values):
        return False
    try:
        return evaluate(tree, values) == value
    except NotComputable:
        return False


def with_value(
    piece: Piece, known: Mapping[str, Indicator], found: Mapping[str, PublishedValue]
) -> Part:
    if not isinstance(piece, Input):
        return Part(sign_or_number(piece))
    indicator, row = known[piece.name], found[piece.name]
    return Part(with_unit(exact_words(row.value), indicator), indicator, row.provisional)


def with_unit(number: str, indicator: Indicator) -> str:
    """Number and first word of the unit stay on one line."""
    return f"{number}\N{NO-BREAK SPACE}{indicator.unit}" if indicator.unit else number


def exact_words(value: Decimal | None) -> str:
    """All decimals that the ledger keeps, without zeros at the end."""
    text = format_number(value, DECIMAL_PLACES)
    return text.rstrip("0").rstrip(",") if "," in text else text


def former_formula(row: PublishedValue, inputs: Sequence[Indicator]) -> str:
    """What a value was computed by; empty if it was entered."""
    if not row.source.startswith(SOURCE):
        return ""
    return source_in_names(row.source, inputs).removeprefix(SOURCE)
