"""Which slots a table holds: its rows, its years, and the name of each cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Case, Value, When
from django.urls import reverse

from indicators.entry.slots import Slot
from indicators.models import CollectionRound, Indicator
from indicators.named_periods import Period, part_label
from indicators.periods import months_per_period
from strategy.enums import DistrictKind
from strategy.models import Department, District

COMPLETE_YEARS = 5  # shown without asking
# Each cell is a field of the form, and a review has up to two fields for each;
# Django takes 1,000 fields (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_CELLS = 450


class TooLarge(ValueError):
    """The table would have more cells than a form can carry."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"{rows} rows")
        self.most_years = MOST_CELLS // rows  # that fit; 0: not even one


@dataclass(frozen=True, slots=True)
class Years:
    """From which year to which a table reaches, both included."""

    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def __len__(self) -> int:
        return self.last - self.first + 1

    def at_most(self, count: int) -> Years:
        """The newest of these years."""
        return Years(max(self.first, self.last - count + 1), self.last)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    head: str
    note: str  # unit, and what else belongs to the head
    url: str  # of the pages about the indicator
    slots: Sequence[Slot | None]  # one a year; None: the period has not begun


@dataclass(frozen=True)
class Table:
    """What one page is about, whatever stands in it."""

    path: str
    title: str
    lede: str
    corner: str  # what the row heads are
    years: Years
    rows: Sequence[Row]
    part: int = 0  # of the year, if the address names one
    is_divided: bool = False  # the rows are the city and its parts

    @property
    def address(self) -> str:
        """The path with the choice of years, as the form sends it back."""
        chosen = {"von": self.years.first, "bis": self.years.last}
        return f"{self.path}?{urlencode(chosen | ({'teil': self.part} if self.part else {}))}"

    @property
    def columns(self) -> list[str]:
        """The heads of the columns."""
        return [str(year) for year in self.years]

    @property
    def span(self) -> str:
        return f"{self.years.first} bis {self.years.last}"

    @cached_property
    def slots(self) -> dict[str, Slot]:
        """Every cell by its name."""
        return {name_of(slot): slot for row in self.rows for slot in row.slots if slot}

    @cached_property
    def places(self) -> dict[tuple[int, int], str]:
        """The names of the cells by row and column, from 0."""
        return {
            (down, right): name_of(slot)
            for down, row in enumerate(self.rows)
            for right, slot in enumerate(row.slots)
            if slot
        }

    @cached_property
    def titles(self) -> dict[str, str]:
        """How each cell is called in a list: head of its row, and period."""
        return {
            name_of(slot): f"{row.head}, {slot.period.first_day.year}"
            for row in self.rows
            for slot in row.slots
            if slot
        }


def name_of(slot: Slot) -> str:
    """The name of a cell; it stays when rows are added or years are left out."""
    return f"w.{slot.indicator.pk}.{slot.district.pk}.{slot.period}"


def usual_years(today: date, indicators: Iterable[Indicator]) -> Years:
    """The last five complete years, and the running year if something of it is wanted already.

    That is so if the newest round is about it, or a month or quarter of it is over.
    """
    newest = (
        CollectionRound.objects.filter(year__lte=today.year).values_list("year", flat=True).first()
    )
    has_ended_part = any(today.month > months_per_period(one.frequency) for one in indicators)
    last = today.year - 1
    shown = today.year if has_ended_part else max(last, newest or 0)
    return Years(last - COMPLETE_YEARS + 1, shown)


def department_table(
    department: Department, indicators: Sequence[Indicator], years: Years, today: date
) -> Table:
    """Years × indicators of a department; a shorter period has a row of its own.

    So a department has one table and hands in once, and a copied row or column of years falls
    where it belongs. Raises TooLarge.
    """
    city = District.objects.city()
    rows = [
        Row(
            head=head_of(indicator, part),
            note=indicator.unit,
            url=reverse("indicators:entry-indicator", args=[indicator.slug]),
            slots=slots_of(indicator, city, part, years, today),
        )
        for indicator in indicators
        for part in parts_of(indicator)
    ]
    path = reverse("indicators:entry-grid", args=[department.slug])
    lede = "Alle Kennzahlen der Abteilung"
    return fitting(Table(path, department.name, lede, "Kennzahl", years, rows))


def district_table(indicator: Indicator, part: int, years: Years, today: date) -> Table:
    """Districts × years of an indicator, the whole city first. Raises TooLarge."""
    first = Case(
        When(kind=DistrictKind.CITY, then=Value(0)),
        When(kind=DistrictKind.CORE, then=Value(1)),
        default=Value(2),
    )
    rows = [
        Row(
            head=Slot(indicator, district, Period.of(years.last, indicator.frequency)).place,
            note="",
            url="",
            slots=slots_of(indicator, district, part, years, today),
        )
        for district in District.objects.order_by(first, "name")
    ]
    path = reverse("indicators:entry-district-grid", args=[indicator.slug])
    label = part_label(indicator.frequency, part)
    told = ["Gesamtstadt und Ortsteile", label, f"Einheit: {indicator.unit}"]
    lede = " · ".join(filter(None, told if indicator.unit else told[:2]))
    return fitting(
        Table(
            path, indicator.name, lede, "Gebiet", years, rows, part if label else 0, is_divided=True
        )
    )


# What the functions above are made of ---------------------------------------------


def parts_of(indicator: Indicator) -> range:
    return range(1, 12 // months_per_period(indicator.frequency) + 1)


def head_of(indicator: Indicator, part: int) -> str:
    label = part_label(indicator.frequency, part)
    return f"{indicator.name}, {label}" if label else indicator.name


def slots_of(
    indicator: Indicator, district: District, part: int, years: Years, today: date
) -> list[Slot | None]:
    periods = [Period.of(year, indicator.frequency, part) for year in years]
    return [
        Slot(indicator, district, period) if period.first_day <= today else None
        for period in periods
    ]


def fitting(table: Table) -> Table:
    if len(table.rows) * len(table.years) > MOST_CELLS:
        raise TooLarge(len(table.rows))
    return table
