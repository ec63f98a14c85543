"""The city and its parts with what stands in the ledger for one indicator and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Case, Value, When

from accounts.models import User
from indicators.entry.batches import NO_ROWS, Line, has_words, released_values, rows_of
from indicators.entry.plausibility import Dated, change_text, year_before
from indicators.entry.services import mixing
from indicators.entry.slots import Content, Slot, SlotRows
from indicators.enums import MeasurementState
from indicators.german_numbers import NO_VALUE, format_number
from indicators.models import Indicator
from indicators.named_periods import Period
from strategy.enums import DistrictKind
from strategy.models import District

MIXED = "Beispieldaten und echte Daten bleiben getrennt: Hier kann dieses Konto nicht eingeben."
SUBMITTED = "Wartet auf Freigabe. Zum Ändern bitte zuerst zurückziehen."


@dataclass(frozen=True)
class PlaceEntry:
    """One place of the page."""

    slot: Slot
    rows: SlotRows
    earlier: Sequence[Dated]  # released values of the place, oldest first
    obstacle: str  # why this person cannot write here; empty if they can

    @property
    def slug(self) -> str:
        return self.slot.district.slug

    @property
    def has_draft(self) -> bool:
        """There is a row in work that says something."""
        return has_words(self.rows.open)

    @property
    def has_words(self) -> bool:
        return self.has_draft or self.rows.current is not None

    @property
    def is_submitted(self) -> bool:
        return self.rows.state == MeasurementState.SUBMITTED

    @property
    def corrects(self) -> bool:
        """The public sees a value already."""
        return self.rows.current is not None

    @property
    def content(self) -> Content:
        """What stands here: in work, else in force, else nothing."""
        return self.rows.beginning(self.slot.indicator) if self.has_words else Content()

    @property
    def value(self) -> Decimal | None:
        return self.content.value

    @property
    def words(self) -> str:
        return self.slot.words_without_unit(self.content)

    @property
    def released_words(self) -> str:
        return self.slot.words(Content.of(self.rows.current)) if self.rows.current else ""

    @property
    def state(self) -> str:
        """Where it stands, in one word."""
        if self.has_draft and self.rows.open:
            return str(self.rows.open.get_state_display())
        return "freigegeben" if self.corrects else "offen"

    @property
    def is_released(self) -> bool:
        """Nothing newer than what is in force."""
        return self.corrects and not self.has_draft

    @property
    def returned_with(self) -> str:
        """What coordination wants changed; empty unless the value came back."""
        row = self.rows.open
        return row.return_comment if row and row.state == MeasurementState.RETURNED else ""

    @cached_property
    def before(self) -> Dated | None:
        """The value a new one is compared with: a year before, else the latest earlier one."""
        return year_before(self.earlier, self.slot.period)

    @property
    def before_words(self) -> str:
        """That value; with its period if it is not that of a year before."""
        if self.before is None:
            return NO_VALUE
        number = format_number(self.before.value, self.slot.indicator.decimals)
        is_usual = self.before.period == self.slot.period.year_before()
        return number if is_usual else f"{number} ({self.before.period.label})"

    def change(self, value: Decimal | None) -> str:
        """How far a value moved since; empty if there is nothing to compare."""
        if value is None or self.before is None:
            return ""
        return change_text(value, self.before.value, self.slot.scale)

    @property
    def saved_words(self) -> str:
        """What is stored, by whom and when, for somebody whose input met it."""
        row = self.rows.open if self.has_draft else self.rows.current
        if row is None:
            return "nichts mehr"
        # A draft that came by a link has no account behind it.
        who = row.sender_name or row.entered_by or "veröffentlichter Quelle"
        return f"{self.slot.words(Content.of(row))} ({row.get_state_display()}, von {who})"


def load_places(indicator: Indicator, period: Period, person: User) -> list[PlaceEntry]:
    """The city first, then its parts by name. Three queries."""
    first = Case(When(kind=DistrictKind.CITY, then=Value(0)), default=Value(1))
    slots = [
        Slot(indicator, district, period) for district in District.objects.order_by(first, "name")
    ]
    lines = [Line(slot, {}) for slot in slots]
    rows, series = rows_of(lines, lock=False), released_values(lines)
    return [
        make_place(
            slot,
            rows.get(line.key, NO_ROWS),
            series.get(line.key[:2], []),
            person,
        )
        for slot, line in zip(slots, lines, strict=True)
    ]


def make_place(slot: Slot, rows: SlotRows, series: Sequence[Dated], person: User) -> PlaceEntry:
    """A place as one person meets it."""
    obstacle = MIXED if mixing(slot, rows, person) else ""
    if rows.state == MeasurementState.SUBMITTED:
        obstacle = obstacle or SUBMITTED
    earlier = [one for one in series if one.period < slot.period]
    return PlaceEntry(slot, rows, earlier, obstacle)
