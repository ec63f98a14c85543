"""What the sample data says about single years: two breaks, and remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.enums import ChartNoteKind
from indicators.models import ChartNote, Indicator
from indicators.sample.targets import evening


@dataclass(frozen=True, slots=True)
class SampleNote:
    """A note; `back` counts from the last complete year, a year of its own goes before it."""

    code: str
    kind: ChartNoteKind
    text: str
    back: int = 0
    year: int | None = None


NOTES = (
    SampleNote(
        "KUL-03", ChartNoteKind.BREAK, "Mitglieder werden nur noch einmal je Person gezählt", 7
    ),
    SampleNote("VER-04", ChartNoteKind.BREAK, "Frist beginnt erst mit dem vollständigen Antrag", 2),
    SampleNote("MOB-03", ChartNoteKind.NOTE, "Beginn der Corona-Pandemie", year=2020),
    SampleNote("MOB-03", ChartNoteKind.NOTE, "Deutschlandticket seit Mai", year=2023),
    SampleNote("KUL-06", ChartNoteKind.NOTE, "Beginn der Corona-Pandemie", year=2020),
)


def add_chart_notes(indicators: Mapping[str, Indicator], last_year: int) -> None:
    """Each entered in the spring after its year; of a year to come there is nothing to say."""
    years = [(note, note.year or last_year - note.back) for note in NOTES]
    ChartNote.objects.bulk_create(
        ChartNote(
            indicator=indicators[note.code],
            year=year,
            kind=note.kind,
            text=note.text,
            entered_at=evening(date(year + 1, 3, 1)),
            is_sample=True,
        )
        for note, year in years
        if year <= last_year
    )
