"""Several people at the same moment, each with a connection of their own, committing for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot, slot_rows
from indicators.models import Measurement
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 8
VALUE = Content(value=Decimal("1960.5"), source="Energiebericht 2025")


def outcome(action: Callable[[], Measurement]) -> str:
    """Run in a thread: "done" or "conflict"."""
    try:
        action()
    except services.Conflict:
        return "conflict"
    finally:
        connection.close()
    return "done"


def at_once(actions: Sequence[Callable[[], Measurement]]) -> list[str]:
    """Run all actions together.

    The test database of SQLite lives in memory and serves one writer; there they queue up, as
    IMMEDIATE transactions make them do on a file.
    """
    workers = 1 if connection.vendor == "sqlite" else len(actions)
    with ThreadPoolExecutor(workers) as pool:
        return sorted(pool.map(outcome, actions))


def test_first_of_several_people_wins(slot: Slot) -> None:
    people: list[User] = UserFactory.create_batch(PEOPLE)
    values = [replace(VALUE, value=Decimal(number)) for number in range(PEOPLE)]

    def entering(person: User, content: Content) -> Callable[[], Measurement]:
        return lambda: services.save(slot=slot, content=content, seen=Seen(), by=person)

    outcomes = at_once([entering(*pair) for pair in zip(people, values, strict=True)])
    assert outcomes == ["conflict"] * (PEOPLE - 1) + ["done"]
    row = Measurement.objects.open().get()
    assert row.events.count() == 1
    assert (row.entered_by_id, row.value) in [
        (person.pk, content.value) for person, content in zip(people, values, strict=True)
    ]


def test_impatient_person_makes_one_row(slot: Slot, clerk: User) -> None:
    outcomes = at_once(
        [lambda: services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)]
        * PEOPLE
    )
    assert outcomes == ["done"] * PEOPLE
    assert Measurement.objects.open().get().events.count() == 2


def test_first_of_several_edits_wins(slot: Slot, clerk: User) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    people: list[User] = UserFactory.create_batch(PEOPLE)

    def editing(person: User) -> Callable[[], Measurement]:
        content = replace(VALUE, comment=str(person.pk))
        return lambda: services.save(slot=slot, content=content, seen=Seen(1), by=person)

    outcomes = at_once([editing(person) for person in people])
    assert outcomes == ["conflict"] * (PEOPLE - 1) + ["done"]
    row = Measurement.objects.open().get()
    assert (row.version, row.comment) == (2, str(row.entered_by_id))


def test_one_coordinator_decides(slot: Slot, clerk: User) -> None:
    row = services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    people: list[User] = UserFactory.create_batch(PEOPLE, coordination=True)

    def deciding(number: int, person: User) -> Callable[[], Measurement]:
        if number % 2:
            return lambda: services.release(row=row, version=1, by=person)
        return lambda: services.send_back(row=row, version=1, comment=str(number), by=person)

    outcomes = at_once([deciding(*pair) for pair in enumerate(people)])
    assert outcomes == ["conflict"] * (PEOPLE - 1) + ["done"]
    assert row.events.filter(kind__in=["released", "returned"]).count() == 1


def test_release_and_withdrawal_exclude_each_other(
    slot: Slot, clerk: User, coordinator: User
) -> None:
    row = services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    outcomes = at_once(
        [
            lambda: services.release(row=row, version=1, by=coordinator),
            lambda: services.withdraw(slot=slot, seen=Seen(1), by=clerk),
        ]
    )
    assert outcomes == ["conflict", "done"]
    rows = slot_rows(slot)
    assert (rows.open is None) != (rows.current is None)
