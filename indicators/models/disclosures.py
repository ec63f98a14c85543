"""Which released values of indicators about people may be shown."""

from __future__ import annotations

from django.db import models

from indicators.models.measurements import Measurement


class Disclosure(models.Model):
    """The decision about one released row, made when it or what depends on it was released.

    `shown_at` None: the row is public, its value is not. A row of an indicator under the rule for
    small numbers that has no decision is not shown either.
    """

    measurement = models.OneToOneField(
        Measurement,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="disclosure",
        verbose_name="Messwert",
    )
    shown_at = models.DateTimeField("gezeigt seit", null=True, blank=True)

    class Meta:
        verbose_name = "Entscheidung zur Geheimhaltung"
        verbose_name_plural = "Entscheidungen zur Geheimhaltung"

    def __str__(self) -> str:
        return f"{self.measurement_id}: {'gezeigt' if self.shown_at else 'geheim'}"
