from __future__ import annotations

import json

import pytest
from django.db import DataError, InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from soest import public_pages
from soest.data_state import DataState
from tests.soest.test_settings import start

SECRET = 'FATAL: password "geheim" failed at 10.0.0.7'


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def broken(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail() -> DataState:
        raise error

    monkeypatch.setattr(public_pages, "data_state", fail)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_database_that_is_down_gives_503(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """The page is made without the database: there is no database fixture here."""
    broken(monkeypatch, error(SECRET))
    answer = visitor.get("/methodik/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Der Zielmonitor ist gerade nicht erreichbar" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("error", [RuntimeError, ProgrammingError, DataError, KeyError])
def test_other_fault_gives_500(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    broken(monkeypatch, error(SECRET))
    answer = visitor.get("/methodik/")
    assert answer.status_code == 500
    assert "Hier ist etwas schiefgegangen" in answer.content.decode()
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize("error", [OperationalError, RuntimeError])
def test_fault_page_tells_nothing_of_the_fault(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    broken(monkeypatch, error(SECRET))
    page = visitor.get("/methodik/").content.decode()
    for trace in ("geheim", "10.0.0.7", "Traceback", error.__name__, "soest/public_pages.py"):
        assert trace not in page


def test_fault_is_logged(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken(monkeypatch, RuntimeError("kaputt"))
    visitor.get("/methodik/")
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert record.exc_info is not None
    assert "/methodik/" in record.getMessage()


REQUESTS = """
import json
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "localhost"})
client.cookies["sessionid"] = "a" * 32
answers = {path: client.get(path) for path in ("/methodik/", "/verwaltung/", "/healthz", "/readyz")}
print(json.dumps({path: [a.status_code, a.content.decode()] for path, a in answers.items()}))
"""


def test_server_whose_database_does_not_answer(tmp_path) -> None:
    """The whole site against a port where nobody listens."""
    process = start(
        tmp_path,
        REQUESTS,
        DJANGO_SETTINGS_MODULE="soest.settings",
        DATABASE_URL="postgres://soest:geheim@127.0.0.1:1/soest",
    )
    assert process.returncode == 0, process.stderr
    answers = json.loads(process.stdout.splitlines()[-1])
    assert {path: status for path, (status, _) in answers.items()} == {
        "/methodik/": 503,
        "/verwaltung/": 503,  # the session of the person cannot be read
        "/healthz": 200,
        "/readyz": 503,
    }
    assert "nicht erreichbar" in answers["/methodik/"][1]
    assert not any("geheim" in page or "127.0.0.1" in page for _, page in answers.values())
