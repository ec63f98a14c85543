from __future__ import annotations

import psycopg
import pytest

from scripts import test as suites


def test_find_postgresql_takes_the_given_server_unseen(monkeypatch):
    monkeypatch.setattr(suites, "may_create_databases", lambda url: False)
    given = {"TEST_DATABASE_URL": "postgres://soest@db.example/zielmonitor"}
    assert suites.find_postgresql(given) == "postgres://soest@db.example/zielmonitor"


def test_find_postgresql_tries_this_user_then_root(monkeypatch):
    tried = []

    def refuse(url):
        tried.append(url)
        return False

    monkeypatch.setattr("getpass.getuser", lambda: "erika")
    monkeypatch.setattr(suites, "may_create_databases", refuse)
    assert suites.find_postgresql({}) is None
    assert tried == [
        "postgres://erika@127.0.0.1:5432/postgres",
        "postgres://root@127.0.0.1:5432/postgres",
    ]


def test_find_postgresql_uses_a_database_of_its_own(monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "erika")
    monkeypatch.setattr(suites, "may_create_databases", lambda url: "erika" in url)
    assert suites.find_postgresql({}) == "postgres://erika@127.0.0.1:5432/soest_zielmonitor"


def test_may_create_databases_is_false_when_nobody_answers(monkeypatch):
    def refuse(*args, **kwargs):
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr("psycopg.connect", refuse)
    assert not suites.may_create_databases("postgres://root@127.0.0.1:5432/postgres")


def test_missing_postgresql_is_an_error_when_required():
    with pytest.raises(SystemExit, match="TEST_DATABASE_URL=postgres://"):
        suites.missing_postgresql(required=True)


def test_missing_postgresql_is_announced_otherwise(capsys):
    suites.missing_postgresql(required=False)
    assert "Die Tests laufen nur auf SQLite." in capsys.readouterr().out


@pytest.mark.parametrize("url", ["", "postgres://root@127.0.0.1:5432/soest_zielmonitor"])
def test_run_pytest_sets_the_database_and_forgets_the_shell(monkeypatch, url):
    seen = {}

    class Finished:
        returncode = 5

    def record(command, **options):
        seen.update(options["env"])
        return Finished()

    monkeypatch.setenv("SOEST_ENV", "production")
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/live")
    monkeypatch.setattr("subprocess.run", record)
    assert suites.run_pytest([], url) == 5
    assert seen.get("DATABASE_URL", "") == url
    assert "SOEST_ENV" not in seen
