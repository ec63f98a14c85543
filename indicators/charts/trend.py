"""The content of one trend chart: the same on a page, in the report, in Plotly and in its table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.annual_values import YearValue
from indicators.charts.numbers import short_number
from indicators.german_numbers import format_number
from indicators.target_paths import PathPoint, TargetPathLine, path_value


@dataclass(frozen=True, slots=True)
class TrendRow:
    """What is drawn for one year, in the indicator's unit; None is "no value"."""

    year: int
    value: Decimal | None = None
    expected: Decimal | None = None  # by the target path in force
    former: tuple[Decimal | None, ...] = ()  # by the former paths, in their order
    continued: Decimal | None = None  # at the same pace, in years after the latest value
    missing_reason: str = ""
    provisional: bool = False
    revised: bool = False


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

    @property
    def measured(self) -> tuple[YearValue, ...]:
        """The shown years that have a value."""
        return tuple(
            entry
            for entry in self.values
            if entry.value is not None and self.first_year <= entry.year <= self.last_year
        )

    @property
    def missing_years(self) -> tuple[int, ...]:
        """The shown years for which a reason stands in place of a value."""
        return tuple(
            entry.year
            for entry in self.values
            if entry.value is None and self.first_year <= entry.year <= self.last_year
        )

    def shown(self, points: Iterable[PathPoint]) -> tuple[PathPoint, ...]:
        """The points that lie in the shown years."""
        return tuple(p for p in points if self.first_year <= p.year <= self.last_year)

    def since(self, year: int) -> TrendChart:
        """The same chart, beginning later."""
        return replace(self, first_year=max(year, self.first_year))

    def rows(self) -> tuple[TrendRow, ...]:
        """One row for each year in which something is measured, missing, aimed at or continued."""
        entries = {entry.year: entry for entry in self.values}
        continued = {point.year: point.value for point in self.continuation[1:]}
        years = {*entries, *continued}
        for path in (self.path, *self.former_paths):
            years |= {point.year for point in points_of(path)}
        return tuple(
            self._row(year, entries.get(year), continued.get(year))
            for year in sorted(years)
            if self.first_year <= year <= self.last_year
        )

    def _row(self, year: int, entry: YearValue | None, continued: Decimal | None) -> TrendRow:
        return TrendRow(
            year=year,
            value=entry.value if entry else None,
            expected=path_value(self.path, year) if self.path else None,
            former=tuple(path_value(path, year) for path in self.former_paths),
            continued=continued,
            missing_reason=entry.missing_reason if entry else "",
            provisional=bool(entry and entry.provisional),
            revised=bool(entry and entry.revised),
        )

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
        return " ".join([*parts, self.sentence]).strip()

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
