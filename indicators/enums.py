"""Closed lists of what is measured, with their German words.

The values are the strings that the pure modules (assessment, annual_values, target_paths) take.
"""

from __future__ import annotations

from django.db.models import TextChoices


class Direction(TextChoices):
    """Which way is better."""

    INCREASE = "increase", "mehr ist besser"
    DECREASE = "decrease", "weniger ist besser"
    TOWARD = "toward", "möglichst nah an einem Wert"
    NONE = "none", "ohne Richtung"


class Frequency(TextChoices):
    YEAR = "year", "jährlich"
    HALF_YEAR = "half_year", "halbjährlich"
    QUARTER = "quarter", "vierteljährlich"
    MONTH = "month", "monatlich"


class AnnualRule(TextChoices):
    """How shorter periods become the value of the year."""

    LAST = "last", "letzter Wert des Jahres"
    SUM = "sum", "Summe"
    MEAN = "mean", "Mittelwert"


class DistrictRelation(TextChoices):
    """How the values of the 19 parts relate to the city's value."""

    NONE = "none", "nur Gesamtstadt"
    SUM = "sum", "Teile ergeben die Summe"
    WEIGHTED_MEAN = "weighted_mean", "mit Einwohnern gewichtetes Mittel"
    INDEPENDENT = "independent", "unabhängig"


class TargetKind(TextChoices):
    """What a target demands; the names are those of the official assessment method."""

    TARGET_VALUE = "target_value", "Zielwert bis zu einem Jahr"
    LIMIT_EVERY_YEAR = "limit_every_year", "Grenze in jedem Jahr"
    DIRECTION = "direction", "nur eine Richtung"
    BAND = "band", "Wert in einer Spanne"
    MILESTONE = "milestone", "erreicht: ja oder nein"


class ChartNoteKind(TextChoices):
    """What is said about a year of a series."""

    BREAK = "break", "Bruch der Zeitreihe"
    NOTE = "note", "Anmerkung"


class Interpolation(TextChoices):
    LINEAR = "linear", "gerade Linie zwischen den Punkten"
    STEP = "step", "Stufen"


class MeasurementState(TextChoices):
    DRAFT = "draft", "Entwurf"
    SUBMITTED = "submitted", "eingereicht"
    RETURNED = "returned", "zurückgegeben"
    RELEASED = "released", "freigegeben"


# States of a row that somebody is still working on: one at a time for a place and period.
OPEN_STATES = (MeasurementState.DRAFT, MeasurementState.SUBMITTED, MeasurementState.RETURNED)


class MissingReason(TextChoices):
    """Why there is no value. Shown publicly, never counted as zero."""

    NOT_COLLECTED = "not_collected", "nicht erhoben"
    NOT_YET_AVAILABLE = "not_yet_available", "liegt noch nicht vor"
    CONFIDENTIAL = "confidential", "unterliegt der Geheimhaltung"
    METHOD_CHANGED = "method_changed", "wegen neuer Methode nicht vergleichbar"
    OTHER = "other", "anderer Grund"


class Origin(TextChoices):
    """How a measurement came into the ledger."""

    ENTRY = "entry", "Erfassung"
    CATALOGUE = "catalogue", "veröffentlichte Quelle"
    SAMPLE = "sample", "Beispiel"
    COMPUTED = "computed", "berechnet"


class EventKind(TextChoices):
    """What happened to a measurement."""

    CREATED = "created", "angelegt"
    EDITED = "edited", "geändert"
    SUBMITTED = "submitted", "eingereicht"
    WITHDRAWN = "withdrawn", "zurückgezogen"
    RETURNED = "returned", "zurückgegeben"
    RELEASED = "released", "freigegeben"
    SUPERSEDED = "superseded", "abgelöst"
    COMPUTED = "computed", "berechnet"


class ImportKind(TextChoices):
    """What a file brings in."""

    VALUES = "values", "Werte"
    CATALOGUE = "catalogue", "Ziele und Kennzahlen"


class MailState(TextChoices):
    """Whether a mail has left the house."""

    WAITING = "waiting", "wartet"
    SENT = "sent", "verschickt"
    FAILED = "failed", "fehlgeschlagen"
    WITHHELD = "withheld", "zurückgehalten"  # about sample data, or to an address of an example


class ReminderStage(TextChoices):
    """How late it is when somebody is reminded of a round; in the order of time."""

    ADVANCE = "advance", "zwei Wochen vor der Frist"
    SOON = "soon", "kurz vor der Frist"
    DEADLINE = "deadline", "zur Frist"
    OVERDUE = "overdue", "nach der Nachfrist"


class RequestEventKind(TextChoices):
    """What happened to a data request."""

    CREATED = "created", "angelegt"
    SENT = "sent", "Link verschickt"
    SAVED = "saved", "Werte gesichert"
    FINISHED = "finished", "abgeschlossen"
    DELEGATED = "delegated", "weitergegeben"
    PROLONGED = "prolonged", "verlängert"
    REVOKED = "revoked", "widerrufen"
