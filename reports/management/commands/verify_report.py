"""Say whether a PDF is a published report."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.verification import Verdict, verify

LARGEST = 200 * 2**20  # bytes; a report has about one hundredth of it


class Command(BaseCommand):
    help = (
        "Sagt, ob ein PDF ein veröffentlichter Bericht ist, welche Ausgabe, und ob seine Anhänge "
        "mit dem gespeicherten Datenstand übereinstimmen. Endet mit 0: echt, 3: hier erzeugt, "
        "nicht veröffentlicht, 4: verändert, 5: fremd, 6: beschädigt, 7: echt, aber der "
        "gespeicherte Stand weicht ab, 1: nicht zu lesen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI", help="das PDF, das geprüft wird")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        finding = verify(content_of(file))
        for sentence in finding.sentences:
            self.stdout.write(sentence)
        if finding.verdict is not Verdict.PUBLISHED:
            sys.exit(finding.verdict.value)


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises CommandError."""
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{path} ist größer als 200 MB und damit kein Bericht.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} lässt sich nicht lesen: {error.strerror}.") from error
