"""The settings of the tests: those of the site, and what makes hundreds of tests fast.

`soest.settings` is one file driven by the environment, so `DATABASE_URL` chooses the database here
as well. Only what must differ for every test stands here; a test that needs another value takes
pytest-django's `settings` fixture.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# Everything that is not named below has to be exactly what the site runs with.
from soest.settings import *  # noqa: F403
from soest.settings import DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file as on the site. All threads of the live server would share the one connection to a
    # database in memory, and each other's transactions: now and then a table was "locked".
    name = f"zielmonitor-tests-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / name)}

# Argon2id takes a tenth of a second for each password, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # The manifest of hashed names exists only after collectstatic.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A task has run when its view has answered; no worker is needed.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# WhiteNoise looks for the folder that collectstatic makes, and warns that there is none.
WHITENOISE_AUTOREFRESH = True
