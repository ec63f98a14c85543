"""Points for the discussion in the council: what the facts of a report leave to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.distributions import STALE
from reports.pages.fitting import named
from reports.pages.short_actions import in_order, is_late
from reports.pages.wording import local_day
from reports.snapshot import IndicatorFacts, Snapshot

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Point:
    """What is to be decided, and the facts behind it; only the first names are told."""

    task: str
    finding: str


def discussion_points(snapshot: Snapshot) -> tuple[Point, ...]:
    """All points that the facts give, the most pressing first; empty if there is none."""
    found = (
        countermeasures(snapshot.indicators),
        late_steps(snapshot),
        missing_values(snapshot.indicators),
        missing_targets(snapshot.indicators),
        missing_decisions(snapshot.indicators),
        missing_indicators(snapshot),
        working_titles(snapshot),
    )
    return tuple(point for point in found if point is not None)


def countermeasures(indicators: Sequence[IndicatorFacts]) -> Point | None:
    found = [one for one in indicators if one.status == "thunderstorm"]
    at = "Bei 1 Kennzahl" if len(found) == 1 else f"Bei {len(found)} Kennzahlen"
    finding = f"{at} gibt es keinen Fortschritt, oder die Richtung ist falsch: {names(found)}."
    return Point("Gegensteuern", finding) if found else None


def late_steps(snapshot: Snapshot) -> Point | None:
    today = local_day(snapshot.report.frozen_at)
    late = [one.title for one in in_order(snapshot.actions) if is_late(one, today)]
    at = "Bei 1 Maßnahme" if len(late) == 1 else f"Bei {len(late)} Maßnahmen"
    finding = f"{at} ist ein Meilenstein überfällig: {named(late, MOST_NAMES)}."
    return Point("Termine klären", finding) if late else None


def missing_values(indicators: Sequence[IndicatorFacts]) -> Point | None:
    stale = [one for one in indicators if one.status == STALE]
    at = "Bei 1 Kennzahl" if len(stale) == 1 else f"Bei {len(stale)} Kennzahlen"
    finding = f"{at} ist der letzte Wert zu alt für eine Bewertung: {names(stale)}."
    return Point("Daten nachliefern", finding) if stale else None


def missing_targets(indicators: Sequence[IndicatorFacts]) -> Point | None:
    """Of those a goal is measured by."""
    open_ones = [one for one in indicators if one.goals and one.target is None]
    one = len(open_ones) == 1
    to = "Für 1 Kennzahl, die" if one else f"Für {len(open_ones)} Kennzahlen, die"
    measure = "ein Ziel misst" if one else "Ziele messen"
    finding = f"{to} {measure}, ist noch kein Zielwert beschlossen: {names(open_ones)}."
    return Point("Zielwerte beschließen", finding) if open_ones else None


def missing_decisions(indicators: Sequence[IndicatorFacts]) -> Point | None:
    """Targets in force that name no decision."""
    found = [
        one
        for one in indicators
        if one.target and not (one.target.decided_by and one.target.decided_on)
    ]
    to = "Zu 1 Zielwert" if len(found) == 1 else f"Zu {len(found)} Zielwerten"
    finding = f"{to} ist nicht angegeben, wer ihn wann beschlossen hat: {names(found)}."
    return Point("Beschlüsse nachtragen", finding) if found else None


def missing_indicators(snapshot: Snapshot) -> Point | None:
    goals = [goal for area in snapshot.areas for one in area.goals for goal in one.goals]
    bare = [goal.code for goal in goals if not goal.indicators]
    have = "1 operatives Ziel hat" if len(bare) == 1 else f"{len(bare)} operative Ziele haben"
    finding = f"{have} noch keine Kennzahl: {named(bare, 2 * MOST_NAMES)}."
    return Point("Kennzahlen festlegen", finding) if bare else None


def working_titles(snapshot: Snapshot) -> Point | None:
    goals = [goal for area in snapshot.areas for goal in area.goals]
    open_ones = sum(not goal.wording_confirmed for goal in goals)
    bear = "trägt" if open_ones == 1 else "tragen"
    finding = f"{open_ones} von {len(goals)} strategischen Zielen {bear} noch einen Arbeitstitel."
    return Point("Wortlaut bestätigen", finding) if open_ones else None


def names(indicators: Sequence[IndicatorFacts]) -> str:
    return named([one.short_name or one.name for one in indicators], MOST_NAMES)
