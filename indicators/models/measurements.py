"""The ledger of measured values: nothing released is ever changed or deleted."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime

from indicators.enums import (
    OPEN_STATES,
    DistrictRelation,
    EventKind,
    MeasurementState,
    MissingReason,
    Origin,
)
from indicators.models.imports import ImportedFile
from indicators.models.indicators import Indicator
from indicators.models.values import is_finite, value_field
from strategy.enums import DistrictKind
from strategy.models import District, SampleMark

# Fields of an indicator that its values have to fit.
RULES_FOR_VALUES = ("frequency", "lower_bound", "upper_bound", "district_relation")
UNFIT_VALUES = "Dem stehen Werte entgegen, die schon erfasst sind."
RELEASED = Q(state=MeasurementState.RELEASED)


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def current(self) -> MeasurementQuerySet:
        """What the public may see now: released and not superseded."""
        return self.filter(RELEASED, superseded_at__isnull=True)

    def as_of(self, moment: datetime) -> MeasurementQuerySet:
        """What the public could see at a moment."""
        return self.filter(RELEASED, released_at__lte=moment).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        )

    def unfit_for(self, rule: str, wanted: object) -> MeasurementQuerySet:
        """The values of an indicator that would break one of its rules if it became this."""
        if rule == "frequency":
            return self.exclude(indicator__frequency=wanted)
        if rule == "lower_bound" and wanted is not None:
            return self.filter(value__lt=wanted)
        if rule == "upper_bound" and wanted is not None:
            return self.filter(value__gt=wanted)
        if rule == "district_relation" and wanted == DistrictRelation.NONE:
            return self.exclude(district__kind=DistrictKind.CITY)
        return self.none()

    def in_work(self) -> MeasurementQuerySet:
        """Open rows that say something: a discarded draft stays, but is empty."""
        return self.open().exclude(value__isnull=True, missing_reason="", comment="")

    def open(self) -> MeasurementQuerySet:
        """Rows somebody is still working on: draft, submitted or returned."""
        return self.filter(state__in=OPEN_STATES)


class Measurement(SampleMark):
    """One value (or one reason for no value) of an indicator, for a place and a period.

    A correction is a new row; on its release the former row gets `superseded_at` and keeps
    everything else. Triggers refuse any other change of a released row (indicators/triggers.py).
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="measurements", verbose_name="Kennzahl"
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="measurements", verbose_name="Ortsteil"
    )
    period = models.DateField("Zeitraum", help_text="erster Tag des Zeitraums")
    value = value_field("Wert")
    missing_reason = models.CharField(
        "kein Wert, weil", max_length=20, choices=MissingReason, blank=True
    )
    missing_note = models.CharField("Erläuterung zum fehlenden Wert", max_length=500, blank=True)
    provisional = models.BooleanField("vorläufig", default=False)
    source = models.CharField("Quelle", max_length=500, blank=True)
    comment = models.TextField("Anmerkung", max_length=4000, blank=True)
    evidence_link = models.URLField("Beleg (Link)", max_length=500, blank=True)
    warning_reason = models.CharField("Begründung der Auffälligkeit", max_length=500, blank=True)
    state = models.CharField(
        "Stand", max_length=10, choices=MeasurementState, default=MeasurementState.DRAFT
    )
    version = models.PositiveIntegerField(
        "Bearbeitungsstand", default=1, help_text="steigt mit jeder Änderung vor der Freigabe"
    )
    revision = models.PositiveSmallIntegerField(
        "Fassung", default=1, help_text="1 bei der ersten Freigabe, höher bei Korrekturen"
    )
    origin = models.CharField("Herkunft", max_length=10, choices=Origin, default=Origin.ENTRY)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entered_measurements",
        verbose_name="erfasst von",
    )
    entered_at = models.DateTimeField("erfasst am")
    sender_name = models.CharField(
        "zugeliefert von",
        max_length=150,
        blank=True,
        help_text="wer den Wert ohne Konto geschickt hat",
    )
    sender_office = models.CharField("Stelle", max_length=200, blank=True)
    submitted_at = models.DateTimeField("eingereicht am", null=True, blank=True)
    return_comment = models.TextField("Grund der Rückgabe", max_length=2000, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="released_measurements",
        verbose_name="freigegeben von",
    )
    released_at = models.DateTimeField("freigegeben am", null=True, blank=True)
    superseded_at = models.DateTimeField("abgelöst am", null=True, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = "Messwert"
        verbose_name_plural = "Messwerte"
        ordering = ["indicator", "district", "period"]
        indexes = [
            # The public pages: all current values of one place, or of one indicator.
            models.Index(
                fields=["district", "indicator", "period"],
                condition=RELEASED & Q(superseded_at__isnull=True),
                name="indicators_current_values",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "district", "period"],
                condition=RELEASED & Q(superseded_at__isnull=True),
                name="indicators_measurement_one_current",
                violation_error_message="Für diesen Zeitraum gilt schon ein Wert.",
            ),
            models.UniqueConstraint(
                fields=["indicator", "district", "period", "revision"],
                condition=RELEASED,
                name="indicators_measurement_one_a_revision",
            ),
            models.UniqueConstraint(
                fields=["indicator", "district", "period"],
                condition=Q(state__in=OPEN_STATES),
                name="indicators_measurement_one_open",
                violation_error_message="Für diesen Zeitraum ist schon ein Wert in Arbeit.",
            ),
            models.CheckConstraint(
                condition=is_finite("value"), name="indicators_measurement_finite"
            ),
            models.CheckConstraint(
                condition=Q(period__range=(date(1900, 1, 1), date(2100, 12, 31))),
                name="indicators_measurement_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MeasurementState.values),
                name="indicators_measurement_state",
            ),
            models.CheckConstraint(
                condition=Q(missing_reason__in=["", *MissingReason.values]),
                name="indicators_measurement_missing_reason",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(missing_reason=""),
                name="indicators_measurement_value_or_reason",
                violation_error_message="Entweder ein Wert oder ein Grund, warum er fehlt.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MeasurementState.DRAFT, MeasurementState.RETURNED])
                | Q(value__isnull=False)
                | ~Q(missing_reason=""),
                name="indicators_measurement_complete_when_submitted",
                violation_error_message="Zum Einreichen fehlt der Wert oder der Grund, "
                "warum es keinen gibt.",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="indicators_measurement_origin"
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1), name="indicators_measurement_revision"
            ),
            models.CheckConstraint(
                condition=Q(sender_office="") | ~Q(sender_name=""),
                name="indicators_measurement_sender",
            ),
            models.CheckConstraint(
                condition=(RELEASED & Q(released_at__isnull=False))
                | (~RELEASED & Q(released_at__isnull=True, released_by__isnull=True)),
                name="indicators_measurement_released_at",
            ),
            models.CheckConstraint(
                condition=~RELEASED
                | ~Q(origin=Origin.ENTRY)
                | (
                    Q(entered_by__isnull=False, released_by__isnull=False)
                    & ~Q(entered_by=F("released_by"))
                ),
                name="indicators_measurement_four_eyes",
                violation_error_message="Wer einen Wert erfasst hat, gibt ihn nicht selbst frei.",
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.COMPUTED)
                | (RELEASED & Q(entered_by__isnull=True, sender_name="")),
                name="indicators_measurement_computed_by_nobody",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True)
                | (RELEASED & Q(superseded_at__gte=F("released_at"))),
                name="indicators_measurement_superseded_after_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.district}, {self.period:%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def supplied_by(self) -> str:
        """Who sent what stands here through a link, with their office; empty if nobody did."""
        return ", ".join(part for part in (self.sender_name, self.sender_office) if part)


class MeasurementInput(models.Model):
    """A computed row was computed from this row: which one exactly, for good."""

    computed = models.ForeignKey(
        Measurement, on_delete=models.CASCADE, related_name="inputs", verbose_name="berechnet"
    )
    input = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, related_name="used_in", verbose_name="aus"
    )

    class Meta:
        verbose_name = "Eingang einer Berechnung"
        verbose_name_plural = "Eingänge von Berechnungen"
        constraints = [
            models.UniqueConstraint(
                fields=["computed", "input"], name="indicators_measurementinput_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.computed} aus {self.input}"


class MeasurementEvent(models.Model):
    """Who did what to a measurement, when, and what it said then. Only ever added to."""

    measurement = models.ForeignKey(
        Measurement, on_delete=models.CASCADE, related_name="events", verbose_name="Messwert"
    )
    kind = models.CharField("Vorgang", max_length=12, choices=EventKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measurement_events",
        verbose_name="von",
    )
    sender = models.CharField(
        "von (ohne Konto)", max_length=400, blank=True, help_text="Name und Stelle"
    )
    at = models.DateTimeField("am")
    version = models.PositiveIntegerField("Fassung")
    value = value_field("Wert")
    missing_reason = models.CharField("kein Wert, weil", max_length=20, blank=True)
    note = models.TextField("Bemerkung", blank=True)
    file = models.ForeignKey(
        ImportedFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name="aus Datei",
    )

    class Meta:
        verbose_name = "Vorgang"
        verbose_name_plural = "Vorgänge"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values), name="indicators_event_kind"
            ),
            models.CheckConstraint(
                condition=(Q(by__isnull=False) & Q(sender=""))
                | (Q(by__isnull=True) & ~Q(sender="")),
                name="indicators_event_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({localtime(self.at):%d.%m.%Y})"

    @property
    def author(self) -> str:
        """Who did it, as people read it."""
        return str(self.by) if self.by else f"{self.sender} (ohne Konto)"
