"""The content of one trend chart: the same on a page, in the report, in Plotly and in its table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.annual_values import YearValue, of_year
from indicators.charts.numbers import short_number
from indicators.forecast_fan import Fan
from indicators.german_numbers import format_number
from indicators.sentences.fans import fan_sentence
from indicators.target_paths import PathPoint, TargetPathLine, path_value
from indicators.year_notes import YearNote, breaks_of, remarks_of


@dataclass(frozen=True, slots=True)
class TrendRow:
    """What is drawn for one year, in the indicator's unit; None is "no value"."""

    year: int
    value: Decimal | None = None
    expected: Decimal | None = None  # by the target path in force
    former: tuple[Decimal | None, ...] = ()  # by the former paths, in their order
    continued: Decimal | None = None  # at the same pace, in years after the latest value
    low: Decimal | None = None  # at the slowest or the fastest pace, whichever leads lower
    high: Decimal | None = None
    missing_reason: str = ""
    provisional: bool = False
    revised: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing is drawn for this year."""
        numbers = (self.value, self.expected, *self.former, self.continued, self.low, self.high)
        return not self.missing_reason and all(number is None for number in numbers)


@dataclass(frozen=True, slots=True)
class TrendChart:
    """An indicator's values, its target paths and its continuation at the same pace."""

    title: str
    unit: str
    decimals: int
    direction: str  # increase, decrease, toward or none
    values: tuple[YearValue, ...]  # ascending; a year that is not in it is a gap too
    path: TargetPathLine | None
    former_paths: tuple[TargetPathLine, ...]  # newest last
    first_year: int
    last_year: int
    current_year: int  # years after it are drawn as future
    continuation: tuple[PathPoint, ...]  # from the latest value to the target year, or empty
    sentence: str  # the assessment in words; "" if there is none
    area: int | None = None  # number of the Handlungsfeld
    open_word: str = "vorläufig"  # what an open dot means
    reaches: tuple[Decimal, ...] = ()  # values the axis covers too, so that charts share a scale
    notes: tuple[YearNote, ...] = ()  # breaks of the series, and remarks on single years
    fan: Fan | None = None  # range of the continuation

    @property
    def measured(self) -> tuple[YearValue, ...]:
        """The shown years that have a value."""
        return tuple(
            entry
            for entry in self.values
            if entry.value is not None and self.first_year <= entry.year <= self.last_year
        )

    @property
    def has_provisional(self) -> bool:
        """Whether one of the shown values is provisional, and its dot open."""
        return any(entry.provisional for entry in self.measured)

    @property
    def missing_years(self) -> tuple[int, ...]:
        """The shown years for which a reason stands in place of a value."""
        return tuple(
            entry.year
            for entry in self.values
            if entry.value is None and self.first_year <= entry.year <= self.last_year
        )

    @property
    def breaks(self) -> tuple[YearNote, ...]:
        """The breaks that have a year before them in the drawing, so that they part something."""
        shown = range(self.first_year + 1, self.last_year + 1)
        return tuple(one for one in breaks_of(self.notes) if one.year in shown)

    @property
    def remarks(self) -> tuple[tuple[int, YearNote], ...]:
        """The remarks with their numbers, the earliest first."""
        return tuple(enumerate(remarks_of(self.notes), start=1))

    def is_broken(self, start: int, end: int) -> bool:
        """Whether a break lies between two years, so that their values cannot be compared."""
        return any(start < one.year <= end for one in self.breaks)

    @property
    def next_goal(self) -> PathPoint | None:
        """The point of the path that comes next, where the target itself comes later.

        None if it demands what the target demands.
        """
        end = path_end(self.path) if self.path else None
        if self.path is None or end is None:
            return None
        coming = [one for one in self.path.points if self.current_year < one.year < end.year]
        first = min(self.shown(coming), key=lambda one: one.year, default=None)
        return first if first is not None and first.value != end.value else None

    def next_goal_text(self, goal: PathPoint) -> str:
        """The label of a goal on the way: "Ziel 2027: 1,40"."""
        return f"Ziel {goal.year}: {self._short(goal.value)}"

    def shown(self, points: Iterable[PathPoint]) -> tuple[PathPoint, ...]:
        """The points that lie in the shown years."""
        return tuple(p for p in points if self.first_year <= p.year <= self.last_year)

    def since(self, year: int) -> TrendChart:
        """The same chart, beginning later."""
        return replace(self, first_year=max(year, self.first_year))

    def rows(self) -> tuple[TrendRow, ...]:
        """One row for each year in which anything is drawn: measured, missing, wanted, continued
        or noted.

        A target path and a continuation are drawn from year to year, so each of theirs has a row.
        """
        rows = map(self._row, range(self.first_year, self.last_year + 1))
        said = {one.year for one in self.notes}
        return tuple(row for row in rows if row.year in said or not row.is_empty)

    def _row(self, year: int) -> TrendRow:
        entry = of_year(self.values, year)
        spread = self.fan.years[1:] if self.fan else ()
        fan = next((one for one in spread if one.year == year), None)
        return TrendRow(
            year=year,
            value=entry.value if entry else None,
            expected=path_value(self.path, year) if self.path else None,
            former=tuple(path_value(path, year) for path in self.former_paths),
            continued=self._continued(year),
            low=fan.low if fan else None,
            high=fan.high if fan else None,
            missing_reason=entry.missing_reason if entry else "",
            provisional=bool(entry and entry.provisional),
            revised=bool(entry and entry.revised),
        )

    def _continued(self, year: int) -> Decimal | None:
        """What the continuation comes to in a year after the latest value."""
        if not self.continuation:
            return None
        start, end = self.continuation[0], self.continuation[-1]
        if year == end.year:
            return end.value
        if not start.year < year < end.year:
            return None
        rise = (end.value - start.value) * (year - start.year)
        return start.value + rise / (end.year - start.year)

    @property
    def alternative(self) -> str:
        """The chart in words, for those who do not see it."""
        measured = self.measured
        parts = [f"{self.title}, {self.unit}." if self.unit else f"{self.title}."]
        if not measured:
            parts.append("Noch keine Werte.")
        elif len(measured) == 1:
            parts.append(f"Ein Wert: {self._dated(measured[0])}.")
        else:
            parts.append(f"Von {self._dated(measured[0])} auf {self._dated(measured[-1])}.")
        if missing := self._years_without_value():
            parts.append(f"Ohne Wert: {', '.join(map(str, missing))}.")
        if self.path and (target := self.target_text(self.path)):
            parts.append(f"Ziel{self._until(self.path)}: {target}.")
        for path in self.former_paths:
            if former := self.target_text(path):
                parts.append(f"Früheres Ziel{self._until(path)}: {former}.")
        parts += self._notes_in_words()
        spread = fan_sentence(self.fan, self.unit, self.decimals) if self.fan else ""
        return " ".join(part for part in (*parts, self.sentence, spread) if part)

    def _notes_in_words(self) -> list[str]:
        """ "Bruch der Zeitreihe 2021: neue Zählweise." """
        breaks = [f"Bruch der Zeitreihe {one.year}: {one.words}." for one in breaks_of(self.notes)]
        return breaks + [f"Anmerkung zu {one.year}: {one.words}." for _, one in self.remarks]

    def _dated(self, entry: YearValue) -> str:
        note = f", {self.open_word}" if entry.provisional else ""
        return f"{format_number(entry.value, self.decimals)} ({entry.year}{note})"

    def _years_without_value(self) -> list[int]:
        """Years between the values that lack one, and every year that says why it has none."""
        years = [entry.year for entry in self.measured]
        between = range(years[0], years[-1]) if years else ()
        return sorted({*between, *self.missing_years} - {*years})

    @staticmethod
    def _until(path: TargetPathLine) -> str:
        end = path_end(path)
        return f" {end.year}" if end else ""

    def target_text(self, path: TargetPathLine) -> str:
        """What a path demands in the end: "2,00", "höchstens 40", "20 bis 25"; "" if no number."""
        if path.lower is not None and path.upper is not None:
            return f"{self._short(path.lower)} bis {self._short(path.upper)}"
        if path.lower is not None:
            return f"mindestens {self._short(path.lower)}"
        if path.upper is not None:
            return f"höchstens {self._short(path.upper)}"
        end = path_end(path)
        if end is None or path.kind in ("direction", "band"):
            return ""
        bounds = {"increase": "mindestens ", "decrease": "höchstens "}
        bound = bounds.get(path.direction, "") if path.kind == "limit_every_year" else ""
        return f"{bound}{self._short(end.value)}"

    def _short(self, value: Decimal) -> str:
        return short_number(value, self.decimals)


def points_of(path: TargetPathLine | None) -> tuple[PathPoint, ...]:
    """All points a path names, its baseline first."""
    if path is None:
        return ()
    baseline = (path.baseline,) if path.baseline else ()
    return (*baseline, *path.points)


def path_end(path: TargetPathLine) -> PathPoint | None:
    """The last point of a path, the target itself; None if it has no numbers."""
    return max(path.points, key=lambda point: point.year, default=None)
