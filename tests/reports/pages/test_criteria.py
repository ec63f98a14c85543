from __future__ import annotations

import pytest

from reports.pages.criteria import completeness, criteria_chapter
from reports.pages.numbers import snapshot_numbers
from reports.rendering import report_html
from tests.reports.pages.test_themes import with_criteria
from tests.reports.snapshots import make_snapshot


@pytest.mark.parametrize(
    ("stances", "percent", "words"),
    [
        ([], 0, "0 von 0 Kriterien berichtet"),
        (["reports"], 100, "1 von 1 Kriterium berichtet"),
        (["", ""], 0, "0 von 2 Kriterien berichtet, 2 noch offen"),
        (
            ["reports", "explains", ""],
            66,
            "1 von 3 Kriterien berichtet, 1 begründet nicht berichtet, 1 noch offen",
        ),
        (["reports"] * 199 + [""], 99, "199 von 200 Kriterien berichtet, 1 noch offen"),
    ],
)
def test_completeness(stances: list[str], percent: int, words: str) -> None:
    counted = completeness(stances)
    assert (counted.percent, counted.in_words) == (percent, words)


def test_criteria_are_grouped_by_part_with_what_is_said() -> None:
    snapshot = with_criteria()
    chapter = criteria_chapter(snapshot, snapshot_numbers(snapshot))
    assert chapter is not None
    [part] = chapter.parts
    assert part.title == "Steuerung"
    assert [entry.stance_words for entry in part.entries] == [
        "berichtet",
        "begründet nicht berichtet",
        "noch offen",
    ]
    assert "<strong>Strategie</strong>" in part.entries[0].text


def test_report_without_a_framework_has_no_such_chapter() -> None:
    snapshot = make_snapshot()
    assert criteria_chapter(snapshot, snapshot_numbers(snapshot)) is None
    assert "berichtsrahmen" not in report_html(snapshot)


def test_report_prints_what_is_said_about_each_criterion() -> None:
    html = report_html(with_criteria())
    assert "1 von 3 Kriterien berichtet" in html
    assert "Daran wird gearbeitet." in html
    assert "Zu diesem Kriterium sagt der Bericht noch nichts." in html
