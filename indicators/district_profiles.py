"""All indicators of one place beside the city's values and the mean of all parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from indicators.annual_values import YearValue, latest_value, of_year
from indicators.charts.small_multiple import SmallMultiple, common_axis, small_multiple
from indicators.district_marks import Mark, mark_of
from indicators.entry.plausibility import Scale
from indicators.enums import Direction, DistrictRelation
from indicators.models import Indicator
from indicators.per_capita import years_per_capita
from indicators.place_comparisons import Difference, difference, mean_of_all, share_of
from indicators.place_years import can_be_per_capita, per_capita_scale
from indicators.publishable import PublishedValue, published_values, years_of
from indicators.series_notes import break_years, entered_notes
from strategy.models import District

Years = tuple[YearValue, ...]
MEANS = (DistrictRelation.WEIGHTED_MEAN, DistrictRelation.INDEPENDENT)

FEWEST_FOR_VERDICT = 20  # of a sum; chance makes a fifth of fewer, and a hamlet has one or two


@dataclass(frozen=True)
class ProfileLine:
    """One indicator of a place, and what it is compared with in the same year.

    Sums are shown per capita, so that a village can stand beside the city; `whole` is then the sum
    itself. Without inhabitants of any year they are shown as they are and compared with nothing.
    """

    indicator: Indicator
    scale: Scale  # of what is shown
    own: YearValue  # the newest with a value; without any, the newest with a reason for none
    city: YearValue | None  # None: there is none, or it cannot be compared
    multiple: SmallMultiple
    whole: YearValue | None = None
    gap: YearValue | None = None  # a newer year with a reason for no value
    mean: Decimal | None = None  # of all parts, unweighted; None: not known for all of them
    share: Decimal | None = None  # percent of the city; of the inhabitants themselves only

    @property
    def mark(self) -> Mark | None:
        """What stands in place of a value."""
        return mark_of(self.own)

    @cached_property
    def beside_city(self) -> Difference | None:
        """None if one of the two is missing, or the share says it."""
        if self.city is None or self.share is not None:
            return None
        return self._beside(self.city.value)

    @cached_property
    def beside_mean(self) -> Difference | None:
        return self._beside(self.mean)

    def amount(self, found: Difference) -> str:
        """A difference with its unit: of percentages it is in points."""
        short = "%" if self.scale.unit == "%" else ""
        return Scale(short, self.scale.decimals).difference(found.amount)

    @property
    def has_verdict(self) -> bool:
        """Whether more can be called better or worse: not of a rate that a few cases make."""
        counted = self.whole.value if self.whole else None
        return counted is None or abs(counted) >= FEWEST_FOR_VERDICT

    def _beside(self, other: Decimal | None) -> Difference | None:
        if self.own.value is None or other is None:
            return None
        return difference(
            self.own.value,
            other,
            direction=self.indicator.direction if self.has_verdict else Direction.NONE,
            decimals=self.scale.decimals,
            optimum=self.indicator.optimum,
        )


@dataclass(frozen=True, slots=True)
class DistrictProfile:
    """Everything about one place."""

    lines: tuple[ProfileLine, ...]
    parts: int  # how many parts a mean is made of
    fewest: int  # how much a sum must come to before a difference is called better or worse
    population: Indicator | None  # the indicator that counts the inhabitants
    inhabitants: YearValue | None  # its newest value for the place


def district_profile(district: District, city: District) -> DistrictProfile:
    """Every indicator with a value or a reason for none, by area and name. Five queries."""
    indicators = list(
        Indicator.objects.exclude(district_relation=DistrictRelation.NONE)
        .by_area()
        .select_related("area")
    )
    own = by_place(indicators, published_values(districts=[district.pk, city.pk]))
    means = [one for one in indicators if one.district_relation in MEANS]
    parts = list(District.objects.parts())
    others = by_place(
        means,
        published_values(
            indicators=[one.pk for one in means], districts=[part.pk for part in parts]
        ),
    )
    notes, now = entered_notes([one.pk for one in indicators]), timezone.now()
    population = next((one for one in indicators if one.measures_population), None)
    counted = population.pk if population else 0
    lines = (
        profile_line(
            indicator,
            own=own[indicator.pk, district.pk],
            city=own[indicator.pk, city.pk],
            parts=[others[indicator.pk, part.pk] for part in parts],
            inhabitants=(own[counted, district.pk], own[counted, city.pk]),
            is_city=district == city,
            breaks=break_years(notes[indicator.pk], now),
        )
        for indicator in indicators
    )
    return DistrictProfile(
        lines=tuple(line for line in lines if line is not None),
        parts=len(parts),
        fewest=FEWEST_FOR_VERDICT,
        population=population,
        inhabitants=latest_value(own[counted, district.pk]),
    )


def by_place(
    indicators: Iterable[Indicator], values: Iterable[PublishedValue]
) -> Mapping[tuple[int, int], Years]:
    """Annual values by indicator and place; () where there are none."""
    rows: defaultdict[tuple[int, int], list[PublishedValue]] = defaultdict(list)
    for value in values:
        rows[value.indicator_id, value.district_id].append(value)
    known = {one.pk: one for one in indicators}
    years: defaultdict[tuple[int, int], Years] = defaultdict(tuple)
    for (indicator, place), found in rows.items():
        if indicator in known:
            years[indicator, place] = years_of(known[indicator], found)
    return years


def profile_line(
    indicator: Indicator,
    *,
    own: Years,
    city: Years,
    parts: Sequence[Years],
    inhabitants: tuple[Years, Years],  # of the place and of the city
    is_city: bool,
    breaks: Collection[int] = (),
) -> ProfileLine | None:
    """One indicator of the profile; None if nothing is published about it for the place."""
    if not own:
        return None
    shown, beside, scale, whole = in_view(indicator, own, city, inhabitants)
    newest = shown[-1]
    latest = latest_value(shown) or newest
    whole_city = None if is_city else of_year(beside, latest.year)
    axis = common_axis([shown, beside], decimals=scale.decimals)
    return ProfileLine(
        indicator=indicator,
        scale=scale,
        own=latest,
        city=whole_city,
        multiple=small_multiple(
            shown,
            beside,
            axis=axis,
            first_year=shown[0].year,
            last_year=latest.year,
            breaks=breaks,
        ),
        whole=of_year(whole, latest.year),
        gap=newest if newest.year > latest.year else None,
        mean=None if is_city else mean_of_all([of_year(one, latest.year) for one in parts]),
        share=share(indicator, latest, whole_city),
    )


def in_view(
    indicator: Indicator, own: Years, city: Years, inhabitants: tuple[Years, Years]
) -> tuple[Years, Years, Scale, Years]:
    """The place's and the city's values as they are compared, their scale, and the sums divided."""
    scale = Scale(indicator.unit, indicator.decimals)
    if not can_be_per_capita(indicator):
        return own, city, scale, ()
    divided = years_per_capita(own, inhabitants[0])
    beside = years_per_capita(city, inhabitants[1])
    if latest_value(own) is None and latest_value(beside) is None:
        return own, city, scale, ()  # the city's sum hides no secret of the place
    if latest_value(own) is not None and latest_value(divided) is None:
        return own, (), scale, ()
    return divided, beside, per_capita_scale(indicator, [divided, beside]), own


def share(indicator: Indicator, own: YearValue, city: YearValue | None) -> Decimal | None:
    """The place's part of all inhabitants, in percent."""
    if not indicator.measures_population or city is None:
        return None
    if own.value is None or city.value is None:
        return None
    return share_of(own.value, city.value)
