"""The series of an indicator that readers have switched on, in the view they have chosen.

Chart, table and file take the same `SeriesChart`, whose numbers are rounded as they are shown;
what they are made from stays exact until then. Path and continuation are drawn exactly, for
rounded points would make a straight line crooked; table and file round them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from indicators.annual_values import NO_BASE, YearValue, latest_value
from indicators.charts.explorable import (
    BASE,
    INDEX,
    PER_CAPITA,
    Explorable,
    Place,
    PlaceSeries,
    base_year,
    decimals_of,
    measured,
    unit_of,
)
from indicators.charts.trend_lines import is_stepped
from indicators.german_numbers import rounded
from indicators.per_capita import years_per_capita
from indicators.target_paths import PathPoint, TargetPathLine, path_value
from indicators.year_notes import YearNote

NO_FUTURE_POPULATION = (
    "Ohne Zielpfad und Fortschreibung: Wie viele Menschen künftig in Soest leben, ist nicht "
    "bekannt, also auch nicht der Zielwert je Einwohner."
)
NO_CORRIDOR = "Der Zielkorridor steht nur im Verlauf der Gesamtstadt."


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One place as it is shown: its numbers are rounded."""

    place: Place
    years: tuple[YearValue, ...]  # ascending; a year that is not in it is a gap too
    base_year: int | None = None  # of its index, where that is not the usual year

    @property
    def name(self) -> str:
        """The place, with the base year of its index if that is another than the usual one."""
        return f"{self.place.name} ({self.base_year} = 100)" if self.base_year else self.place.name

    @property
    def latest(self) -> YearValue | None:
        return latest_value(self.years)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One year of all lines, in their order; an entry without value and reason is a gap."""

    year: int
    cells: tuple[YearValue, ...]
    expected: Decimal | None  # by the city's target path
    continued: Decimal | None  # for the city at the same pace, in years after its latest value


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """The chosen series in one view. The numbers of the lines are rounded to `decimals`."""

    title: str
    view: str
    label: str
    unit: str
    decimals: int
    lines: tuple[SeriesLine, ...]
    path: tuple[PathPoint, ...] = ()  # year by year
    is_stepped: bool = False  # the path holds each number until the next one
    continuation: tuple[PathPoint, ...] = ()  # year by year, from the latest value on
    notes: tuple[str, ...] = ()  # what is left out, and why
    every_break: tuple[YearNote, ...] = ()  # in the order of their years

    @property
    def years(self) -> range:
        """From the first to the last year of anything shown; empty without any."""
        every = {entry.year for line in self.lines for entry in line.years}
        every |= {point.year for point in (*self.path, *self.continuation)}
        return range(min(every), max(every) + 1) if every else range(0)

    @property
    def breaks(self) -> tuple[YearNote, ...]:
        """The breaks that have a shown year before them, so that they part something."""
        later = self.years[1:]
        return tuple(one for one in self.every_break if one.year in later)

    @property
    def broken_years(self) -> frozenset[int]:
        """The years to which no line leads from the year before."""
        return frozenset(one.year for one in self.breaks)

    @property
    def latest_year(self) -> int | None:
        """The newest year in which a place has a value."""
        return max((line.latest.year for line in self.lines if line.latest), default=None)

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """Everything an axis must hold."""
        values = (entry.value for line in self.lines for entry in measured(line.years))
        points = (point.value for point in (*self.path, *self.continuation))
        return (*(value for value in values if value is not None), *points)

    def rows(self) -> tuple[SeriesRow, ...]:
        """The table: every shown year."""
        cells = [{entry.year: entry for entry in line.years} for line in self.lines]
        expected = {point.year: rounded(point.value, self.decimals) for point in self.path}
        continued = {
            point.year: rounded(point.value, self.decimals) for point in self.continuation[1:]
        }
        return tuple(
            SeriesRow(
                year,
                tuple(known.get(year) or YearValue(year, None) for known in cells),
                expected.get(year),
                continued.get(year),
            )
            for year in self.years
        )

    def reasons(self) -> dict[str, list[str]]:
        """By the code of a reason for no value: where and when, "Ampen 2019 bis 2021"."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            missing: dict[str, list[int]] = {}
            for entry in line.years:
                if entry.value is None and entry.missing_reason:
                    missing.setdefault(entry.missing_reason, []).append(entry.year)
            for reason, years in missing.items():
                where = f"{line.place.name} {', '.join(spans(years))}"
                found.setdefault(reason, []).append(where)
        return found


def series_chart(source: Explorable, view: str, slugs: Iterable[str]) -> SeriesChart:
    """The chosen places in one of the explorable's views, the city first.

    Decimals are the same whichever places are chosen, so that no number changes by a choice.
    """
    wanted = set(slugs)
    chosen = [one for one in source.sources if one.place.slug in wanted]
    chart = SeriesChart(
        title=source.title,
        view=view,
        label=source.label(view),
        unit=unit_of(source, view),
        decimals=decimals_of(source, view),
        lines=tuple(_line(source, one, view) for one in chosen),
        every_break=source.breaks,
    )
    return _shown(_with_target(chart, source, view, chosen))


def spans(years: Sequence[int]) -> list[str]:
    """Ascending years in words, those that follow each other together.

    >>> spans([2014, 2016, 2017, 2018])
    ['2014', '2016 bis 2018']
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] + 1 == year:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]} bis {run[-1]}" for run in runs]


def yearly(points: Sequence[PathPoint]) -> Iterator[PathPoint]:
    """A straight line through points, with a point for every year from the first to the last."""
    yield from points[:1]
    for start, end in pairwise(points):
        for year in range(start.year + 1, end.year + 1):
            rise = (end.value - start.value) * (year - start.year)
            yield PathPoint(year, start.value + rise / (end.year - start.year))


# What `series_chart` is made of ---------------------------------------------------


def _line(source: Explorable, one: PlaceSeries, view: str) -> SeriesLine:
    if view == PER_CAPITA:
        return SeriesLine(one.place, years_per_capita(one.years, one.population))
    if view == INDEX:
        year = base_year(one.years)
        return SeriesLine(one.place, _index(one), year if year != source.usual_base else None)
    return SeriesLine(one.place, one.years)


def _index(one: PlaceSeries) -> tuple[YearValue, ...]:
    factor = _index_factor(one)
    return tuple(
        entry
        if entry.value is None
        else replace(entry, value=None, missing_reason=NO_BASE)
        if factor is None
        else replace(entry, value=entry.value * BASE / factor)
        for entry in one.years
    )


def _index_factor(one: PlaceSeries) -> Decimal | None:
    """The value that becomes 100; None if no value is above zero."""
    year = base_year(one.years)
    return next((entry.value for entry in one.years if entry.year == year), None)


def _with_target(
    chart: SeriesChart, source: Explorable, view: str, chosen: Sequence[PlaceSeries]
) -> SeriesChart:
    """Add the city's path and continuation where the view can carry them, else say why not."""
    city = next((one for one in chosen if one.place.is_city), None)
    if city is None or (source.path is None and not source.continuation):
        return chart
    if view == PER_CAPITA:
        return replace(chart, notes=(NO_FUTURE_POPULATION,))
    base = _index_factor(city) if view == INDEX else BASE
    if base is None:
        return chart
    chart = replace(chart, continuation=_scaled(yearly(source.continuation), base))
    if source.path is None:
        return chart
    if source.path.kind == "band":
        return replace(chart, notes=(NO_CORRIDOR,))
    path = _scaled(_path_points(source.path, chart), base)
    return replace(chart, path=path, is_stepped=is_stepped(source.path))


def _scaled(points: Iterable[PathPoint], base: Decimal) -> tuple[PathPoint, ...]:
    """The points in percent of the base; over 100 they stay what they are."""
    return tuple(PathPoint(point.year, point.value * BASE / base) for point in points)


def _path_points(path: TargetPathLine, chart: SeriesChart) -> Iterator[PathPoint]:
    """The path in every year from the first measured one to its own end."""
    years = [*chart.years, *(point.year for point in path.points)]
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        value = path_value(path, year)
        if value is not None:
            yield PathPoint(year, value)


def _shown(chart: SeriesChart) -> SeriesChart:
    """Round every number of a line as it is written."""
    return replace(
        chart,
        lines=tuple(
            replace(
                line,
                years=tuple(
                    entry
                    if entry.value is None
                    else replace(entry, value=rounded(entry.value, chart.decimals))
                    for entry in line.years
                ),
            )
            for line in chart.lines
        ),
    )
