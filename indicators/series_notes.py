"""What is said about the years of indicators, with the breaks that computed ones inherit.

Where an input is measured in another way from a year on, so is all that is computed from it: a
computed indicator has the breaks of its inputs, and of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from indicators.computing import tree_of
from indicators.enums import ChartNoteKind
from indicators.formulas.trees import POPULATION, inputs_of
from indicators.models import Indicator
from indicators.year_notes import YearNote, breaks_of


@dataclass(frozen=True, slots=True)
class EnteredNote:
    """A note with the moment from which on it is known."""

    note: YearNote
    entered_at: datetime


Notes = Mapping[int, Sequence[EnteredNote]]  # by indicator


def entered_notes(indicators: Collection[int] | None = None) -> Notes:
    """The notes of these indicators (None: of all), their own before the inherited. One query."""
    found: defaultdict[int, list[EnteredNote]] = defaultdict(list)
    rows = rows_with_notes(indicators)
    for row in rows:
        if row.note_year is not None:
            found[row.pk].append(entered_note(row))
    known = by_name(rows)
    return {
        pk: (*found[pk], *breaks_of_inputs(row, known, found)) for pk, row in unique(rows).items()
    }


def known_notes(entered: Iterable[EnteredNote], moment: datetime) -> tuple[YearNote, ...]:
    """What was said at a moment; breaks of the same year are told as one."""
    notes: dict[tuple[int, str], YearNote] = {}
    for one in (each.note for each in entered if each.entered_at <= moment):
        former = notes.get((one.year, one.kind))
        text = f"{former.words}; {one.text}" if former else one.text
        notes[one.year, one.kind] = replace(former or one, text=text)
    return tuple(notes.values())


def break_years(entered: Iterable[EnteredNote], moment: datetime) -> tuple[int, ...]:
    """The years from which on values cannot be compared with those before, as of a moment."""
    return tuple(one.year for one in breaks_of(known_notes(entered, moment)))


# What the functions above are made of ---------------------------------------------


def rows_with_notes(indicators: Collection[int] | None) -> list[Any]:
    """The indicators with one row a note, and all that these could be computed from.

    Which inputs an indicator has is in its formula, which only Python can read, so every formula
    and every break is read: there are few of them.
    """
    rows = Indicator.objects.only("code", "name", "short_name", "expression", "measures_population")
    if indicators is not None:
        wanted = Q(pk__in=indicators) | ~Q(expression="")
        rows = rows.filter(wanted | Q(chart_notes__kind=ChartNoteKind.BREAK))
    return list(
        rows.annotate(
            note_year=F("chart_notes__year"),
            note_kind=F("chart_notes__kind"),
            note_text=F("chart_notes__text"),
            note_source=F("chart_notes__source"),
            note_link=F("chart_notes__link"),
            note_entered_at=F("chart_notes__entered_at"),
        ).order_by("pk", "note_year", "note_kind")
    )


def entered_note(row: Any) -> EnteredNote:
    note = YearNote(row.note_year, row.note_kind, row.note_text, row.note_source, row.note_link)
    return EnteredNote(note, row.note_entered_at)


def unique(rows: Iterable[Indicator]) -> dict[int, Indicator]:
    return {row.pk: row for row in rows}


def by_name(rows: Iterable[Indicator]) -> dict[str, Indicator]:
    """What formulas call them."""
    names = {row.code: row for row in rows}
    population = next((row for row in names.values() if row.measures_population), None)
    return names if population is None else {**names, POPULATION: population}


def breaks_of_inputs(
    indicator: Indicator, known: Mapping[str, Indicator], found: Notes
) -> list[EnteredNote]:
    """The breaks of everything it is computed from, each once, with the name of the input."""
    return [
        replace(one, note=replace(one.note, text=f"{row.short_name or row.name}: {one.note.text}"))
        for row in all_inputs(indicator, known)
        for one in found.get(row.pk, ())
        if one.note.kind == ChartNoteKind.BREAK
    ]


def all_inputs(indicator: Indicator, known: Mapping[str, Indicator]) -> list[Indicator]:
    """What it is computed from, directly or through others."""
    reached: dict[int, Indicator] = {}
    frontier = [indicator]
    while frontier:
        trees = [tree for one in frontier if one.expression and (tree := tree_of(one))]
        names = [name for tree in trees for name in inputs_of(tree)]
        inputs = [known[name] for name in names if name in known]
        frontier = list(unique(one for one in inputs if one.pk not in reached).values())
        reached |= unique(frontier)
    reached.pop(indicator.pk, None)  # in a circle, which forms do not let in
    return list(reached.values())
