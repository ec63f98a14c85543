"""The city and its parts as places to enter the same indicator and period for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Value, When

from indicators.entry.slots import Content, Slot
from indicators.enums import DistrictRelation, MeasurementState
from indicators.models import Measurement
from strategy.enums import DistrictKind
from strategy.models import District


@dataclass(frozen=True, slots=True)
class Part:
    """One place with what is known about it."""

    slot: Slot
    row: Measurement | None  # in work, else released; None: nothing entered yet
    is_here: bool  # the page is about this place

    @property
    def value(self) -> Decimal | None:
        return self.row.value if self.row else None

    @property
    def words(self) -> str:
        return self.slot.words(Content.of(self.row)) if self.row else ""

    @property
    def state(self) -> str:
        return self.row.get_state_display() if self.row else "offen"

    @property
    def is_released(self) -> bool:
        return self.row is not None and self.row.state == MeasurementState.RELEASED


def load_parts(slot: Slot) -> list[Part]:
    """The whole city first, then its parts by name; empty if the indicator knows no parts.

    Two queries.
    """
    if slot.indicator.district_relation == DistrictRelation.NONE:
        return []
    rows = Measurement.objects.filter(
        indicator=slot.indicator, period=slot.period.first_day, superseded_at__isnull=True
    )
    # A row in work comes after the released one and hides it.
    last = Case(When(state=MeasurementState.RELEASED, then=Value(0)), default=Value(1))
    found = {
        row.district_id: row
        for row in rows.order_by(last)
        if row.state == MeasurementState.RELEASED or not Content.of(row).is_blank
    }
    first = Case(When(kind=DistrictKind.CITY, then=Value(0)), default=Value(1))
    return [
        Part(
            slot=Slot(slot.indicator, district, slot.period),
            row=found.get(district.pk),
            is_here=district == slot.district,
        )
        for district in District.objects.order_by(first, "name")
    ]
