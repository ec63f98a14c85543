"""Forms of the tables: which years, and where a pasted block begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from indicators.entry.grid.blocks import BlockError, Placed, place, read_block
from indicators.entry.grid.tables import Table, TooLarge, Years
from indicators.named_periods import FIRST_YEAR

Making = Callable[[Years], Table]

LONGEST_BLOCK = 200_000  # characters


class YearsForm(forms.Form):
    """From which year to which a table reaches; the address of the page holds it."""

    von = forms.IntegerField(label="von Jahr")
    bis = forms.IntegerField(label="bis Jahr")
    teil = forms.TypedChoiceField(label="Abschnitt", coerce=int, required=False)

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        usual: Years,
        newest: int,
        parts: Sequence[tuple[int, str]] = (),
    ) -> None:
        initial = {"von": usual.first, "bis": usual.last, "teil": 1}
        # An address that names only one of them is not refused for the others.
        given = {name: data[name] for name in initial if data.get(name)}
        super().__init__(initial | given if given else None, initial=initial)
        self.usual, self.newest = usual, newest
        for name in ("von", "bis"):
            self.fields[name].widget.attrs |= {"min": FIRST_YEAR, "max": newest}
        if len(parts) > 1:
            self.fields["teil"].choices = parts  # type: ignore[attr-defined]
        else:
            del self.fields["teil"]

    def clean(self) -> dict[str, Any]:
        for name in ("von", "bis"):
            year = self.cleaned_data.get(name)
            if year is not None and not FIRST_YEAR <= year <= self.newest:
                self.add_error(name, f"Möglich sind Jahre von {FIRST_YEAR} bis {self.newest}.")
        if not self.errors and self.cleaned_data["von"] > self.cleaned_data["bis"]:
            self.add_error("bis", "Das letzte Jahr liegt vor dem ersten.")
        return self.cleaned_data

    @property
    def part(self) -> int:
        """Which part of the year the table is about; 1 for whole years."""
        return int(self.cleaned_data.get("teil") or 1) if self.is_valid() else 1

    def table(self, making: Making) -> Table | None:
        """The table of the chosen years, else of the usual ones or as many of them as fit.

        None if not even one year fits. What was chosen and does not fit is an error of the form.
        """
        if self.is_valid():
            try:
                return making(Years(self.cleaned_data["von"], self.cleaned_data["bis"]))
            except TooLarge as error:
                self.refuse(error.most_years)
        try:
            return making(self.usual)
        except TooLarge as error:
            return making(self.usual.at_most(error.most_years)) if error.most_years else None

    def refuse(self, most: int) -> None:
        """Say how many years fit."""
        years = "1 Jahr" if most == 1 else f"{most} Jahre"
        self.add_error(
            "von", f"So viele Jahre passen nicht auf eine Seite: Möglich sind höchstens {years}."
        )


class BlockForm(forms.Form):
    """A block copied from a spreadsheet, and the cell where its first one goes."""

    block = forms.CharField(
        label="Kopierte Zellen",
        strip=False,
        max_length=LONGEST_BLOCK,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Der Block ist leer. Bitte kopieren Sie zuerst Zellen aus Ihrer Tabelle."
        },
    )
    start_row = forms.TypedChoiceField(label="Erste Zeile", coerce=int)
    start_column = forms.TypedChoiceField(label="Erste Spalte", coerce=int)

    def __init__(self, data: Any = None, *, table: Table) -> None:
        super().__init__(data, initial={"start_column": max(len(table.years) - 1, 0)})
        self.table = table
        rows = [(number, row.head) for number, row in enumerate(table.rows)]
        years = list(enumerate(table.years))
        self.fields["start_row"].choices = rows  # type: ignore[attr-defined]
        self.fields["start_column"].choices = years  # type: ignore[attr-defined]

    def clean_block(self) -> str:
        text: str = self.cleaned_data["block"]
        try:
            self.cells = read_block(text)
        except BlockError as error:
            raise forms.ValidationError(str(error)) from None
        return text

    @property
    def placed(self) -> Placed:
        start = (self.cleaned_data["start_row"], self.cleaned_data["start_column"])
        return place(self.cells, start, self.table.places)
