"""Rows 37 and 38: `kill -9` of the worker in the middle of a report, with the real worker.

On an SQLite file of its own, as the site has it: the worker is a process of its own and has to find
the same database.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

SET_UP = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from reports.snapshot import write
from reports.tasks import request_files
from tests.factories import ReportEditionFactory
from tests.reports.snapshots import make_snapshot
request_files(edition=ReportEditionFactory(snapshot=write(make_snapshot())), by=None)
"""
ASK_AGAIN = """
import django
django.setup()
from reports.models import FileKind, ReportEdition
from reports.tasks import request_files
request_files(edition=ReportEdition.objects.get(), by=None, kinds=[FileKind.FULL])
"""
STATES = "SELECT kind, state FROM reports_renderjob ORDER BY id"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    python(tmp_path, "-c", SET_UP).wait()
    return tmp_path


def python(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    unset = {"DATABASE_URL", "MEDIA_ROOT", "SOEST_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.Popen(  # noqa: S603
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment
        | {"DJANGO_SETTINGS_MODULE": "soest.settings", "SOEST_VAR_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def worker(folder: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts workers, and lets none of them live on."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        started.append(python(folder, "manage.py", "db_worker", "--no-reload"))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def query(folder: Path, statement: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(folder / "db.sqlite3", timeout=20)) as opened, opened:
        return opened.execute(statement).fetchall()


def wait_for(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, f"waited too long for {what}"
        time.sleep(0.1)


def children(folder: Path) -> list[Path]:
    """The processes that set pages for this installation."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command = (path / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if b"reports.typesetter" in command and str(folder).encode() in command:
            found.append(path)
    return found


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "media" / "berichte").iterdir())


def test_rows_37_and_38_killed_worker_leaves_nothing_half_and_the_queue_goes_on(
    folder: Path, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    first = worker()
    wait_for(lambda: children(folder), "the child")
    first.kill()
    first.wait()
    wait_for(lambda: not children(folder), "the end of the child, whose parent is gone")
    assert query(folder, STATES) == [
        ("full", "running"),
        ("council", "waiting"),
        ("citizens", "waiting"),
    ]
    assert not query(folder, "SELECT * FROM reports_reportfile")
    (folder / "media" / "berichte" / ".auftrag-1.pdf.0000.tmp").write_bytes(b"halb")
    # Half a minute passes.
    query(folder, "UPDATE reports_renderjob SET seen_at = '2020-01-01' WHERE state = 'running'")
    worker()
    done = [("full", "aborted"), ("council", "done"), ("citizens", "done")]
    wait_for(lambda: query(folder, STATES) == done, "the rest of the queue")
    (error,) = query(folder, "SELECT error FROM reports_renderjob WHERE state = 'aborted'")
    assert "währenddessen beendet" in error[0]
    assert len(files(folder)) == 2
    assert not [name for name in files(folder) if "auftrag" in name]
    python(folder, "-c", ASK_AGAIN).wait()
    wait_for(lambda: query(folder, STATES)[-1] == ("full", "done"), "the repeated job")
    assert len(files(folder)) == 3
    assert {kind for (kind,) in query(folder, "SELECT kind FROM reports_reportfile")} == {
        "full",
        "council",
        "citizens",
    }
