"""Why an outlook is what it is."""

from __future__ import annotations

from decimal import Decimal

from indicators.assessment import Assessment
from indicators.freshness import Freshness, FreshnessState
from indicators.german_numbers import format_number
from indicators.sentences.quantities import (
    GAP,
    Quantities,
    given,
    quantities_of,
    telling_decimals,
)


def outlook_reason(
    assessment: Assessment, unit: str, decimals: int, state: FreshnessState | None = None
) -> str:
    """Return one sentence that says why the outlook is what it is: the rule and its numbers.

    For a stale value (by `state`) it says why no outlook is shown.
    """
    if state is not None and state.freshness is Freshness.STALE and state.last_period is not None:
        return (
            f"Seit {state.last_period.year} fehlen {state.missing_periods} erwartete Werte; "
            "aus veralteten Werten wird kein Ausblick abgeleitet."
        )
    quantities = quantities_of(assessment, unit, decimals)
    if assessment.rule == "milestone":
        return _milestone_reason(assessment)
    if assessment.rule in ("R0", "R1", "R3"):
        return f"{_unrated_reason(assessment)} (Regel {assessment.rule})."
    if assessment.rule == "A":
        because, outlook = _reason_a(assessment, quantities)
    else:
        because = (_reason_c if assessment.rule == "C" else _reason_d)(assessment, quantities)
        outlook = "dann"
    label = assessment.outlook.label
    return f"{because}; {outlook} gilt {label} (Regel {assessment.rule})."


def _unrated_reason(assessment: Assessment) -> str:
    if assessment.reason == "no_value":
        lacking = f"Wert für {assessment.as_of_year}" if assessment.point_count else "Jahreswert"
        return f"Ohne {lacking} ist keine Bewertung möglich"
    if assessment.reason == "too_few_points":
        there = "ist" if assessment.point_count == 1 else "sind"
        needed = f"Eine Bewertung braucht mindestens {assessment.min_points} Jahreswerte"
        if assessment.break_year is not None:
            since = f"seit der Umstellung {assessment.break_year}"
            return f"{needed}; {since} {there} es erst {assessment.point_count}"
        return f"{needed}, vorhanden {there} {assessment.point_count}"
    if assessment.reason == "no_target":
        return "Eine Bewertung braucht einen angestrebten Wert, für diese Kennzahl fehlt er"
    return "Eine Bewertung braucht eine gewünschte Richtung, für diese Kennzahl fehlt sie"


def _trend(assessment: Assessment, quantities: Quantities) -> str:
    pace = quantities.pace(given(assessment.mean_change), sign=True)
    return f"(im Mittel seit {assessment.first_year} {pace})"


def _reason_a(assessment: Assessment, quantities: Quantities) -> tuple[str, str]:
    trend, year = _trend(assessment, quantities), assessment.target_year
    if assessment.reason == "wrong_direction":
        return f"Der Wert bewegt sich nicht auf das Ziel zu {trend}", "dann"
    miss = given(assessment.miss) * 100
    if miss <= 0:
        return f"Bei gleichem Tempo {trend} ist das Ziel bis {year} erreicht", "dann"
    share = format_number(miss, telling_decimals(0, miss, Decimal(0), Decimal(5), Decimal(20)))
    limits = {
        "on_track": f"unter 5{GAP}%",
        "slightly_missed": f"von 5 bis 20{GAP}%",
        "too_slow": f"über 20{GAP}%",
    }
    stays = "bleibt" if share == "1" else "bleiben"
    lacking = f"{stays} bis {year} noch {share}{GAP}% des nötigen Wegs offen"
    return f"Bei gleichem Tempo {trend} {lacking}", limits[assessment.reason]


def _reason_c(assessment: Assessment, quantities: Quantities) -> str:
    trend = _trend(assessment, quantities)
    if assessment.kind == "band":
        return {
            "reached": "Der Wert liegt im Zielkorridor",
            "missed_but_improving": "Der Wert liegt außerhalb des Zielkorridors, "
            f"nähert sich ihm aber {trend}",
            "missed_not_improving": "Der Wert liegt außerhalb des Zielkorridors "
            f"und nähert sich ihm nicht {trend}",
        }[assessment.reason]
    if assessment.kind == "limit_every_year":
        goal, kept = "Die jährliche Vorgabe", "eingehalten"
    else:
        goal, kept = "Das Ziel", "erreicht"
    return (
        f"{goal} ist "
        + {
            "reached": f"{kept} und der Wert wird nicht schlechter {trend}",
            "reached_but_worsening": f"{kept}, der Wert wird aber schlechter {trend}",
            "missed_but_improving": f"nicht {kept}, der Wert wird aber besser {trend}",
            "missed_not_improving": f"nicht {kept} und der Wert wird nicht besser {trend}",
        }[assessment.reason]
    )


def _reason_d(assessment: Assessment, quantities: Quantities) -> str:
    if assessment.reason == "reached":
        return "Der Wert liegt genau beim angestrebten Wert"
    pace = quantities.pace(given(assessment.mean_change), sign=True)
    mean = f"seit {assessment.first_year} ({pace})"
    last = f"({quantities.change(given(assessment.last_change), sign=True)})"
    right = "in die gewünschte Richtung"
    return {
        "both_right": f"Die mittlere Änderung {mean} und die letzte {last} gehen {right}",
        "last_change_wrong": f"Die mittlere Änderung {mean} geht {right}, die letzte {last} nicht",
        "only_last_change_right": f"Die letzte Änderung {last} geht {right}, "
        f"die mittlere {mean} nicht",
        "both_wrong": f"Weder die mittlere Änderung {mean} noch die letzte {last} geht {right}",
    }[assessment.reason]


def _milestone_reason(assessment: Assessment) -> str:
    year, label = assessment.target_year, assessment.outlook.label
    return {
        "reached": f"Der Meilenstein ist erreicht; dann gilt {label}.",
        "missed": f"Der für {year} vorgesehene Meilenstein ist nicht erreicht; dann gilt {label}.",
        "pending": f"Ein Meilenstein, der noch nicht erreicht ist, wird erst {year} bewertet.",
    }[assessment.reason]
