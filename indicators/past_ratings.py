"""The outlooks of earlier years, as they would have been given then.

Each year is rated by the values up to it (as they are known today) and by the target path that
was valid at its end, counted from the day of its decision, not from the day it was entered here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from indicators.annual_values import DERIVED_REASONS, YearValue, any_provisional, of_year
from indicators.assessment import Assessment, assess
from indicators.distributions import RATED
from indicators.enums import MissingReason
from indicators.scorecards import Scorecard, TargetVersion
from indicators.sentences import outlook_reason
from indicators.target_paths import assessment_target
from indicators.year_notes import series_start

YEARS_BACK = 5  # before the year of the present rating
MISSING_WORDS = {**dict(MissingReason.choices), **DERIVED_REASONS}


@dataclass(frozen=True, slots=True)
class PastRating:
    """The outlook of one year."""

    year: int
    value: YearValue | None  # None: nothing is known of this year
    target: TargetVersion | None  # the path valid then
    assessment: Assessment
    reason: str  # why the outlook is what it is, or why there is none
    is_provisional: bool

    @property
    def status(self) -> str:
        return self.assessment.outlook.value


def past_ratings(card: Scorecard) -> tuple[PastRating, ...]:
    """The outlooks of the five years before the latest value, and of that year, oldest first.

    Without any value there is nothing to rate and the result is empty. Asks no further query.
    """
    if card.latest is None:
        return ()
    last = card.latest.year
    return tuple(past_rating(card, year) for year in range(last - YEARS_BACK, last + 1))


def past_rating(card: Scorecard, year: int) -> PastRating:
    """Rate one year with what belongs to it."""
    indicator = card.indicator
    target = valid_path(card.targets, year)
    line = target.line if target else None
    wanted = assessment_target(line, indicator.direction, year, optimum=indicator.optimum)
    assessment = assess(
        card.points,
        wanted,
        year,
        indicator.min_points,
        series_start=series_start(card.notes, year),
    )
    known = tuple(one for one in card.years if one.year <= year)
    return PastRating(
        year=year,
        value=of_year(known, year),
        target=target,
        assessment=assessment,
        reason=reason_of(assessment, of_year(known, year), indicator.unit, indicator.decimals),
        is_provisional=assessment.outlook in RATED
        and any_provisional(known, assessment.base_year, year),
    )


def valid_path(targets: Iterable[TargetVersion], year: int) -> TargetVersion | None:
    """The path valid at the end of a year: of those decided by then the newest."""
    last_day = date(year, 12, 31)
    decided = [one for one in targets if valid_from(one) <= last_day]
    return max(decided, key=lambda one: one.version, default=None)


def valid_from(target: TargetVersion) -> date:
    """The day of the decision; of a path without one the day it was adopted here."""
    return target.decided_on or timezone.localdate(target.adopted_at)


def reason_of(assessment: Assessment, value: YearValue | None, unit: str, decimals: int) -> str:
    """Why a year is rated as it is; the reason for no value stands in place of a rule."""
    if assessment.reason == "no_value" and value is not None and value.missing_reason:
        return f"Kein Wert: {MISSING_WORDS[value.missing_reason]}."
    return outlook_reason(assessment, unit, decimals)
