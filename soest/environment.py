"""Read settings from environment variables; nonsense is refused with a sentence on what to do.

Every variable `NAME` may also be given as `NAME_FILE`, the path of a file that holds the value
(Docker and systemd secrets).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "ja", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "nein", "off", ""})


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
