"""The publishable view: the one place where public outputs get measured values from.

Pages, charts, downloads and reports take `PublishedValue` and nothing else, so that a draft can
reach none of them, and a number too small to be shown neither: such a row is there, with
`PROTECTED` in place of its value and without a word that could tell it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from indicators.annual_values import PROTECTED, Observation, YearValue, annual_values
from indicators.enums import Origin
from indicators.models import Indicator, Measurement
from strategy.models import District

COLUMNS = (
    "indicator_id",
    "district_id",
    "period",
    "value",
    "missing_reason",
    "missing_note",
    "provisional",
    "revision",
    "source",
    "comment",
    "warning_reason",
    "released_at",
    "superseded_at",
    "origin",
)
# What decides whether the value may be shown; see `indicators.models.Disclosure`.
GUARDS = (
    "indicator__min_cases",
    "indicator__protected_like",
    "disclosure",
    "disclosure__shown_at",
)


class PublishedValue(NamedTuple):
    """One released row of the ledger, as the public may see it."""

    indicator_id: int
    district_id: int
    period: date  # first day of the period
    value: Decimal | None  # in the indicator's unit; None: there is none, see missing_reason
    missing_reason: str  # a MissingReason, or empty
    missing_note: str
    provisional: bool
    revision: int  # 1 at first, higher for corrections
    source: str
    comment: str
    warning_reason: str  # why a value that looked odd is right, or for a correction its reason
    released_at: datetime
    superseded_at: datetime | None  # None: in force
    origin: str = Origin.ENTRY  # how it came into the ledger
    shown_at: datetime | None = None  # the value may be seen since then; None: since its release

    def in_force(self, moment: datetime) -> bool:
        """Whether the public saw this row at a moment."""
        return self.released_at <= moment and (
            self.superseded_at is None or self.superseded_at > moment
        )

    def seen_at(self, moment: datetime) -> PublishedValue:
        """The row as the public saw it at a moment: a value shown later was secret still."""
        later = self.shown_at is not None and self.shown_at > moment
        return self.protected() if later else self

    def known_at(self, moment: datetime) -> PublishedValue:
        """The row as it was known at a moment: nobody knew yet that it would be superseded."""
        later = self.superseded_at is not None and self.superseded_at > moment
        return self._replace(superseded_at=None) if later else self

    @property
    def is_revised(self) -> bool:
        """It corrects a value that was public before."""
        return self.revision > 1

    def protected(self) -> PublishedValue:
        """The row without its value, and without what could tell it."""
        return self._replace(
            value=None,
            missing_reason=PROTECTED,
            missing_note="",
            comment="",
            warning_reason="",
        )

    def observation(self) -> Observation:
        """The row as the pure modules take it."""
        return Observation(
            period=self.period,
            value=self.value,
            missing_reason=self.missing_reason,
            provisional=self.provisional,
            revised=self.is_revised,
        )


def published_values(
    *,
    indicators: Iterable[int] | None = None,
    districts: Iterable[int] | QuerySet[District] | None = None,
    since: datetime | None = None,
    at: datetime | None = None,
) -> list[PublishedValue]:
    """The values in force now, in one query, ordered by indicator, district and period.

    With `since` also those that were in force then and have been superseded meanwhile; tell them
    apart with `in_force`. With `at` just those in force at that moment. None for indicators or
    districts means all.
    """
    seen = Q(superseded_at__isnull=True)
    if since is not None:
        seen |= Q(superseded_at__gt=since)
    if at is not None:
        rows = Measurement.objects.as_of(at)
    else:
        rows = Measurement.objects.filter(seen, state="released")
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    if districts is not None:
        rows = rows.filter(district__in=districts)
    ordered = rows.order_by("indicator_id", "district_id", "period", "revision")
    return published(ordered, at)


def published(rows: QuerySet[Measurement], at: datetime | None = None) -> list[PublishedValue]:
    """Released rows as the public sees them now, or saw them `at` a moment; in one query."""
    return [as_shown(row, at) for row in rows.values_list(*COLUMNS, *GUARDS)]


def as_shown(row: tuple[Any, ...], at: datetime | None) -> PublishedValue:
    """The value of a row that may be shown, or the row without it.

    A row under a rule that nobody has decided on yet is not shown.
    """
    *columns, min_cases, protected_like, decision, shown_at = row
    published = PublishedValue(*columns)._replace(shown_at=shown_at)
    is_guarded = min_cases is not None or protected_like is not None
    # Why there is no value is no secret, unless it was computed from one.
    if published.value is None and published.origin != Origin.COMPUTED:
        return published
    if not is_shown(decision is not None, shown_at, is_guarded=is_guarded):
        return published.protected()
    return published if at is None else published.seen_at(at)


def is_shown(is_decided: bool, shown_at: datetime | None, *, is_guarded: bool) -> bool:
    """Whether the value of a released row may be shown by now."""
    return shown_at is not None if is_decided else not is_guarded


def value_history(indicator_id: int, *, at: datetime | None = None) -> list[PublishedValue]:
    """Every released row of an indicator, superseded ones included, latest release first.

    With `at` as it was known at that moment: what came later is left out, and what was superseded
    later was still in force.
    """
    rows = Measurement.objects.filter(indicator=indicator_id, state="released")
    if at is not None:
        rows = rows.filter(released_at__lte=at)
    ordered = rows.order_by("-released_at", "-period", "district_id", "-revision")
    values = published(ordered, at)
    return values if at is None else [value.known_at(at) for value in values]


def not_superseded(history: Iterable[PublishedValue]) -> list[PublishedValue]:
    """The rows of a history that nothing has superseded yet."""
    return [value for value in history if value.superseded_at is None]


def years_of(indicator: Indicator, values: Iterable[PublishedValue]) -> tuple[YearValue, ...]:
    """The annual values that rows of one indicator and one place make, ascending."""
    observations = [value.observation() for value in values]
    return annual_values(observations, indicator.frequency, indicator.annual_rule)
