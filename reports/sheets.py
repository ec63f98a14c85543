"""Sheets on demand: set once for each state of the public data, then kept on disk.

However many readers ask, there is at most one rendering for each goal and each state, and never
more than one at a time. Who comes meanwhile is told at once to come again: who waited would hold
a process that others need.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from reports.contents import make_snapshot
from reports.models import Report
from reports.pages.sheets import Subject, sheet
from reports.rendering import RenderError, set_pages
from reports.services import TITLE
from reports.snapshot import Snapshot
from soest.data_state import data_state

logger = logging.getLogger(__name__)

FOLDER = "blaetter"  # below MEDIA_ROOT
SET_SECONDS = 30  # at most; one takes a second or two
AGAIN_SECONDS = 2  # before another try while a sheet is being set
FAILED_SECONDS = 60  # before a sheet that could not be set is tried again
PROGRAM = ("templates/reports/print", "templates/indicators/charts", "reports", "indicators")

Find = Callable[[Snapshot], Subject | None]
"""Picks what a sheet is about from the present state; None if it is gone."""


class SheetUnavailable(Exception):
    """There is no file now; `seconds` from now there may be one."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A finished PDF of one page; the tag is another one for each state."""

    content: bytes
    tag: str


def sheet_file(name: str, find: Find, address: str) -> SheetFile:
    """The sheet of this name in its present state.

    Raises SheetUnavailable while another sheet is being set, or
    after this one could not be.
    """
    path = folder() / f"{name}-{state_key()}.pdf"
    return SheetFile(stored(path) or made(path, find, address), path.stem)


def state_key() -> str:
    """A name for everything a sheet depends on: the data, the day, the program, the address.

    The day, because a value becomes stale without any change of data.
    """
    parts = (str(data_state().number), timezone.localdate().isoformat(), program())
    return hashlib.sha256("|".join((*parts, settings.SITE_URL)).encode()).hexdigest()[:24]


@cache
def program() -> str:
    """A name for the version of what lays out sheets; a new one makes them anew."""
    digest = hashlib.sha256()
    for place in PROGRAM:
        for path in sorted((Path(settings.BASE_DIR) / place).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".svg"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def folder() -> Path:
    place = Path(settings.MEDIA_ROOT) / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    return place


def stored(path: Path) -> bytes:
    """Its bytes; none if it has not been set."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def made(path: Path, find: Find, address: str) -> bytes:
    """Set a sheet, unless somebody else has done so meanwhile."""
    if has_failed(path):
        raise SheetUnavailable(FAILED_SECONDS)
    with one_at_a_time():
        if ready := stored(path):
            return ready
        try:
            set_sheet(path, find, address)
            remove_former(path)
            return path.read_bytes()
        except Exception as error:  # whatever it was, the next reader must not meet it at once
            logger.exception("A sheet could not be set.")
            failure(path).touch()
            raise SheetUnavailable(FAILED_SECONDS) from error


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the place where sheets are set, in all processes. Raises SheetUnavailable."""
    with (folder() / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SheetUnavailable(AGAIN_SECONDS) from error
        yield  # closing the file lets go


def set_sheet(path: Path, find: Find, address: str) -> None:
    """Set one page. Raises RenderError, also if the state has no such subject or it is two."""
    moment = timezone.now()
    report = Report(year=timezone.localdate(moment).year, title=TITLE)
    snapshot = make_snapshot(report, edition=1, moment=moment)
    subject = find(snapshot)
    if subject is None:
        raise RenderError("Das Ziel gibt es nicht mehr.")
    markup = render_to_string(
        "reports/print/sheet/sheet.html", {"sheet": sheet(subject, snapshot, address)}
    )
    name = hashlib.sha256(path.name.encode()).hexdigest()[:32]
    set_pages(markup, path, identifier=name, seconds=SET_SECONDS)


def failure(path: Path) -> Path:
    return path.with_suffix(".failed")


def has_failed(path: Path) -> bool:
    try:
        return time.time() - failure(path).stat().st_mtime < FAILED_SECONDS
    except FileNotFoundError:
        return False


def remove_former(path: Path) -> None:
    """Delete what was set for another state."""
    state = path.stem.rpartition("-")[2]
    for other in path.parent.glob("*-*.*"):
        if other.stem.rpartition("-")[2] != state:
            other.unlink(missing_ok=True)
