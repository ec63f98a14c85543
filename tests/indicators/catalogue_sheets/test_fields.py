"""Cells: what one shows, it reads back; what it refuses, it explains."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from indicators.catalogue_sheets.fields import (
    CellValue,
    DayCell,
    LabelCell,
    NumberCell,
    RowCell,
    RowsCell,
    TextCell,
    WholeCell,
    YesNoCell,
    text_of,
)
from indicators.enums import Direction
from strategy.models import Department, Sdg
from tests.factories import DepartmentFactory, SdgFactory

DIRECTION = LabelCell(label="Richtung", choices=Direction.choices)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (TextCell(lines=True), "Zwei\nZeilen"),
        (NumberCell(), Decimal("1234.5")),
        (NumberCell(), Decimal("-0.25")),
        (NumberCell(required=False), None),
        (WholeCell(), 2030),
        (YesNoCell(), True),
        (YesNoCell(), False),
        (DIRECTION, "decrease"),
        (DayCell(), date(2026, 3, 31)),
    ],
    ids=lambda cell: type(cell).__name__,
)
def test_cell_reads_back_what_it_shows(cell: Any, value: object) -> None:
    assert cell.clean(text_of(cell.to_cell(value))) == value


@pytest.mark.django_db
def test_rows_are_read_back_by_what_people_call_them() -> None:
    department = DepartmentFactory(name="Umwelt")
    goals = [SdgFactory(number=number) for number in (7, 13)]
    one = RowCell(Department.objects.all(), key="name", label="Abteilung")
    several = RowsCell(Sdg.objects.all(), key="number", label="SDG")
    assert one.clean(text_of(one.to_cell(department))) == department
    assert several.to_cell(goals) == "7, 13"
    assert several.clean("13,7") == goals[::-1]


@pytest.mark.parametrize(
    ("cell", "text", "told"),
    [
        (YesNoCell(), "vielleicht", "Bitte „ja“ oder „nein“ eintragen."),
        (DIRECTION, "aufwärts", "„aufwärts“ gibt es hier nicht. Möglich sind: „mehr ist besser“"),
        (DIRECTION, "", "Bitte eintragen: „mehr ist besser“"),
        (DayCell(), "31.02.2026", "Bitte den Tag als TT.MM.JJJJ eintragen."),
        (DayCell(), "01/02/2025", "Bitte den Tag als TT.MM.JJJJ eintragen."),
        (NumberCell(), "1.5", "1,5"),
        (WholeCell(), "2030,5", "Bitte eine ganze Zahl eintragen."),
        (TextCell(), "a\x00b", "Steuerzeichen"),
    ],
    ids=lambda cell: cell if isinstance(cell, str) else type(cell).__name__,
)
def test_wrong_cell_says_what_to_do(cell: Any, text: str, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        cell.clean(text)
    assert told in " ".join(refused.value.messages)


@pytest.mark.django_db
def test_unknown_and_repeated_rows_are_named() -> None:
    SdgFactory(number=7)
    several = RowsCell(Sdg.objects.all(), key="number", label="SDG")
    with pytest.raises(ValidationError, match="SDG: „18“ gibt es nicht."):
        several.clean("7, 18")
    with pytest.raises(ValidationError, match="doppelt"):
        several.clean("7, 7")
    one = RowCell(Department.objects.all(), key="name", label="Abteilung")
    with pytest.raises(ValidationError, match="Abteilung „Nirgends“ gibt es nicht."):
        one.clean("Nirgends")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (12, "12"),
        (Decimal("1234.50"), "1234,5"),
        (date(2026, 3, 1), "01.03.2026"),
    ],
)
def test_text_of_a_cell_is_what_a_person_would_type(value: CellValue, text: str) -> None:
    assert text_of(value) == text
