"""The settings as a server starts with them: each case is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

KEY = "k" * 50
PRODUCTION = {
    "SOEST_ENV": "production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "ziele.example.org",
    "DATABASE_URL": "postgres://db.example.org/soest",
}
PRINT = (
    "import json; from soest import settings as s; "
    "print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper()}, default=str))"
)


def start(
    tmp_path: Path, code: str = PRINT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Load the settings with nothing but these variables."""
    system = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603 (our own interpreter and code)
        [sys.executable, "-c", code],
        env={**system, "SOEST_VAR_DIR": str(tmp_path / "var"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(tmp_path: Path, **environment: str) -> dict[str, Any]:
    process = start(tmp_path, **environment)
    assert process.returncode == 0, process.stderr
    values: dict[str, Any] = json.loads(process.stdout)
    return values


# Production -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"DEBUG": "true"}, "DEBUG darf in Produktion nicht an sein"),
        ({"SECRET_KEY": ""}, "SECRET_KEY fehlt oder ist kürzer als 50 Zeichen"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY fehlt oder ist kürzer als 50 Zeichen"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS muss die Hostnamen der Seite nennen"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS muss die Hostnamen der Seite nennen"),
        ({"ALLOWED_HOSTS": "a.de, *"}, "ALLOWED_HOSTS muss die Hostnamen der Seite nennen"),
        ({"SOEST_ENV": "prod"}, "SOEST_ENV muss local oder production sein, nicht „prod“"),
        ({"DEBUG": "vielleicht"}, "DEBUG muss true oder false sein"),
    ],
    ids=lambda case: "-".join(case) if isinstance(case, dict) else None,
)
def test_production_refuses_to_start(tmp_path: Path, fault: dict[str, str], sentence: str) -> None:
    process = start(tmp_path, **PRODUCTION | fault)
    assert process.returncode != 0
    assert sentence in process.stderr


def test_production_key_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text(KEY + "\n", encoding="utf-8")
    given = PRODUCTION | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(secret)}
    assert settings_of(tmp_path, **given)["SECRET_KEY"] == KEY


def test_production_insists_on_https(tmp_path: Path) -> None:
    values = settings_of(tmp_path, **PRODUCTION)
    assert values["DEBUG"] is False
    assert values["SESSION_COOKIE_SECURE"] is True
    assert values["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert values["CSRF_COOKIE_SECURE"] is True
    assert values["SECURE_HSTS_SECONDS"] == 31_536_000
    assert values["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    given = PRODUCTION | {
        "SECRET_KEY": "Zufall-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKL",
        "SSL_REDIRECT": "true",
        "HSTS_PRELOAD": "true",
        "DJANGO_SETTINGS_MODULE": "soest.settings",
    }
    code = (
        "from django.core.management import execute_from_command_line as run; "
        "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])"
    )
    process = start(tmp_path, code, **given)
    assert process.returncode == 0, process.stderr


# Everywhere else ------------------------------------------------------------------


def test_local_needs_no_variable(tmp_path: Path) -> None:
    values = settings_of(tmp_path)
    database = values["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(tmp_path / "var" / "db.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert values["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert values["SESSION_COOKIE_NAME"] == "sessionid"


def test_local_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    first = settings_of(tmp_path)["SECRET_KEY"]
    assert settings_of(tmp_path)["SECRET_KEY"] == first
    assert len(first) >= 50
    path = tmp_path / "var" / "secret_key"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("address", "engine", "name"),
    [
        ("postgres://ziele:geheim@db:5433/soest", "postgresql", "soest"),
        ("sqlite:////tmp/ziele.sqlite3", "sqlite3", "/tmp/ziele.sqlite3"),  # noqa: S108
    ],
)
def test_database_address(tmp_path: Path, address: str, engine: str, name: str) -> None:
    database = settings_of(tmp_path, DATABASE_URL=address)["DATABASES"]["default"]
    assert database["ENGINE"] == f"django.db.backends.{engine}"
    assert database["NAME"] == name


def test_database_address_keeps_its_options(tmp_path: Path) -> None:
    values = settings_of(tmp_path, DATABASE_URL="postgres://db/soest?sslmode=verify-full")
    options = values["DATABASES"]["default"]["OPTIONS"]
    assert options == {"connect_timeout": 5, "sslmode": "verify-full"}


@pytest.mark.parametrize(
    "address",
    ["soest", "sqlite://db.sqlite3", "sqlite:///", "postgres://ich:geheim@db", "mysql://db/soest"],
)
def test_database_address_that_is_none(tmp_path: Path, address: str) -> None:
    process = start(tmp_path, DATABASE_URL=address)
    assert process.returncode != 0
    assert "DATABASE_URL muss eine Datenbank nennen: postgres://benutzer" in process.stderr
    assert "geheim" not in process.stderr


# Mail -----------------------------------------------------------------------------

MAIL = {"EMAIL_HOST": "mail.soest.de", "DEFAULT_FROM_EMAIL": "zielmonitor@soest.de"}


def test_without_a_mail_server_nothing_is_needed(tmp_path: Path) -> None:
    values = settings_of(tmp_path)
    assert (values["EMAIL_HOST"], values["SITE_URL"]) == ("", "http://127.0.0.1:8000")
    assert settings_of(tmp_path, **PRODUCTION)["SITE_URL"] == "https://ziele.example.org"


@pytest.mark.parametrize(
    ("given", "port"),
    [
        ({}, 25),
        ({"EMAIL_USE_TLS": "true"}, 587),
        ({"EMAIL_USE_SSL": "true"}, 465),
        ({"EMAIL_USE_TLS": "true", "EMAIL_PORT": "2525"}, 2525),
        ({"EMAIL_PORT": ""}, 25),
    ],
    ids=str,
)
def test_mail_server(tmp_path: Path, given: dict[str, str], port: int) -> None:
    values = settings_of(tmp_path, **MAIL | given)
    assert (values["EMAIL_HOST"], values["EMAIL_PORT"]) == ("mail.soest.de", port)
    assert values["DEFAULT_FROM_EMAIL"] == values["SERVER_EMAIL"] == "zielmonitor@soest.de"
    assert values["EMAIL_TIMEOUT"] == 10


def test_mail_password_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("Möhnesee\n", encoding="utf-8")
    given = {"EMAIL_HOST_USER": "monitor", "EMAIL_HOST_PASSWORD_FILE": str(secret)}
    assert settings_of(tmp_path, **MAIL | given)["EMAIL_HOST_PASSWORD"] == "Möhnesee"


def test_links_in_mails_lead_to_the_site_named(tmp_path: Path) -> None:
    given = PRODUCTION | MAIL | {"SITE_URL": "https://ziele.soest.de/"}
    assert settings_of(tmp_path, **given)["SITE_URL"] == "https://ziele.soest.de"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"EMAIL_HOST": "smtp://mail.soest.de"}, "EMAIL_HOST muss nur den Namen des Servers"),
        ({"EMAIL_HOST": "mail.soest.de:25"}, "EMAIL_HOST muss nur den Namen des Servers"),
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT muss zwischen 1 und 65535 liegen"),
        ({"EMAIL_PORT": "smtp"}, "EMAIL_PORT muss eine ganze Zahl"),
        ({"EMAIL_USE_TLS": "true", "EMAIL_USE_SSL": "true"}, "schließen sich aus"),
        ({"EMAIL_USE_TLS": "vielleicht"}, "EMAIL_USE_TLS muss true oder false sein"),
        ({"EMAIL_HOST_USER": "monitor"}, "EMAIL_HOST_USER und EMAIL_HOST_PASSWORD gehören"),
        ({"EMAIL_HOST_PASSWORD": "geheim"}, "EMAIL_HOST_USER und EMAIL_HOST_PASSWORD gehören"),
        ({"DEFAULT_FROM_EMAIL": ""}, "Mit EMAIL_HOST muss DEFAULT_FROM_EMAIL"),
        ({"DEFAULT_FROM_EMAIL": "Zielmonitor"}, "DEFAULT_FROM_EMAIL muss eine E-Mail-Adresse"),
        ({"DEFAULT_FROM_EMAIL": "Soest <soest.de>"}, "DEFAULT_FROM_EMAIL muss eine E-Mail-Adr"),
        ({"SITE_URL": "ziele.soest.de"}, "SITE_URL muss die öffentliche Adresse"),
        ({"SITE_URL": "https://ziele.soest.de/start"}, "SITE_URL muss die öffentliche Adresse"),
        ({"SITE_URL": "https://a@ziele.soest.de"}, "SITE_URL muss die öffentliche Adresse"),
        ({"SITE_URL": "https://ziele.soest.de:x"}, "SITE_URL muss die öffentliche Adresse"),
        ({"SITE_URL": "ftp://ziele.soest.de"}, "SITE_URL muss die öffentliche Adresse"),
        ({"SITE_URL": "https://ziele.soest.de\nx"}, "SITE_URL muss die öffentliche"),
        (PRODUCTION, "Mit EMAIL_HOST muss SITE_URL sagen"),
    ],
    ids=str,
)
def test_mail_settings_that_make_no_sense(
    tmp_path: Path, fault: dict[str, str], sentence: str
) -> None:
    process = start(tmp_path, **MAIL | fault)
    assert process.returncode != 0
    assert sentence in process.stderr


# Background work --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "backend"),
    [({}, "DatabaseBackend"), ({"BACKGROUND_WORKER": "false"}, "ImmediateBackend")],
)
def test_without_a_worker_requests_do_the_work(
    tmp_path: Path, environment: dict[str, str], backend: str
) -> None:
    tasks = settings_of(tmp_path, **environment)["TASKS"]
    assert tasks["default"]["BACKEND"].endswith(f".{backend}")
