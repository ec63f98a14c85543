"""One indicator in the 19 parts of the city in one year: map, small multiples, table, sum."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from indicators.annual_values import YearValue, of_year
from indicators.charts.small_multiple import SmallMultiple, common_axis, small_multiple
from indicators.district_marks import Mark, mark_of
from indicators.entry.district_sums import DistrictSum, PartValue
from indicators.entry.plausibility import Scale
from indicators.enums import DistrictRelation
from indicators.german_numbers import format_number
from indicators.inhabitants import weights_of_year
from indicators.models import Indicator
from indicators.place_comparisons import rounded
from indicators.place_years import PlaceYears, can_be_per_capita, place_years
from indicators.publishable import PublishedValue
from indicators.revisions import marks_legend
from indicators.sentences.districts import year_sentence
from indicators.series_notes import break_years, entered_notes
from indicators.value_classes import ValueClass, class_of, value_classes
from strategy.boundaries.drawing import Drawing, Outline
from strategy.boundary_import import StoredBoundaries, stored_boundaries
from strategy.models import District

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class DistrictValue:
    """A place with its annual values; `shown` is that of the table's year, None without one."""

    district: District
    years: tuple[YearValue, ...]
    shown: YearValue | None
    mark: Mark | None  # None: there is a value
    tile: str  # class of its tile: q1 … q5, or that of its mark
    text: str  # what is printed on it
    label: str  # the same in words, with the name of the place
    multiple: SmallMultiple
    outline: Outline | None = None  # None: the map is one of tiles

    @property
    def value(self) -> Decimal | None:
        return self.shown.value if self.shown else None


@dataclass(frozen=True)
class DistrictTable:
    """The places of one indicator in one year."""

    series: PlaceYears
    year: int
    parts: tuple[DistrictValue, ...]  # by name
    city: YearValue | None
    classes: tuple[ValueClass, ...]
    boundaries: StoredBoundaries | None = None  # None: tiles are drawn
    drawing: Drawing | None = None
    broken_years: tuple[int, ...] = ()  # in which the small lines begin anew

    @property
    def indicator(self) -> Indicator:
        return self.series.indicator

    @property
    def scale(self) -> Scale:
        return self.series.scale

    @property
    def is_per_capita(self) -> bool:
        return self.series.is_per_capita

    @property
    def shares_axis(self) -> bool:
        return self.series.shares_axis

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self.series.marks

    @property
    def years(self) -> range:
        return self.series.span

    @property
    def last_year(self) -> int:
        return self.years[-1]

    @property
    def can_be_per_capita(self) -> bool:
        return can_be_per_capita(self.indicator)

    @property
    def map_title(self) -> str:
        """What the drawing of the boundaries is, for those who do not see it."""
        unit = f", {self.scale.unit}" if self.scale.unit else ""
        return f"Karte der Ortsteile: {self.indicator.name} {self.year}{unit}"

    @property
    def year_before(self) -> int | None:
        return self.year - 1 if self.year - 1 in self.years else None

    @property
    def year_after(self) -> int | None:
        return self.year + 1 if self.year + 1 in self.years else None

    @cached_property
    def by_value(self) -> tuple[DistrictValue, ...]:
        """The highest first; those without a number are equals at the end, by name."""
        valued = [part for part in self.parts if part.value is not None]
        valued.sort(key=lambda part: part.value or 0, reverse=True)
        return (*valued, *(part for part in self.parts if part.value is None))

    @cached_property
    def weights(self) -> Mapping[int, Decimal]:
        """Inhabitants of the parts in this year; empty unless all are known."""
        return weights_of_year(self.series.parts, self.series.inhabitants, self.year)

    @cached_property
    def comparison(self) -> DistrictSum:
        """The parts beside the city."""
        return DistrictSum(
            relation=self.indicator.district_relation,
            scale=self.scale,
            parts=tuple(
                PartValue(part.district.name, part.value, self.weights.get(part.district.pk))
                for part in self.parts
            ),
            city=self.city.value if self.city else None,
        )

    @property
    def is_complete(self) -> bool:
        """Every part has a value."""
        return self.comparison.given == len(self.parts)

    @property
    def count_text(self) -> str:
        """How many parts have a value: "17 von 19 Teilen"."""
        return self.comparison.count_text

    def legend(self, revised: str = "") -> str:
        """What the marks beside the values stand for; `revised` tells when those were revised."""
        shown = [part.shown for part in self.parts if part.mark is None]
        return marks_legend((one for one in (*shown, self.city) if one is not None), revised)

    @property
    def total(self) -> Decimal | None:
        """The sum of the parts, for indicators whose parts sum; None if a part is missing."""
        sums = self.indicator.district_relation == DistrictRelation.SUM and not self.is_per_capita
        return self.comparison.total if sums and self.is_complete else None

    @property
    def finding(self) -> str:
        """What the parts give together against the city; empty if they agree or are not whole.

        Not whole are they, too, if one is secret: the difference would tell its value. A weighted
        mean is told only with the inhabitants of the same year.
        """
        told = not self.is_per_capita and self.comparison.is_complete
        return self.comparison.sentence if told and self.comparison.difference else ""

    @property
    def summary(self) -> str:
        """The year in one sentence."""
        valued = ((part.district.name, part.value) for part in self.parts)
        return year_sentence(
            self.year,
            [(name, value) for name, value in valued if value is not None],
            places=len(self.parts),
            city=self.city.value if self.city else None,
            decimals=self.scale.decimals,
        )


def district_table(
    indicator: Indicator,
    districts: Sequence[District],
    *,
    year: int | None = None,
    per_capita: bool = False,
    at: datetime | None = None,
    values: Sequence[PublishedValue] | None = None,
    breaks: Collection[int] | None = None,
) -> DistrictTable | None:
    """A year, else the newest in which a part has a value, now or `at` a moment.

    `values` are those in force, and `breaks` the years of those of the series, if they have been
    read already. None without any value. At most five queries.
    """
    series = place_years(indicator, districts, per_capita=per_capita, at=at, values=values)
    if not series.span and per_capita:
        return district_table(indicator, districts, year=year, at=at, values=values, breaks=breaks)
    if not series.span:
        return None
    if breaks is None:
        entered = entered_notes([indicator.pk])[indicator.pk]
        breaks = break_years(entered, at or timezone.now())
    boundaries = stored_boundaries(series.parts)
    return assemble(series, series.year_or_newest(year), boundaries, breaks=breaks)


def assemble(
    series: PlaceYears,
    year: int,
    boundaries: StoredBoundaries | None = None,
    *,
    breaks: Collection[int] = (),
) -> DistrictTable:
    """Put the places of one year on the scale of all years."""
    drawing = boundaries.drawing() if boundaries else None
    return DistrictTable(
        series=series,
        year=year,
        parts=tuple(
            place_value(
                place,
                year,
                series,
                outline=drawing.outlines[place.slug] if drawing else None,
                breaks=breaks,
            )
            for place in series.parts
        ),
        city=of_year(series.city, year),
        classes=value_classes(series.breaks, series.scale.decimals),
        boundaries=boundaries,
        drawing=drawing,
        broken_years=tuple(one for one in breaks if one in series.span[1:]),
    )


def place_value(
    place: District,
    year: int,
    series: PlaceYears,
    *,
    outline: Outline | None = None,
    breaks: Collection[int] = (),
) -> DistrictValue:
    """One place in one year. Its class is that of the number people read."""
    years = series.of(place)
    shown = of_year(years, year)
    mark = mark_of(shown)
    value = ZERO if shown is None or shown.value is None else shown.value
    scale = series.scale
    return DistrictValue(
        district=place,
        years=years,
        shown=shown,
        mark=mark,
        tile=mark.name if mark else class_of(rounded(value, scale.decimals), series.breaks),
        text=mark.word if mark else format_number(value, scale.decimals),
        label=f"{place.name}: {mark.meaning if mark else scale.amount(value)}",
        multiple=small_multiple(
            years,
            series.city if series.shares_axis else (),
            axis=series.axis
            if series.shares_axis
            else common_axis([years], decimals=scale.decimals),
            first_year=series.span[0],
            last_year=series.span[-1],
            breaks=breaks,
        ),
        outline=outline,
    )
