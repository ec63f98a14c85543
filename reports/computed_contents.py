"""Formulas of computed indicators as a report freezes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from indicators.computing import indicators_called, tree_of
from indicators.formula_pages import FormulaContent, content_of
from indicators.formulas.trees import Tree, inputs_of
from indicators.models import Indicator
from indicators.publishable import PublishedValue
from indicators.scorecards import Ledger
from reports.snapshot_details import ComputationFacts, InputFacts


def computations(ledger: Ledger, moment: datetime) -> dict[int, ComputationFacts]:
    """The formulas of the computed indicators of a ledger, by key. One query.

    The newest value in the ledger is the example. A formula that cannot be read is left out.
    """
    trees = {one: tree for one in ledger.indicators if one.is_computed and (tree := tree_of(one))}
    called = indicators_called({name for tree in trees.values() for name in inputs_of(tree)})
    return {
        one.pk: computation_facts(one, tree, called, ledger, moment) for one, tree in trees.items()
    }


def computation_facts(
    indicator: Indicator,
    tree: Tree,
    called: Mapping[str, Indicator],
    ledger: Ledger,
    moment: datetime,
) -> ComputationFacts:
    known = {name: called[name] for name in inputs_of(tree) if name in called}
    keys = {indicator.pk, *(one.pk for one in known.values())}
    rows = [row for key in keys for row in rows_at(ledger, key, moment)]
    content = content_of(indicator, tree, known, rows)
    return ComputationFacts(
        expression=indicator.expression,
        words="".join(part.text for part in content.formula.parts),
        inputs=tuple(InputFacts(one.code, one.name, one.unit) for one in content.formula.inputs),
        example=example_text(content),
    )


def rows_at(ledger: Ledger, indicator: int, moment: datetime) -> list[PublishedValue]:
    """The values of an indicator that the public saw at a moment, by period."""
    rows = (row for row in ledger.values.get(indicator, ()) if row.in_force(moment))
    return sorted((row.seen_at(moment) for row in rows), key=lambda row: row.period)


def example_text(content: FormulaContent) -> str:
    """ "2024: 3.200 / 4.000 × 100 = 80 %"; "" without an example."""
    example = content.example
    if example is None:
        return ""
    calculation = "".join(f"{part.text}{open_mark(part.provisional)}" for part in example.parts)
    rounded = f"{example.exact}, gerundet {example.result}" if example.exact else example.result
    return f"{example.period.label}: {calculation} = {rounded}{open_mark(example.provisional)}"


def open_mark(provisional: bool) -> str:
    return " (vorläufig)" if provisional else ""
