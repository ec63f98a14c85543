"""Row 36 of the faults: two writers in each other's way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from accounts.models import User
from indicators.entry import services
from indicators.entry.batches import write_batch
from indicators.entry.retries import in_one_transaction, is_passing
from indicators.entry.slots import Slot
from indicators.models import Measurement
from strategy.models import Department
from tests.factories import DepartmentFactory, MeasurementFactory

COMMITS = pytest.mark.django_db(transaction=True)


def broken_off() -> OperationalError:
    """As Django hands on what the database in use says of a deadlock, or of a lock."""
    error = OperationalError("broken off")
    cause = sqlite3.OperationalError("database is locked")
    if connection.vendor == "postgresql":
        from psycopg.errors import DeadlockDetected

        error.__cause__ = DeadlockDetected("deadlock detected")
    else:
        cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
        error.__cause__ = cause
    return error


class Failing:
    """Writes a department, then fails as often as told."""

    def __init__(self, errors: list[Exception]) -> None:
        self.errors = errors
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        DepartmentFactory(slug=f"versuch-{self.calls}")
        if self.errors:
            raise self.errors.pop()
        return "done"


def tried(write: Failing) -> str:
    @in_one_transaction
    def attempt() -> str:
        return write()

    return attempt()


@COMMITS
def test_second_try_writes_once() -> None:
    write = Failing([broken_off()])
    assert tried(write) == "done"
    assert list(Department.objects.values_list("slug", flat=True)) == ["versuch-2"]


@COMMITS
def test_third_try_is_not_made() -> None:
    write = Failing([broken_off(), broken_off()])
    with pytest.raises(OperationalError):
        tried(write)
    assert write.calls == 2
    assert not Department.objects.exists()


@COMMITS
def test_other_fault_is_not_tried_again() -> None:
    write = Failing([OperationalError("disk full")])
    with pytest.raises(OperationalError):
        tried(write)
    assert write.calls == 1


@COMMITS
def test_no_second_try_inside_another_transaction() -> None:
    write = Failing([broken_off()])
    with pytest.raises(OperationalError), transaction.atomic():
        tried(write)
    assert write.calls == 1
    assert not Department.objects.exists()


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_BUSY_SNAPSHOT]
)
def test_lock_of_sqlite_passes(code: int) -> None:
    error, cause = OperationalError(), sqlite3.OperationalError()
    cause.sqlite_errorcode = code
    error.__cause__ = cause
    assert is_passing(error)
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert not is_passing(error)


# Real ones -----------------------------------------------------------------------


@COMMITS
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="one writer at a time on SQLite")
def test_deadlock_lets_both_through(caplog: pytest.LogCaptureFixture) -> None:
    keys = [MeasurementFactory(period=date(year, 1, 1)).pk for year in (2023, 2024)]
    meeting, waited = Barrier(2), set[int]()

    def crossing(first: int, second: int) -> None:
        @in_one_transaction
        def write() -> None:
            Measurement.objects.filter(pk=first).update(comment=str(first))
            if first not in waited:  # the second try comes alone
                waited.add(first)
                meeting.wait(timeout=20)  # now each holds one row
            Measurement.objects.filter(pk=second).update(comment=str(first))

        try:
            write()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(crossing, *keys), pool.submit(crossing, *reversed(keys))]:
            done.result(timeout=30)
    comments = set(Measurement.objects.values_list("comment", flat=True))
    assert len(comments) == 1  # the whole of one transaction, after the whole of the other
    assert "is tried once more: deadlock detected" in caplog.text


@pytest.fixture
def locked_file(tmp_path: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    """Two connections to one file; the first is writing."""
    two = [sqlite3.connect(tmp_path / "db", timeout=0.05, isolation_level=None) for _ in range(2)]
    two[0].execute("CREATE TABLE t (x)")
    two[0].execute("BEGIN IMMEDIATE")
    yield two[0], two[1]
    for one in two:
        one.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("released", [True, False])
def test_locked_file_is_tried_again(
    locked_file: tuple[sqlite3.Connection, sqlite3.Connection], released: bool
) -> None:
    """What sqlite3 says of a locked file is known, whatever database is in use."""
    writer, waiting = locked_file
    calls = []

    @in_one_transaction
    def write() -> None:
        calls.append(1)
        try:
            waiting.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if released:
                writer.execute("COMMIT")
            raise OperationalError(str(error)) from error

    if released:
        write()
    else:
        with pytest.raises(OperationalError, match="database is locked"):
            write()
    assert len(calls) == 2


@COMMITS
def test_person_is_told_to_try_again(
    clerk: User, slot: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def fail(*args: object, **kwargs: object) -> None:
        calls.append(args)
        raise broken_off()

    monkeypatch.setattr(services, "record", fail)
    client = Client(raise_request_exception=False)
    client.force_login(clerk)
    data = {"version": "0", "revision": "0", "value": "1960,5", "source": "x", "step": "save"}
    answer = client.post("/erfassung/treibhausgase/2025/", data)
    assert (answer.status_code, len(calls)) == (503, 2)
    assert answer.headers["Retry-After"] == "30"
    assert "noch einmal absenden" in answer.content.decode()
    assert not Measurement.objects.open().exists()


@pytest.mark.parametrize("name", ["save", "discard", "withdraw", "send_back", "release"])
def test_every_write_of_a_value_is_tried_again(name: str) -> None:
    assert getattr(services, name).__code__ is in_one_transaction(len).__code__


def test_writing_a_batch_is_tried_again() -> None:
    assert write_batch.__code__ is in_one_transaction(len).__code__
