"""Whether a PDF is a published one: compared with what this installation has stored.

The checksum decides. For a file that has another one, its identifier and the files inside it tell
which edition it comes from, and what in it is not as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from io import BytesIO

import pikepdf

from reports.attachments import attachments
from reports.models import FileKind, ReportEdition, ReportFile
from reports.pages.wording import local_day, long_date
from reports.rendering import identifier
from reports.snapshot import SnapshotError, read


class Verdict(Enum):
    """What a file is; the value is the exit code of `verify_report`."""

    PUBLISHED = 0
    UNPUBLISHED = 3  # made here, but never published
    ALTERED = 4  # comes from an edition, but was changed since
    FOREIGN = 5
    DAMAGED = 6
    STORE_DIFFERS = 7  # published, but what is stored of its edition does not agree with it


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its reasons, in German."""

    verdict: Verdict
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What is read from a PDF."""

    identifier: str  # "" without one
    pages: int
    attachments: dict[str, bytes]  # by name


def verify(content: bytes) -> Finding:
    """Judge a file by its bytes."""
    files = ReportFile.objects.select_related("edition__report")
    file = files.filter(sha256=sha256(content).hexdigest()).order_by("edition__published_at").last()
    contents = contents_of(content, repair=False)
    if file is not None:
        return known(file, contents)
    if contents is None:
        return damaged(content)
    return unknown(contents)


# Reading -----------------------------------------------------------------------------


def contents_of(content: bytes, *, repair: bool) -> Contents | None:
    """What is in a PDF; None if it cannot be read (without repair)."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=repair) as pdf:
            first = next(iter(pdf.trailer.get("/ID", [])), b"")
            return Contents(
                identifier=bytes(first).decode("latin-1"),
                pages=len(pdf.pages),
                attachments={
                    name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()
                },
            )
    # Whatever a damaged file makes of the reader: it cannot be read.
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ValueError,
        TypeError,
        LookupError,
        RuntimeError,
    ):
        return None


def origin(contents: Contents) -> tuple[ReportEdition, FileKind | None] | None:
    """The edition a file comes from, and which file of it it was, by what is inside; or None."""
    hashes = {sha256(one).hexdigest() for one in contents.attachments.values()}
    for edition in ReportEdition.objects.select_related("report").defer("snapshot"):
        for kind in FileKind:
            if contents.identifier == identifier(edition.snapshot_sha256, kind):
                return edition, kind
        if edition.snapshot_sha256 in hashes:
            return edition, None
    return None


# Judging -----------------------------------------------------------------------------


def known(file: ReportFile, contents: Contents | None) -> Finding:
    """A file whose checksum is stored."""
    edition = file.edition
    name = f"{file.get_kind_display()}, {edition.number}. Ausgabe {edition.report.year}"
    if edition.published_at is None:
        return Finding(
            Verdict.UNPUBLISHED,
            (f"Nicht veröffentlicht: {name}. Die Datei wurde hier erzeugt, ist aber ein Entwurf.",),
        )
    day = long_date(local_day(edition.published_at))
    said = [f"Echt: {name}, veröffentlicht am {day}."]
    differences = tuple(snapshot_differences(edition, contents))
    if differences:
        said.append(
            "Die Datei ist unverändert, doch was zu dieser Ausgabe gespeichert ist, passt nicht zu "
            "ihr. Bitte Datenbank und Programm prüfen."
        )
        said += differences
        return Finding(Verdict.STORE_DIFFERS, tuple(said))
    return Finding(Verdict.PUBLISHED, (*said, *notes(edition, contents)))


def notes(edition: ReportEdition, contents: Contents | None) -> Iterator[str]:
    """What else is worth knowing of a published file."""
    if contents and contents.attachments:
        yield "Der Datenstand in der Datei stimmt mit dem gespeicherten überein."
    later = ReportEdition.objects.published().filter(report=edition.report)
    newest = later.order_by("-number").first()
    if newest is not None and newest.number > edition.number:
        yield f"Hinweis: Es gilt inzwischen die {newest.number}. Ausgabe."


def damaged(content: bytes) -> Finding:
    """A file that cannot be read as it is."""
    repaired = contents_of(content, repair=True)
    found = origin(repaired) if repaired else None
    said = ["Beschädigt: Die Datei ist kein lesbares PDF."]
    if found:
        said.append(f"Sie war wohl einmal: {named(*found)}.")
    said.append("Bitte noch einmal herunterladen.")
    return Finding(Verdict.DAMAGED, tuple(said))


def unknown(contents: Contents) -> Finding:
    """A readable file whose checksum is not stored."""
    found = origin(contents)
    if found is None:
        return Finding(
            Verdict.FOREIGN,
            ("Fremd: Diese Datei stammt aus keiner Ausgabe, die hier gespeichert ist.",),
        )
    edition, kind = found
    said = [f"Verändert: Die Datei gibt sich aus als {named(edition, kind)}, ist es aber nicht."]
    stored = edition.files.filter(kind=kind).first() if kind else None
    if stored and stored.pages != contents.pages:
        said.append(f"Sie hat {contents.pages} Seiten statt {stored.pages}.")
    differences = tuple(attachment_differences(edition, contents))
    said += differences or ("Ihre Anhänge stimmen; verändert sind Seiten oder Angaben.",)
    return Finding(Verdict.ALTERED, tuple(said))


def named(edition: ReportEdition, kind: FileKind | None) -> str:
    what = kind.label if kind else "Datei"
    return f"{what}, {edition.number}. Ausgabe {edition.report.year}"


def checksum_differences(edition: ReportEdition) -> Iterator[str]:
    if sha256(edition.snapshot.encode()).hexdigest() != edition.snapshot_sha256:
        yield "Der gespeicherte Datenstand passt nicht zu seiner eigenen Prüfsumme."


def snapshot_differences(edition: ReportEdition, contents: Contents | None) -> Iterator[str]:
    """Where what is stored of an edition does not agree, with itself or with the file.

    The other attachments of a known file are as they were made, by the program of that day:
    today's may word them otherwise.
    """
    yield from checksum_differences(edition)
    stored = edition.snapshot.encode()
    attached = contents.attachments.values() if contents else ()
    if attached and stored not in attached:
        yield "Der Datenstand in der Datei weicht vom gespeicherten ab."


def attachment_differences(edition: ReportEdition, contents: Contents) -> Iterator[str]:
    """In which attachments an unknown file does not agree with the edition it comes from."""
    yield from checksum_differences(edition)
    try:
        wanted = {
            one.name: one.content for one in attachments(read(edition.snapshot), edition.snapshot)
        }
    except SnapshotError as error:
        yield str(error)
        return
    for name, content in sorted(contents.attachments.items()):
        if name not in wanted:
            yield f"Der Anhang „{name}“ gehört nicht zu dieser Ausgabe."
        elif content != wanted[name]:
            yield f"Der Anhang „{name}“ weicht vom gespeicherten Datenstand ab."
    if contents.attachments:
        for name in sorted(wanted.keys() - contents.attachments.keys()):
            yield f"Der Anhang „{name}“ fehlt."
