"""Yearly reports: their texts, their frozen editions, and the files made from those."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse

from strategy.models import ActionArea, SampleMark, StrategicGoal

models.CharField.register_lookup(Length)

FOLDER = "berichte"  # of the files, below MEDIA_ROOT


class Report(SampleMark):
    """The Nachhaltigkeitsbericht of a year; the year is the last one whose values it shows."""

    year = models.PositiveSmallIntegerField("Berichtsjahr", unique=True)
    title = models.CharField("Titel", max_length=200)

    class Meta:
        verbose_name = "Bericht"
        verbose_name_plural = "Berichte"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="reports_year"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report-detail", args=[self.year])


class Section(models.TextChoices):
    """Places of the report that carry editorial text."""

    FOREWORD = "foreword", "Vorwort"
    SUMMARY = "summary", "Zusammenfassung"
    AREA = "area", "Handlungsfeld"
    GOAL = "goal", "strategisches Ziel"
    ANNEX = "annex", "Anhang"


class TextState(models.TextChoices):
    DRAFT = "draft", "Entwurf"
    REVIEW = "review", "in Prüfung"
    APPROVED = "approved", "freigegeben"


class ReportText(SampleMark):
    """An editorial text at one place of a report. Only approved texts are printed."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="texts", verbose_name="Bericht"
    )
    section = models.CharField("Abschnitt", max_length=10, choices=Section)
    area = models.ForeignKey(
        ActionArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_texts",
        verbose_name="Handlungsfeld",
    )
    goal = models.ForeignKey(
        StrategicGoal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_texts",
        verbose_name="strategisches Ziel",
    )
    body = models.TextField("Text", max_length=20_000)
    state = models.CharField("Stand", max_length=10, choices=TextState, default=TextState.DRAFT)
    version = models.PositiveIntegerField("Fassung", default=1)

    class Meta:
        verbose_name = "Text eines Berichts"
        verbose_name_plural = "Texte der Berichte"
        ordering = ["report", "section", "area__number", "goal__code"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["report", *fields],
                    condition=Q(section__in=sections),
                    name=f"reports_text_once_a_{place}",
                    violation_error_message="Für diese Stelle gibt es schon einen Text.",
                )
                for place, fields, sections in (
                    ("section", ["section"], [Section.FOREWORD, Section.SUMMARY, Section.ANNEX]),
                    ("area", ["area"], [Section.AREA]),
                    ("goal", ["goal"], [Section.GOAL]),
                )
            ),
            models.CheckConstraint(
                condition=Q(section=Section.AREA, area__isnull=False, goal__isnull=True)
                | Q(section=Section.GOAL, area__isnull=True, goal__isnull=False)
                | Q(
                    section__in=[Section.FOREWORD, Section.SUMMARY, Section.ANNEX],
                    area__isnull=True,
                    goal__isnull=True,
                ),
                name="reports_text_place",
                violation_error_message="Handlungsfeld und Ziel gehören nur zu den Abschnitten "
                "gleichen Namens.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TextState.values), name="reports_text_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}, {self.report}"


class ReportEditionQuerySet(models.QuerySet["ReportEdition"]):
    def published(self) -> ReportEditionQuerySet:
        return self.filter(published_at__isnull=False)


class ReportEdition(SampleMark):
    """One frozen state of a report. Number 1 is the first; later numbers are corrections.

    `snapshot` is canonical JSON holding everything the report prints; `snapshot_sha256` is its
    hash. A trigger refuses any change of it, and any change at all once published.
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
        ]

    def __str__(self) -> str:
        return f"{self.report}, Ausgabe {self.number}"


class FileKind(models.TextChoices):
    """What is made from one frozen edition."""

    FULL = "full", "Vollständiger Bericht"


class ReportFileQuerySet(models.QuerySet["ReportFile"]):
    def with_edition(self) -> ReportFileQuerySet:
        """With edition and report, but without the long snapshot."""
        return self.select_related("edition__report").defer("edition__snapshot")

    def published(self) -> ReportFileQuerySet:
        """Full reports of published editions, the newest first."""
        published = self.filter(kind=FileKind.FULL, edition__published_at__isnull=False)
        return published.with_edition().order_by("-edition__report__year", "-edition__number")

    def latest_published(self) -> ReportFile | None:
        """The full report of the newest published edition; None before the first one."""
        return self.published().first()


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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pages} Seiten)"


class RenderState(models.TextChoices):
    WAITING = "waiting", "wartet"
    RUNNING = "running", "läuft"
    DONE = "done", "fertig"
    FAILED = "failed", "fehlgeschlagen"


class RenderJob(SampleMark):
    """A request to make one file of an edition, and what became of it."""

    edition = models.ForeignKey(
        ReportEdition, on_delete=models.CASCADE, related_name="jobs", verbose_name="Ausgabe"
    )
    kind = models.CharField("Art", max_length=10, choices=FileKind)
    state = models.CharField(
        "Stand", max_length=10, choices=RenderState, default=RenderState.WAITING
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="render_jobs",
        verbose_name="angefordert von",
    )
    requested_at = models.DateTimeField("angefordert am")
    started_at = models.DateTimeField("begonnen am", null=True, blank=True)
    finished_at = models.DateTimeField("beendet am", null=True, blank=True)
    error = models.TextField("Fehler", blank=True)

    class Meta:
        verbose_name = "Satzauftrag"
        verbose_name_plural = "Satzaufträge"
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=Q(state__in=[RenderState.WAITING, RenderState.RUNNING]),
                name="reports_job_one_open",
                violation_error_message="Diese Datei wird schon erzeugt.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RenderState.values), name="reports_job_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display()}"
