"""Run the whole suite on SQLite, then on PostgreSQL if there is one. Arguments go to pytest.

Nothing is printed after pytest's own closing line, which says how it went.
"""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

import psycopg

from scripts.console import ROOT, announce, stop

DATABASE_NAME = "soest_zielmonitor"  # Django creates and drops test_soest_zielmonitor
LOCAL_SERVER = "127.0.0.1:5432"
# The suite sets these itself; a shell prepared for production must not change what is tested.
IGNORED_VARIABLES = ("DATABASE_URL", "DATABASE_URL_FILE", "SOEST_ENV", "DEBUG")


def main() -> None:
    postgresql = find_postgresql(os.environ)
    if postgresql is None:
        missing_postgresql(required=os.environ.get("CI", "").lower() in {"1", "true"})
    databases = {"SQLite": ""} | ({"PostgreSQL": postgresql} if postgresql else {})
    for name, url in databases.items():
        announce(f"Testlauf auf {name}")
        code = run_pytest(sys.argv[1:], url)
        if code:
            sys.exit(code)


def find_postgresql(environment: Mapping[str, str]) -> str | None:
    """URL of a server to test on: TEST_DATABASE_URL, or a local one that lets us in.

    A URL given by hand is taken as it is, so that a wrong one fails in the test run.
    """
    if given := environment.get("TEST_DATABASE_URL"):
        return given
    for user in dict.fromkeys((getpass.getuser(), "root")):
        if may_create_databases(f"postgres://{user}@{LOCAL_SERVER}/postgres"):
            return f"postgres://{user}@{LOCAL_SERVER}/{DATABASE_NAME}"
    return None


def may_create_databases(url: str) -> bool:
    """Whether a server answers, lets this role in and lets it create the test database."""
    query = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            return connection.execute(query).fetchone() == (True,)
    except psycopg.OperationalError:
        return False


def missing_postgresql(*, required: bool) -> None:
    """Say that only half of the tests will run; in CI that is a failure."""
    message = (
        f"Auf {LOCAL_SERVER} antwortet kein PostgreSQL, auf dem Test-Datenbanken angelegt werden "
        "dürfen.\nEinen Server nennen: TEST_DATABASE_URL=postgres://nutzer:passwort@host/name"
    )
    if required:
        stop(message)
    announce(f"{message}\n   Die Tests laufen nur auf SQLite.")


def run_pytest(arguments: Sequence[str], database_url: str) -> int:
    """pytest's exit code; an empty URL means the embedded SQLite."""
    environment = {k: v for k, v in os.environ.items() if k not in IGNORED_VARIABLES}
    if database_url:
        environment["DATABASE_URL"] = database_url
    # The long walks of the browser come last: a process that has nothing left takes some over.
    spread = ("--numprocesses=auto", "--dist=worksteal")
    command = (sys.executable, "-m", "pytest", *spread, *arguments)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    main()
