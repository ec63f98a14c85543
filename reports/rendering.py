"""From a snapshot to a PDF file: the same snapshot gives the same bytes.

The templates are filled here; setting the pages, which is slow and needs much memory, happens in
a child process with limits (`reports.typesetter`). The file is put in place only when it is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from reports.pages.report import report_pages
from reports.snapshot import Snapshot, fingerprint, write

WALL_SECONDS = 600
# What the child needs from outside: fonts are found through these, secrets are not among them.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "VIRTUAL_ENV")
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1"
OUT_OF_MEMORY = (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP)


class RenderError(Exception):
    """No PDF was made; the message is for people, in German, and says what to do."""


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A finished PDF."""

    path: Path
    pages: int
    size: int  # bytes
    sha256: str


def render_report(snapshot: Snapshot, output: Path, *, charts: bool = True) -> RenderedFile:
    """Make the full report. `charts=False` leaves the drawings out, to measure what they cost.

    Replaces `output` only by a whole file. Raises RenderError.
    """
    markup = report_html(snapshot)
    return set_pages(
        markup if charts else without_drawings(markup),
        output,
        identifier=fingerprint(write(snapshot))[:32],
    )


def report_html(snapshot: Snapshot) -> str:
    """The markup of the full report."""
    return render_to_string("reports/print/report.html", {"pages": report_pages(snapshot)})


def without_drawings(markup: str) -> str:
    """The same markup with every SVG taken out."""
    return re.sub(r"<svg\b.*?</svg>", "", markup, flags=re.DOTALL)


def set_pages(markup: str, output: Path, *, identifier: str) -> RenderedFile:
    """Set markup as a PDF in a child process. Raises RenderError, and leaves no remains."""
    check_place(output)
    unfinished = output.with_name(f".{output.name}.{secrets.token_hex(4)}.tmp")
    try:
        pages = run_typesetter(markup, unfinished, identifier)
        content = unfinished.read_bytes()
        check_whole(content, pages)
        put_in_place(unfinished, output)
    except OSError as error:
        raise RenderError(
            f"Die Datei {output} lässt sich nicht schreiben: {error.strerror}."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return RenderedFile(output, pages, len(content), hashlib.sha256(content).hexdigest())


def check_place(output: Path) -> None:
    """Refuse a place that cannot take the file before a minute is spent on it."""
    if output.is_dir():
        raise RenderError(f"{output} ist ein Ordner; gebraucht wird der Name einer Datei.")
    if not output.parent.is_dir():
        raise RenderError(f"Den Ordner {output.parent} gibt es nicht.")
    if not os.access(output.parent, os.W_OK):
        raise RenderError(f"In den Ordner {output.parent} darf nicht geschrieben werden.")


def run_typesetter(markup: str, output: Path, identifier: str) -> int:
    """Run the child and return its number of pages."""
    command = (sys.executable, "-m", "reports.typesetter", str(output.absolute()), identifier)
    process = subprocess.Popen(  # noqa: S603 -- our own module, no word of it comes from outside
        command,
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, errors = process.communicate(markup.encode(), timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise RenderError(too_slow()) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode:
        raise RenderError(reason(process.returncode, errors.decode(errors="replace")))
    return int(json.loads(out)["pages"])


def reason(code: int, errors: str) -> str:
    """Why the child failed, in German, from how it ended and what it said last."""
    last = errors.strip().rpartition("\n")[2][:300]
    if "cannot load library" in errors:
        return (
            "Für den PDF-Satz fehlen Systembibliotheken. Unter Debian installiert sie: "
            f"apt-get install --no-install-recommends {LIBRARIES}"
        )
    if -code == signal.SIGXCPU:
        return too_slow()
    if "MemoryError" in errors or -code in OUT_OF_MEMORY:
        return "Der Speicher für den PDF-Satz reichte nicht aus; der Bericht ist zu groß."
    return f"Der PDF-Satz ist gescheitert: {last or f'Abbruch mit Code {code}'}"


def too_slow() -> str:
    return f"Der PDF-Satz wurde nach {WALL_SECONDS} Sekunden abgebrochen."


def check_whole(content: bytes, pages: int) -> None:
    """Refuse a file that is cut off or empty."""
    if not content.startswith(b"%PDF-") or not content.rstrip().endswith(b"%%EOF") or pages < 1:
        raise RenderError("Der PDF-Satz hat keine vollständige Datei geliefert.")


def put_in_place(unfinished: Path, output: Path) -> None:
    """Move the file to its name so that a power cut leaves the old one or the new one."""
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.replace(output)
    folder = os.open(output.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
