"""Computed rows of the ledger: made anew in the transaction that changes what they rest on.

A computed row is an ordinary released row. When an input is corrected, or a formula changed, the
next revision supersedes it; it says in its source by which formula, and `MeasurementInput` says
from which rows it was computed. Where an input says "no value", so does the result, and why. Where
an input never said anything, there is nothing to say.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from indicators.enums import (
    EventKind,
    MeasurementState,
    MissingReason,
    Origin,
)
from indicators.formulas.dependencies import computing_order, reached_from
from indicators.formulas.outcomes import Bounds, Outcome, Said, outcome_of
from indicators.formulas.reading import FormulaError, read_formula
from indicators.formulas.trees import POPULATION, Tree, inputs_of
from indicators.models import Indicator, Measurement, MeasurementEvent, MeasurementInput
from strategy.models import DataVersion

logger = logging.getLogger(__name__)

WRITTEN_AT_ONCE = 500  # rows of one INSERT or UPDATE
SOURCE = "Berechnet: "  # before the formula, in the source of a row
LONGEST_REASON = 500

PlaceTime = tuple[int, date]  # district, first day of the period
Key = tuple[int, int, date]  # indicator, district, first day of the period


@dataclass(frozen=True, slots=True)
class Formula:
    """A computed indicator with what it is computed from."""

    indicator: Indicator
    tree: Tree
    inputs: Mapping[str, Indicator]  # by their names in the formula

    @property
    def source(self) -> str:
        return f"{SOURCE}{self.indicator.expression}"

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.indicator.lower_bound, self.indicator.upper_bound)


@dataclass(frozen=True, slots=True)
class Change:
    """A new row, what it supersedes, and what it was computed from."""

    row: Measurement
    former: Measurement | None
    inputs: Sequence[Measurement]


@transaction.atomic(savepoint=False)
def recompute(rows: Collection[Measurement], *, by: User | None) -> list[Measurement]:
    """Compute what rests on rows that have just come into force; returns the new rows.

    Call it in the transaction that released them, after they are written. A fixed number of
    queries for each 500 new rows, over all levels of formulas. `by` is the person whose release
    it was; None: a published source.
    """
    if not rows:
        return []
    formulas = formulas_on({row.indicator_id for row in rows}, held_formulas())
    if not formulas:
        return []
    return run(formulas, {(row.district_id, row.period) for row in rows}, by, timezone.now())


@transaction.atomic(savepoint=False)
def recompute_all(*, by: User | None, like_inputs: bool = False) -> list[Measurement]:
    """Compute everything anew that is not as it should be: after formulas or markings changed.

    With `like_inputs` a row counts as released when the last of its inputs was, not now.
    """
    formulas = held_formulas()
    return run(formulas, None, by, None if like_inputs else timezone.now()) if formulas else []


# Formulas ------------------------------------------------------------------------


def held_formulas() -> list[Formula]:
    """All formulas, each after those it counts with, held until the end of the transaction.

    Two releases at the same moment must not each compute with the other's former value. So
    whoever computes first holds the one row that every release raises by trigger anyway: the
    second waits there, and then reads what the first has written. Nobody waits for a value while
    holding it, so nobody waits in a circle. Three queries.
    """
    DataVersion.hold()
    trees = {row: tree for row in Indicator.objects.computed() if (tree := tree_of(row))}
    names = {name for tree in trees.values() for name in inputs_of(tree)}
    if not names:
        return []
    known = indicators_called(names)
    found = {
        row.code: Formula(row, tree, {name: known[name] for name in inputs_of(tree)})
        for row, tree in trees.items()
        if is_sound(row, [known.get(name) for name in inputs_of(tree)])
    }
    return [found[code] for code in computing_order(links_of(found.values()))]


def tree_of(indicator: Indicator) -> Tree | None:
    """The formula of an indicator; None if it cannot be read, which forms do not let in."""
    try:
        return read_formula(indicator.expression)
    except FormulaError:
        logger.exception("formula of %s cannot be read", indicator.code)
        return None


def indicators_called(names: Iterable[str]) -> dict[str, Indicator]:
    """The indicators that formulas mean by these names. One query."""
    wanted = Q(code__in=list(names)) | Q(measures_population=True)
    rows = list(Indicator.objects.filter(wanted))
    known = {row.code: row for row in rows}
    for row in rows:
        if row.measures_population:
            known[POPULATION] = row
    return known


def is_sound(indicator: Indicator, inputs: Collection[Indicator | None]) -> bool:
    """Whether the formula can be computed: a release must not fail because it cannot."""
    if all(one is not None and one.frequency == indicator.frequency for one in inputs):
        return True
    logger.error("formula of %s does not fit its inputs", indicator.code)
    return False


def links_of(formulas: Iterable[Formula]) -> dict[str, list[str]]:
    return {one.indicator.code: [row.code for row in one.inputs.values()] for one in formulas}


def formulas_on(indicators: Collection[int], formulas: Sequence[Formula]) -> list[Formula]:
    """Those that count with one of these indicators, directly or through others."""
    changed = {row.code for one in formulas for row in one.inputs.values() if row.pk in indicators}
    reached = reached_from(changed, links_of(formulas))
    return [one for one in formulas if one.indicator.code in reached]


# Computing -----------------------------------------------------------------------


@dataclass
class Ledger:
    """The rows in force of some places, with what the computed ones among them rest on."""

    rows: dict[Key, Measurement]
    rests_on: Mapping[int, frozenset[int]]  # keys of the inputs, by key of the computed row
    by: User | None
    at: datetime | None  # None: new rows are as old as their inputs
    changes: list[Change] = field(default_factory=list)

    def places(self) -> list[PlaceTime]:
        return sorted({key[1:] for key in self.rows})

    def compute(self, formula: Formula, place: PlaceTime) -> None:
        """Bring the row of a formula at a place to what follows from its inputs."""
        inputs = {name: self.rows.get((one.pk, *place)) for name, one in formula.inputs.items()}
        known = [row for row in inputs.values() if row]
        former = self.rows.get((formula.indicator.pk, *place))
        here = known[0] if known else former
        if here is None or not formula.indicator.is_measured_at(here.district):
            return
        outcome = outcome_of(formula.tree, said_by(formula, inputs), formula.bounds)
        if self.stays(former, outcome, known):
            return
        row = self.new_row(formula, outcome, known, former, here)
        if former and row.is_sample and not former.is_sample:
            return  # nothing real gives way to an example
        self.rows[formula.indicator.pk, *place] = row
        self.changes.append(Change(row, former, known))

    def stays(
        self, former: Measurement | None, outcome: Outcome, inputs: Collection[Measurement]
    ) -> bool:
        """What is in force says this already, from the same rows; or there is nothing to say."""
        if former is None or former.origin != Origin.COMPUTED:
            return outcome.is_silent
        same = (
            former.value == outcome.value
            and former.missing_reason == outcome.missing_reason
            and former.missing_note == outcome.missing_note
            and former.provisional == outcome.provisional
        )
        return same and self.rests_on.get(former.pk, frozenset()) == {row.pk for row in inputs}

    def new_row(
        self,
        formula: Formula,
        outcome: Outcome,
        inputs: Sequence[Measurement],
        former: Measurement | None,
        here: Measurement,
    ) -> Measurement:
        moment = self.moment(inputs, former)
        return Measurement(
            indicator=formula.indicator,
            district=here.district,
            period=here.period,
            value=outcome.value,
            missing_reason=outcome.missing_reason,
            missing_note=outcome.missing_note,
            provisional=outcome.provisional,
            source=formula.source,
            warning_reason=self.reason(formula, inputs, former) if former else "",
            state=MeasurementState.RELEASED,
            revision=former.revision + 1 if former else 1,
            origin=Origin.COMPUTED,
            entered_at=moment,
            released_by=self.by,
            released_at=moment,
            is_sample=self.is_sample(formula, inputs),
        )

    def moment(self, inputs: Iterable[Measurement], former: Measurement | None) -> datetime:
        """Never before anything it rests on, nor before what it supersedes."""
        known = [self.at, former and former.released_at, *(row.released_at for row in inputs)]
        return max(moment for moment in known if moment)

    def is_sample(self, formula: Formula, inputs: Iterable[Measurement]) -> bool:
        """It goes with the sample data if anything it rests on does."""
        by_example = self.by is not None and self.by.is_sample
        return by_example or formula.indicator.is_sample or any(row.is_sample for row in inputs)

    def reason(self, formula: Formula, inputs: Iterable[Measurement], former: Measurement) -> str:
        """Why the row before it is not right any more."""
        if former.origin != Origin.COMPUTED:
            return "Der Wert wird jetzt berechnet."
        if former.source != formula.source:
            return "Die Formel wurde geändert."
        known = self.rests_on.get(former.pk, frozenset())
        names = {one.pk: one.name for one in formula.inputs.values()}
        changed = [names[row.indicator_id] for row in inputs if row.pk not in known]
        if not changed:
            return "Neu berechnet, weil sich Grenzen oder Eingänge der Kennzahl geändert haben."
        return f"Neu berechnet, weil sich geändert hat: {', '.join(changed)}."[:LONGEST_REASON]


def said_by(formula: Formula, inputs: Mapping[str, Measurement | None]) -> dict[str, Said]:
    """What the inputs say, as the pure modules take it."""
    return {
        name: said(formula.inputs[name].name, row)
        if row
        else Said(formula.inputs[name].name, None, is_silent=True)
        for name, row in inputs.items()
    }


def said(name: str, row: Measurement) -> Said:
    words = str(MissingReason(row.missing_reason).label) if row.missing_reason else ""
    return Said(name, row.value, row.missing_reason, words, row.provisional)


def run(
    formulas: Sequence[Formula],
    places: Collection[PlaceTime] | None,
    by: User | None,
    at: datetime | None,
) -> list[Measurement]:
    """Compute formulas, in their order, at places (None: wherever an input says something)."""
    ledger = read(formulas, places, by, at)
    wanted = ledger.places() if places is None else sorted(places)
    for formula in formulas:
        for place in wanted:
            ledger.compute(formula, place)
    store(ledger.changes, by)
    return [change.row for change in ledger.changes]


# Reading and writing -----------------------------------------------------------------


def read(
    formulas: Sequence[Formula],
    places: Collection[PlaceTime] | None,
    by: User | None,
    at: datetime | None,
) -> Ledger:
    """The rows in force of all that the formulas are about. Two queries."""
    about = {one.indicator.pk for one in formulas}
    about |= {row.pk for one in formulas for row in one.inputs.values()}
    rows = Measurement.objects.current().filter(indicator__in=about)
    if places is not None:
        rows = rows.filter(
            district__in={district for district, _ in places},
            period__in={period for _, period in places},
        )
    rests_on: defaultdict[int, set[int]] = defaultdict(set)
    computed = rows.filter(origin=Origin.COMPUTED)
    links = MeasurementInput.objects.filter(computed__in=computed.values("pk"))
    for row, one in links.values_list("computed", "input"):
        rests_on[row].add(one)
    return Ledger(
        rows={
            (row.indicator_id, row.district_id, row.period): row
            for row in rows.select_related("district")
        },
        rests_on={row: frozenset(those) for row, those in rests_on.items()},
        by=by,
        at=at,
    )


def store(changes: Sequence[Change], by: User | None) -> None:
    """Supersede, then put in force: one value of a place and period at a time."""
    formers = [change.former for change in changes if change.former]
    for change in changes:
        if change.former:
            change.former.superseded_at = change.row.released_at
    Measurement.objects.bulk_update(formers, ["superseded_at"], batch_size=WRITTEN_AT_ONCE)
    Measurement.objects.bulk_create([change.row for change in changes], batch_size=WRITTEN_AT_ONCE)
    MeasurementInput.objects.bulk_create(
        [
            MeasurementInput(computed=change.row, input=row)
            for change in changes
            for row in change.inputs
        ],
        batch_size=WRITTEN_AT_ONCE,
    )
    if by is not None:
        events = [event for change in changes for event in events_of(change, by)]
        MeasurementEvent.objects.bulk_create(events, batch_size=WRITTEN_AT_ONCE)


def events_of(change: Change, by: User) -> Iterator[MeasurementEvent]:
    """What the histories say, in the name of the person whose release caused it."""
    for row, kind, note in (
        (change.former, EventKind.SUPERSEDED, change.row.warning_reason),
        (change.row, EventKind.COMPUTED, ""),
    ):
        if row is not None:
            yield MeasurementEvent(
                measurement=row,
                kind=kind,
                by=by,
                at=change.row.entered_at,  # the moment it came into force as well
                version=row.version,
                value=row.value,
                missing_reason=row.missing_reason,
                note=note,
            )
