"""A place for one value: an indicator, a district and a period, with the rows that stand there."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from indicators.entry.plausibility import Scale
from indicators.entry.readings import ValueRules
from indicators.enums import MeasurementState, MissingReason
from indicators.german_numbers import NO_VALUE, format_number
from indicators.models import Indicator, Measurement
from indicators.models.values import LARGEST
from indicators.named_periods import Period
from strategy.enums import DistrictKind
from strategy.models import District


@dataclass(frozen=True, slots=True)
class Content:
    """What a person says about a slot."""

    value: Decimal | None = None  # None: see missing_reason, or nothing said yet
    missing_reason: str = ""
    missing_note: str = ""
    provisional: bool = False
    source: str = ""
    comment: str = ""
    evidence_link: str = ""
    warning_reason: str = ""  # why an odd value is right, or why a released one is corrected

    @classmethod
    def of(cls, row: Measurement) -> Content:
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})

    def write_to(self, row: Measurement) -> None:
        for field in fields(self):
            setattr(row, field.name, getattr(self, field.name))

    @property
    def without_reason(self) -> Content:
        """The content alone: the reason of a correction is not that of the value before."""
        return replace(self, warning_reason="")

    @property
    def is_blank(self) -> bool:
        """Nothing is said about the slot itself: no value, no reason, no comment."""
        return self.value is None and not self.missing_reason and not self.comment


@dataclass(frozen=True, slots=True)
class Seen:
    """What a form showed when it was opened; a change since then is a conflict."""

    version: int = 0  # of the row in work; 0: there was none
    revision: int = 0  # of the released row; 0: there was none


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one value belongs."""

    indicator: Indicator
    district: District
    period: Period

    @classmethod
    def of(cls, row: Measurement) -> Slot:
        """The slot a row stands in."""
        period = Period.containing(row.period, row.indicator.frequency)
        return cls(row.indicator, row.district, period)

    @property
    def is_city(self) -> bool:
        return self.district.kind == DistrictKind.CITY

    @property
    def place(self) -> str:
        """The district as people say it."""
        return "Gesamtstadt" if self.is_city else self.district.name

    @property
    def title(self) -> str:
        """Indicator, place and period on one line."""
        place = "" if self.is_city else f", {self.place}"
        return f"„{self.indicator.name}“ {self.period.label}{place}"

    @property
    def scale(self) -> Scale:
        return Scale(self.indicator.unit, self.indicator.decimals)

    @property
    def rules(self) -> ValueRules:
        return ValueRules(
            self.scale, LARGEST, self.indicator.lower_bound, self.indicator.upper_bound
        )

    @property
    def url(self) -> str:
        return self.address("entry-value")

    @property
    def key(self) -> str:
        """A word of its own, for ids of elements."""
        return f"{self.indicator.slug}-{self.period.slug}-{self.district.slug}"

    @property
    def inline_url(self) -> str:
        return self.address("entry-inline")

    @property
    def autosave_url(self) -> str:
        return self.address("entry-autosave")

    @property
    def reading_url(self) -> str:
        return self.address("entry-reading")

    @property
    def withdraw_url(self) -> str:
        return self.address("entry-withdraw")

    @property
    def discard_url(self) -> str:
        return self.address("entry-discard")

    @property
    def history_url(self) -> str:
        return self.address("entry-history")

    def address(self, name: str, *more: object) -> str:
        """The path of a view about this slot; the city needs no parameter."""
        path = reverse(f"indicators:{name}", args=[self.indicator.slug, self.period, *more])
        return path if self.is_city else f"{path}?{urlencode({'ortsteil': self.district.slug})}"

    def words(self, content: Content) -> str:
        """A value with its unit, or the reason for none, in German; a dash for nothing."""
        if content.missing_reason:
            return f"kein Wert: {MissingReason(content.missing_reason).label}"
        return self.scale.amount(content.value) if content.value is not None else NO_VALUE

    def told(self, content: Content) -> str:
        """The slot with what is said about it: „Treibhausgase“ 2025, 1.960,5 t."""
        if content.value is None and not content.missing_reason:
            return self.title
        return f"{self.title}, {self.words(content)}"

    def words_without_unit(self, content: Content) -> str:
        """The same for a table whose head names the unit."""
        if content.value is None:
            return self.words(content)
        return format_number(content.value, self.indicator.decimals)


@dataclass(frozen=True, slots=True)
class SlotRows:
    """The two rows that matter at a slot."""

    open: Measurement | None  # draft, submitted or returned
    current: Measurement | None  # released and in force

    @property
    def seen(self) -> Seen:
        return Seen(
            self.open.version if self.open else 0, self.current.revision if self.current else 0
        )

    @property
    def state(self) -> str:
        """The state of the row in work, "" without one."""
        return self.open.state if self.open else ""

    def beginning(self, indicator: Indicator) -> Content:
        """What a person starts from: the draft, else what is in force, else the usual source."""
        if self.open and not Content.of(self.open).is_blank:
            return Content.of(self.open)
        if self.current:
            return Content.of(self.current).without_reason
        return Content(source=indicator.source)

    def in_force_says(self, content: Content) -> bool:
        """Whether the released row says just this, so that there is nothing to correct."""
        if self.current is None:
            return False
        return content.without_reason == Content.of(self.current).without_reason


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A row with its slot."""

    slot: Slot
    row: Measurement

    @property
    def words(self) -> str:
        return self.slot.words(Content.of(self.row))


def slot_rows(slot: Slot, *, lock: bool = False) -> SlotRows:
    """Read the rows of a slot in one query; `lock` keeps other writers out until commit.

    The rule for every writer: lock all rows of the slot first, in the order of their keys, then
    look, then write. A slot without rows is held by the unique constraint on open rows.
    """
    rows = Measurement.objects.filter(
        Q(superseded_at__isnull=True),
        indicator=slot.indicator,
        district=slot.district,
        period=slot.period.first_day,
    ).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = list(rows.select_related("entered_by", "released_by"))
    released = MeasurementState.RELEASED
    return SlotRows(
        open=next((row for row in found if row.state != released), None),
        current=next((row for row in found if row.state == released), None),
    )


@dataclass(frozen=True, slots=True)
class Sender:
    """Somebody without an account who answers through a link."""

    name: str
    office: str
    is_sample: bool = False  # the link is part of the sample data

    def __str__(self) -> str:
        return f"{self.name}, {self.office}" if self.office else self.name


Writer = User | Sender


def bears_sample_mark(indicator: Indicator, person: Writer) -> bool:
    """Whether what this person writes about an indicator is sample data.

    Everything about a sample indicator is, and everything a sample account writes: it goes when
    the sample data goes. A real person's value of a real indicator stays.
    """
    return indicator.is_sample or person.is_sample


def recent_rows(indicator: Indicator, count: int = 12) -> list[SlotRow]:
    """The newest rows of the whole city that are in work or in force, newest period first."""
    rows = Measurement.objects.filter(
        indicator=indicator, district__kind=DistrictKind.CITY, superseded_at__isnull=True
    )
    found = rows.select_related("indicator", "district").order_by("-period", "pk")[:count]
    return [SlotRow(Slot.of(row), row) for row in found]
