"""The sheet of target paths: one row for each point, the rows of an indicator make its path.

A path in force is sealed, so a file never changes it: rows that say something else become a draft,
the next version, which coordination puts in force with its decision as ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Prefetch

from accounts.models import User
from indicators.catalogue_sheets.comparison import CellChange, CellProblem, RowChange
from indicators.catalogue_sheets.fields import (
    CellValue,
    DayCell,
    LabelCell,
    LinkCell,
    NumberCell,
    TextCell,
    WholeCell,
    text_of,
)
from indicators.catalogue_sheets.mistakes import form_problems, head_problems, missing_heads
from indicators.catalogue_sheets.tables import SheetRow, SheetTable
from indicators.entry.batches import Kind
from indicators.enums import Interpolation, TargetKind
from indicators.models import Indicator, TargetPath, TargetPoint
from soest.triggers import refusal_of

TARGET_SHEET = "Zielpfade"
KEY_HEAD = "Kennung"
UNEXPECTED = "Die Datenbank hat diesen Zielpfad nicht angenommen, weil er eine Regel verletzt."


class PathForm(forms.ModelForm[TargetPath]):
    """What all rows of a path have in common."""

    kind = LabelCell(label="Art", choices=TargetKind.choices)
    interpolation = LabelCell(label="Verlauf", choices=Interpolation.choices)
    baseline_year = WholeCell(label="Ausgangsjahr", required=False)
    baseline_value = NumberCell(label="Ausgangswert", required=False)
    decided_by = TextCell(label="beschlossen von", max_length=200, required=False)
    decided_on = DayCell(label="beschlossen am", required=False)
    reference = TextCell(label="Vorlage", max_length=100, required=False)
    link = LinkCell(label="Link zum Beschluss", max_length=500, required=False)
    note = TextCell(label="Hinweis", max_length=500, required=False)

    class Meta:
        model = TargetPath
        fields = (
            "kind",
            "interpolation",
            "baseline_year",
            "baseline_value",
            "decided_by",
            "decided_on",
            "reference",
            "link",
            "note",
        )


class PointForm(forms.ModelForm[TargetPoint]):
    """What one row adds: a year with a number, or with the edges of a band."""

    year = WholeCell(label="Jahr")
    value = NumberCell(label="Zielwert", required=False)
    lower = NumberCell(label="untere Grenze", required=False)
    upper = NumberCell(label="obere Grenze", required=False)

    class Meta:
        model = TargetPoint
        fields = ("year", "value", "lower", "upper")


FORMS: tuple[type[forms.ModelForm[Any]], ...] = (PathForm, PointForm)
# Cells of the columns after the first, by their head.
COLUMNS: dict[str, Any] = {
    str(cell.label): cell for form in FORMS for cell in form.base_fields.values()
}


def path_rows(path: TargetPath) -> list[dict[str, CellValue]]:
    """The rows of a stored path by head; one with empty point columns if it has no points."""
    common = shown(PathForm, path)
    points = list(path.points.all())
    nothing = shown(PointForm, TargetPoint())
    return [common | shown(PointForm, point) for point in points] or [common | nothing]


def shown(form: type[forms.ModelForm[Any]], row: TargetPath | TargetPoint) -> dict[str, CellValue]:
    return {
        str(cell.label): cell.to_cell(getattr(row, name))  # type: ignore[attr-defined]  # a Cell
        for name, cell in form.base_fields.items()
    }


def latest_paths() -> dict[str, TargetPath]:
    """The newest version of each indicator's path, draft or in force, by code; two queries."""
    points = Prefetch("points", TargetPoint.objects.order_by("year"))
    paths = TargetPath.objects.select_related("indicator").prefetch_related(points)
    return {path.indicator.code: path for path in paths.order_by("version")}


def write_targets(table: SheetTable, by: User) -> tuple[list[CellProblem], list[RowChange]]:
    """Bring drafts to what the rows say; the problems are those of the sheet's heads."""
    problems = [*head_problems(table, KEY_HEAD, COLUMNS), *missing_heads(table, COLUMNS)]
    if problems:
        return problems, []
    grouped: defaultdict[str, list[SheetRow]] = defaultdict(list)
    for row in table.rows:
        grouped[row.text(KEY_HEAD)].append(row)
    indicators = {one.code: one for one in Indicator.objects.filter(code__in=grouped)}
    latest = latest_paths()
    return problems, [
        write_path(rows, indicators.get(code), latest.get(code), by)
        for code, rows in grouped.items()
    ]


def write_path(
    rows: Sequence[SheetRow], indicator: Indicator | None, stored: TargetPath | None, by: User
) -> RowChange:
    """Compare the rows of one indicator with its newest path; a difference becomes a draft."""
    first = rows[0]
    if mistakes := [problem for row in rows for problem in row.problems]:
        return change(first, str(indicator or ""), Kind.REFUSED, problems=mistakes)
    if indicator is None:
        code = first.text(KEY_HEAD)
        text = f"Die Kennzahl „{code}“ gibt es nicht." if code else "Die Kennung fehlt."
        return refused(first, code, text)
    before = [{head: text_of(cell) for head, cell in row.items()} for row in stored_rows(stored)]
    if before and said(rows) == in_order(before):
        return change(first, str(indicator), Kind.UNCHANGED)
    if other := next((row for row in rows if common(row) != common(first)), None):
        text = "Alle Zeilen eines Zielpfads nennen dieselbe Art und denselben Beschluss."
        return refused(other, str(indicator), text)
    return write_draft(rows, indicator, stored, before, by)


def write_draft(
    rows: Sequence[SheetRow],
    indicator: Indicator,
    stored: TargetPath | None,
    before: Sequence[Mapping[str, str]],
    by: User,
) -> RowChange:
    """Put the rows into the draft of the indicator, or into a new one."""
    draft = stored if stored and stored.adopted_at is None else next_draft(indicator, stored, by)
    path_form = PathForm(fields_of(PathForm, rows[0]), instance=draft)
    points = [
        (row, PointForm(fields_of(PointForm, row), instance=TargetPoint(is_sample=draft.is_sample)))
        for row in rows
        if any(fields_of(PointForm, row).values())
    ]
    mistakes = [*form_problems(rows[0], path_form)]
    for row, form in points:
        mistakes += form_problems(row, form)
    if mistakes:
        return change(rows[0], str(indicator), Kind.REFUSED, problems=mistakes)
    try:
        with transaction.atomic():
            path = path_form.save()
            path.points.all().delete()
            for _, form in points:
                form.instance.path = path
                form.save()
    except IntegrityError as error:
        return refused(rows[0], str(indicator), refusal_of(error) or twice(points) or UNEXPECTED)
    after = [{head: text_of(cell) for head, cell in row.items()} for row in path_rows(path)]
    kind = Kind.CHANGED if stored else Kind.NEW
    return change(rows[0], f"{path} (Entwurf)", kind, cells=differences(before, after))


# What the functions above are made of ---------------------------------------------


def stored_rows(path: TargetPath | None) -> list[dict[str, CellValue]]:
    return path_rows(path) if path else []


def next_draft(indicator: Indicator, stored: TargetPath | None, by: User) -> TargetPath:
    return TargetPath(
        indicator=indicator,
        version=stored.version + 1 if stored else 1,
        is_sample=indicator.is_sample or by.is_sample,
    )


def fields_of(form: type[forms.ModelForm[Any]], row: SheetRow) -> dict[str, str]:
    return {name: row.text(str(cell.label)) for name, cell in form.base_fields.items()}


def common(row: SheetRow) -> list[str]:
    return list(fields_of(PathForm, row).values())


def said(rows: Iterable[SheetRow]) -> list[Mapping[str, str]]:
    return in_order({head: row.text(head) for head in COLUMNS} for row in rows)


def in_order(rows: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return sorted(rows, key=lambda row: row.get("Jahr", ""))


def twice(points: Iterable[tuple[SheetRow, PointForm]]) -> str:
    """The year that two points name; "" if none."""
    years = [form.cleaned_data["year"] for _, form in points]
    again = {year for year in years if years.count(year) > 1}
    return f"Das Jahr {min(again)} steht mehrmals da." if again else ""


def differences(
    before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]
) -> tuple[CellChange, ...]:
    """What the path as a whole said and would say: its common fields, then its points."""
    old, new = (before[0] if before else {}), after[0]
    heads = [str(cell.label) for cell in PathForm.base_fields.values()]
    changed = [
        CellChange(head, old.get(head, ""), new.get(head, ""))
        for head in heads
        if old.get(head, "") != new.get(head, "")
    ]
    if points_in_words(before) != points_in_words(after):
        changed.append(CellChange("Zielpunkte", points_in_words(before), points_in_words(after)))
    return tuple(changed)


def points_in_words(rows: Iterable[Mapping[str, str]]) -> str:
    """ "2027: 40; 2030: 20", bands as "2030: 10 bis 20"."""
    return "; ".join(
        f"{row['Jahr']}: {row['Zielwert'] or row['untere Grenze'] + ' bis ' + row['obere Grenze']}"
        for row in in_order(rows)
        if row.get("Jahr")
    )


def change(
    row: SheetRow,
    name: str,
    kind: Kind,
    *,
    cells: Sequence[CellChange] = (),
    problems: Sequence[CellProblem] = (),
) -> RowChange:
    return RowChange(TARGET_SHEET, row.number, name, kind, tuple(cells), tuple(problems))


def refused(row: SheetRow, name: str, text: str) -> RowChange:
    return change(row, name, Kind.REFUSED, problems=[CellProblem(row.place(), text)])
