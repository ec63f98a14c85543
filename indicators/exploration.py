"""The part of an indicator's page where readers choose series: from rows to the chosen chart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from indicators.annual_values import YearValue
from indicators.charts.explorable import Explorable, Place, PlaceSeries
from indicators.charts.series import SeriesChart, SeriesLine, series_chart
from indicators.charts.series_content import breaks_in_words, series_content, status
from indicators.charts.series_looks import MOST_MARKED
from indicators.charts.small_multiple import SmallMultiple, common_axis, small_multiple
from indicators.charts.trend import TrendChart
from indicators.inhabitants import load_inhabitants, years_by_district
from indicators.missing_reasons import SECRET, missing_words
from indicators.models import Indicator
from indicators.place_years import can_be_per_capita
from indicators.publishable import PublishedValue
from indicators.revisions import marks_legend
from indicators.series_choice import SeriesChoice, SeriesForm
from indicators.year_notes import breaks_of
from strategy.enums import DistrictKind
from strategy.models import District

CITY = "Gesamtstadt"
ORDER: list[str] = [DistrictKind.CITY, DistrictKind.CORE, DistrictKind.VILLAGE]


@dataclass(frozen=True, slots=True)
class Option:
    """A button of the form."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Exploration:
    """What can be chosen, what is chosen, and its chart."""

    source: Explorable
    choice: SeriesChoice
    day: date | None = None  # whose published state it is; None for now

    @cached_property
    def chart(self) -> SeriesChart:
        return series_chart(self.source, self.choice.view, self.choice.slugs)

    @property
    def content(self) -> str:
        """For Plotly, as JSON in an attribute: htmx takes no script element from an answer."""
        return json.dumps(series_content(self.chart), allow_nan=False)

    @property
    def query(self) -> str:
        """What the address of the page carries to show this again."""
        return self.choice.query(self.day)

    @property
    def status(self) -> str:
        """One line that says what is shown."""
        return status(self.chart)

    @property
    def views(self) -> list[Option]:
        return [
            Option(view, self.source.label(view), view == self.choice.view)
            for view in self.source.views
        ]

    @property
    def places(self) -> list[Option]:
        """Places to choose; empty if there is nothing to choose from."""
        places = self.source.places
        if len(places) < 2:
            return []
        return [Option(one.slug, one.name, one.slug in self.choice.slugs) for one in places]

    @property
    def has_quiet_lines(self) -> bool:
        """More places than lines that can be told apart, so each is drawn by itself as well."""
        return len(self.chart.lines) > MOST_MARKED

    @property
    def multiples(self) -> list[tuple[SeriesLine, SmallMultiple]]:
        """Each place by itself beside the city, all on one scale."""
        lines = self.chart.lines
        years = [entry.year for line in lines for entry in line.years]
        city: tuple[YearValue, ...] = next((one.years for one in lines if one.place.is_city), ())
        axis = common_axis([line.years for line in lines], decimals=self.chart.decimals)
        return [
            (
                line,
                small_multiple(
                    line.years,
                    city,
                    axis=axis,
                    first_year=min(years),
                    last_year=max(years),
                    breaks=self.chart.broken_years,
                ),
            )
            for line in lines
        ]

    @property
    def breaks(self) -> list[str]:
        """A sentence for each break in what is shown."""
        return breaks_in_words(self.chart)

    @property
    def has_provisional(self) -> bool:
        """Whether one of the drawn values is provisional."""
        return any(one.provisional for line in self.chart.lines for one in line.years)

    @property
    def marks(self) -> str:
        """What the marks in the table stand for; empty without any."""
        return marks_legend(one for line in self.chart.lines for one in line.years)

    @property
    def reasons(self) -> list[str]:
        """Why there is no value, with places and years: "kein Wert, nicht erhoben: Ampen 2019"."""
        return [
            f"{words if reason in SECRET else f'kein Wert, {words}'}: {', '.join(where)}"
            for reason, where in self.chart.reasons().items()
            if (words := missing_words(reason))
        ]


def exploration(
    indicator: Indicator,
    trend: TrendChart,
    districts: Sequence[District],
    values: Iterable[PublishedValue],
    form: SeriesForm,
    at: datetime | None,
) -> Exploration:
    """The choice of a query string, now or of the end of a past day.

    `values` are those in force. Two queries for inhabitants, where values can be divided by them.
    """
    source = explorable(indicator, trend, districts, values, at)
    return Exploration(source, form.choice(source), at.date() if at else None)


def explorable(
    indicator: Indicator,
    trend: TrendChart,
    districts: Sequence[District],
    values: Iterable[PublishedValue],
    at: datetime | None,
) -> Explorable:
    """All places with published values, the city first, then the Kernstadt, then by name."""
    years = years_by_district(indicator, values)
    can_divide = can_be_per_capita(indicator)
    people = load_inhabitants(at=at) if can_divide else {}
    ordered = sorted(districts, key=lambda one: (ORDER.index(one.kind), one.name))
    return Explorable(
        title=trend.title,
        unit=trend.unit,
        decimals=trend.decimals,
        sources=tuple(
            PlaceSeries(place_of(one), years[one.pk], people.get(one.pk, ()))
            for one in ordered
            if years[one.pk]
        ),
        can_divide=can_divide,
        path=trend.path,
        continuation=trend.continuation,
        breaks=breaks_of(trend.notes),
    )


def place_of(district: District) -> Place:
    is_city = district.kind == DistrictKind.CITY
    return Place(district.slug, CITY if is_city else district.name, is_city)
