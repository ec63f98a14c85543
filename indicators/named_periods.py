"""Periods with a name: in addresses ("2025-q3") and in German ("3. Quartal 2025")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from indicators.periods import check_period, first_day, month_number, months_per_period

FIRST_YEAR, LAST_YEAR = 1900, 2100  # what the ledger accepts

SLUG = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:h(?P<half_year>[12])|q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?"
)
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, half-year, quarter or month. Raises ValueError unless its first day begins one."""

    first_day: date
    frequency: str  # year, half_year, quarter or month

    def __post_init__(self) -> None:
        check_period(self.first_day, self.frequency)

    @classmethod
    def parse(cls, slug: str) -> Period:
        """Read "2025", "2025-h1", "2025-q3" or "2025-07".

        Raises ValueError for any other text and for years the ledger does not accept.
        """
        found = SLUG.fullmatch(slug)
        if not found or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
            raise ValueError(f"not a period: {slug!r}")
        frequency = found.lastgroup or "year"
        part = 1 if frequency == "year" else int(found[frequency])
        return cls.of(int(found["year"]), frequency, part)

    @classmethod
    def of(cls, year: int, frequency: str, part: int = 1) -> Period:
        """The period of a year with this number: the third quarter is part 3."""
        return cls(date(year, (part - 1) * months_per_period(frequency) + 1, 1), frequency)

    @classmethod
    def containing(cls, day: date, frequency: str) -> Period:
        """The period a day belongs to."""
        months = months_per_period(frequency)
        return cls(first_day(month_number(day) // months * months), frequency)

    @property
    def part(self) -> int:
        """Its number within the year, from 1."""
        return (self.first_day.month - 1) // months_per_period(self.frequency) + 1

    @property
    def slug(self) -> str:
        """How addresses name it."""
        year = f"{self.first_day.year:04}"
        parts = {"half_year": f"-h{self.part}", "quarter": f"-q{self.part}"}
        parts |= {"year": "", "month": f"-{self.part:02}"}
        return year + parts[self.frequency]

    @property
    def label(self) -> str:
        """How people name it."""
        year = str(self.first_day.year)
        part = part_label(self.frequency, self.part)
        return f"{part} {year}" if part else year

    @property
    def accusative(self) -> str:
        """After a word such as "für": "2025", "das 3. Quartal 2025", "Juli 2025"."""
        return f"das {self.label}" if self.frequency in ("half_year", "quarter") else self.label

    @property
    def when(self) -> str:
        """When it was: "2025", "im 3. Quartal 2025", "im Juli 2025"."""
        return self.label if self.frequency == "year" else f"im {self.label}"

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.shifted(1).first_day

    def shifted(self, count: int) -> Period:
        """The period so many periods later, or earlier if negative."""
        months = count * months_per_period(self.frequency)
        return Period(first_day(month_number(self.first_day) + months), self.frequency)

    def year_before(self) -> Period:
        """The same part of the year before."""
        return self.shifted(-12 // months_per_period(self.frequency))

    def periods_since(self, earlier: Period) -> int:
        """How many periods lie between an earlier one of the same frequency and this one."""
        months = month_number(self.first_day) - month_number(earlier.first_day)
        return months // months_per_period(self.frequency)

    def __str__(self) -> str:
        return self.slug


def part_label(frequency: str, part: int) -> str:
    """The German name of a part of the year; empty for the year itself."""
    if frequency == "month":
        return MONTHS[part - 1]
    return {"half_year": f"{part}. Halbjahr", "quarter": f"{part}. Quartal"}.get(frequency, "")
