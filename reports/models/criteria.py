"""Frameworks that say what a report should cover, and the criteria they list."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from indicators.models import Indicator


class ReportingFramework(models.Model):
    """A framework in one version, such as the Berichtsrahmen Nachhaltige Kommune of 2021."""

    code = models.SlugField("Kürzel", max_length=20, unique=True)
    name = models.CharField("Name", max_length=120)
    version = models.CharField("Fassung", max_length=60, blank=True)
    source = models.CharField("Quelle", max_length=500, blank=True)

    class Meta:
        verbose_name = "Berichtsrahmen"
        verbose_name_plural = "Berichtsrahmen"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name}, {self.version}" if self.version else self.name


class CriterionKind(models.TextChoices):
    ASPECT = "aspect", "Aspekt"
    CORE_INDICATOR = "core_indicator", "Kernindikator"


class Criterion(models.Model):
    """One thing a framework asks for. A report says something about it, or why it does not."""

    framework = models.ForeignKey(
        ReportingFramework,
        on_delete=models.CASCADE,
        related_name="criteria",
        verbose_name="Berichtsrahmen",
    )
    code = models.CharField("Nummer", max_length=12)
    part = models.CharField("Teil", max_length=80, blank=True)
    title = models.CharField("Titel", max_length=200)
    explanation = models.TextField("Erläuterung", max_length=2000, blank=True)
    kind = models.CharField(
        "Art", max_length=20, choices=CriterionKind, default=CriterionKind.ASPECT
    )
    position = models.PositiveSmallIntegerField("Reihenfolge")
    indicators = models.ManyToManyField(
        Indicator, blank=True, related_name="criteria", verbose_name="Kennzahlen"
    )

    class Meta:
        verbose_name = "Kriterium"
        verbose_name_plural = "Kriterien"
        ordering = ["framework", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                name="reports_criterion_one_a_code",
                violation_error_message="Diese Nummer gibt es in dem Berichtsrahmen schon.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CriterionKind.values), name="reports_criterion_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
