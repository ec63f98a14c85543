"""The folder .venv: Python with exactly the packages of a lock file."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.console import ROOT, announce, run, succeeds

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"  # everything in RUNTIME_LOCK, and the tools


def ensure_environment() -> None:
    """Create .venv, or create it anew if its Python is gone (after an upgrade of the system)."""
    if succeeds(PYTHON, "-c", "import pip"):
        return
    announce(f"Python-Umgebung in {VENV} anlegen")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def ensure_packages(lock: Path) -> None:
    """Install the packages of `lock`, unless this very file was installed before."""
    if is_installed(lock):
        return
    announce(f"Pakete aus {lock.name} installieren (beim ersten Mal einige Minuten)")
    pip = (PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--require-hashes", "--requirement", lock)
    for part in {lock, RUNTIME_LOCK}:
        stamp(part).write_bytes(part.read_bytes())


def is_installed(lock: Path) -> bool:
    """Whether the stamp left by the last installation equals the lock file."""
    return stamp(lock).exists() and stamp(lock).read_bytes() == lock.read_bytes()


def stamp(lock: Path) -> Path:
    """Copy of a lock file as it was installed."""
    return VENV / f"installed-{lock.name}"
