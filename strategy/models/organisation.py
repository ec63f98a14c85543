"""The units of the city administration."""

from __future__ import annotations

from django.db import models

from strategy.models.sample import SampleMark


class Department(SampleMark):
    """An organisational unit that answers for indicators, goals and actions."""

    slug = models.SlugField("Kurzname in der Adresse", unique=True)
    name = models.CharField("Name", max_length=200, unique=True)
    short_name = models.CharField("Kürzel", max_length=60, blank=True)
    email = models.EmailField("Sammelpostfach", blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name="gehört zu",
    )
    source = models.URLField("Quelle", max_length=500, blank=True)

    class Meta:
        verbose_name = "Abteilung"
        verbose_name_plural = "Abteilungen"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="strategy_department_not_own_parent",
                violation_error_message="Eine Abteilung kann nicht zu sich selbst gehören.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
