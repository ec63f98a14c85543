"""What is said about single years of an indicator: breaks of its series, and notes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.enums import ChartNoteKind
from indicators.models.indicators import Indicator
from strategy.models import SampleMark


class ChartNote(SampleMark):
    """A break or a note, drawn in the chart at its year and listed below it.

    From the year of a break on, values cannot be compared with those before. Pages of a past day
    leave out what was entered later, and show the rest as it is now: edits have no history.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="chart_notes", verbose_name="Kennzahl"
    )
    year = models.PositiveSmallIntegerField(
        "Jahr", help_text="Bei einem Bruch das erste Jahr, das auf die neue Weise gezählt ist."
    )
    kind = models.CharField(
        "Art",
        max_length=10,
        choices=ChartNoteKind,
        default=ChartNoteKind.NOTE,
        help_text="Über einen Bruch hinweg wird weder eine Linie gezogen noch gerechnet.",
    )
    text = models.CharField(
        "Text", max_length=160, help_text="In wenigen Worten, zum Beispiel: neue Zählweise"
    )
    source = models.CharField("Quelle", max_length=200, blank=True)
    link = models.URLField("Link", max_length=500, blank=True)
    entered_at = models.DateTimeField("eingetragen am", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "Anmerkung zu einem Jahr"
        verbose_name_plural = "Anmerkungen zu Jahren"
        ordering = ["indicator", "year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "kind"],
                name="indicators_chartnote_once",
                violation_error_message="Für dieses Jahr gibt es schon einen Eintrag dieser Art; "
                "bitte seinen Text ergänzen.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChartNoteKind.values), name="indicators_chartnote_kind"
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1900, 2100)),
                name="indicators_chartnote_year",
                violation_error_message="Das Jahr muss zwischen 1900 und 2100 liegen.",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="indicators_chartnote_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.text}"
