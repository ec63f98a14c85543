"""Row 37: a process that is killed in the middle of an import leaves nothing half."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from indicators.entry.files.comparison import compare
from indicators.entry.files.services import apply_file
from indicators.entry.files.statements import read_statements
from indicators.models import ImportedFile, Indicator, Measurement, MeasurementEvent
from indicators.uploads import book_or_404, keep_file
from strategy.models import District
from tests.factories import IndicatorFactory
from tests.soest.spreadsheets.workbooks import workbook

# Writes the file, says so, and waits before the transaction ends.
PROGRAM = """
import sys, time
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from indicators.entry.files import services
from indicators.entry.files.comparison import compare
from indicators.entry.files.statements import read_statements
from indicators.models import ImportedFile, MeasurementEvent
from indicators.uploads import book_or_404

write = services.write_batch

def write_and_wait(*lines, **options):
    batch = write(*lines, **options)
    print(MeasurementEvent.objects.filter(file=options["file"]).count(), flush=True)
    time.sleep(60)
    return batch

services.write_batch = write_and_wait
kept = ImportedFile.objects.get(pk=sys.argv[1])
statements = read_statements(book_or_404(kept), kept.uploaded_by)
seen = compare(statements, kept.uploaded_by).batch.seen
services.apply_file(
    file=kept, statements=statements, seen=seen, by=kept.uploaded_by, submit=True
)
"""


@pytest.fixture
def kept(department: object, city: District, clerk: User) -> ImportedFile:
    codes = [IndicatorFactory(department=department).code for _ in range(20)]
    rows = [(code, 2025, 5, "Zählung") for code in codes]
    content = workbook(("Kennung", "Zeitraum", "Wert", "Quelle"), *rows)
    return keep_file(content, "werte.xlsx", kind="values", by=clerk)  # type: ignore[arg-type]


def start(kept: ImportedFile, media_root: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "MEDIA_ROOT": str(media_root),
    }
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", PROGRAM, str(kept.pk), name],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="SQLite has its own test below")
@pytest.mark.django_db(transaction=True)
def test_row_37_killed_import_leaves_nothing_and_can_be_repeated(
    kept: ImportedFile, media_root: Path
) -> None:
    child = start(kept, media_root)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "40", child.communicate()[1]
    child.send_signal(signal.SIGKILL)
    child.communicate()
    wait_until_free()
    assert_untouched(kept)
    take_over(kept)


def wait_until_free() -> None:
    """PostgreSQL notices the lost connection a moment later."""
    for _ in range(100):
        if not Measurement.objects.exists():
            return
        time.sleep(0.05)


def assert_untouched(kept: ImportedFile) -> None:
    kept.refresh_from_db()
    assert kept.applied_at is None
    assert not Measurement.objects.exists()
    assert not MeasurementEvent.objects.exists()


def take_over(kept: ImportedFile) -> None:
    statements = read_statements(book_or_404(kept), kept.uploaded_by)
    seen = compare(statements, kept.uploaded_by).batch.seen
    apply_file(file=kept, statements=statements, seen=seen, by=kept.uploaded_by, submit=True)
    assert Measurement.objects.filter(period=date(2025, 1, 1), state="submitted").count() == 20
    assert Indicator.objects.count() == 20


SET_UP = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from accounts.models import Role, User
from strategy.models import Department, District
from indicators.models import Indicator
from indicators.uploads import keep_file
from tests.soest.spreadsheets.workbooks import workbook
person = User.objects.create(username="k", role=Role.COORDINATION)
District.objects.create(slug="soest", name="Soest", kind="city")
for number in range(20):
    Indicator.objects.create(code=f"K{number}", slug=f"k{number}", name="K", direction="none")
rows = [(f"K{number}", 2025, 5, "Zählung") for number in range(20)]
content = workbook(("Kennung", "Zeitraum", "Wert", "Quelle"), *rows)
print(keep_file(content, "werte.xlsx", kind="values", by=person).pk)
"""


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="is about a file of SQLite")
def test_row_37_killed_import_leaves_a_whole_sqlite_file(tmp_path: Path) -> None:
    """In a file as the site has it: write-ahead log, synchronous."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SOEST_VAR_DIR": str(tmp_path),
    }
    database = str(tmp_path / "db.sqlite3")

    def python(program: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", program, *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    key, errors = python(SET_UP).communicate()
    assert key.strip().isdigit(), errors
    child = python(PROGRAM, key.strip(), database)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "40", child.communicate()[1]
    child.send_signal(signal.SIGKILL)
    child.communicate()
    with sqlite3.connect(database) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("SELECT count(*) FROM indicators_measurement").fetchone() == (0,)
        assert opened.execute("SELECT count(*) FROM indicators_measurementevent").fetchone() == (0,)
        assert opened.execute("SELECT applied_at FROM indicators_importedfile").fetchone() == (
            None,
        )
    opened.close()
    again, errors = python(
        PROGRAM.replace("time.sleep(60)", ""), key.strip(), database
    ).communicate()
    assert again.strip() == "40", errors
    with sqlite3.connect(database) as opened:
        assert opened.execute("SELECT count(*) FROM indicators_measurement").fetchone() == (20,)
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    opened.close()
