"""Requests to make the files of an edition."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.editions import FileKind, OfEditionQuerySet, ReportEdition
from strategy.models import SampleMark


class RenderState(models.TextChoices):
    WAITING = "waiting", "wartet"
    RUNNING = "running", "läuft"
    DONE = "done", "fertig"
    FAILED = "failed", "fehlgeschlagen"
    ABORTED = "aborted", "abgebrochen"


OPEN = (RenderState.WAITING, RenderState.RUNNING)


class RenderJobQuerySet(OfEditionQuerySet["RenderJob"]):
    def open(self) -> RenderJobQuerySet:
        """What waits or runs, in the order in which it is done."""
        return self.filter(state__in=OPEN).order_by("requested_at", "pk")


class RenderJob(SampleMark):
    """A request to make one file of an edition, and what became of it.

    While it runs, `step`, `percent` and `seen_at` tell how far it is and that somebody works on it;
    `error` says why it failed or who ended it.
    """

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
    seen_at = models.DateTimeField("letztes Lebenszeichen", null=True, blank=True)
    step = models.CharField("Schritt", max_length=100, blank=True)
    percent = models.PositiveSmallIntegerField("Prozent", default=0)
    finished_at = models.DateTimeField("beendet am", null=True, blank=True)
    error = models.TextField("Fehler", blank=True)

    objects = RenderJobQuerySet.as_manager()

    class Meta:
        verbose_name = "Satzauftrag"
        verbose_name_plural = "Satzaufträge"
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=Q(state__in=OPEN),
                name="reports_job_one_open",
                violation_error_message="Diese Datei wird schon erzeugt.",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=RenderState.RUNNING),
                name="reports_job_one_running",
                violation_error_message="Es wird gerade ein anderes PDF erzeugt.",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="reports_job_percent"),
            models.CheckConstraint(
                condition=Q(state__in=RenderState.values), name="reports_job_state"
            ),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="reports_job_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display()}"
