"""The yearly report that texts, editions and files belong to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from reports.models.criteria import ReportingFramework
from strategy.models import SampleMark

NEEDS_FRAMEWORK = "Eine Gliederung nach Kriterien braucht einen Berichtsrahmen; bitte wählen."


class ContentOrder(models.TextChoices):
    """What the chapters with the indicators are."""

    AREA = "area", "Handlungsfelder"
    FRAMEWORK = "framework", "Kriterien des Berichtsrahmens"
    SDG = "sdg", "Nachhaltigkeitsziele (SDG)"


class Report(SampleMark):
    """The Nachhaltigkeitsbericht of a year; the year is the last one whose values it shows."""

    year = models.PositiveSmallIntegerField("Berichtsjahr", unique=True)
    title = models.CharField("Titel", max_length=200)
    framework = models.ForeignKey(
        ReportingFramework,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name="Berichtsrahmen",
        help_text="Zu jedem seiner Kriterien sagt der Bericht etwas, oder warum er nichts sagt.",
    )
    content_order = models.CharField(
        "Gliederung", max_length=10, choices=ContentOrder, default=ContentOrder.AREA
    )

    class Meta:
        verbose_name = "Bericht"
        verbose_name_plural = "Berichte"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="reports_year"),
            models.CheckConstraint(
                condition=Q(content_order__in=ContentOrder.values), name="reports_content_order"
            ),
            models.CheckConstraint(
                condition=~Q(content_order=ContentOrder.FRAMEWORK) | Q(framework__isnull=False),
                name="reports_content_order_framework",
                violation_error_message=NEEDS_FRAMEWORK,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report-detail", args=[self.year])
