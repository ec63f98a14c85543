"""Take the sample data away again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from indicators.sample.removal import remove_sample_data
from reports.sample import remove_sample_reports
from strategy.models import DataVersion

WHY_KEPT = {
    "indicators": "Bleibt als Kennzahl der Stadt, weil echte Werte oder Ziele daran hängen",
    "departments": "Bleibt als Abteilung der Stadt, weil echte Angaben zu ihr gehören",
    "logins": "Bleibt als Verfasser echter Angaben und kann sich nicht mehr anmelden",
}


class Command(BaseCommand):
    help = "Entfernt genau die Beispieldaten. Echte Daten bleiben, wie sie sind."

    def handle(self, **options: Any) -> None:
        if not DataVersion.objects.filter(has_sample_data=True).exists():
            self.stdout.write("Es sind keine Beispieldaten geladen.")
            return
        with transaction.atomic():
            remove_sample_reports()
            leftovers = remove_sample_data()
        self.stdout.write("Beispieldaten entfernt.")
        for kind, reason in WHY_KEPT.items():
            for name in getattr(leftovers, kind):
                self.stdout.write(f"{reason}: {name}")
