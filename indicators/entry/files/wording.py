"""Sentences about files."""

from __future__ import annotations

import re
import unicodedata

from django.utils import timezone

from indicators.entry.files.selection import Choice
from indicators.models import ImportedFile

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)


def file_name(choice: Choice, ending: str) -> str:
    """Of a file to fill in: letters, digits and hyphens only, whatever the department is called."""
    parts = ["Soest", choice.department.name if choice.department else "", choice.title]
    text = unicodedata.normalize("NFKD", " ".join(parts).translate(UMLAUTS))
    plain = re.sub(r"[^A-Za-z0-9]+", "-", text.encode("ascii", "ignore").decode()).strip("-")
    return f"{plain}.{ending}"


def told(file: ImportedFile, *, submitted: bool) -> str:
    """What taking a file over has done."""
    done = "eingereicht" if submitted else "als Entwurf gesichert"
    return f"Aus „{file.name}“ {done}: {counts(file)}."


def counts(file: ImportedFile) -> str:
    return f"{file.added} neu, {file.changed} geändert, {file.unchanged} unverändert"


def twice(file: ImportedFile) -> str:
    """The same file once more."""
    if file.applied_at is None:
        return "Diese Datei wurde bereits importiert, 0 Änderungen."
    when = timezone.localtime(file.applied_at)
    return (
        f"Diese Datei wurde am {when:%d.%m.%Y um %H:%M} Uhr von {file.uploaded_by} bereits "
        "importiert, 0 Änderungen."
    )
