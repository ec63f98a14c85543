"""The frame of the strategy, its dated events, and the version of all public data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from strategy.enums import DatePrecision

ONLY_ROW = 1


class StrategyFrame(models.Model):
    """Vision, attributes and attitude of the strategy: one row, content of the start page."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    title = models.CharField("Titel", max_length=200)
    vision = models.TextField("Vision")
    attributes = models.JSONField("Attribute", default=list, help_text="Liste von Wörtern")
    way = models.TextField("Der Soester Weg", blank=True)
    source = models.URLField("Quelle", max_length=500, blank=True)

    class Meta:
        verbose_name = "Rahmen der Strategie"
        verbose_name_plural = "Rahmen der Strategie"
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY_ROW), name="strategy_frame_one_row"),
        ]

    def __str__(self) -> str:
        return self.title


class StrategyEvent(models.Model):
    """A dated event on the way, such as a council decision, with its source."""

    slug = models.SlugField("Kurzname", max_length=120, unique=True)
    date = models.DateField("Datum")
    precision = models.CharField(
        "Genauigkeit", max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    title = models.CharField("Ereignis", max_length=300)
    source = models.URLField("Quelle", max_length=500)

    class Meta:
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision__in=DatePrecision.values), name="strategy_event_precision"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DataVersion(models.Model):
    """One row that every public change raises, by trigger, in its own transaction.

    The cache of public pages is keyed by `number`; `changed_at` is the data state shown on pages.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ROW, editable=False)
    number = models.PositiveBigIntegerField("Stand", default=0)
    changed_at = models.DateTimeField("geändert am")
    has_sample_data = models.BooleanField("Beispieldaten geladen", default=False)

    class Meta:
        verbose_name = "Datenstand"
        verbose_name_plural = "Datenstand"
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY_ROW), name="strategy_dataversion_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def hold(cls) -> None:
        """Let nobody else change public data until the end of the transaction.

        What is derived from all of it must not be made twice at once. Every public change takes
        this row by trigger anyway; so it is taken first of all, or after rows of the ledger, and
        nobody waits in a circle.
        """
        list(cls.objects.select_for_update().values_list("pk"))
