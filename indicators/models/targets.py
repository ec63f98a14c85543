"""Target paths, versioned with the decision of the council."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from indicators.enums import Interpolation, TargetKind
from indicators.models.indicators import Indicator
from indicators.models.values import is_finite, value_field
from strategy.models import SampleMark


class TargetPathQuerySet(models.QuerySet["TargetPath"]):
    def adopted(self) -> TargetPathQuerySet:
        """Paths the public may see, former ones included."""
        return self.filter(adopted_at__isnull=False)

    def current(self) -> TargetPathQuerySet:
        """The one path of each indicator that is in force."""
        return self.adopted().filter(superseded_at__isnull=True)

    def as_of(self, moment: datetime) -> TargetPathQuerySet:
        """The paths in force at a moment."""
        return self.filter(adopted_at__lte=moment).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        )


class TargetPath(SampleMark):
    """What the city wants an indicator to reach, as decided at one time.

    `adopted_at` None is a draft. From adoption on, triggers refuse every change but being
    superseded, so a moved target stays visible beside the new one.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="target_paths", verbose_name="Kennzahl"
    )
    version = models.PositiveSmallIntegerField("Fassung", default=1)
    kind = models.CharField("Art", max_length=20, choices=TargetKind)
    interpolation = models.CharField(
        "Verlauf", max_length=10, choices=Interpolation, default=Interpolation.LINEAR
    )
    baseline_year = models.PositiveSmallIntegerField("Ausgangsjahr", null=True, blank=True)
    baseline_value = value_field("Ausgangswert")
    decided_by = models.CharField("beschlossen von", max_length=200, blank=True)
    decided_on = models.DateField("beschlossen am", null=True, blank=True)
    reference = models.CharField("Vorlage", max_length=100, blank=True)
    link = models.URLField("Link zum Beschluss", max_length=500, blank=True)
    note = models.CharField("Hinweis", max_length=500, blank=True)
    adopted_at = models.DateTimeField("gültig seit", null=True, blank=True)
    superseded_at = models.DateTimeField("abgelöst am", null=True, blank=True)

    objects = TargetPathQuerySet.as_manager()

    class Meta:
        verbose_name = "Zielpfad"
        verbose_name_plural = "Zielpfade"
        ordering = ["indicator", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "version"], name="indicators_targetpath_one_a_version"
            ),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(adopted_at__isnull=False, superseded_at__isnull=True),
                name="indicators_targetpath_one_current",
                violation_error_message="Für diese Kennzahl gilt schon ein Zielpfad; "
                "bitte zuerst ablösen.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TargetKind.values), name="indicators_targetpath_kind"
            ),
            models.CheckConstraint(
                condition=Q(interpolation__in=Interpolation.values),
                name="indicators_targetpath_interpolation",
            ),
            models.CheckConstraint(
                condition=is_finite("baseline_value"), name="indicators_targetpath_finite"
            ),
            models.CheckConstraint(
                condition=Q(baseline_year__isnull=True, baseline_value__isnull=True)
                # A CHECK that comes out as NULL passes, so a missing half is asked for by name.
                | Q(
                    baseline_year__isnull=False,
                    baseline_year__range=(1900, 2100),
                    baseline_value__isnull=False,
                ),
                name="indicators_targetpath_baseline",
                violation_error_message="Ausgangsjahr und Ausgangswert gehören zusammen.",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True)
                | Q(adopted_at__isnull=False, superseded_at__gte=F("adopted_at")),
                name="indicators_targetpath_superseded_after_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, Fassung {self.version}"


class TargetPoint(SampleMark):
    """One year of a target path: a value, or for a band its two edges."""

    path = models.ForeignKey(
        TargetPath, on_delete=models.CASCADE, related_name="points", verbose_name="Zielpfad"
    )
    year = models.PositiveSmallIntegerField("Jahr")
    value = value_field("Zielwert")
    lower = value_field("untere Grenze")
    upper = value_field("obere Grenze")

    class Meta:
        verbose_name = "Zielpunkt"
        verbose_name_plural = "Zielpunkte"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["path", "year"], name="indicators_point_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__range=(1900, 2100)), name="indicators_point_year"
            ),
            models.CheckConstraint(
                condition=is_finite("value", "lower", "upper"), name="indicators_point_finite"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, lower__isnull=True, upper__isnull=True)
                | Q(
                    value__isnull=True,
                    lower__isnull=False,
                    upper__isnull=False,
                    lower__lt=F("upper"),
                ),
                name="indicators_point_value_or_band",
                violation_error_message="Entweder ein Zielwert oder eine Spanne aus unterer und "
                "oberer Grenze.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)
