"""What every test may ask for: people, their signed-in browsers, and a clean slate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings

from accounts.models import User
from soest import public_pages
from soest.triggers import drop
from strategy.models import Department
from tests.breaches import REFUSALS, TRUNCATE_REFUSALS
from tests.factories import DepartmentFactory, UserFactory

# A clean slate -----------------------------------------------------------------


@pytest.fixture(autouse=True)
def empty_page_store() -> None:
    """A rolled back test gives the next one the same data version, and would give its pages."""
    public_pages.store.clear()


@pytest.fixture(scope="session", autouse=True)
def media_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Files written by tests never reach the folder of the site."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(autouse=True)
def emptied_ledger(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let Django empty the tables after a test that committed.

    It does so by DELETE on SQLite and by TRUNCATE on PostgreSQL, which triggers refuse: they are
    taken away here, and the `post_migrate` signal that Django sends after emptying makes them
    again.
    """
    if not commits(request):
        yield
        return
    request.getfixturevalue("transactional_db")  # set up first, so torn down after this fixture
    yield
    refusals = REFUSALS.values() if connection.vendor == "sqlite" else TRUNCATE_REFUSALS
    for trigger in refusals:
        drop(trigger.name, trigger.table, connection)


def commits(request: pytest.FixtureRequest) -> bool:
    """The test commits for good, instead of being rolled back."""
    marker = request.node.get_closest_marker("django_db")
    marked = marker is not None and marker.kwargs.get("transaction", False)
    return marked or not {"transactional_db", "live_server"}.isdisjoint(request.fixturenames)


# People ------------------------------------------------------------------------


@pytest.fixture
def department(db: None) -> Department:
    """The department `clerk` works for."""
    return DepartmentFactory(name="Umwelt und Klima", slug="umwelt-und-klima")


@pytest.fixture
def other_department(db: None) -> Department:
    """The department `other_clerk` works for."""
    return DepartmentFactory(name="Jugend und Soziales", slug="jugend-und-soziales")


@pytest.fixture
def clerk(department: Department) -> User:
    """Enters values for `department`."""
    return UserFactory(
        username="erika.erfassung",
        first_name="Erika",
        last_name="Erfassung",
        entry=True,
        departments=[department],
    )


@pytest.fixture
def other_clerk(other_department: Department) -> User:
    """Enters values for `other_department`."""
    return UserFactory(
        username="emil.einsatz",
        first_name="Emil",
        last_name="Einsatz",
        entry=True,
        departments=[other_department],
    )


@pytest.fixture
def coordinator(db: None) -> User:
    """Releases values, publishes reports."""
    return UserFactory(
        username="karla.koordination",
        first_name="Karla",
        last_name="Koordination",
        coordination=True,
    )


@pytest.fixture
def second_coordinator(db: None) -> User:
    """The second pair of eyes, for what `coordinator` entered."""
    return UserFactory(
        username="kai.kollegial", first_name="Kai", last_name="Kollegial", coordination=True
    )


@pytest.fixture
def councillor(db: None) -> User:
    """Reads, signed in."""
    return UserFactory(username="rosa.rat", first_name="Rosa", last_name="Rat", council=True)


@pytest.fixture
def administrator(db: None) -> User:
    """Keeps people and master data, releases nothing."""
    return UserFactory(
        username="armin.administration",
        first_name="Armin",
        last_name="Administration",
        administration=True,
    )


# Their browsers ----------------------------------------------------------------


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def clerk_client(clerk: User) -> Client:
    return signed_in(clerk)


@pytest.fixture
def other_clerk_client(other_clerk: User) -> Client:
    return signed_in(other_clerk)


@pytest.fixture
def coordinator_client(coordinator: User) -> Client:
    return signed_in(coordinator)


@pytest.fixture
def second_coordinator_client(second_coordinator: User) -> Client:
    return signed_in(second_coordinator)


@pytest.fixture
def councillor_client(councillor: User) -> Client:
    return signed_in(councillor)


@pytest.fixture
def administrator_client(administrator: User) -> Client:
    return signed_in(administrator)
