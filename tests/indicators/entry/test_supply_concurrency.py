"""Several people at one link in the same moment, each with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from accounts.models import User
from indicators.entry.batches import Line
from indicators.entry.services import Conflict
from indicators.entry.slots import Slot
from indicators.entry.supplies import requests
from indicators.entry.supplies.answers import NotFinished, finish, save_answers
from indicators.entry.supplies.links import sender_of
from indicators.models import DataRequest, Measurement
from strategy.models import Department
from tests.factories import CollectionRoundFactory, DataRequestFactory, RoundIndicatorFactory

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 6


@pytest.fixture
def link(slot: Slot, department: Department) -> DataRequest:
    asked_by = CollectionRoundFactory()
    RoundIndicatorFactory(round=asked_by, indicator=slot.indicator)
    return DataRequestFactory(round=asked_by, department=department)


def at_once(actions: Sequence[Callable[[], object]]) -> list[str]:
    """How each ended. The SQLite of the tests serves one writer, so there they queue up."""
    workers = 1 if connection.vendor == "sqlite" else len(actions)
    with ThreadPoolExecutor(workers) as pool:
        return sorted(pool.map(outcome, actions))


def outcome(action: Callable[[], object]) -> str:
    try:
        action()
    except (Conflict, NotFinished, requests.LinkClosed) as error:
        return type(error).__name__
    finally:
        connection.close()
    return "done"


def saving(link: DataRequest, slot: Slot, value: int) -> Callable[[], object]:
    line = Line(slot, {"value": Decimal(value), "source": "Netzbilanz"})
    return lambda: save_answers(request=link, sender=sender_of(link), lines=[line], seen={})


def test_first_of_several_answers_wins(link: DataRequest, slot: Slot) -> None:
    """Row 31."""
    outcomes = at_once([saving(link, slot, 1950 + number) for number in range(PEOPLE)])
    assert outcomes == ["BatchConflict"] * (PEOPLE - 1) + ["done"]
    assert Measurement.objects.open().get().events.count() == 1
    assert link.events.filter(kind="saved").count() == 1


def test_impatient_person_makes_one_row(link: DataRequest, slot: Slot) -> None:
    """Row 34."""
    assert at_once([saving(link, slot, 1950)] * PEOPLE) == ["done"] * PEOPLE
    assert Measurement.objects.open().get().events.count() == 1
    assert at_once([lambda: finish(request=link)] * PEOPLE) == (
        ["LinkClosed"] * (PEOPLE - 1) + ["done"]
    )
    assert link.events.filter(kind="finished").count() == 1


def test_nothing_is_handed_on_from_a_revoked_link(link: DataRequest, coordinator: User) -> None:
    """Whoever comes first: no link stays open below one that is revoked."""

    def handing_on(number: int) -> Callable[[], object]:
        email = f"nr{number}@stadtwerke.example"
        recipient = requests.Recipient("Carla Kessel", "Stadtwerke", email)
        return lambda: requests.delegate(request=link, recipient=recipient, message="")

    actions = [handing_on(number) for number in range(PEOPLE)]
    actions.insert(PEOPLE // 2, lambda: requests.revoke(request=link, by=coordinator))
    at_once(actions)
    assert not DataRequest.objects.filter(revoked_at__isnull=True).exists()
