"""The site's own settings, with two more addresses: a view that does nothing, and a static file."""

from __future__ import annotations

# Measured must be what runs, so nothing else differs.
from soest.settings import *  # noqa: F403

WHITENOISE_ROOT = VAR_DIR / "wurzel"  # noqa: F405 -- of the settings above
WHITENOISE_ROOT.mkdir(parents=True, exist_ok=True)
ROOT_URLCONF = "tests.benchmarks.urls"
LOGGING = {"version": 1, "disable_existing_loggers": True}
