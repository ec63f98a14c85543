from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.pages.discussion import Point, discussion_points
from reports.snapshot import IndicatorFacts, MilestoneFacts, Snapshot
from tests.reports.snapshots import make_snapshot


@pytest.fixture(scope="module")
def calm() -> Snapshot:
    """One indicator, one action, one goal, and nothing to discuss."""
    made = make_snapshot(areas=1, goals=1)
    area = made.areas[0]
    strategic = area.goals[0]
    goals = (strategic.goals[0],)
    return replace(
        made,
        areas=(replace(area, goals=(replace(strategic, wording_confirmed=True, goals=goals),)),),
        indicators=(replace(made.indicators[0], status="sun"),),
        actions=(replace(made.actions[0], milestones=()),),
    )


def changed(snapshot: Snapshot, **changes: object) -> Snapshot:
    """With its only indicator changed."""
    one = replace(snapshot.indicators[0], **changes)  # type: ignore[arg-type]
    return replace(snapshot, indicators=(one,))


def times(snapshot: Snapshot, count: int) -> Snapshot:
    """With its only indicator so many times, under other names."""
    one: IndicatorFacts = snapshot.indicators[0]
    rows = tuple(replace(one, code=f"K{n}", short_name=f"Zahl {n}") for n in range(count))
    return replace(snapshot, indicators=rows)


def test_nothing_to_discuss(calm: Snapshot) -> None:
    assert discussion_points(calm) == ()


def test_thunderstorm(calm: Snapshot) -> None:
    stormy = changed(calm, status="thunderstorm")
    assert discussion_points(stormy) == (
        Point(
            "Gegensteuern",
            "Bei 1 Kennzahl gibt es keinen Fortschritt, oder die Richtung ist falsch: "
            "Treibhausgase 1.",
        ),
    )
    assert discussion_points(times(stormy, 5))[0].finding == (
        "Bei 5 Kennzahlen gibt es keinen Fortschritt, oder die Richtung ist falsch: "
        "Zahl 0, Zahl 1, Zahl 2 und 2 weitere."
    )


def test_stale(calm: Snapshot) -> None:
    assert discussion_points(times(changed(calm, status="stale"), 2)) == (
        Point(
            "Daten nachliefern",
            "Bei 2 Kennzahlen ist der letzte Wert zu alt für eine Bewertung: Zahl 0 und Zahl 1.",
        ),
    )


def test_no_target(calm: Snapshot) -> None:
    open_one = changed(calm, targets=())
    assert discussion_points(open_one) == (
        Point(
            "Zielwerte beschließen",
            "Für 1 Kennzahl, die ein Ziel misst, ist noch kein Zielwert beschlossen: "
            "Treibhausgase 1.",
        ),
    )
    assert discussion_points(changed(open_one, goals=())) == ()


@pytest.mark.parametrize("lacking", [{"decided_by": ""}, {"decided_on": None}])
def test_target_without_decision(calm: Snapshot, lacking: dict[str, object]) -> None:
    target = replace(calm.indicators[0].targets[0], **lacking)  # type: ignore[arg-type]
    assert discussion_points(changed(calm, targets=(target,))) == (
        Point(
            "Beschlüsse nachtragen",
            "Zu 1 Zielwert ist nicht angegeben, wer ihn wann beschlossen hat: Treibhausgase 1.",
        ),
    )


def test_former_target_without_decision_is_no_point(calm: Snapshot) -> None:
    target = calm.indicators[0].targets[0]
    former = replace(target, decided_by="", version=0, in_force=False)
    assert discussion_points(changed(calm, targets=(target, former))) == ()


def test_late_milestone(calm: Snapshot) -> None:
    late = MilestoneFacts("Förderbescheid", date(2025, 11, 2), None)
    action = replace(calm.actions[0], milestones=(late,))
    assert discussion_points(replace(calm, actions=(action,))) == (
        Point("Termine klären", "Bei 1 Maßnahme ist ein Meilenstein überfällig: Maßnahme 1."),
    )
    today = replace(late, due_on=date(2025, 11, 3))
    coming = replace(action, milestones=(today,))
    stopped = replace(action, phase="stopped")
    assert discussion_points(replace(calm, actions=(coming, stopped))) == ()


def test_goals_without_indicator_and_working_titles(calm: Snapshot) -> None:
    area = calm.areas[0]
    strategic = area.goals[0]
    bare = tuple(replace(strategic.goals[0], code=f"1.1.{n}", indicators=()) for n in range(8))
    draft = replace(strategic, wording_confirmed=False, goals=bare)
    assert discussion_points(replace(calm, areas=(replace(area, goals=(draft,)),))) == (
        Point(
            "Kennzahlen festlegen",
            "8 operative Ziele haben noch keine Kennzahl: "
            "1.1.0, 1.1.1, 1.1.2, 1.1.3, 1.1.4, 1.1.5 und 2 weitere.",
        ),
        Point("Wortlaut bestätigen", "1 von 1 strategischen Zielen trägt noch einen Arbeitstitel."),
    )
