"""What two snapshots say differently about one indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from indicators.annual_values import YearValue
from indicators.enums import ChartNoteKind
from reports.snapshot import DistrictSeries, IndicatorFacts
from reports.snapshot_changes.pairs import come_or_gone, paired, plain_changes
from reports.snapshot_changes.wording import (
    WITHHELD,
    exact_words,
    is_withheld,
    latest_is_withheld,
    outlook_words,
    path_words,
    target_words,
    value_words,
)
from reports.snapshot_details import ChangeFacts

Series = IndicatorFacts | DistrictSeries
Words = Callable[[IndicatorFacts, YearValue | None], str]
Moved = tuple[int, YearValue | None, YearValue | None]  # a year with its value of then and now


def indicator_changes(
    before: IndicatorFacts | None,
    after: IndicatorFacts | None,
    places: Mapping[str, str],
    *,
    until: int | None,
    knows_formulas: bool,
) -> Iterator[ChangeFacts]:
    """All differences; `places` are the names of the parts of the city by their slugs. Values
    after the year `until` are passed over. `knows_formulas` is false if the former snapshot is too
    old to hold formulas.
    """
    known = after or before
    if known is None:
        return
    if before is None or after is None:
        yield come_or_gone(
            before, kind="indicators", code=known.code, subject=known.name, what="Kennzahl"
        )
        return
    names = own_names(without_remark(before, after)), own_names(after)
    yield from plain_changes(*names, code=after.code, subject=after.name)
    if before.status != after.status:
        number = not latest_is_withheld(before, after)
        words = outlook_words(before, with_number=number), outlook_words(after)
        yield change(after, "outlooks", "Bewertung", *words)
    yield from target_changes(before, after)
    yield from value_changes(before, after, until)
    yield from note_changes(before, after)
    for slug, old, new in paired(before.districts, after.districts, lambda one: one.district):
        yield from place_changes(before, after, places.get(slug, slug), changed(old, new, until))
    if knows_formulas:
        yield from formula_changes(before, after)


def own_names(indicator: IndicatorFacts) -> IndicatorFacts:
    """Without the short name, if there is none and the name stands in its place."""
    has_none = indicator.short_name == indicator.name
    return replace(indicator, short_name="") if has_none else indicator


def without_remark(before: IndicatorFacts, after: IndicatorFacts) -> IndicatorFacts:
    """The indicator of then; a remark on a number that is protected now could tell it."""
    if not before.comment or not latest_is_withheld(before, after):
        return before
    return replace(before, comment=WITHHELD)


def change(indicator: IndicatorFacts, kind: str, what: str, before: str, after: str) -> ChangeFacts:
    return ChangeFacts(kind, indicator.code, indicator.name, what, before, after)


def target_changes(before: IndicatorFacts, after: IndicatorFacts) -> Iterator[ChangeFacts]:
    """The path in force; that it demands the same but another way is told by its numbers."""
    if before.target == after.target:
        return
    old, new = target_words(before), target_words(after)
    if old == new and before.target and after.target:
        old, new = path_words(before.target), path_words(after.target)
    yield change(after, "targets", "Ziel", old, new)


def value_changes(
    before: IndicatorFacts, after: IndicatorFacts, until: int | None
) -> Iterator[ChangeFacts]:
    """The values of the whole city, year by year."""
    for year, old, new in changed(before, after, until):
        words = then_words(before, old, new), value_words(after, new)
        if words[0] == words[1]:
            words = then_words(before, old, new, exact_words), exact_words(after, new)
        yield change(after, "values", f"Wert {year}", *words)


def then_words(
    before: IndicatorFacts,
    old: YearValue | None,
    new: YearValue | None,
    words: Words = value_words,
) -> str:
    """The value of then, unless it has become one of those that are not shown."""
    return WITHHELD if is_withheld(old, new) else words(before, old)


def changed(before: Series | None, after: Series | None, until: int | None) -> list[Moved]:
    """The years of two series that differ, ascending."""
    pairs = paired(before.years if before else (), after.years if after else (), year_of)
    return sorted(
        (year, old, new)
        for year, old, new in pairs
        if (until is None or year <= until) and said(old) != said(new)
    )


def year_of(value: YearValue) -> int:
    return value.year


def said(year: YearValue | None) -> tuple[object, ...]:
    """What is told of a year; that a value is a revised one follows from its history."""
    return () if year is None else (year.value, year.missing_reason, year.provisional)


def note_changes(before: IndicatorFacts, after: IndicatorFacts) -> Iterator[ChangeFacts]:
    """Breaks and remarks."""
    notes = paired(before.chart.notes, after.chart.notes, lambda one: (one.year, one.kind))
    for (year, kind), old, new in notes:
        if old != new:
            what = f"{'Bruch der Zeitreihe' if kind == ChartNoteKind.BREAK else 'Anmerkung'} {year}"
            words = (
                ", ".join(filter(None, (one.text, one.source))) if one else "" for one in (old, new)
            )
            yield change(after, "breaks", what, *words)


def place_changes(
    before: IndicatorFacts,
    after: IndicatorFacts,
    place: str,
    moved: Sequence[Moved],
) -> Iterator[ChangeFacts]:
    """The values of one part of the city, all years in one line."""
    if not moved:
        return
    words: Words = value_words
    if all(value_words(before, one) == value_words(after, other) for _, one, other in moved):
        words = exact_words
    then = "; ".join(
        f"{year}: {then_words(before, one, other, words) or '–'}" for year, one, other in moved
    )
    now = "; ".join(f"{year}: {words(after, other) or '–'}" for year, _, other in moved)
    yield change(after, "values", f"Werte {place}", then, now)


def formula_changes(before: IndicatorFacts, after: IndicatorFacts) -> Iterator[ChangeFacts]:
    old, new = (one.computation.words if one.computation else "" for one in (before, after))
    codes = tuple(one.computation.expression if one.computation else "" for one in (before, after))
    if codes[0] != codes[1]:
        words = (old, new) if old != new else codes
        yield change(after, "naming", "Rechenformel", *words)
