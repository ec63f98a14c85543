"""Files that values or the catalogue were read from, kept as evidence of what they said."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.enums import ImportKind
from strategy.models import SampleMark

IMPORT_FOLDER = "importe"
LARGEST_IMPORT = 5 * 1024 * 1024  # bytes, packed


def import_path(imported: ImportedFile, name: str) -> str:
    """Where a file is stored: nothing of the name people gave it, only its checked ending."""
    ending = name.rpartition(".")[2].lower()
    return f"{IMPORT_FOLDER}/{uuid4()}.{ending}"


class ImportedFile(SampleMark):
    """A file somebody brought in: looked at first, then carried out as a whole or not at all.

    `applied_at` is None until its changes were written; from then on the row and its file stay.
    """

    kind = models.CharField("Inhalt", max_length=10, choices=ImportKind)
    file = models.FileField("Datei", upload_to=import_path, max_length=200)
    name = models.CharField("Dateiname", max_length=150, help_text="wie die Datei hochgeladen hieß")
    size = models.PositiveIntegerField("Größe in Byte")
    sha256 = models.CharField("Prüfsumme", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="imported_files",
        verbose_name="hochgeladen von",
    )
    uploaded_at = models.DateTimeField("hochgeladen am")
    applied_at = models.DateTimeField("übernommen am", null=True, blank=True)
    added = models.PositiveIntegerField("neu", default=0)
    changed = models.PositiveIntegerField("geändert", default=0)
    unchanged = models.PositiveIntegerField("unverändert", default=0)

    class Meta:
        verbose_name = "importierte Datei"
        verbose_name_plural = "importierte Dateien"
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values), name="indicators_import_kind"
            ),
            models.CheckConstraint(
                condition=Q(size__range=(1, LARGEST_IMPORT)), name="indicators_import_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name
