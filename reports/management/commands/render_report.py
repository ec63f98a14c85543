"""Write the report of a year as a PDF file."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import MAXYEAR, MINYEAR
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max, Min
from django.utils import timezone

from indicators.models import Measurement
from reports.contents import make_snapshot
from reports.models import ContentOrder, FileKind, Report, ReportEdition
from reports.pages.themes import NoSuchOrder, in_order
from reports.rendering import RenderError, render_report
from reports.services import TITLE
from reports.snapshot import Snapshot, SnapshotError, read


class Command(BaseCommand):
    help = (
        "Schreibt den Bericht eines Jahres als PDF: die jüngste veröffentlichte Ausgabe, oder wenn "
        "es noch keine gibt, den gegenwärtigen Stand. In der Datenbank ändert sich nichts."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, metavar="JAHR", help="das letzte gezeigte Jahr")
        parser.add_argument(
            "--edition",
            choices=[kind.value for kind in FileKind],
            default=FileKind.FULL.value,
            help="; ".join(f"{kind.value}: {kind.label}" for kind in FileKind),
        )
        parser.add_argument(
            "--order",
            choices=ContentOrder.values,
            help="die Kapitel des vollständigen Berichts anders als beschlossen ordnen: "
            "nach Handlungsfeldern, nach Kriterien des Berichtsrahmens oder nach SDG",
        )
        parser.add_argument(
            "--output", type=Path, required=True, metavar="DATEI", help="wohin das PDF kommt"
        )

    def handle(
        self,
        *args: Any,
        year: int,
        edition: str,
        output: Path,
        order: str | None = None,
        **options: Any,
    ) -> None:
        try:
            snapshot, stored = self.snapshot(year)
            printed = in_order(snapshot, order) if order else snapshot
            made = render_report(
                printed,
                output,
                kind=FileKind(edition),
                stored=stored,
                reordered=printed != snapshot,
            )
        except NoSuchOrder as error:
            raise CommandError("Der Bericht hat keinen Berichtsrahmen.") from error
        except (RenderError, SnapshotError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.path}: {made.pages} Seiten, {made.size} Byte")
        self.stdout.write(f"SHA-256 {made.sha256}")

    def snapshot(self, year: int) -> tuple[Snapshot, str]:
        """The frozen state to print and its stored text, "" for one that is not stored.

        Raises CommandError for a year without anything to print."""
        published = ReportEdition.objects.published().filter(report__year=year)
        edition = published.order_by("-number").first()
        if edition is not None:
            self.stdout.write(f"Gesetzt wird die veröffentlichte {edition.number}. Ausgabe.")
            return read(edition.snapshot), edition.snapshot
        report = Report.objects.filter(year=year).first()
        if report is None:
            require_values(year)
            report = Report(year=year, title=TITLE)
        self.stdout.write(
            f"Für {year} ist noch keine Ausgabe veröffentlicht; "
            "gesetzt wird der gegenwärtige Stand, ohne ihn zu speichern."
        )
        return make_snapshot(report, edition=1, moment=timezone.now()), ""


def require_values(year: int) -> None:
    """Refuse a year for which nothing is known."""
    values = Measurement.objects.current().filter(value__isnull=False)
    # A year that no date can have must not reach the database as one.
    if MINYEAR <= year <= MAXYEAR and values.filter(period__year=year).exists():
        return
    span = values.aggregate(first=Min("period__year"), last=Max("period__year"))
    known = (
        f"Werte gibt es für die Jahre von {span['first']} bis {span['last']}."
        if span["first"]
        else "Es gibt noch gar keine Werte."
    )
    raise CommandError(f"Für {year} gibt es weder einen Bericht noch Werte. {known}")
