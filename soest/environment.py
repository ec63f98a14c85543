"""Read settings from environment variables; nonsense is refused with a sentence on what to do.

Every variable `NAME` may also be given as `NAME_FILE`, the path of a file that holds the value
(Docker and systemd secrets).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

TRUE_WORDS = frozenset({"1", "true", "yes", "ja", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "nein", "off", ""})
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*")
SENDER = re.compile(r"[^<>\r\n]*<([^<>]*)>")  # with a name before the address


def env_str(name: str, default: str = "") -> str:
    """The value of `name`, or the content of the file named by `NAME_FILE`."""
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return os.environ.get(name, default).strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "Sie ist kein Text in UTF-8"
        raise ImproperlyConfigured(
            f"{name}_FILE nennt {path}, aber die Datei lässt sich nicht lesen: {reason}. "
            f"Bitte den Pfad berichtigen oder {name} direkt setzen."
        ) from error


def env_bool(name: str, default: bool = False) -> bool:
    """True for 1/true/yes/ja/on, False for 0/false/no/nein/off."""
    word = env_str(name, str(default)).lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} muss true oder false sein, nicht „{word}“.")


def env_int(name: str, default: int) -> int:
    """A whole number that is not negative."""
    word = env_str(name, str(default))
    if word.isascii() and word.isdigit():
        return int(word)
    raise ImproperlyConfigured(f"{name} muss eine ganze Zahl ab 0 sein, nicht „{word}“.")


def env_list(name: str, default: str = "") -> list[str]:
    """A comma-separated list without empty entries."""
    return [entry.strip() for entry in env_str(name, default).split(",") if entry.strip()]


def env_choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of `choices`."""
    word = env_str(name, default).lower()
    if word in choices:
        return word
    allowed = " oder ".join(choices)
    raise ImproperlyConfigured(f"{name} muss {allowed} sein, nicht „{word}“.")


def env_database(name: str, default: str) -> dict[str, Any]:
    """Django's settings of the database at an address; `?sslmode=…` goes to OPTIONS.

    The address may hold a password, so that the message does not repeat it.
    """
    address = env_str(name, default)
    if address.startswith(("sqlite:///", "postgres://", "postgresql://")):
        database = dict(dj_database_url.parse(address))
        # A missing slash or name would be an SQLite in memory, which forgets everything.
        if database["NAME"] not in ("", ":memory:"):
            return database
    raise ImproperlyConfigured(
        f"{name} muss eine Datenbank nennen: postgres://benutzer:passwort@host:5432/name "
        "oder sqlite:////absoluter/pfad/db.sqlite3 (vier Schrägstriche)."
    )


def env_host(name: str) -> str:
    """The name or IP address of another server; empty if there is none."""
    host = env_str(name)
    if not host or HOST.fullmatch(host):
        return host
    raise ImproperlyConfigured(
        f"{name} muss nur den Namen des Servers nennen, ohne Port und ohne https://, "
        f"zum Beispiel {name}=mail.soest.de, nicht „{host}“."
    )


def env_port(name: str, default: int) -> int:
    """The number of a port; the default also for an empty text."""
    port = env_int(name, default) if env_str(name) else default
    if 1 <= port <= 65535:
        return port
    raise ImproperlyConfigured(f"{name} muss zwischen 1 und 65535 liegen, nicht {port}.")


def env_sender(name: str, default: str) -> str:
    """An address that mails come from, with or without a name before it."""
    sender = env_str(name) or default
    try:
        validate_email(found[1] if (found := SENDER.fullmatch(sender)) else sender)
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name} muss eine E-Mail-Adresse sein, zum Beispiel "
            f"{name}=zielmonitor@soest.de oder „Zielmonitor Soest <zielmonitor@soest.de>“, "
            f"nicht „{sender}“."
        ) from None
    return sender


def env_site(name: str, default: str) -> str:
    """The public address of this site without a slash at its end: https://ziele.soest.de."""
    address = (env_str(name) or default).rstrip("/")
    if is_site(address):
        return address
    raise ImproperlyConfigured(
        f"{name} muss die öffentliche Adresse der Seite sein, ohne Pfad, "
        f"zum Beispiel {name}=https://ziele.soest.de, nicht „{address}“."
    )


def is_site(address: str) -> bool:
    """Scheme and host, perhaps a port, and nothing else."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port  # a port that is none raises ValueError
    except ValueError:
        return False
    # urlsplit passes over line ends and tabs.
    plain = address.isprintable() and " " not in address and "@" not in parts.netloc
    plain = plain and not (parts.path or parts.query or parts.fragment)
    return plain and parts.scheme in ("http", "https") and bool(HOST.fullmatch(host))
