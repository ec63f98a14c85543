"""The site's own settings, with one more address: a view that does nothing."""

from __future__ import annotations

# Measured must be what runs, so nothing else differs.
from soest.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
LOGGING = {"version": 1, "disable_existing_loggers": True}
