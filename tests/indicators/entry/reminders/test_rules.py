from __future__ import annotations

from datetime import date, timedelta

import pytest

from indicators.entry.reminders.rules import Capacity, Contact, Contacts, Schedule, each_once
from indicators.enums import ReminderStage

ROUND = Schedule(
    opens_on=date(2026, 2, 1), deadline=date(2026, 3, 31), grace_ends_on=date(2026, 4, 14)
)


# When ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2026, 1, 31), None),
        (date(2026, 2, 1), None),
        (date(2026, 3, 16), None),
        (date(2026, 3, 17), "advance"),
        (date(2026, 3, 27), "advance"),
        (date(2026, 3, 28), "soon"),
        (date(2026, 3, 30), "soon"),
        (date(2026, 3, 31), "deadline"),
        (date(2026, 4, 14), "deadline"),  # the grace period
        (date(2026, 4, 15), "overdue"),
        (date(2026, 5, 15), "overdue"),
        (date(2026, 5, 16), None),
    ],
)
def test_stage_of_a_day(today: date, stage: str | None) -> None:
    assert ROUND.stage_on(today) == stage


def test_a_long_grace_period_brings_no_late_reminder_of_the_deadline() -> None:
    long = Schedule(ROUND.opens_on, ROUND.deadline, ROUND.deadline + timedelta(days=365))
    assert long.stage_on(ROUND.deadline + timedelta(days=30)) == "deadline"
    assert long.stage_on(ROUND.deadline + timedelta(days=31)) is None
    assert long.stage_on(ROUND.deadline + timedelta(days=366)) == "overdue"


def test_without_a_grace_period_it_is_overdue_the_day_after() -> None:
    strict = Schedule(ROUND.opens_on, ROUND.deadline, ROUND.deadline)
    assert strict.stage_on(ROUND.deadline) == "deadline"
    assert strict.stage_on(ROUND.deadline + timedelta(days=1)) == "overdue"


@pytest.mark.parametrize(
    ("days_before", "stage"), [(0, "deadline"), (2, "soon"), (3, "soon"), (10, "advance")]
)
def test_a_round_that_opens_late_reminds_on_its_first_day(days_before: int, stage: str) -> None:
    opens_on = ROUND.deadline - timedelta(days=days_before)
    late = Schedule(opens_on, ROUND.deadline, ROUND.grace_ends_on)
    assert late.stage_on(opens_on - timedelta(days=1)) is None
    assert late.stage_on(opens_on) == stage


# Who -----------------------------------------------------------------------------


def contact(name: str, capacity: Capacity) -> Contact:
    return Contact(f"{name}@soest.de", name, capacity)


OWNER = contact("erika", Capacity.OWNER)
DEPUTY = contact("emil", Capacity.DEPUTY)
MAILBOX = contact("umwelt", Capacity.MAILBOX)
COORDINATOR = contact("karla", Capacity.COORDINATION)
ALL = Contacts((OWNER,), (DEPUTY,), (MAILBOX,), (COORDINATOR,))


@pytest.mark.parametrize(
    ("stage", "who"),
    [
        (ReminderStage.ADVANCE, (OWNER,)),
        (ReminderStage.SOON, (OWNER,)),
        (ReminderStage.DEADLINE, (OWNER, DEPUTY)),
        (ReminderStage.OVERDUE, (OWNER, DEPUTY, COORDINATOR)),
    ],
)
def test_it_escalates(stage: ReminderStage, who: tuple[Contact, ...]) -> None:
    assert ALL.at(stage) == who
    assert not ALL.is_unmanned


@pytest.mark.parametrize(
    ("contacts", "advance", "deadline", "overdue"),
    [
        (
            Contacts((), (DEPUTY,), (MAILBOX,), (COORDINATOR,)),
            (DEPUTY,),
            (DEPUTY,),
            (DEPUTY, COORDINATOR),
        ),
        (
            Contacts((), (), (MAILBOX,), (COORDINATOR,)),
            (MAILBOX,),
            (MAILBOX,),
            (MAILBOX, COORDINATOR),
        ),
        (Contacts((), (), (), (COORDINATOR,)), (COORDINATOR,), (COORDINATOR,), (COORDINATOR,)),
        (Contacts(), (), (), ()),
    ],
    ids=["no owner", "mailbox only", "nobody but coordination", "nobody at all"],
)
def test_it_falls_through(
    contacts: Contacts,
    advance: tuple[Contact, ...],
    deadline: tuple[Contact, ...],
    overdue: tuple[Contact, ...],
) -> None:
    assert contacts.at(ReminderStage.ADVANCE) == advance
    assert contacts.at(ReminderStage.SOON) == advance
    assert contacts.at(ReminderStage.DEADLINE) == deadline
    assert contacts.at(ReminderStage.OVERDUE) == overdue


def test_unmanned_is_who_has_only_coordination() -> None:
    assert Contacts(coordination=(COORDINATOR,)).is_unmanned
    assert not Contacts(mailbox=(MAILBOX,)).is_unmanned


def test_who_is_owner_and_coordination_is_written_to_once_as_owner() -> None:
    twice = Contact("Erika@Soest.de", "erika", Capacity.COORDINATION)
    assert each_once((OWNER, twice)) == (OWNER,)
    assert Contacts((OWNER,), (), (), (twice,)).at(ReminderStage.OVERDUE) == (OWNER,)
