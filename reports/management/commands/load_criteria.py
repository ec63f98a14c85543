"""Load the criteria of a reporting framework."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from reports.criteria import SHIPPED, SHIPPED_FILE, FrameworkName, read_criteria, take_over
from reports.criteria_tables import CriteriaError
from reports.models import ReportingFramework
from soest.spreadsheets.cells import SpreadsheetError


class Command(BaseCommand):
    help = (
        "Lädt die Kriterien eines Berichtsrahmens aus einer Tabelle (.csv oder .xlsx) mit den "
        "Spalten Teil, Nummer, Titel, Art, Erläuterung, Kennzahlen. Ohne Datei den "
        "mitgelieferten Berichtsrahmen Nachhaltige Kommune von 2021. Beliebig oft; bei einem "
        "Fehler ändert sich nichts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="DATEI")
        parser.add_argument("--code", help="Kürzel, zum Beispiel bnk-2024")
        parser.add_argument("--name", help="Name des Berichtsrahmens")
        parser.add_argument("--framework-version", default="", help="Fassung", metavar="FASSUNG")
        parser.add_argument("--source", default="", help="woher die Liste stammt", metavar="QUELLE")
        parser.add_argument(
            "--if-empty", action="store_true", help="nur, wenn es noch keinen Berichtsrahmen gibt"
        )

    def handle(self, *, file: Path | None, if_empty: bool, **options: Any) -> None:
        if if_empty and ReportingFramework.objects.exists():
            self.stdout.write("Ein Berichtsrahmen ist schon geladen, nichts geändert.")
            return
        named = SHIPPED if file is None else named_by(options)
        path = file or SHIPPED_FILE
        try:
            changes = take_over(named, read_criteria(path.read_bytes(), path.name), by=None)
        except OSError as error:
            raise CommandError(f"{path} lässt sich nicht lesen: {error.strerror}.") from error
        except (SpreadsheetError, CriteriaError) as error:
            raise CommandError(f"Nichts geändert.\n{error}") from error
        self.stdout.write(f"{named.name}: {changes.summary}")


def named_by(options: dict[str, Any]) -> FrameworkName:
    """What the options call the framework. Raises CommandError."""
    code, name = options["code"], options["name"]
    if not code or not name:
        raise CommandError("Zu einer eigenen Datei gehören --code und --name.")
    try:
        validate_slug(code)
    except ValidationError as error:
        raise CommandError("Das Kürzel besteht aus Buchstaben, Ziffern und Strichen.") from error
    return FrameworkName(code, name, options["framework_version"], options["source"])
