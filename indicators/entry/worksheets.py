"""Everything the page of one value knows about its slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from indicators.charts.side_by_side import plain
from indicators.charts.trend import TrendChart
from indicators.entry.asked import terms_of
from indicators.entry.due import Phase, Terms
from indicators.entry.parts import Part, load_parts
from indicators.entry.plausibility import Dated, change_text, year_before
from indicators.entry.services import mixing
from indicators.entry.slots import Content, Sender, Slot, SlotRows, slot_rows
from indicators.enums import EventKind, Frequency, MeasurementState
from indicators.models import Indicator, Measurement, MeasurementEvent
from indicators.named_periods import Period
from indicators.publishable import PublishedValue
from indicators.scorecards import Ledger, load_ledger
from indicators.trends import trend_of

SHOWN_VALUES = 5
FEWEST_IN_CHART = 2
NOT_RELEASED = "neu"  # the word at the open dot of what is entered here


@dataclass(frozen=True, slots=True)
class PastValue:
    """A released value beside the form."""

    label: str
    words: str
    change: str  # to the year before, empty if there is nothing to compare
    provisional: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """The trend as it would be with a value that is not released yet."""

    chart: TrendChart
    year: int | None  # of the value; None without one
    without: str  # the period that is said to have no value; empty: none is
    of_years: bool  # shorter periods make the points

    @property
    def caption(self) -> str:
        if self.without:
            return f"Verlauf mit Ihrer Eingabe ({self.without} ohne Wert)"
        if any(point.year == self.year for point in self.chart.measured):
            return "Verlauf mit Ihrer Eingabe (offener Punkt: noch nicht freigegeben)"
        return "Verlauf der Jahreswerte" if self.of_years else "Verlauf"


@dataclass(frozen=True)
class Worksheet:
    """A slot as one person meets it on one day."""

    slot: Slot
    person: User
    today: date
    terms: Terms  # until when the value is asked for
    rows: SlotRows
    ledger: Ledger  # released values and targets of the indicator for the place
    returned: MeasurementEvent | None  # how the row in work came back, if it did
    parts: Sequence[Part] = ()  # the city and its parts; empty if the indicator knows no parts

    @property
    def row(self) -> Measurement | None:
        """The row in work."""
        return self.rows.open

    @property
    def released(self) -> Measurement | None:
        """The row in force."""
        return self.rows.current

    @property
    def corrects(self) -> bool:
        """The public sees a value already; what is entered here supersedes it."""
        return self.rows.current is not None

    @property
    def is_submitted(self) -> bool:
        return self.rows.state == MeasurementState.SUBMITTED

    @property
    def is_author(self) -> bool:
        return self.row is not None and self.row.entered_by_id == self.person.pk

    @property
    def is_mixed(self) -> bool:
        """A sample account and a real value, or the other way round: nothing can be written."""
        return mixing(self.slot, self.rows, self.person)

    @property
    def has_draft(self) -> bool:
        """Something is in work here that says something."""
        return self.row is not None and not self.is_submitted and not Content.of(self.row).is_blank

    def keeps(self, content: Content) -> bool:
        """The draft says just this already."""
        return self.row is not None and self.has_draft and Content.of(self.row) == content

    def after(self, row: Measurement) -> Worksheet:
        """The same with this row in work."""
        return replace(self, rows=SlotRows(row, self.released))

    @property
    def deadline(self) -> date:
        return self.terms.deadline

    @property
    def phase(self) -> Phase:
        """A value that is there or handed in is never late."""
        waits = not self.corrects and not self.is_submitted
        return self.terms.phase(self.today) if waits else Phase.IN_TIME

    @property
    def is_late(self) -> bool:
        return self.phase == Phase.OVERDUE

    @property
    def is_in_grace(self) -> bool:
        return self.phase == Phase.GRACE

    @property
    def still_runs(self) -> bool:
        """The period has not ended yet."""
        return self.slot.period.end > self.today

    def says_the_same(self, content: Content) -> bool:
        """A correction that would change nothing of what is in force."""
        return self.rows.in_force_says(content)

    @property
    def content(self) -> Content:
        """What the form begins with."""
        return self.rows.beginning(self.slot.indicator)

    @property
    def author(self) -> str:
        """Who wrote the row in work, after „von“."""
        if self.row is None or self.is_author:
            return "Ihnen" if self.row else ""
        if self.row.entered_by:
            return str(self.row.entered_by)
        return f"{self.sender} (ohne Konto)"

    @property
    def sender(self) -> str:
        """Who sent the value in work through a link; empty if nobody did."""
        if self.row is None or not self.row.sender_name:
            return ""
        return str(Sender(self.row.sender_name, self.row.sender_office))

    @property
    def row_words(self) -> str:
        return self.slot.words(Content.of(self.row)) if self.row else ""

    @property
    def released_words(self) -> str:
        return self.slot.words(Content.of(self.released)) if self.released else ""

    @property
    def published(self) -> Sequence[PublishedValue]:
        """What is released for this indicator and place, oldest first."""
        return self.ledger.values.get(self.slot.indicator.pk, ())

    @cached_property
    def points(self) -> tuple[Dated, ...]:
        """The released values a new one is compared with, without that of the slot itself."""
        return tuple(
            Dated(period, row.value)
            for row in self.published
            if row.value is not None and (period := self.period_of(row)) != self.slot.period
        )

    @property
    def past(self) -> list[PastValue]:
        """The last released values before this period, newest first."""
        rows = [row for row in self.published if row.period < self.slot.period.first_day]
        return [self.past_value(row) for row in reversed(rows[-SHOWN_VALUES:])]

    def past_value(self, row: PublishedValue) -> PastValue:
        period = self.period_of(row)
        before = year_before(self.points, period) if row.value is not None else None
        return PastValue(
            label=period.label,
            words=self.slot.words_without_unit(Content(row.value, row.missing_reason)),
            change=change_text(row.value, before.value, self.slot.scale)
            if row.value is not None and before is not None
            else "",
            provisional=row.provisional,
        )

    @property
    def sources(self) -> list[str]:
        """Sources named before, newest first, each once."""
        named = [row.source for row in reversed(self.published) if row.source]
        return list(dict.fromkeys(named))[:SHOWN_VALUES]

    def period_of(self, row: PublishedValue) -> Period:
        return Period.containing(row.period, self.slot.indicator.frequency)

    def preview(self, value: Decimal | None, *, is_missing: bool = False) -> Preview | None:
        """The trend with this value as if it were released, drawn as provisional.

        `is_missing` leaves the period empty; otherwise None keeps what is released. None if
        there are too few values to draw a line. A part of the city has no target.
        """
        period = self.slot.period
        rows = list(self.published)
        if value is not None or is_missing:
            rows = [row for row in rows if row.period != period.first_day]
        if value is not None:
            rows = sorted([*rows, self.as_published(value)], key=lambda row: row.period)
        ledger = replace(self.ledger, values={self.slot.indicator.pk: rows})
        chart = trend_of(ledger.scorecard(ledger.indicators[0], timezone.now()))
        if len(chart.measured) < FEWEST_IN_CHART:
            return None
        if value is not None:
            chart = replace(chart, open_word=NOT_RELEASED)
        if not self.slot.is_city:
            chart = plain(chart)
        return Preview(
            chart,
            year=period.first_day.year if value is not None else None,
            without=period.label if is_missing else "",
            of_years=period.frequency != Frequency.YEAR,
        )

    def as_published(self, value: Decimal) -> PublishedValue:
        return PublishedValue(
            indicator_id=self.slot.indicator.pk,
            district_id=self.slot.district.pk,
            period=self.slot.period.first_day,
            value=value,
            missing_reason="",
            missing_note="",
            provisional=True,
            revision=1,
            source="",
            comment="",
            warning_reason="",
            released_at=timezone.now(),
            superseded_at=None,
        )


def load_worksheet(slot: Slot, person: User) -> Worksheet:
    """Read the slot's rows, its series and targets: a fixed number of queries."""
    rows, today = slot_rows(slot), timezone.localdate()
    return Worksheet(
        slot=slot,
        person=person,
        today=today,
        terms=terms_of(slot, today),
        rows=rows,
        ledger=load_ledger(Indicator.objects.filter(pk=slot.indicator.pk), district=slot.district),
        returned=last_return(rows.open),
        parts=load_parts(slot),
    )


def last_return(row: Measurement | None) -> MeasurementEvent | None:
    """Who returned a row that is waiting to be mended, and when."""
    if row is None or row.state != MeasurementState.RETURNED:
        return None
    returns = row.events.filter(kind=EventKind.RETURNED).select_related("by")
    return returns.order_by("-at", "-id").first()
