"""The yearly report that texts, editions and files belong to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from strategy.models import SampleMark


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
