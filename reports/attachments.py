"""The figures of a report as files inside its PDF, made from its snapshot alone.

Five files: values, targets and findings as German CSV and all of them as JSON, and the snapshot
itself. They hold what the snapshot holds and nothing else: what it keeps secret has no value there
either, only the reason. Names are the same in all editions of a year.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.annual_values import YearValue
from indicators.enums import TargetKind
from indicators.export import TARGET_HEAD as PATH_HEAD
from indicators.missing_reasons import missing_words
from indicators.target_paths import path_value
from reports.pages.wording import status_word
from reports.print_order import Attachment
from reports.snapshot import DistrictFacts, IndicatorFacts, Snapshot, TargetFacts
from soest.spreadsheets.writing import Row, as_csv, plain, yes_no

VALUE_HEAD = (
    "Kennung",
    "Kennzahl",
    "Einheit",
    "Ort",
    "Jahr",
    "Wert",
    "kein Wert, weil",
    "vorläufig",
    "revidiert",
    "Zielpfad",
)
TARGET_HEAD = ("Kennung", "Kennzahl", "Einheit", *PATH_HEAD)  # as in the files of one indicator
FINDING_HEAD = (
    "Kennung",
    "Kennzahl",
    "Einheit",
    "Jahr",
    "Wert",
    "Bewertung",
    "vorläufig",
    "Ergebnis",
    "Abstand zum Zielpfad",
    "nötig je Jahr",
    "bisher je Jahr",
    "bestes Jahr",
    "Quelle",
    "Anmerkung",
)


def attachments(snapshot: Snapshot, stored: str) -> tuple[Attachment, ...]:
    """All files of a report; `stored` is the text of the snapshot as it is kept."""
    year, dated = snapshot.report.year, snapshot.report.frozen_at
    values, targets, findings = rows(snapshot)

    def file(name: str, description: str, content: bytes, relationship: str = "Data") -> Attachment:
        return Attachment(name, description, relationship, dated, content)

    return (
        file(f"werte-{year}.csv", "Alle Jahreswerte", as_csv(VALUE_HEAD, values)),
        file(f"ziele-{year}.csv", "Alle Zielpfade", as_csv(TARGET_HEAD, targets)),
        file(f"bewertungen-{year}.csv", "Alle Bewertungen", as_csv(FINDING_HEAD, findings)),
        file(
            f"kennzahlen-{year}.json",
            "Alle Werte, Zielpfade und Bewertungen",
            as_json(snapshot, values, targets, findings),
        ),
        file(f"datenstand-{year}.json", "Eingefrorener Datenstand", stored.encode(), "Source"),
    )


def rows(snapshot: Snapshot) -> tuple[list[Row], list[Row], list[Row]]:
    """Values, targets and findings of all indicators, by code."""
    places = {place.slug: place for place in snapshot.districts}
    city = next((one.name for one in snapshot.districts if one.kind == "city"), "Soest")
    return (
        [row for one in snapshot.indicators for row in value_rows(one, city, places)],
        [row for one in snapshot.indicators for row in target_rows(one)],
        [finding_row(one) for one in snapshot.indicators],
    )


# Rows ------------------------------------------------------------------------------


def value_rows(
    indicator: IndicatorFacts, city: str, places: dict[str, DistrictFacts]
) -> Iterator[Row]:
    """The years of the whole city, then those of its parts."""
    for year in indicator.years:
        yield value_row(indicator, city, year, expected(indicator, year.year))
    for series in indicator.districts:
        for year in series.years:
            yield value_row(indicator, places[series.district].name, year, None)


def value_row(indicator: IndicatorFacts, place: str, year: YearValue, path: Decimal | None) -> Row:
    return (
        *named(indicator),
        place,
        year.year,
        year.value,
        missing_words(year.missing_reason),
        yes_no(year.provisional),
        yes_no(year.revised),
        path,
    )


def expected(indicator: IndicatorFacts, year: int) -> Decimal | None:
    """What the path in force asks for in a year."""
    return path_value(indicator.target.line, year) if indicator.target else None


def target_rows(indicator: IndicatorFacts) -> Iterator[Row]:
    """A row for each point of each version; a band or a mere direction has one without a year."""
    for target in indicator.targets:
        for point in target.line.points:
            yield target_row(indicator, target, (point.year, point.value, None, None))
        if not target.line.points:
            line = target.line
            yield target_row(indicator, target, (None, None, line.lower, line.upper))


def target_row(indicator: IndicatorFacts, target: TargetFacts, numbers: Row) -> Row:
    return (
        *named(indicator),
        target.version,
        yes_no(target.in_force),
        str(TargetKind(target.line.kind).label),
        *numbers,
        target.decided_by,
        target.decided_on,
        target.reference,
        target.link,
        target.note,
    )


def finding_row(indicator: IndicatorFacts) -> Row:
    """How an indicator stands: the numbers of its card, unrounded."""
    latest, pace = indicator.latest, indicator.pace
    return (
        *named(indicator),
        latest.year if latest else None,
        latest.value if latest else None,
        status_word(indicator.status),
        yes_no(indicator.is_provisional),
        indicator.sentence,
        indicator.distance.absolute if indicator.distance else None,
        pace.needed if pace else None,
        pace.mean if pace else None,
        pace.best if pace else None,
        indicator.value_source or indicator.source,
        indicator.comment,
    )


def named(indicator: IndicatorFacts) -> tuple[str, str, str]:
    return indicator.code, indicator.name, indicator.unit


# The same for programs ---------------------------------------------------------------


def as_json(
    snapshot: Snapshot, values: Iterable[Row], targets: Iterable[Row], findings: Iterable[Row]
) -> bytes:
    """All rows as objects: decimals as strings with a point, days in ISO 8601, None for empty."""
    report = snapshot.report
    content = {
        "bericht": {
            "titel": report.title,
            "jahr": report.year,
            "ausgabe": report.edition,
            "stand": report.frozen_at.isoformat(),
            "beispieldaten": report.is_sample,
            "methode": snapshot.method,
        },
        "werte": [as_object(VALUE_HEAD, row) for row in values],
        "ziele": [as_object(TARGET_HEAD, row) for row in targets],
        "bewertungen": [as_object(FINDING_HEAD, row) for row in findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def as_object(head: Sequence[str], row: Row) -> dict[str, str | int | None]:
    return {name: json_cell(cell) for name, cell in zip(head, row, strict=True)}


def json_cell(cell: Any) -> str | int | None:
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    text: str | int | None = cell
    return text
