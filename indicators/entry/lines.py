"""One expected value as a line of a list: how it stands, until when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from indicators.entry.due import Phase, Standing, Terms
from indicators.entry.slots import Content, Slot
from indicators.enums import MeasurementState
from indicators.models import CollectionRound, Indicator, Measurement
from indicators.named_periods import Period
from strategy.models import Department


@dataclass(frozen=True, slots=True)
class Line:
    """A value that is expected, in work, or was handed in last."""

    slot: Slot
    standing: Standing
    today: date
    terms: Terms
    department: Department | None  # who answers
    row: Measurement | None = None  # in work, or released if nothing is owed
    last: Measurement | None = None  # the newest released row of the indicator and the city
    asked_by: CollectionRound | None = None  # None: due by the indicator's own rule
    is_correction: bool = False  # the slot has a released value, and the row is not that one
    further: int = 0  # ended periods after this one that are missing too
    parts_done: int = 0  # Ortsteile with a value handed in for the period
    parts_begun: int = 0  # Ortsteile with a draft that is not listed by itself
    parts_total: int = 0  # Ortsteile that have values of their own; 0: none

    @property
    def deadline(self) -> date:
        return self.terms.deadline

    @property
    def phase(self) -> Phase:
        """A correction is never late: there is a value."""
        waits = self.standing.needs_work and not self.is_correction
        return self.terms.phase(self.today) if waits else Phase.IN_TIME

    @property
    def is_late(self) -> bool:
        """The grace period has passed too."""
        return self.phase == Phase.OVERDUE

    @property
    def is_in_grace(self) -> bool:
        return self.phase == Phase.GRACE

    @property
    def is_handed_in(self) -> bool:
        """Nobody has to do anything about it but coordination."""
        return not self.standing.needs_work

    @property
    def is_released(self) -> bool:
        return self.standing in (Standing.DONE, Standing.NO_VALUE)

    @property
    def lacks_parts(self) -> bool:
        return self.parts_done < self.parts_total

    @property
    def value(self) -> str:
        """What the row says, in words; empty if it says nothing yet."""
        content = Content.of(self.row) if self.row else Content()
        return "" if content.is_blank else self.slot.words(content)

    @property
    def last_value(self) -> str:
        """The newest released value with its period, in words; empty without one."""
        if self.last is None:
            return ""
        last = slot_of(self.slot.indicator, self.last)
        return f"{last.period.label}: {last.words(Content.of(self.last))}"

    @property
    def order(self) -> tuple[bool, date, str, date]:
        """Returned values first, then by deadline."""
        returned = self.standing == Standing.RETURNED
        slot = self.slot
        return (not returned, self.deadline, slot.indicator.name, slot.period.first_day)


def slot_of(indicator: Indicator, row: Measurement) -> Slot:
    """The slot of a row whose indicator is at hand."""
    return Slot(indicator, row.district, Period.containing(row.period, indicator.frequency))


def standing_of(row: Measurement | None) -> Standing:
    """How far the value is that a row holds."""
    if row is None:
        return Standing.OPEN
    if row.state != MeasurementState.RELEASED:
        return Standing(row.state)
    return Standing.NO_VALUE if row.missing_reason else Standing.DONE
