"""Write the file that departments fill in, as the page „Dateien“ gives it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from indicators.entry.files.delimited import values_csv
from indicators.entry.files.pages import too_many
from indicators.entry.files.selection import Choice, load_questions
from indicators.entry.files.workbooks import values_workbook
from indicators.models import CollectionRound
from indicators.named_periods import FIRST_YEAR
from strategy.models import DataVersion, Department

YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


class Command(BaseCommand):
    help = "Schreibt die Vorlage mit allen Werten als Arbeitsmappe (.xlsx) oder CSV-Datei (.csv)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI", help="endet auf .xlsx oder .csv")
        years = parser.add_mutually_exclusive_group()
        years.add_argument(
            "--year",
            metavar="JAHR",
            help="ein Jahr oder mehrere, zum Beispiel 2025 oder 2020-2025; sonst das letzte",
        )
        years.add_argument(
            "--round", type=int, metavar="JAHR", help="was die Erhebungsrunde dieses Jahres fragt"
        )
        parser.add_argument("--department", metavar="KURZNAME", help="nur diese Abteilung")
        parser.add_argument(
            "--city-only", action="store_true", help="nur die Gesamtstadt, ohne Ortsteile"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.suffix.lower() not in (".xlsx", ".csv"):
            raise CommandError("Der Name der Datei muss auf .xlsx oder .csv enden.")
        choice = choice_of(options)
        today = timezone.localdate()
        sheets = load_questions(choice, None, today)
        problem = too_many(sheets)
        if problem:
            raise CommandError(problem)
        if path.suffix.lower() == ".csv":
            content = values_csv(choice, sheets)
        else:
            sample = DataVersion.objects.filter(has_sample_data=True).exists()
            content = values_workbook(choice, sheets, today, is_sample=sample)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path} lässt sich nicht schreiben: {error.strerror}.") from error
        lines = sum(len(one.lines) for one in sheets)
        departments = f"{len(sheets)} Abteilung{'' if len(sheets) == 1 else 'en'}"
        self.stdout.write(f"{path}: {choice.title}, {departments}, {lines} Zeilen.")


def choice_of(options: dict[str, Any]) -> Choice:
    """What is to be written. Raises CommandError for what there is not."""
    asked_by = None
    if options["round"]:
        asked_by = CollectionRound.objects.filter(year=options["round"]).first()
        if asked_by is None:
            raise CommandError(f"Eine Erhebungsrunde {options['round']} gibt es nicht.")
    department = None
    if options["department"]:
        department = Department.objects.filter(slug=options["department"]).first()
        if department is None:
            known = ", ".join(Department.objects.order_by("slug").values_list("slug", flat=True))
            raise CommandError(
                f"Die Abteilung „{options['department']}“ gibt es nicht. Es gibt: {known}."
            )
    return Choice(
        years=range(asked_by.year, asked_by.year + 1) if asked_by else years_of(options["year"]),
        department=department,
        asked_by=asked_by,
        with_parts=not options["city_only"],
    )


def years_of(text: str | None) -> range:
    """The years named, or the last that has ended. Raises CommandError."""
    this_year = timezone.localdate().year
    if text is None:
        return range(this_year - 1, this_year)
    found = YEARS.fullmatch(text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not FIRST_YEAR <= first <= last <= this_year:
        raise CommandError(
            f"„{text}“ sind keine möglichen Jahre. Schreiben Sie zum Beispiel 2025 oder 2020-2025."
        )
    return range(first, last + 1)
