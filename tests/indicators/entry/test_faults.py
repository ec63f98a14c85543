"""Rows 35 and 37 of the faults: many writers at once, and a process that is killed while writing.

The work is done by other processes on a database that they share: a file of SQLite, or the test
database of PostgreSQL.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.indicators.entry.other_process import SAVES, STOPPED

WORK = (sys.executable, "-m", "tests.indicators.entry.other_process")
# The released value, and its correction that was handed in.
FORMER = [2024, "released", 1, False, []]
WAITING = [2024, "submitted", 1, False, ["created", "submitted"]]
BEFORE = [FORMER, WAITING]

Environment = dict[str, str]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with all tables and nothing in them; unused on PostgreSQL."""
    folder = tmp_path_factory.mktemp("installation")
    if connection.vendor == "sqlite":
        migrate = (sys.executable, "manage.py", "migrate", "--verbosity=0")
        run(migrate, environment_of(folder))
    return folder


@pytest.fixture
def prepared(migrated: Path, tmp_path: Path, transactional_db: None) -> Environment:
    """What a process needs to find a database with two values of 2024."""
    for file in migrated.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    environment = environment_of(tmp_path)
    ask("prepare", environment)
    return environment


def environment_of(folder: Path) -> Environment:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    found = kept | {"SOEST_VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    if connection.vendor == "postgresql":
        given = connection.settings_dict
        login = quote(str(given["USER"])) + (
            f":{quote(given['PASSWORD'])}" * bool(given["PASSWORD"])
        )
        place = f"{given['HOST']}:{given['PORT'] or 5432}"
        found["DATABASE_URL"] = f"postgres://{login}@{place}/{given['NAME']}"
    return found


def run(command: tuple[str, ...], environment: Environment) -> str:
    done = subprocess.run(  # noqa: S603  our own modules
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask(name: str, environment: Environment) -> Any:
    return json.loads(run((*WORK, name), environment).splitlines()[-1])


def kill_in_the_middle(name: str, environment: Environment) -> None:
    """Start the work, wait until it has written half, and kill it without any warning."""
    with subprocess.Popen(  # noqa: S603  our own module
        (*WORK, name), cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        process.kill()
    assert said == STOPPED
    assert process.returncode == -9


def test_killed_while_saving(prepared: Environment) -> None:
    """Row 37."""
    kill_in_the_middle("save_and_stop", prepared)
    assert ask("look", prepared) == {"integrity": "ok", "rows": BEFORE}
    assert ask("save", prepared) == "submitted"
    handed_in = [2025, "submitted", 1, False, ["created", "submitted"]]
    assert ask("look", prepared) == {"integrity": "ok", "rows": [*BEFORE, handed_in]}


@pytest.mark.parametrize(("name", "answer"), [("release", "released"), ("joint_release", 1)])
def test_killed_while_releasing(prepared: Environment, name: str, answer: object) -> None:
    """Row 37: never is the former value gone and the new one not there."""
    kill_in_the_middle(f"{name}_and_stop", prepared)
    assert ask("look", prepared) == {"integrity": "ok", "rows": BEFORE}
    assert ask(name, prepared) == answer
    released = [
        [2024, "released", 1, True, ["superseded"]],
        [2024, "released", 2, False, ["created", "submitted", "released"]],
    ]
    assert ask("look", prepared) == {"integrity": "ok", "rows": released}


def test_many_save_different_values_at_once(prepared: Environment) -> None:
    """Row 35: all succeed, and nobody waits long."""
    seconds = ask("save_side_by_side", prepared)
    assert len(seconds) == SAVES
    assert seconds[int(SAVES * 0.95) - 1] < 2
    drafts = [row for row in ask("look", prepared)["rows"] if row[0] == 2025]
    assert drafts == [[2025, "draft", 1, False, ["created"]]] * SAVES
