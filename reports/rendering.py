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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from django.template.loader import render_to_string

from reports.attachments import attachments as attached_files
from reports.faults import REFUSAL
from reports.models import FileKind
from reports.pages.citizens import citizens_pages
from reports.pages.council import council_pages
from reports.pages.indicators import card
from reports.pages.report import report_pages
from reports.print_order import Attachment, PrintOrder
from reports.snapshot import Snapshot, fingerprint, write
from soest.child_process import Attendant, Ended, Stopped, TooSlow, run_module

WALL_SECONDS = 600
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1"


class RenderError(Exception):
    """No PDF was made; the message is for people, in German, and says what to do."""


class RenderStopped(RenderError):
    """Nobody wants the PDF any more."""


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A finished PDF."""

    path: Path
    pages: int
    size: int  # bytes
    sha256: str


LAYOUTS: Mapping[FileKind, Callable[[Snapshot, str], object]] = {
    FileKind.FULL: report_pages,
    FileKind.COUNCIL: council_pages,
    FileKind.CITIZENS: citizens_pages,
}
TEMPLATES: Mapping[FileKind, str] = {
    FileKind.FULL: "reports/print/report.html",
    FileKind.COUNCIL: "reports/print/council/council.html",
    FileKind.CITIZENS: "reports/print/citizens/citizens.html",
}


def render_report(
    snapshot: Snapshot,
    output: Path,
    *,
    kind: FileKind = FileKind.FULL,
    stored: str = "",
    reordered: bool = False,
    charts: bool = True,
    attendant: Attendant | None = None,
) -> RenderedFile:
    """Make one of the editions. `charts=False` leaves the drawings out, to measure their cost.

    `reordered` says that the snapshot has other chapters than `stored`: the PDF is another one.

    The attendant hears how far the setting is (`reports.progress`), and may stop it.

    `stored` is the text of the snapshot as it is stored: it is put into the file, and the imprint
    prints its SHA-256. Without it the text is taken as it would be stored now, which is another
    one once the snapshot has gained fields.

    Replaces `output` only by a whole file. Raises RenderError.
    """
    stored = stored or write(snapshot)
    sha256 = fingerprint(stored)
    try:
        markup = report_html(snapshot, sha256, kind)
    except UnicodeEncodeError as error:  # the text that was read when it happened
        raise unsettable(error) from error
    except Exception as error:
        raise unprintable(snapshot, error) from error
    check_letters(markup)  # before they are written to the files in it
    return set_pages(
        markup if charts else without_drawings(markup),
        output,
        identifier=identifier(sha256, kind, snapshot.report.order if reordered else ""),
        attachments=attached_files(snapshot, stored),
        attendant=attendant,
    )


def report_html(snapshot: Snapshot, sha256: str = "", kind: FileKind = FileKind.FULL) -> str:
    """The markup of an edition; `sha256` is that of the stored snapshot."""
    pages = LAYOUTS[kind](snapshot, sha256 or fingerprint(write(snapshot)))
    return render_to_string(TEMPLATES[kind], {"pages": pages})


def unprintable(snapshot: Snapshot, error: Exception) -> RenderError:
    """An error that names the indicator which cannot be laid out or drawn, if it is one."""
    words = f"{type(error).__name__} {error}".strip()
    for indicator in snapshot.indicators:
        try:
            render_to_string("reports/print/card.html", {"card": card(indicator, {})})
        except Exception:
            name = f"{indicator.code} „{indicator.name}“"
            return RenderError(f"Die Kennzahl {name} lässt sich nicht setzen ({words}).")
    return RenderError(f"Die Inhalte des Berichts lassen sich nicht zusammenstellen ({words}).")


def identifier(sha256: str, kind: FileKind, order: str = "") -> str:
    """What tells a PDF from every other: three are made from one snapshot.

    `order` is that of the chapters if it is not the one in the snapshot.
    """
    return fingerprint(" ".join(filter(None, (sha256, kind.value, order))))[:32]


def without_drawings(markup: str) -> str:
    """The same markup with every SVG taken out."""
    return re.sub(r"<svg\b.*?</svg>", "", markup, flags=re.DOTALL)


def set_pages(
    markup: str,
    output: Path,
    *,
    identifier: str,
    attachments: Iterable[Attachment] = (),
    attendant: Attendant | None = None,
    seconds: float = WALL_SECONDS,
) -> RenderedFile:
    """Set markup as a PDF in a child process, within so many seconds of time.

    Raises RenderError, and leaves no remains.
    """
    check_place(output)
    check_letters(markup)
    unfinished = output.with_name(f".{output.name}.{secrets.token_hex(4)}.tmp")
    try:
        order = PrintOrder(markup, tuple(attachments)).to_bytes()
        pages = run_typesetter(order, unfinished, identifier, attendant, seconds)
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


def check_letters(markup: str) -> None:
    """Refuse half a character, which no file can hold."""
    try:
        markup.encode()
    except UnicodeEncodeError as error:
        raise unsettable(error) from error


def unsettable(error: UnicodeEncodeError) -> RenderError:
    """What to tell about half a character: the words before it."""
    before = re.sub(r"<[^>]*>", " ", str(error.object)[max(0, error.start - 200) : error.start])
    near = " ".join(before.split())[-60:]
    return RenderError(
        f"Ein Text enthält hinter „{near}“ ein Zeichen, das sich nicht setzen lässt. "
        "Bitte den Text dort neu eingeben."
    )


def run_typesetter(
    order: bytes, output: Path, identifier: str, attendant: Attendant | None, seconds: float
) -> int:
    """Run the child and return its number of pages."""
    try:
        ended = run_module(
            "reports.typesetter",
            *(str(output.absolute()), identifier),
            given=order,
            seconds=seconds,
            attendant=attendant,
        )
    except TooSlow as error:
        raise RenderError(too_slow(seconds)) from error
    except Stopped as error:
        raise RenderStopped("Der PDF-Satz wurde abgebrochen.") from error
    if ended.code:
        raise RenderError(reason(ended, seconds))
    return int(json.loads(ended.output.rpartition(b"\n")[2])["pages"])


def reason(ended: Ended, seconds: float) -> str:
    """Why the child failed, in German, from how it ended and what it said last."""
    last = ended.errors.strip().rpartition("\n")[2][:600]
    if last.startswith(REFUSAL):
        return last.removeprefix(REFUSAL)
    if "cannot load library" in ended.errors:
        return (
            "Für den PDF-Satz fehlen Systembibliotheken. Unter Debian installiert sie: "
            f"apt-get install --no-install-recommends {LIBRARIES}"
        )
    if ended.out_of_time:
        return too_slow(seconds)
    if ended.was_killed:
        return (
            "Der PDF-Satz wurde von außen beendet, meist weil der Speicher des Rechners nicht "
            "reichte. Bitte noch einmal erzeugen."
        )
    if ended.out_of_memory:
        return "Der Speicher für den PDF-Satz reichte nicht aus; der Bericht ist zu groß."
    return f"Der PDF-Satz ist gescheitert: {last or f'Abbruch mit Code {ended.code}'}"


def too_slow(seconds: float) -> str:
    return f"Der PDF-Satz wurde nach {seconds} Sekunden abgebrochen."


def check_whole(content: bytes, pages: int) -> None:
    """Refuse a file that is cut off, damaged or empty, or has other pages than were set."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            found = len(pdf.pages)
    except pikepdf.PdfError:
        found = 0
    if found < 1 or found != pages:
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
