"""Load sample data for trying out and measuring."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.models import Indicator, Measurement
from indicators.sample.loading import SampleDataError, load_sample_data
from indicators.sample.people import LOGINS, PASSWORD
from reports.sample_criteria import assign_sample_indicators
from strategy.models import Action, OperationalGoal

LARGEST_SCALE = 100


class Command(BaseCommand):
    help = (
        "Lädt Beispieldaten: erfundene Ziele, Kennzahlen, Werte und Maßnahmen, dazu Logins für "
        "jede Rolle. Alle Zeilen sind gekennzeichnet; remove_sample_data nimmt sie wieder weg."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale",
            type=parse_scale,
            default=1,
            metavar="N",
            help="N-mal so viele Messwerte (10 zum Messen großer Bestände)",
        )

    def handle(self, *, scale: int, **options: Any) -> None:
        try:
            added = load_sample_data(scale=scale, today=timezone.localdate())
        except SampleDataError as error:
            raise CommandError(str(error)) from error
        assign_sample_indicators()
        if added:
            counts = {
                "operative Ziele": OperationalGoal.objects.filter(is_sample=True).count(),
                "Kennzahlen": Indicator.objects.filter(is_sample=True).count(),
                "Messwerte": Measurement.objects.filter(is_sample=True).count(),
                "Maßnahmen": Action.objects.filter(is_sample=True).count(),
            }
            told = ", ".join(f"{count} {word}" for word, count in counts.items())
            self.stdout.write(f"Beispieldaten geladen: {told}.")
        else:
            self.stdout.write("Beispieldaten sind schon geladen, nichts geändert.")
        self.stdout.write(login_table())


def parse_scale(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LARGEST_SCALE:
        return int(text)
    raise ArgumentTypeError(f"„{text}“ ist keine ganze Zahl von 1 bis {LARGEST_SCALE}.")


def login_table() -> str:
    """Who can sign in, and how."""
    width = max(len(login.username) for login in LOGINS)
    rows = [f"  {login.username:{width}}  {login.role.label}" for login in LOGINS]
    return "\n".join([f"Anmelden mit dem Kennwort {PASSWORD} als", *rows])
