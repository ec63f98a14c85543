"""The workbook of the catalogue, as somebody meets it in Excel."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from indicators.catalogue_sheets.workbook import catalogue_workbook
from indicators.models import Indicator
from tests.factories import IndicatorFactory, OperationalGoalFactory
from tests.town import make_town

SHEETS = [
    "Hinweise",
    "Handlungsfelder",
    "Strategische Ziele",
    "Kennzahlen",
    "Operative Ziele",
    "Zielpfade",
]


def opened() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(catalogue_workbook()))


def letters_of(page: Worksheet) -> dict[object, str]:
    """The letter of each head's column."""
    return {cell.value: get_column_letter(number) for number, cell in enumerate(page[1], 1)}


@pytest.mark.django_db
def test_sheets_are_filled_typed_and_read_well() -> None:
    make_town()
    book = opened()
    assert book.sheetnames == SHEETS
    page = book["Kennzahlen"]
    heads = [cell.value for cell in page[1]]
    assert heads[:4] == ["Kennung", "Name", "Kurzname", "Definition"]
    row = dict(zip(heads, [cell.value for cell in page[2]], strict=True))
    assert (row["Kennung"], row["Richtung"], row["Handlungsfeld"]) == (
        "T-3",
        "weniger ist besser",
        5,
    )
    assert (page.freeze_panes, page.page_setup.orientation) == ("B2", "landscape")
    assert page.column_dimensions["A"].number_format == "@"


@pytest.mark.django_db
def test_closed_lists_are_drop_downs() -> None:
    book = opened()
    choices = {
        str(one.sqref).partition("2:")[0]: one.formula1
        for one in book["Kennzahlen"].data_validations.dataValidation
    }
    letters = letters_of(book["Kennzahlen"])
    assert choices[letters["Turnus"]] == '"jährlich,halbjährlich,vierteljährlich,monatlich"'
    assert all(len(formula) <= 257 for formula in choices.values())  # what Excel opens


@pytest.mark.django_db
def test_text_like_a_formula_stays_text() -> None:
    """Row 20."""
    Indicator.objects.filter(pk=IndicatorFactory().pk).update(definition="=1+1")
    page = opened()["Kennzahlen"]
    letters = letters_of(page)
    cell = page[f"{letters['Definition']}2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_catalogue(django_assert_num_queries) -> None:
    make_town()
    with django_assert_num_queries(10):
        catalogue_workbook()
    for _ in range(5):
        IndicatorFactory()
        OperationalGoalFactory()
    with django_assert_num_queries(10):
        catalogue_workbook()
