"""Talk to the person at the terminal, and run programs for them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


def announce(text: str) -> None:
    """One line that says what happens next."""
    print(f"── {text}", flush=True)


def stop(message: str) -> NoReturn:
    """End with exit code 1 and a sentence that says what to do."""
    sys.stdout.flush()
    raise SystemExit(f"\nAbgebrochen: {message}")


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run a program in the project folder; if it fails, its own output is the explanation."""
    code = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
    if code:
        stop(f"„{' '.join(map(str, command))}“ endete mit Code {code} (Meldung siehe oben).")


def succeeds_visibly(*command: str | Path) -> bool:
    """Whether a program in the project folder ends without error. Its output is shown."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def succeeds(*command: str | Path) -> bool:
    """Whether a program exists and ends without error. Its output is not shown."""
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
