"""Decide which released values are shown, and store it: the bridge from the ledger.

Called in the transaction in which rows come into force or a rule changes (see
`indicators.consequences`), for everything this touches: the indicators themselves, shares of them,
those that are protected like them, and what is computed from them. A computed row may be shown once
all the rows it was computed from are: then it tells nothing new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from indicators.disclosure.sensitivity import Rule, cases_of, is_small
from indicators.disclosure.tables import Row, Table
from indicators.enums import DistrictRelation, MeasurementState, MissingReason
from indicators.models import Disclosure, Indicator, Measurement, MeasurementInput
from strategy.models import DataVersion, District

USUAL_CASES = 5
# Changing one of these changes what may be shown.
RULE_FIELDS = (
    "min_cases",
    "zero_is_harmless",
    "base",
    "base_factor",
    "min_base",
    "protected_like",
    "district_relation",
)

Decisions = dict[int, datetime | None]  # by row of the ledger: shown since; None: not shown
Cell = tuple[int, date]  # place and period
Links = Mapping[int, set[int]]  # what something rests on: indicators, or rows


@dataclass(frozen=True, slots=True)
class _Places:
    city: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the public knows of some rows already."""

    stored: Decisions  # as decided before
    since: Mapping[int, datetime]  # rows whose values were shown, by decision or for want of one


@dataclass(frozen=True)
class _Ledger:
    """All that a decision takes, and the decisions made so far."""

    inputs: Links
    bases: Mapping[int, Mapping[Cell, Decimal]]
    places: _Places
    known: _Known
    decisions: Decisions = field(default_factory=dict)


def decide_on(rows: Iterable[Measurement]) -> None:
    """Decide on tables in which these rows have just come into force."""
    listed = list(rows)
    decide(
        {row.indicator_id for row in listed},
        {row.period.year for row in listed},
        fresh={row.pk for row in listed},
    )


@transaction.atomic(savepoint=False)
def decide(
    indicators: Iterable[int],
    years: Collection[int] | None = None,
    *,
    fresh: Collection[int] | None = None,
) -> None:
    """Decide anew on these indicators and on those that depend on them, for all years or some.

    Rows without a decision have been public, and so are known, but for the `fresh` ones, which
    come into force only now (None: all of them, as when data is loaded).
    """
    order = _concerned(set(indicators))
    if not order:
        return
    DataVersion.hold()  # of two releases at once the later one sees both
    stored = _released(order, years)
    ledger = _Ledger(
        inputs=_inputs_of_rows(order.values(), years),
        bases=_bases(order.values(), years),
        places=_places(),
        known=_known([row for rows in stored.values() for row in rows], fresh),
    )
    for indicator in order.values():
        rows = stored.get(indicator.pk, [])
        leaders = stored.get(indicator.protected_like_id or 0, [])
        ledger.decisions.update(_decided(indicator, rows, leaders, ledger))
    _store(ledger)


def _concerned(indicators: set[int]) -> dict[int, Indicator]:
    """The indicators to decide on, each after those it rests on."""
    values = Measurement.objects.filter(indicator=OuterRef("pk"))
    hushed = values.filter(missing_reason=MissingReason.CONFIDENTIAL)
    formerly_guarded = values.filter(disclosure__isnull=False)
    candidates = Indicator.objects.filter(
        Q(min_cases__isnull=False)
        | Q(protected_like__isnull=False)
        | Q(pk__in=indicators) & (Exists(hushed) | Exists(formerly_guarded))
        | ~Q(expression="")
    )
    known = {row.pk: row for row in candidates}
    rests_on = _foundations(known.values())
    found = set(indicators)
    while more := {
        pk
        for pk, row in known.items()
        if pk not in found and not found.isdisjoint({row.base_id, *rests_on[pk]})
    } | {one for pk in found & known.keys() for one in rests_on[pk] & known.keys() - found}:
        found |= more
    order = [pk for pk in sorted(found) if pk in known and _may_be_secret(pk, known, rests_on)]
    return {pk: known[pk] for pk in _foundations_first(order, rests_on)}


def _foundations(indicators: Iterable[Indicator]) -> Links:
    """What each indicator is protected like or was ever computed from."""
    rests_on: defaultdict[int, set[int]] = defaultdict(set)
    for row in indicators:
        rests_on[row.pk] |= {row.protected_like_id} - {None}  # type: ignore[arg-type]
    if any(row.is_computed for row in indicators):
        pairs = MeasurementInput.objects.values_list("computed__indicator", "input__indicator")
        for computed, one in pairs.distinct():
            rests_on[computed].add(one)
    return rests_on


def _may_be_secret(pk: int, known: Mapping[int, Indicator], rests_on: Links) -> bool:
    """An indicator that is only computed needs decisions if anything it rests on does."""
    seen: set[int] = set()
    rest = {pk}
    while rest:
        if any(one in known and not known[one].is_computed for one in rest):
            return True
        seen |= rest
        rest = {below for one in rest for below in rests_on[one]} - seen
    return False


def _foundations_first(order: Sequence[int], rests_on: Links) -> Iterator[int]:
    """Raises nothing for a circle: its members come in any order, and keep each other hidden."""
    rest = list(order)
    while rest:
        ready = [pk for pk in rest if rests_on[pk].isdisjoint(rest)] or rest
        yield from ready
        rest = [pk for pk in rest if pk not in ready]


def _inputs_of_rows(indicators: Iterable[Indicator], years: Collection[int] | None) -> Links:
    """The rows that computed rows were computed from."""
    computed = [row.pk for row in indicators if row.is_computed]
    links = MeasurementInput.objects.filter(computed__indicator__in=computed)
    if years is not None:
        links = links.filter(computed__period__year__in=list(years))
    found: defaultdict[int, set[int]] = defaultdict(set)
    if computed:
        for row, one in links.values_list("computed", "input"):
            found[row].add(one)
    return found


def _released(
    indicators: Iterable[int], years: Collection[int] | None
) -> dict[int, list[Measurement]]:
    rows = Measurement.objects.filter(
        indicator__in=list(indicators), state=MeasurementState.RELEASED
    )
    if years is not None:
        rows = rows.filter(period__year__in=list(years))
    found: defaultdict[int, list[Measurement]] = defaultdict(list)
    for row in rows.order_by("period", "pk"):
        found[row.indicator_id].append(row)
    return dict(found)


def _places() -> _Places:
    parts = District.objects.parts().values_list("pk", flat=True)
    return _Places(District.objects.city().pk, tuple(parts))


def _known(rows: Collection[Measurement], fresh: Collection[int] | None) -> _Known:
    """The stored decisions on rows, and since when the values shown before are known."""
    keys = [row.pk for row in rows]
    stored = dict(
        Disclosure.objects.filter(measurement__in=keys).values_list("measurement_id", "shown_at")
    )
    since = {key: at for key, at in stored.items() if at is not None}
    for row in rows:
        if fresh is not None and row.pk not in stored and row.pk not in fresh:
            since[row.pk] = released_moment(row)
    return _Known(stored, since)


def released_moment(row: Measurement) -> datetime:
    """When a released row came into force. Raises ValueError for one that is not released."""
    if row.released_at is None:
        raise ValueError(f"measurement {row.pk} is not released")
    return row.released_at


def _bases(
    indicators: Iterable[Indicator], years: Collection[int] | None
) -> dict[int, dict[Cell, Decimal]]:
    """The smallest number ever released for each place and period, by indicator."""
    keys = {row.base_id for row in indicators if row.base_id is not None}
    found: defaultdict[int, dict[Cell, Decimal]] = defaultdict(dict)
    for key, rows in _released(keys, years).items():
        for row in rows:
            if row.value is not None:
                for period in {row.period, date(row.period.year, 1, 1)}:
                    cell = (row.district_id, period)
                    found[key][cell] = min(row.value, found[key].get(cell, row.value))
    return dict(found)


def _decided(
    indicator: Indicator,
    rows: Sequence[Measurement],
    leaders: Sequence[Measurement],
    ledger: _Ledger,
) -> Decisions:
    """The decisions on all rows of an indicator."""
    found: Decisions = {}
    led_by: defaultdict[Cell, list[Measurement]] = defaultdict(list)
    for row in leaders:
        led_by[row.district_id, row.period].append(row)
    for _, group in groupby(rows, key=lambda row: row.period):
        period = list(group)
        sources = {
            row.pk: _sources(row, indicator, led_by[row.district_id, row.period], ledger)
            for row in period
        }
        if any(sources.values()) or _needs_decision(indicator, period):
            table = _table(indicator, period, sources, ledger)
            shown = table.shown_since()
            found |= {row.pk: _dated(row.pk, shown.get(row.pk), ledger.known) for row in period}
    return found


def _dated(key: int, at: datetime | None, known: _Known) -> datetime | None:
    """What was shown stays shown since then; what was secret is not shown in hindsight."""
    if at is None or key not in known.stored:
        return at
    former = known.stored[key]
    return max(at, timezone.now()) if former is None else former


def _table(
    indicator: Indicator,
    rows: Iterable[Measurement],
    sources: Mapping[int, Sequence[datetime | None]],
    ledger: _Ledger,
) -> Table:
    bases = ledger.bases.get(indicator.base_id or 0, {})
    return Table(
        rows=[_row(row, indicator, _base_of(row, bases), sources[row.pk], ledger) for row in rows],
        city=ledger.places.city,
        parts=ledger.places.parts,
        adds_up=_adds_up(indicator),
        least=indicator.min_cases or USUAL_CASES,
        guards_gaps=indicator.is_guarded,
    )


def _adds_up(indicator: Indicator) -> bool:
    """The cases behind the values of the parts sum to the city's; those of a mean need a base."""
    if indicator.is_computed:
        return False
    is_sum = indicator.district_relation == DistrictRelation.SUM
    is_mean = indicator.district_relation == DistrictRelation.WEIGHTED_MEAN
    return is_sum or (is_mean and indicator.base_factor is not None)


def _needs_decision(indicator: Indicator, rows: Iterable[Measurement]) -> bool:
    """A table that may be shown as it is has no decisions."""
    hushed = any(row.missing_reason == MissingReason.CONFIDENTIAL for row in rows)
    return indicator.is_guarded or (hushed and _adds_up(indicator))


def _base_of(row: Measurement, bases: Mapping[Cell, Decimal]) -> Decimal | None:
    """How many there are in all, in the same period or at least in the same year."""
    exact = bases.get((row.district_id, row.period))
    return exact or bases.get((row.district_id, date(row.period.year, 1, 1)))


def _sources(
    row: Measurement, indicator: Indicator, leaders: Iterable[Measurement], ledger: _Ledger
) -> list[datetime | None]:
    """Since when what the row gives away is shown, for each thing it gives away."""
    decisions = ledger.decisions
    computed_from = [decisions[one] for one in ledger.inputs.get(row.pk, ()) if one in decisions]
    if indicator.protected_like_id is None:
        return computed_from
    overlapping = [
        leader
        for leader in leaders
        if (row.superseded_at is None or released_moment(leader) < row.superseded_at)
        and (leader.superseded_at is None or leader.superseded_at > released_moment(row))
    ]
    return [decisions.get(leader.pk) for leader in overlapping] or [None]


def _row(
    row: Measurement,
    indicator: Indicator,
    base: Decimal | None,
    sources: Sequence[datetime | None],
    ledger: _Ledger,
) -> Row:
    is_hushed = row.missing_reason == MissingReason.CONFIDENTIAL
    is_part = row.district_id != ledger.places.city
    return Row(
        key=row.pk,
        place=row.district_id,
        released_at=released_moment(row),
        superseded_at=row.superseded_at,
        cases=None if row.value is None else cases_of(row.value, base, indicator.base_factor),
        is_secret=None in sources
        or (is_part and (is_hushed or _is_small(row.value, base, indicator))),
        free_since=max((at for at in sources if at is not None), default=None),
        known_since=ledger.known.since.get(row.pk),
    )


def _is_small(value: Decimal | None, base: Decimal | None, indicator: Indicator) -> bool:
    if value is None or indicator.min_cases is None:
        return False
    rule = Rule(
        min_cases=indicator.min_cases,
        min_base=indicator.min_base,
        factor=indicator.base_factor,
        has_base=indicator.base_id is not None,
        zero_is_harmless=indicator.zero_is_harmless,
    )
    return is_small(value, base, rule)


def _store(ledger: _Ledger) -> None:
    """Bring the stored decisions to what was decided."""
    stored, decisions = ledger.known.stored, ledger.decisions
    Disclosure.objects.filter(pk__in=stored.keys() - decisions.keys()).delete()
    Disclosure.objects.bulk_create(
        [
            Disclosure(measurement_id=key, shown_at=at)
            for key, at in decisions.items()
            if key not in stored or stored[key] != at
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["measurement"],
        update_fields=["shown_at"],
    )


def rules() -> dict[int, tuple[object, ...]]:
    """What decisions rest on, by indicator: to find out which rules a change has touched."""
    names = [f"{name}_id" if name in ("base", "protected_like") else name for name in RULE_FIELDS]
    return {row[0]: row[1:] for row in Indicator.objects.values_list("pk", *names)}
