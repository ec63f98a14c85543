"""Make this folder ready: environment, packages, system libraries, database, static files.

Runs on the system's Python with nothing installed, and again at any time: what is in order is
left alone.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scripts.console import ROOT, announce, run, stop
from scripts.system_packages import ensure_system_packages
from scripts.virtual_environment import (
    DEVELOPMENT_LOCK,
    PYTHON,
    RUNTIME_LOCK,
    ensure_environment,
    ensure_packages,
    stamp,
)

OLDEST_PYTHON = (3, 11)


def main() -> None:
    parser = argparse.ArgumentParser(description="Richtet den Zielmonitor in diesem Ordner ein.")
    parser.add_argument("--dev", action="store_true", help="auch Test- und Prüfwerkzeuge")
    parser.add_argument("--browser", action="store_true", help="auch Chromium für Browser-Tests")
    parser.add_argument("--packages-only", action="store_true", help="nur die Python-Pakete")
    options = parser.parse_args()
    require_python(sys.version_info[:2])
    ensure_system_packages(browser=options.browser)
    ensure_environment()
    ensure_packages(DEVELOPMENT_LOCK if options.dev else RUNTIME_LOCK)
    if not options.packages_only:
        prepare_application()


def require_python(version: tuple[int, int]) -> None:
    if version < OLDEST_PYTHON:
        stop(
            f"Python 3.11 oder neuer ist nötig, gefunden wurde {version[0]}.{version[1]}.\n"
            "Ein anderes Python wählen, zum Beispiel: make setup PYTHON=python3.12"
        )


def prepare_application() -> None:
    """Database up to date, static files collected, frame of the strategy and criteria loaded."""
    announce("Datenbank, statische Dateien und Strategie-Rahmen prüfen")
    run(PYTHON, "manage.py", "migrate", "--no-input", "--verbosity=0")
    if not static_files_are_fresh():
        run(PYTHON, "manage.py", "collectstatic", "--no-input", "--verbosity=0")
    run(PYTHON, "manage.py", "load_strategy", "--if-empty")
    run(PYTHON, "manage.py", "load_criteria", "--if-empty")


def static_files_are_fresh() -> bool:
    """Whether the manifest is younger than all it was made from; compressing takes seconds."""
    manifest = Path(os.environ.get("STATIC_ROOT", ROOT / "staticfiles")) / "staticfiles.json"
    sources = [
        ROOT / "soest" / "settings.py",
        stamp(RUNTIME_LOCK),
        ROOT / "static",
        *(ROOT / "static").rglob("*"),  # folders too: their time tells that a file went away
    ]
    if not manifest.exists():
        return False
    collected = manifest.stat().st_mtime
    return all(source.stat().st_mtime < collected for source in sources)


if __name__ == "__main__":
    main()
