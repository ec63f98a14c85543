"""Take values from a file, as the page „Dateien“ does: all or nothing, with every change told.

Ends with 0 if all is well, 1 if the file or the command cannot be understood, 2 if rows are
refused, 3 if somebody else has changed a value in this very moment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from indicators.entry.batches import BatchRefused, Kind
from indicators.entry.files.comparison import Comparison, Entry, compare
from indicators.entry.files.forms import LONGEST_REASON
from indicators.entry.files.services import NothingNew, apply_file
from indicators.entry.files.statements import Statements, read_statements
from indicators.entry.services import Conflict
from indicators.entry.slots import Slot
from indicators.enums import ImportKind
from indicators.uploads import keep_file
from soest.spreadsheets.archive import LARGEST_FILE, TOO_LARGE
from soest.spreadsheets.cells import SpreadsheetError
from soest.spreadsheets.reading import read_spreadsheet

UNREADABLE, REFUSED, CONFLICT = 1, 2, 3
NOTHING = "0 Änderungen: Alles, was in der Datei steht, ist schon so gesichert."
POINTS = (
    "Diese Zahlen enthalten einen Punkt, der Tausender trennt: {numbers}. Sind sie so gemeint, "
    "rufen Sie den Befehl mit --confirm-points auf."
)


class Command(BaseCommand):
    help = "Importiert Werte aus einer Arbeitsmappe (.xlsx) oder CSV-Datei (.csv)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI")
        parser.add_argument(
            "--by", required=True, metavar="NAME", help="Anmeldename, unter dem importiert wird"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="nur zeigen, was sich ändern würde"
        )
        parser.add_argument(
            "--submit", action="store_true", help="einreichen, statt Entwürfe zu sichern"
        )
        parser.add_argument(
            "--reason",
            default="",
            metavar="TEXT",
            help="Begründung für auffällige Werte und Korrekturen ohne eigene",
        )
        parser.add_argument(
            "--confirm-points", action="store_true", help="Zahlen mit Punkt sind so gemeint"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_named(options["by"])
        content = content_of(options["file"])
        try:
            book = read_spreadsheet(content, options["file"].name)
        except SpreadsheetError as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        statements = read_statements(book, person)
        check_points(statements, confirmed=options["confirm_points"])
        comparison = compare(statements, person)
        reasons = reasons_for(comparison, options["reason"])
        if options["submit"]:
            comparison = compare(statements, person, submit=True, reasons=reasons)
        self.tell(comparison)
        if options["dry_run"]:
            self.stdout.write("Probelauf: Es wurde nichts gesichert.")
        elif not comparison.batch.is_writable:
            self.stdout.write(NOTHING)
        else:
            self.write(content, options, person, statements, comparison, reasons)

    def tell(self, comparison: Comparison) -> None:
        """Every change and every fault, then how many. Raises CommandError if there are faults."""
        for entry in comparison.written:
            self.stdout.write(line_of(entry))
        for fault in comparison.faults:
            self.stderr.write(str(fault))
        counts = ", ".join(f"{comparison.count(kind)} {kind.label}" for kind in Kind)
        self.stdout.write(counts)
        if comparison.faults:
            text = "Es wurde nichts gesichert. Bitte berichtigen Sie die genannten Zeilen."
            raise CommandError(text, returncode=REFUSED)

    def write(
        self,
        content: bytes,
        options: dict[str, Any],
        person: User,
        statements: Statements,
        comparison: Comparison,
        reasons: dict[int, str],
    ) -> None:
        """Keep the file and carry it out."""
        kept = keep_file(content, options["file"].name, kind=ImportKind.VALUES, by=person)
        try:
            apply_file(
                file=kept,
                statements=statements,
                seen=comparison.batch.seen,
                by=person,
                submit=options["submit"],
                reasons=reasons,
            )
        except NothingNew:
            self.stdout.write(NOTHING)
            return
        except (Conflict, BatchRefused) as error:
            raise CommandError(
                "Jemand anders hat in diesem Augenblick etwas geändert. Es wurde nichts gesichert; "
                "bitte rufen Sie den Befehl noch einmal auf.",
                returncode=CONFLICT,
            ) from error
        done = "Eingereicht" if options["submit"] else "Als Entwurf gesichert"
        self.stdout.write(self.style.SUCCESS(f"{done}."))


def person_named(name: str) -> User:
    person = User.objects.filter(username=name).first()
    if person is None or not person.enters_values:
        raise CommandError(f"Ein Konto „{name}“, das Werte eingeben darf, gibt es nicht.")
    return person


def content_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError(TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} lässt sich nicht lesen: {error.strerror}.") from error


def check_points(statements: Statements, *, confirmed: bool) -> None:
    if statements.ambiguous and not confirmed:
        numbers = "; ".join(f"{one.line.where}: {one.ambiguous}" for one in statements.ambiguous)
        raise CommandError(POINTS.format(numbers=numbers), returncode=REFUSED)


def reasons_for(comparison: Comparison, reason: str) -> dict[int, str]:
    """The reason given for all rows that want one."""
    if len(reason) > LONGEST_REASON:
        raise CommandError(f"Die Begründung ist länger als {LONGEST_REASON} Zeichen.")
    return {entry.position: reason for entry in comparison.asking} if reason else {}


def line_of(entry: Entry) -> str:
    """One change: where, what, from what, to what, and what is odd about it."""
    change = entry.change
    slot: Slot = change.slot
    odd = "".join(f"; bitte prüfen: {one.title}" for one in change.oddities)
    where = f"{entry.where}: {slot.indicator.name} {slot.period.label}, {slot.place}"
    return f"{where}: {change.before or '–'} → {change.after} ({change.kind.label}{odd})"
