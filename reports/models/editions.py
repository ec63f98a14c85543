"""Frozen editions of a report, and the files made from them."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from reports.models.reports import Report
from strategy.models import SampleMark

models.CharField.register_lookup(Length)

FOLDER = "berichte"  # of the files, below MEDIA_ROOT
Row = TypeVar("Row", bound=models.Model)


class ReportEditionQuerySet(models.QuerySet["ReportEdition"]):
    def published(self) -> ReportEditionQuerySet:
        return self.filter(published_at__isnull=False)


class ReportEdition(SampleMark):
    """One frozen state of a report. Number 1 is the first; later numbers are corrections.

    `snapshot` is canonical JSON holding everything the report prints; `snapshot_sha256` is its
    hash. `notes` is the JSON of what the release check noted when it was frozen. Triggers let
    a frozen edition be published and change in nothing else, and a published one in nothing.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="editions", verbose_name="Bericht"
    )
    number = models.PositiveSmallIntegerField("Ausgabe", default=1)
    snapshot = models.TextField("eingefrorener Stand")
    snapshot_sha256 = models.CharField("Prüfsumme", max_length=64)
    frozen_at = models.DateTimeField("eingefroren am")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="frozen_editions",
        verbose_name="eingefroren von",
    )
    changes = models.TextField("Änderungen gegenüber der vorigen Ausgabe", blank=True)
    notes = models.TextField("Hinweise beim Einfrieren", default='{"notes":[]}')
    published_at = models.DateTimeField("veröffentlicht am", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="published_editions",
        verbose_name="veröffentlicht von",
    )

    objects = ReportEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "Ausgabe"
        verbose_name_plural = "Ausgaben"
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="reports_edition_one_a_number"
            ),
            models.CheckConstraint(
                condition=Q(snapshot_sha256__length=64),
                name="reports_edition_hash",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(published_by__isnull=True),
                name="reports_edition_published_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, Ausgabe {self.number}"


class FileKind(models.TextChoices):
    """What is made from one frozen edition."""

    FULL = "full", "Vollständiger Bericht"
    COUNCIL = "council", "Anlage zur Ratsvorlage"
    CITIZENS = "citizens", "Ausgabe für alle"


class OfEditionQuerySet(models.QuerySet[Row]):
    """Rows that belong to an edition."""

    def with_edition(self) -> Self:
        """With edition and report, but without the long snapshot."""
        return self.select_related("edition__report").defer("edition__snapshot")


class ReportFileQuerySet(OfEditionQuerySet["ReportFile"]):
    def published(self) -> ReportFileQuerySet:
        """Files of published editions, the newest first."""
        published = self.filter(edition__published_at__isnull=False)
        return published.with_edition().order_by("-edition__report__year", "-edition__number")

    def full(self) -> ReportFileQuerySet:
        """Full reports only: one file an edition."""
        return self.filter(kind=FileKind.FULL)

    def latest_published(self) -> ReportFile | None:
        """The full report of the newest published edition; None before the first one."""
        return self.full().published().first()


class ReportFile(SampleMark):
    """A PDF made from an edition, stored under MEDIA_ROOT and served by a view."""

    edition = models.ForeignKey(
        ReportEdition, on_delete=models.PROTECT, related_name="files", verbose_name="Ausgabe"
    )
    kind = models.CharField("Art", max_length=10, choices=FileKind)
    file = models.FileField("Datei", upload_to=f"{FOLDER}/")
    sha256 = models.CharField("Prüfsumme", max_length=64)
    size = models.PositiveBigIntegerField("Größe (Byte)")
    pages = models.PositiveIntegerField("Seiten")
    rendered_at = models.DateTimeField("erzeugt am")

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "Datei einer Ausgabe"
        verbose_name_plural = "Dateien der Ausgaben"
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="reports_file_one_a_kind"),
            models.CheckConstraint(condition=Q(sha256__length=64), name="reports_file_hash"),
            models.CheckConstraint(condition=Q(pages__gt=0, size__gt=0), name="reports_file_size"),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="reports_file_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pages} Seiten)"
