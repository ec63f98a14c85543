from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.distributions import Distribution
from indicators.target_paths import RequiredPace
from reports.pages.areas import area_chapters
from reports.pages.glance import (
    Figure,
    StatusChange,
    glance,
    lags,
    lead_sentence,
    shown_changes,
    stale_indicators,
    status_changes,
    whole_distribution,
)
from reports.snapshot import Comparison, FormerStatus
from tests.reports.snapshots import make_snapshot

SNAPSHOT = make_snapshot()


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        (
            ["sun", "sun", "partly_cloudy", "cloud", "stale", "not_rated"],
            (
                "3 von 6 Zielen sind auf Kurs oder nahe dran. Bei 1 reicht das Tempo nicht oder "
                "die Richtung stimmt nicht. 2 lassen sich derzeit nicht beurteilen."
            ),
        ),
        (
            ["sun", "stale"],
            (
                "1 von 2 Zielen ist auf Kurs oder nahe dran. Bei 0 reicht das Tempo nicht oder die "
                "Richtung stimmt nicht. 1 lässt sich derzeit nicht beurteilen."
            ),
        ),
        ([], "Es gibt noch keine Ziele und Kennzahlen, über die zu berichten wäre."),
    ],
)
def test_lead_sentence(statuses: list[str], sentence: str) -> None:
    assert lead_sentence(Distribution.of("goals", statuses)) == sentence


def test_whole_distribution_counts_goals() -> None:
    whole = whole_distribution(SNAPSHOT)
    assert (whole.counted, whole.total) == ("goals", 8)


def test_whole_distribution_counts_indicators_while_there_are_no_goals() -> None:
    whole = whole_distribution(replace(SNAPSHOT, areas=()))
    assert (whole.counted, whole.total) == ("indicators", 9)


def test_figures_tell_the_size() -> None:
    found = glance(SNAPSHOT, area_chapters(SNAPSHOT))
    assert found.figures == (
        Figure("4", "strategische Ziele mit 8 operativen Zielen"),
        Figure("9", "Kennzahlen mit Werten, 9 insgesamt"),
        Figure("8", "Maßnahmen, davon 2 in Umsetzung"),
        Figure("3", "Kennzahlen auch für die Ortsteile"),
    )


def compared(*statuses: tuple[str, str]) -> Comparison:
    return Comparison(2023, is_report=True, statuses=tuple(FormerStatus(*one) for one in statuses))


def test_status_changes_put_the_largest_setback_first() -> None:
    before = compared(("K-1.1.1", "thunderstorm"), ("K-1.1.2", "sun"), ("K-1.2.1", "sun"))
    changes = status_changes(replace(SNAPSHOT, comparison=before))
    assert [(change.code, change.steps) for change in changes] == [
        ("K-1.2.1", -2),
        ("K-1.1.2", -1),
        ("K-1.1.1", 3),
    ]
    assert changes[-1] == StatusChange(
        code="K-1.1.1",
        name="Treibhausgase im Bereich 1",
        anchor="kennzahl-kennzahl-0",
        before="thunderstorm",
        before_word="Gewitter",
        after="sun",
        after_word="Sonne",
        steps=3,
        before_number="",
        after_number="5,4\u00a0t je Einwohner (2024)",
    )


def test_status_changes_pass_over_what_was_or_is_not_rated() -> None:
    before = compared(
        ("K-1.1.1", "sun"),  # as now
        ("K-1.1.2", "not_rated"),
        ("K-2.1.1", "sun"),  # stale now
        ("K-gone", "sun"),
    )
    assert status_changes(replace(SNAPSHOT, comparison=before)) == []


@pytest.mark.parametrize(
    ("is_report", "words"), [(True, "Bericht 2023"), (False, "Werte bis 2023")]
)
def test_glance_says_what_it_compares_with(is_report: bool, words: str) -> None:
    snapshot = replace(SNAPSHOT, comparison=Comparison(2023, is_report, ()))
    assert glance(snapshot, ()).compared_with == words


def test_glance_says_how_many_changes_it_leaves_out() -> None:
    many = make_snapshot(areas=8, goals=3)
    found = glance(many, area_chapters(many))
    assert len(found.changes) == 16
    assert found.improved + found.worsened == 16 + found.more_changes
    assert found.more_changes > 0


def test_shown_changes_leave_room_for_both_directions() -> None:
    def change(steps: int) -> StatusChange:
        return StatusChange("K", "Name", "anker", "sun", "Sonne", "cloud", "Wolke", steps)

    setbacks, gains = [change(-2)] * 20, [change(1)] * 20
    shown = shown_changes([*setbacks, *gains])
    assert [one.steps for one in shown] == [-2] * 8 + [1] * 8
    assert len(shown_changes(setbacks)) == len(shown_changes(gains)) == 16
    few = shown_changes([*setbacks, *gains[:3]])
    assert [one.steps for one in few] == [-2] * 13 + [1] * 3
    few = shown_changes([*setbacks[:2], *gains])
    assert [one.steps for one in few] == [-2] * 2 + [1] * 14


def test_lags_begin_with_the_greatest_shortfall() -> None:
    first, second, third, *_ = SNAPSHOT.indicators

    def needs(needed: str, mean: str) -> RequiredPace:
        return RequiredPace(Decimal(needed), Decimal(mean), Decimal("-0.6"), 2020, 2030, "")

    found = lags(
        [
            replace(first, pace=needs("-1", "-0.5")),
            replace(second, pace=needs("-1", "0.2")),
            replace(third, pace=needs("-1", "-1.5")),  # fast enough
        ]
    )
    assert [(one.code, one.needed, one.mean, one.best) for one in found] == [
        (second.code, "−1,0", "+0,2", "−0,6"),
        (first.code, "−1,0", "−0,5", "−0,6"),
    ]


def test_lags_pass_over_stale_indicators() -> None:
    stale = next(one for one in SNAPSHOT.indicators if one.status == "stale")
    pace = RequiredPace(Decimal(-1), Decimal(1), Decimal(1), 2020, 2030, "")
    assert lags([replace(stale, pace=pace)]) == []


def test_stale_indicators_name_who_owes_since_when() -> None:
    (found,) = stale_indicators(SNAPSHOT.indicators)
    assert (found.code, found.due_since, found.department) == (
        "K-2.1.1",
        "1. Juli 2023",
        "Umwelt und Klima",
    )
