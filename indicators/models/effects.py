"""What actions are expected to change: the effect that somebody estimated beforehand."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from indicators.models.indicators import Indicator
from indicators.models.values import is_finite, value_field
from strategy.models import Action, SampleMark


class ExpectedEffectQuerySet(models.QuerySet["ExpectedEffect"]):
    def for_pages(self) -> ExpectedEffectQuerySet:
        """With action and indicator, in one query; what begins first comes first."""
        return self.select_related("action", "indicator").order_by(
            "from_year", "indicator__name", "action__title"
        )


class ExpectedEffect(SampleMark):
    """By how much an action is expected to move an indicator of the city.

    `lower` and `upper` are a change against the last value before `from_year`, in the indicator's
    unit and with its natural sign: -200 to -100 is a decrease by 100 to 200. None leaves that side
    open. `until_year` None: the effect is expected to last.
    """

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="expected_effects", verbose_name="Maßnahme"
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="expected_effects",
        verbose_name="Kennzahl",
    )
    lower = value_field(
        "Änderung von",
        help_text="In der Einheit der Kennzahl, mit Vorzeichen: −200 bis −100 heißt 100 bis 200 "
        "weniger. Eine der beiden Seiten darf leer bleiben.",
    )
    upper = value_field("Änderung bis")
    from_year = models.PositiveSmallIntegerField("ab Jahr")
    until_year = models.PositiveSmallIntegerField(
        "bis Jahr", null=True, blank=True, help_text="leer: auf Dauer"
    )
    basis = models.TextField(
        "Grundlage der Schätzung",
        help_text="Womit gerechnet wurde und von wem; steht öffentlich auf der Seite.",
    )
    link = models.URLField("Beleg", max_length=500, blank=True)
    is_decided = models.BooleanField(
        "mit beschlossen",
        default=False,
        help_text="Die Erwartung stand in der beschlossenen Vorlage.",
    )

    objects = ExpectedEffectQuerySet.as_manager()

    class Meta:
        verbose_name = "erwartete Wirkung"
        verbose_name_plural = "erwartete Wirkungen"
        ordering = ["from_year", "indicator__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "indicator"],
                name="indicators_effect_once",
                violation_error_message="Für diese Kennzahl ist bei dieser Maßnahme schon eine "
                "Wirkung eingetragen.",
            ),
            models.CheckConstraint(
                condition=is_finite("lower", "upper"), name="indicators_effect_finite"
            ),
            models.CheckConstraint(
                # A CHECK that comes out as NULL passes, so each side is asked for by name.
                condition=Q(lower__isnull=False, upper__isnull=True)
                | Q(lower__isnull=True, upper__isnull=False)
                | Q(lower__isnull=False, upper__isnull=False, lower__lte=F("upper")),
                name="indicators_effect_range",
                violation_error_message="Bitte wenigstens eine Seite der Spanne angeben, und die "
                "kleinere Zahl zuerst: −200 ist kleiner als −100.",
            ),
            models.CheckConstraint(
                condition=Q(from_year__range=(1900, 2100))
                & (
                    Q(until_year__isnull=True)
                    | Q(until_year__range=(1900, 2100), until_year__gte=F("from_year"))
                ),
                name="indicators_effect_years",
                violation_error_message="Die Jahre liegen zwischen 1900 und 2100, "
                "und das letzte nicht vor dem ersten.",
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="indicators_effect_has_basis",
                violation_error_message="Bitte sagen, worauf die Schätzung beruht.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.indicator}"
