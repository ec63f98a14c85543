from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from reports.pages.sheets import (
    MOST_ACTIONS,
    MOST_GOALS,
    MOST_MEASURED,
    Subject,
    area_subject,
    goal_subject,
    sheet,
)
from reports.rendering import set_pages
from reports.snapshot import Snapshot
from tests.reports.extremes import EXTREMES, longest
from tests.reports.pdf_checks import assert_accessible
from tests.reports.snapshots import make_snapshot

ADDRESS = "https://ziele.example.org/ziele/1.1/"


def subject_of(snapshot: Snapshot, name: str) -> Subject | None:
    by_slug = area_subject(snapshot, name)
    return by_slug or goal_subject(snapshot, name)


def markup(snapshot: Snapshot, name: str) -> str:
    subject = subject_of(snapshot, name)
    assert subject is not None
    context = {"sheet": sheet(subject, snapshot, ADDRESS)}
    return render_to_string("reports/print/sheet/sheet.html", context)


def test_a_strategic_goal(small_snapshot: Snapshot) -> None:
    subject = goal_subject(small_snapshot, "1.1")
    assert subject is not None
    page = sheet(subject, small_snapshot, ADDRESS)
    assert (subject.kind, page.title) == ("Strategisches Ziel", "Strategisches Ziel 1.1")
    assert page.notes == "Handlungsfeld Handlungsfeld 1 · Beitrag zu SDG 7 und 13"
    assert [(row.code, row.due, row.finding) for row in page.goals] == [
        ("1.1.1", "2030", "Sonne"),
        ("1.1.2", "2030", "Leicht bewölkt"),
    ]
    assert [row.name for row in page.measured] == ["Treibhausgase 1", "Treibhausgase 2"]
    assert page.lead is not None
    assert page.lead.name == "Treibhausgase im Bereich 1"
    assert [action.title for action in page.actions] == ["Maßnahme 1", "Maßnahme 2"]
    assert page.frozen_on == "3. November 2025"


def test_an_operational_goal(small_snapshot: Snapshot) -> None:
    subject = goal_subject(small_snapshot, "1.1.2")
    assert subject is not None
    page = sheet(subject, small_snapshot, ADDRESS)
    assert subject.kind == "Operatives Ziel"
    assert page.notes == "Zum strategischen Ziel 1.1 · bis 2030 · zuständig: Umwelt und Klima"
    assert page.goals == ()
    assert [row.name for row in page.measured] == ["Treibhausgase 2"]
    assert [action.title for action in page.actions] == ["Maßnahme 2"]


def test_a_handlungsfeld(small_snapshot: Snapshot) -> None:
    subject = area_subject(small_snapshot, "handlungsfeld-1")
    assert subject is not None
    page = sheet(subject, small_snapshot, ADDRESS)
    assert (subject.kind, subject.number, page.title) == ("Handlungsfeld", "1", "Handlungsfeld 1")
    assert [(row.code, row.finding) for row in page.goals] == [
        ("1.1", "1 Sonne, 1 leicht bewölkt"),
        ("1.2", "1 Wolke, 1 Gewitter"),
    ]
    assert len(subject.measured) == 5  # those of its goals, and one without a goal
    assert page.more_measured == "und 2 weitere"
    assert page.notes == "Leitlinie in einer Arbeitsfassung"


def test_unknown_subjects(small_snapshot: Snapshot) -> None:
    assert area_subject(small_snapshot, "meer") is None
    assert goal_subject(small_snapshot, "1.9") is None
    assert goal_subject(small_snapshot, "1.1.9") is None


def test_a_goal_that_nothing_measures(small_snapshot: Snapshot) -> None:
    area = small_snapshot.areas[0]
    strategic = area.goals[0]
    goal = replace(strategic.goals[0], indicators=())
    bare = replace(
        small_snapshot,
        areas=(replace(area, goals=(replace(strategic, goals=(goal,)),)),),
        actions=(),
    )
    assert "Für dieses Ziel ist noch keine Kennzahl hinterlegt." in markup(bare, "1.1.1")
    assert "Hier ist noch keine Maßnahme zugeordnet." in markup(bare, "1.1.1")
    empty = replace(bare, areas=(replace(area, goals=(replace(strategic, goals=()),)),))
    assert "noch keine operativen Ziele hinterlegt" in markup(empty, "1.1")


def test_a_goal_whose_indicator_has_no_value_yet(small_snapshot: Snapshot) -> None:
    one, *others = small_snapshot.indicators
    chart = replace(one.chart, values=(), continuation=())
    waiting = (replace(one, chart=chart, sentence="Es liegt noch kein Wert vor."), *others)
    text = markup(replace(small_snapshot, indicators=waiting), "1.1.1")
    assert "Es liegt noch kein Wert vor." in text


def test_lists_say_what_they_leave_out() -> None:
    made = make_snapshot(areas=1, goals=12)
    subject = area_subject(made, "handlungsfeld-1")
    assert subject is not None
    page = sheet(subject, made, ADDRESS)
    assert len(page.goals) == MOST_GOALS
    assert page.more_goals == f"und {12 - MOST_GOALS} weitere"
    assert len(page.measured) == MOST_MEASURED
    assert page.more_measured == f"und {25 - MOST_MEASURED} weitere"
    assert len(page.actions) == MOST_ACTIONS
    assert page.more_actions.startswith("und ")


def test_the_sheet_names_its_state_and_the_live_page(small_snapshot: Snapshot) -> None:
    text = markup(small_snapshot, "1.1")
    assert f'<a href="{ADDRESS}">{ADDRESS}</a>' in text
    assert "Stand: 3. November 2025" in text
    assert "Beispieldaten" in text
    real = replace(small_snapshot, report=replace(small_snapshot.report, is_sample=False))
    assert "Beispieldaten" not in markup(real, "1.1")


def test_titles_are_text(small_snapshot: Snapshot) -> None:
    area = small_snapshot.areas[0]
    hostile = replace(area.goals[0], title="<script>alert(1)</script>")
    text = markup(replace(small_snapshot, areas=(replace(area, goals=(hostile,)),)), "1.1")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("name", ["handlungsfeld-1", "1.1", "1.1.1"])
@pytest.mark.parametrize("make", EXTREMES.values(), ids=EXTREMES)
def test_one_page_whatever_the_data(
    make: Callable[[], Snapshot], name: str, tmp_path: Path
) -> None:
    snapshot = make()
    if subject_of(snapshot, name) is None:
        assert not snapshot.areas or not snapshot.areas[0].goals[0].goals
        return
    made = set_pages(markup(snapshot, name), tmp_path / "blatt.pdf", identifier="0" * 32)
    assert made.pages == 1


def test_one_page_with_many_indicators_of_one_goal(tmp_path: Path) -> None:
    made = longest("Treibhausgasemissionen der kommunalen Gebäude " * 7)
    area = made.areas[0]
    strategic = area.goals[0]
    all_codes = tuple(one.code for one in made.indicators)
    goal = replace(strategic.goals[0], indicators=all_codes)
    actions = tuple(replace(one, goals=("1.1.1",)) for one in made.actions)
    crowded = replace(
        made,
        areas=(replace(area, goals=(replace(strategic, goals=(goal,)),)),),
        actions=actions,
    )
    for name in ("1.1", "1.1.1"):
        text = markup(crowded, name)
        assert set_pages(text, tmp_path / "blatt.pdf", identifier="0" * 32).pages == 1


def test_same_state_gives_the_same_bytes(small_snapshot: Snapshot, tmp_path: Path) -> None:
    text = markup(small_snapshot, "1.1")
    first = set_pages(text, tmp_path / "eins.pdf", identifier="0" * 32)
    assert set_pages(text, tmp_path / "zwei.pdf", identifier="0" * 32).sha256 == first.sha256


@pytest.mark.parametrize("name", ["handlungsfeld-1", "1.1", "1.1.1"])
def test_sheets_are_accessible(small_snapshot: Snapshot, name: str, tmp_path: Path) -> None:
    text = markup(small_snapshot, name)
    assert_accessible(set_pages(text, tmp_path / "blatt.pdf", identifier="0" * 32).path)
