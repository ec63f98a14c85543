"""Make a report from the sample data, for trying out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.sample import SampleReportError, make_sample_report


class Command(BaseCommand):
    help = (
        "Erstellt und veröffentlicht einen Beispielbericht aus den geladenen Beispieldaten. "
        "remove_sample_data nimmt ihn wieder weg."
    )

    def handle(self, **options: Any) -> None:
        try:
            made = make_sample_report(today=timezone.localdate())
        except SampleReportError as error:
            raise CommandError(str(error)) from error
        if made is None:
            self.stdout.write("Für das letzte Jahr gibt es schon einen Bericht, nichts geändert.")
        else:
            self.stdout.write(f"Beispielbericht veröffentlicht: {made.pages} Seiten.")
