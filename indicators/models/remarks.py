"""What belongs to a value besides the value: what people said about it, and what proves it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime

from indicators.models.measurements import Measurement
from strategy.models import SampleMark

EVIDENCE_FOLDER = "belege"
LARGEST_EVIDENCE = 5 * 1024 * 1024  # bytes


def evidence_path(evidence: Evidence, name: str) -> str:
    """Where a file is stored: nothing of the name people gave it, only its checked ending."""
    ending = name.rpartition(".")[2].lower()
    return f"{EVIDENCE_FOLDER}/{uuid4()}.{ending}"


class MeasurementComment(SampleMark):
    """One contribution to the conversation about a value. Staff read it; only ever added to."""

    measurement = models.ForeignKey(
        Measurement, on_delete=models.CASCADE, related_name="comments", verbose_name="Messwert"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="measurement_comments",
        verbose_name="von",
    )
    at = models.DateTimeField("am")
    text = models.TextField("Kommentar", max_length=2000)

    class Meta:
        verbose_name = "Kommentar"
        verbose_name_plural = "Kommentare"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="indicators_comment_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.by} ({localtime(self.at):%d.%m.%Y})"


class Evidence(SampleMark):
    """A file that proves a value. Staff may fetch it; it stays with the row for ever once the
    row is released.
    """

    measurement = models.ForeignKey(
        Measurement, on_delete=models.CASCADE, related_name="evidence", verbose_name="Messwert"
    )
    file = models.FileField("Datei", upload_to=evidence_path, max_length=200)
    name = models.CharField("Dateiname", max_length=150, help_text="wie die Datei hochgeladen hieß")
    content_type = models.CharField("Art", max_length=100)
    size = models.PositiveIntegerField("Größe in Byte")
    sha256 = models.CharField("Prüfsumme", max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="added_evidence",
        verbose_name="hinzugefügt von",
    )
    added_at = models.DateTimeField("hinzugefügt am")

    class Meta:
        verbose_name = "Beleg"
        verbose_name_plural = "Belege"
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measurement", "sha256"],
                name="indicators_evidence_once",
                violation_error_message="Diese Datei liegt schon bei.",
            ),
            models.CheckConstraint(
                condition=Q(size__range=(1, LARGEST_EVIDENCE)), name="indicators_evidence_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name
