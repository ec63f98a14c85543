"""When somebody is reminded of a round, and who: first those who answer, then those above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from indicators.enums import ReminderStage

# Two weeks leave time for asking others for a number; three days lie before most weekends.
ADVANCE = timedelta(days=14)
SOON = timedelta(days=3)
# A day on which the command did not run is made up for, but nobody is told of a stage long past,
# such as when a city that has old rounds begins to send mails.
LONGEST_DELAY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of a round."""

    opens_on: date
    deadline: date  # the last day in time
    grace_ends_on: date  # the last day of the grace period; the deadline itself without one

    def day_of(self, stage: ReminderStage) -> date:
        """The day from which a stage holds; no stage comes before the round has begun."""
        days = {
            ReminderStage.ADVANCE: self.deadline - ADVANCE,
            ReminderStage.SOON: self.deadline - SOON,
            ReminderStage.DEADLINE: self.deadline,
            ReminderStage.OVERDUE: self.grace_ends_on + timedelta(days=1),
        }
        return max(days[stage], self.opens_on)

    def stage_on(self, today: date) -> ReminderStage | None:
        """The latest stage that has come, so that a missed one is not sent along with it.

        None: it is too early, or so late that nothing new can be said.
        """
        reached = [stage for stage in ReminderStage if self.day_of(stage) <= today]
        if not reached or today - self.day_of(reached[-1]) > LONGEST_DELAY:
            return None
        return reached[-1]


class Capacity(StrEnum):
    """As what somebody is reminded."""

    OWNER = "owner"
    DEPUTY = "deputy"
    MAILBOX = "mailbox"
    COORDINATION = "coordination"
    SENDER = "sender"  # answers by a link, without an account


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody with an address."""

    address: str
    name: str  # empty: a mailbox of many
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who can be written to about a department."""

    owners: tuple[Contact, ...] = ()
    deputies: tuple[Contact, ...] = ()
    mailbox: tuple[Contact, ...] = ()
    coordination: tuple[Contact, ...] = ()

    @property
    def is_unmanned(self) -> bool:
        """Nobody of the department can be reached."""
        return not (self.owners or self.deputies or self.mailbox)

    @property
    def answering(self) -> str:
        """The names of those who answer for the department; empty if it has nobody."""
        deputies = (f"{one.name} (Vertretung)" for one in self.deputies)
        return ", ".join([*(one.name for one in self.owners), *deputies])

    @property
    def nearest(self) -> tuple[Contact, ...]:
        """Who answers, or if there is nobody the next who might know."""
        return self.owners or self.deputies or self.mailbox or self.coordination

    def at(self, stage: ReminderStage) -> tuple[Contact, ...]:
        """Who is reminded: before the deadline who answers, at it the deputies too, and after
        the grace period coordination as well. Where there is nobody, the next step.
        """
        if stage in (ReminderStage.ADVANCE, ReminderStage.SOON):
            return each_once(self.nearest)
        answering = (*self.owners, *self.deputies) or self.mailbox or self.coordination
        if stage == ReminderStage.DEADLINE:
            return each_once(answering)
        return each_once((*answering, *self.coordination))


def each_once(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """The contacts without those whose address was there before."""
    found: dict[str, Contact] = {}
    for contact in contacts:
        found.setdefault(contact.address.lower(), contact)
    return tuple(found.values())
