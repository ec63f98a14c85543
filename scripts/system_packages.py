"""Programs and libraries that come from Debian, not from Python packages."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence

from scripts.console import announce, run, stop, succeeds

# What WeasyPrint loads, under the names it uses on Linux, and the Debian package of each.
# libharfbuzz-subset is optional to WeasyPrint, but without it the report holds whole fonts.
PDF_LIBRARIES = {
    "libgobject-2.0.so.0": "libpango-1.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def ensure_system_packages(*, browser: bool) -> None:
    """Install what is missing, all at once: nobody should be sent for one thing after another."""
    if packages := missing_packages(browser=browser):
        install(packages)
        importlib.invalidate_caches()
        if still_missing := missing_packages(browser=browser):
            stop(f"{' '.join(still_missing)} ist installiert, lässt sich aber nicht benutzen.")


def missing_packages(*, browser: bool) -> list[str]:
    """Debian packages that are needed and not there, each once."""
    missing = {package for library, package in PDF_LIBRARIES.items() if not loads(library)}
    if importlib.util.find_spec("ensurepip") is None:
        missing.add(f"python3.{sys.version_info.minor}-venv")  # split off by Debian
    if browser and not any(map(shutil.which, CHROMIUM_NAMES)):
        missing.add("chromium")
    return sorted(missing)


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library, which is what WeasyPrint will try."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install(packages: Sequence[str]) -> None:
    """Install Debian packages, or stop with the command that does it."""
    needed = f"Auf diesem System fehlt: {' '.join(packages)}."
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        stop(
            f"{needed}\nUnter Debian heißt der Befehl „{command}“; "
            "bitte das Gegenstück dieses Systems installieren und erneut starten."
        )
    rights = administrator_prefix()
    if rights is None:
        stop(f"{needed}\nBitte ausführen und dann erneut starten:\n\n    sudo {command}\n")
    announce(f"{needed} Wird installiert …")
    apt_get = (*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq")
    options = ("install", "--yes", "--no-install-recommends", *packages)
    if not succeeds(*apt_get, *options):  # on a new machine the package lists are still missing
        run(*apt_get, "update")
        run(*apt_get, *options)


def administrator_prefix() -> tuple[str, ...] | None:
    """What to put before a command to run it as root; None if that would need a password."""
    if os.geteuid() == 0:
        return ()
    return ("sudo", "-n") if succeeds("sudo", "-n", "true") else None
