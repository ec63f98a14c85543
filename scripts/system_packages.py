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


def ensure_venv_module() -> None:
    """Debian's Python leaves out what creates a virtual environment."""
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install([f"python{version}-venv"], purpose="die Python-Umgebung")


def ensure_pdf_libraries() -> None:
    """The libraries WeasyPrint loads when it draws the report."""
    if sys.platform != "linux":
        return  # other names, other packages: WeasyPrint says there itself what is missing
    packages = missing_pdf_packages()
    if packages:
        install(packages, purpose="den PDF-Bericht")
        if missing_pdf_packages():
            stop(f"{', '.join(packages)} ist installiert, lässt sich aber nicht laden.")


def missing_pdf_packages() -> list[str]:
    """Debian packages of the libraries that do not load, each once."""
    return sorted({package for name, package in PDF_LIBRARIES.items() if not loads(name)})


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library, which is what WeasyPrint will try."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_chromium() -> None:
    """The browser of the browser tests."""
    if not any(map(shutil.which, CHROMIUM_NAMES)):
        install(["chromium"], purpose="die Browser-Tests")


def install(packages: Sequence[str], *, purpose: str) -> None:
    """Install Debian packages, or stop with the command that does it."""
    needed = f"Für {purpose} fehlt auf diesem System: {' '.join(packages)}."
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
