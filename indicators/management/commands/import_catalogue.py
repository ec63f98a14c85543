"""Take over a workbook of goals, indicators and targets, as the page of the catalogue does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from indicators.catalogue_sheets.comparison import Comparison
from indicators.catalogue_sheets.reading import tables_of
from indicators.catalogue_sheets.writing import (
    CatalogueMoved,
    CatalogueRefused,
    compare,
    take_over,
)
from indicators.entry.batches import Kind
from indicators.enums import ImportKind
from indicators.uploads import keep_file
from soest.spreadsheets.cells import SpreadsheetError
from soest.spreadsheets.reading import read_spreadsheet

MOVED = "Inzwischen hat sich etwas geändert; es wurde nichts übernommen. Bitte noch einmal starten."


class Command(BaseCommand):
    help = "Übernimmt Ziele, Kennzahlen und Zielpfade aus einer Arbeitsmappe: alles oder nichts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI", help="die Arbeitsmappe (.xlsx)")
        parser.add_argument(
            "--by", required=True, metavar="NAME", help="Anmeldename, unter dem importiert wird"
        )
        parser.add_argument("--dry-run", action="store_true", help="nur zeigen, nichts ändern")

    def handle(self, *args: Any, file: Path, by: str, dry_run: bool, **options: Any) -> None:
        person = keeper_named(by)
        try:
            content = file.read_bytes()
            tables = tables_of(read_spreadsheet(content, file.name))
        except OSError as error:
            raise CommandError(f"{file} lässt sich nicht lesen: {error.strerror}.") from error
        except SpreadsheetError as error:
            raise CommandError(str(error)) from error
        comparison = compare(tables, by=person)
        self.tell(comparison)
        if comparison.is_refused:
            raise CommandError("Es wurde nichts übernommen.")
        if dry_run or not comparison.changes_something:
            self.stdout.write("Es wurde nichts geändert.")
            return
        kept = keep_file(content, file.name, kind=ImportKind.CATALOGUE, by=person)
        try:
            take_over(tables, file=kept, digest=comparison.digest, by=person)
        except (CatalogueRefused, CatalogueMoved) as error:
            raise CommandError(MOVED) from error
        self.stdout.write(
            f"Übernommen: {comparison.count(Kind.NEW)} neu, "
            f"{comparison.count(Kind.CHANGED)} geändert."
        )

    def tell(self, comparison: Comparison) -> None:
        """Every problem, or every cell that would change."""
        for problem in comparison.problems:
            self.stderr.write(f"{problem.where}: {problem.text}")
        for row in comparison.worth_a_look:
            self.stdout.write(f"{row.sheet}, Zeile {row.number}: {row.name} ({row.kind.label})")
            for cell in row.cells:
                self.stdout.write(
                    f"  {cell.head}: {cell.before or 'leer'} → {cell.after or 'leer'}"
                )
            for problem in row.problems:
                self.stderr.write(f"  {problem.where}: {problem.text}")


def keeper_named(username: str) -> User:
    """The person in whose name the catalogue changes. Raises CommandError."""
    person = User.objects.filter(username=username).first()
    if person is None or not person.keeps_master_data:
        raise CommandError(f"„{username}“ ist kein Konto der Koordination oder Administration.")
    return person
