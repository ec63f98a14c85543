"""Closed lists of the strategy, with their German words."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices


class DistrictKind(TextChoices):
    """What a district row stands for. Core and villages are the 19 parts that sum to the city."""

    CITY = "city", "Gesamtstadt"
    CORE = "core", "Kernstadt"
    VILLAGE = "village", "Ortsteil"


class CoordinatePrecision(TextChoices):
    SECOND = "second", "auf die Bogensekunde"
    MINUTE = "minute", "auf die Bogenminute (bis etwa 1 km)"


class DatePrecision(TextChoices):
    """How exactly a source dates an event; the rest of the stored date is filled with 1."""

    DAY = "day", "Tag"
    MONTH = "month", "Monat"
    YEAR = "year", "Jahr"


class ActionKind(TextChoices):
    CONCEPT = "concept", "Konzept"
    MEASURE = "measure", "Maßnahme"
    PILOT = "pilot", "Pilotprojekt"


class ActionPhase(TextChoices):
    IDEA = "idea", "Idee"
    DECIDED = "decided", "beschlossen"
    RUNNING = "running", "in Umsetzung"
    COMPLETED = "completed", "abgeschlossen"
    STOPPED = "stopped", "eingestellt"


# An action reaches these phases only with a check against every cross-cutting goal.
CHECKED_PHASES = (ActionPhase.DECIDED, ActionPhase.RUNNING, ActionPhase.COMPLETED)


class Effect(IntegerChoices):
    """Effect of an action on a cross-cutting goal."""

    STRONGLY_HINDERING = -2, "stark hemmend"
    HINDERING = -1, "hemmend"
    NEUTRAL = 0, "neutral"
    SUPPORTING = 1, "fördernd"
    STRONGLY_SUPPORTING = 2, "stark fördernd"
