"""Write goals, indicators and targets to a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.catalogue_sheets.workbook import catalogue_workbook


class Command(BaseCommand):
    help = "Schreibt Ziele, Kennzahlen und Zielpfade als Excel-Arbeitsmappe (.xlsx)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="DATEI", help="endet auf .xlsx; eine vorhandene wird ersetzt"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            file.write_bytes(catalogue_workbook())
        except OSError as error:
            raise CommandError(f"{file} lässt sich nicht schreiben: {error.strerror}.") from error
        self.stdout.write(f"Geschrieben: {file}")
