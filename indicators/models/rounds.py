"""Collection rounds: which values a year's report needs, from whom, until when."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from indicators.models.indicators import Indicator
from strategy.models import Department, SampleMark

LONGEST_GRACE = 365  # days


class CollectionRound(SampleMark):
    """An Erhebungsrunde: the values of one year, asked of the departments until a deadline."""

    year = models.PositiveSmallIntegerField(
        "Jahr",
        unique=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        help_text="Das Jahr, dessen Werte erhoben werden.",
    )
    opens_on = models.DateField("beginnt am")
    deadline = models.DateField("Frist", help_text="Der letzte Tag, an dem ein Wert pünktlich ist.")
    grace_days = models.PositiveSmallIntegerField(
        "Nachfrist (Tage)",
        default=14,
        validators=[MaxValueValidator(LONGEST_GRACE)],
        help_text="So viele Tage nach der Frist wird auch die Koordination erinnert.",
    )
    note = models.TextField(
        "Hinweis an die Abteilungen",
        max_length=2000,
        blank=True,
        help_text="Steht über der Liste der Werte und in jeder Erinnerung.",
    )
    indicators = models.ManyToManyField(
        Indicator, through="RoundIndicator", related_name="rounds", verbose_name="Kennzahlen"
    )

    class Meta:
        verbose_name = "Erhebungsrunde"
        verbose_name_plural = "Erhebungsrunden"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year__range=(1990, 2100)), name="indicators_round_year"
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("deadline")),
                name="indicators_round_opens_before_deadline",
                violation_error_message="Die Runde muss vor ihrer Frist beginnen.",
            ),
            models.CheckConstraint(
                condition=Q(grace_days__lte=LONGEST_GRACE), name="indicators_round_grace"
            ),
        ]

    def __str__(self) -> str:
        return f"Erhebungsrunde {self.year}"

    @property
    def grace_ends_on(self) -> date:
        """The last day of the grace period."""
        return self.deadline + timedelta(days=self.grace_days)


class RoundIndicatorQuerySet(models.QuerySet["RoundIndicator"]):
    def owed(self) -> RoundIndicatorQuerySet:
        """What somebody has to enter: an indicator may be computed since a round asked for it."""
        return self.filter(indicator__expression="")


class RoundIndicator(SampleMark):
    """A round asks a department for an indicator.

    The department is that of the indicator when the round was made; it may be another one for
    this round. Its members answer, their deputies when they cannot (accounts.Membership).
    """

    round = models.ForeignKey(
        CollectionRound,
        on_delete=models.CASCADE,
        related_name="requested",
        verbose_name="Erhebungsrunde",
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="requested_in", verbose_name="Kennzahl"
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="requested_indicators",
        verbose_name="antwortende Abteilung",
    )

    objects = RoundIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "Kennzahl einer Runde"
        verbose_name_plural = "Kennzahlen der Runde"
        ordering = ["department__name", "indicator__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "indicator"],
                name="indicators_roundindicator_once",
                violation_error_message="Diese Kennzahl gehört schon zur Runde.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} ({self.department})"
