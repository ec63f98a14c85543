"""One mail to one person, with everything the person is reminded of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from indicators.entry.contacts import contacts_of
from indicators.entry.due import Standing
from indicators.entry.lines import Line
from indicators.entry.mails import absolute_url
from indicators.entry.reminders import texts
from indicators.entry.reminders.debts import Debt, Key, load_debts, open_requests, request_key
from indicators.entry.reminders.rules import Capacity, Contact, Contacts
from indicators.entry.supplies.links import link_of
from indicators.models import DataRequest, Mail, Reminder

MOST_LINES = 40  # of one department in a mail; the page behind the last link lists them all


@dataclass(frozen=True, slots=True)
class Matter:
    """A debt as it stands in the mail to one person."""

    debt: Debt
    lines: Sequence[Line]
    today: date
    why: str  # the person is written to; empty if that goes without saying
    answering: str = ""  # who is responsible, for those who are not; empty if there is nobody
    data_request: DataRequest | None = None  # the person answers by this link

    @property
    def order(self) -> tuple[date, str]:
        """The most urgent first."""
        return self.debt.round.deadline, self.debt.department.name

    @property
    def away(self) -> str:
        return texts.days_away(self.debt.round.deadline, self.today)

    @property
    def missing(self) -> str:
        return texts.values(len(self.lines))

    @property
    def grace_ends_on(self) -> date | None:
        """Until when a late value still helps; None if that does not matter now."""
        terms = self.debt.round
        return terms.grace_ends_on if terms.deadline < self.today <= terms.grace_ends_on else None

    @property
    def items(self) -> list[tuple[str, str, str]]:
        """Value, what stands in its way, and where it is entered; a link's values have no page."""
        return [
            (
                f"{line.slot.indicator.name}, {line.slot.period.label}",
                "" if line.standing == Standing.OPEN else line.standing.label,
                "" if self.data_request else absolute_url(line.slot.url),
            )
            for line in self.lines[:MOST_LINES]
        ]

    @property
    def more(self) -> int:
        """How many values the mail does not list."""
        return max(0, len(self.lines) - MOST_LINES)

    @property
    def link(self) -> str:
        """The link of the data request; empty for people with an account."""
        return link_of(self.data_request) if self.data_request else ""


@dataclass(slots=True)
class Letter:
    """One mail to one person."""

    to: str
    name: str
    is_sample: bool
    matters: list[Matter] = field(default_factory=list)

    @property
    def subject(self) -> str:
        return texts.subject(
            [one.debt.stage for one in self.matters],
            [one.debt.round.deadline for one in self.matters],
            sum(len(one.lines) for one in self.matters),
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What a day brings."""

    letters: Sequence[Letter]
    unreachable: Sequence[Debt]  # nobody can be written to about these


def plan_reminders(today: date) -> Plan:
    """The mails that are due and have not been written yet.

    The number of queries does not depend on how much is owed.
    """
    debts = load_debts(today)
    contacts = contacts_of({one.department.pk: one.department for one in debts}.values())
    requests = open_requests(debts, today)
    addressed = list(pairs(debts, contacts, requests, today))
    unreachable = [
        one
        for one in debts
        if not contacts[one.department.pk].at(one.stage) and not requests[request_key(one)]
    ]
    return Plan(letters_of(addressed, debts, today), unreachable)


def pairs(
    debts: Iterable[Debt],
    contacts: dict[int, Contacts],
    requests: defaultdict[tuple[int, int], list[DataRequest]],
    today: date,
) -> Iterator[tuple[Contact, Matter]]:
    """Each debt with each person who is to be reminded of it."""
    for debt in debts:
        known = contacts[debt.department.pk]
        for contact in known.at(debt.stage):
            why = texts.why(contact.capacity, is_unmanned=known.is_unmanned)
            answering = known.answering if contact.capacity == Capacity.COORDINATION else ""
            yield contact, Matter(debt, debt.lines, today, why, answering)
        unanswered = [line for line in debt.lines if line.standing == Standing.OPEN]
        for one in requests[request_key(debt)] if unanswered else ():
            contact = Contact(one.recipient_email, one.recipient_name, Capacity.SENDER)
            yield contact, Matter(debt, unanswered, today, why="", data_request=one)


def letters_of(
    addressed: Iterable[tuple[Contact, Matter]], debts: Iterable[Debt], today: date
) -> list[Letter]:
    """One letter a person with all that is new; nobody is written to twice a day."""
    written, told = addresses_of(today), keys_told(debts)
    letters: dict[tuple[str, bool], Letter] = {}
    for contact, matter in addressed:
        to, is_sample = contact.address.lower(), matter.debt.is_sample
        if (to, is_sample) in written or matter.debt.key(to, matter.data_request) in told:
            continue
        letter = letters.setdefault((to, is_sample), Letter(to, contact.name, is_sample))
        letter.name = letter.name or contact.name
        letter.matters.append(matter)
    for letter in letters.values():
        letter.matters.sort(key=lambda one: one.order)
    return list(letters.values())


def addresses_of(today: date) -> set[tuple[str, bool]]:
    """Who has had the reminder of this day. One query."""
    rows = Mail.objects.filter(reminder_day=today)
    return set(rows.values_list("to", "is_sample"))


def keys_told(debts: Iterable[Debt]) -> set[Key]:
    """What people have been reminded of already. One query."""
    rows = Reminder.objects.filter(round__in={one.round.pk for one in debts})
    names = ("round_id", "department_id", "data_request_id", "stage", "deadline", "to")
    return set(rows.values_list(*names))
