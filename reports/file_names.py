"""What the files of an edition are called: in addresses, on disk, and once they are downloaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from reports.models import FileKind, ReportEdition

# Last part of the public addresses, so a promise.
ADDRESSES: Mapping[FileKind, str] = {
    FileKind.FULL: "bericht.pdf",
    FileKind.COUNCIL: "ratsvorlage.pdf",
    FileKind.CITIZENS: "buergerausgabe.pdf",
}
KINDS = {address: kind for kind, address in ADDRESSES.items()}
TITLES: Mapping[FileKind, str] = {
    FileKind.FULL: "Nachhaltigkeitsbericht",
    FileKind.COUNCIL: "Nachhaltigkeitsbericht-Ratsvorlage",
    FileKind.CITIZENS: "Nachhaltigkeitsbericht-Buergerausgabe",
}


class FileKindConverter:
    """Part of an address that says which file is meant; others are no address at all."""

    regex = "|".join(address.replace(".", r"\.") for address in KINDS)

    def to_python(self, value: str) -> FileKind:
        return KINDS[value]

    def to_url(self, value: str) -> str:
        return ADDRESSES[FileKind(value)]


def download_name(kind: FileKind, edition: ReportEdition) -> str:
    """A name that still tells what it is among a hundred other downloads; plain ASCII."""
    return f"{TITLES[kind]}-Soest-{edition.report.year}-Ausgabe-{edition.number}.pdf"


def stored_name(kind: FileKind, edition: ReportEdition, sha256: str) -> str:
    """The name on disk holds the hash, so no file is ever written over another one."""
    stem = PurePosixPath(download_name(kind, edition)).stem.lower()
    return f"{stem}-{sha256[:12]}.pdf"
