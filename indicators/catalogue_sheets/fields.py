"""Form fields that read what stands in a cell, and say what a cell shall show.

`to_cell` is the other way round of `clean`: what one writes, the other reads back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from indicators.entry.fields import PlainTextField, WebAddressField
from indicators.entry.readings import for_input
from indicators.entry.texts import clean_text
from indicators.number_field import GermanNumberField

CellValue = str | int | Decimal | date | None
YES, NO = "ja", "nein"
GERMAN_DATE = "%d.%m.%Y"


class TextCell(PlainTextField):
    """Words; several lines if `lines`."""

    def to_cell(self, value: Any) -> CellValue:
        """In one spelling, so that what is written out is read back as the same."""
        return clean_text(str(value or ""), lines=self.lines)


class LinkCell(WebAddressField):
    def to_cell(self, value: Any) -> CellValue:
        return str(value or "")


class NumberCell(GermanNumberField):
    """A decimal number, in German if it is text."""

    def to_cell(self, value: Any) -> CellValue:
        return None if value is None else Decimal(value).normalize()


class WholeCell(GermanNumberField):
    """A whole number: a year, a count."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if number is not None and number % 1:
            raise ValidationError("Bitte eine ganze Zahl eintragen.", code="whole")
        return None if number is None else int(number)

    def to_cell(self, value: Any) -> CellValue:
        return None if value is None else int(value)


class YesNoCell(forms.CharField):
    """ "ja" or "nein"; an empty cell is no."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).casefold() or NO
        if text not in (YES, NO):
            raise ValidationError("Bitte „ja“ oder „nein“ eintragen.", code="choice")
        return text == YES

    def to_cell(self, value: Any) -> CellValue:
        return YES if value else NO


class LabelCell(forms.CharField):
    """One of a closed list, by its German word."""

    def __init__(self, choices: Sequence[tuple[str, Any]], **options: Any) -> None:
        self.words = {key: str(label) for key, label in choices}
        super().__init__(**options)
        self.error_messages["required"] = f"Bitte eintragen: {listed(self.words.values())}."

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        for key, word in self.words.items():
            if text.casefold() == word.casefold():
                return key
        raise ValidationError(
            f"„{text}“ gibt es hier nicht. Möglich sind: {listed(self.words.values())}.",
            code="choice",
        )

    def to_cell(self, value: Any) -> CellValue:
        return self.words.get(value, "")


class DayCell(forms.DateField):
    """A day: TT.MM.JJJJ, or a date of the spreadsheet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=[GERMAN_DATE, "%Y-%m-%d"], **options)
        self.error_messages["invalid"] = "Bitte den Tag als TT.MM.JJJJ eintragen."

    def to_cell(self, value: Any) -> CellValue:
        return value if isinstance(value, date) else None


class RowCell(forms.CharField):
    """Another row by what people call it: the number of an area, the name of a department."""

    def __init__(self, queryset: QuerySet[Any], *, key: str, **options: Any) -> None:
        self.queryset, self.key = queryset, key
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        for row in self.queryset.all():
            if str(getattr(row, self.key)) == name:
                return row
        raise ValidationError(f"{self.label} „{name}“ gibt es nicht.", code="missing")

    def to_cell(self, value: Any) -> CellValue:
        if value is None:
            return ""
        name = getattr(value, self.key)
        return name if isinstance(name, int) else str(name)


class RowsCell(forms.CharField):
    """Several rows by what people call them, separated by commas, in this order."""

    def __init__(self, queryset: QuerySet[Any], *, key: str, **options: Any) -> None:
        self.queryset, self.key = queryset, key
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> Any:
        names = [name.strip() for name in str(value or "").split(",") if name.strip()]
        known = {str(getattr(row, self.key)): row for row in self.queryset.all()}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise ValidationError(f"{self.label}: {listed(unknown)} gibt es nicht.", code="missing")
        if len(set(names)) < len(names):
            raise ValidationError(f"{self.label}: Ein Eintrag steht doppelt da.", code="twice")
        return [known[name] for name in names]

    def to_cell(self, value: Any) -> CellValue:
        return ", ".join(str(getattr(row, self.key)) for row in value or ())


Cell = (
    TextCell
    | LinkCell
    | NumberCell
    | WholeCell
    | YesNoCell
    | LabelCell
    | DayCell
    | RowCell
    | RowsCell
)


def listed(words: Iterable[str]) -> str:
    return ", ".join(f"„{word}“" for word in words)


def text_of(value: CellValue) -> str:
    """What a cell holds, as a person would type it: no points between thousands."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:{GERMAN_DATE}}"
    if isinstance(value, Decimal):
        return for_input(value, 0)
    return str(value)
