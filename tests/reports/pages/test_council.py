from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from reports.models import FileKind
from reports.pages.council import MOST_MOVES, MOST_POINTS, MOST_SLOW, council_pages
from reports.rendering import render_report, report_html
from reports.snapshot import Snapshot
from tests.reports.extremes import EXTREMES, many, nothing
from tests.reports.pdf_checks import assert_accessible
from tests.reports.snapshots import make_snapshot


def test_areas_are_counted_with_their_changes(small_snapshot: Snapshot) -> None:
    pages = council_pages(small_snapshot, "ab" * 32)
    first = pages.areas[0]
    assert (first.number, first.name, first.counts) == (
        "1",
        "Handlungsfeld 1",
        ("1", "1", "1", "1", "–", "–"),
    )
    moved = {row.name: (row.before_word, row.after_word) for one in pages.moves for row in one.rows}
    assert moved["Treibhausgase im Bereich 1"] == ("Wolke", "Sonne")
    changed = sum(int(area.better) for area in pages.areas if area.better != "–")
    assert [one.title for one in pages.moves] == ["Schlechter (1)", f"Besser ({changed})"]


def test_lists_say_what_they_leave_out() -> None:
    pages = council_pages(many(), "")
    assert [len(one.rows) for one in pages.moves] == [MOST_MOVES, MOST_MOVES]
    for one in pages.moves:
        total = int(re.search(r"\((\d+)\)", one.title)[1])  # type: ignore[index]
        assert one.more == f"und {total - MOST_MOVES} weitere"
    assert len(pages.paces) == MOST_SLOW
    assert re.fullmatch(r"und \d+ weitere", pages.more_paces)
    assert len(pages.points) <= MOST_POINTS


def test_lead_chart_is_the_one_that_is_furthest_behind(small_snapshot: Snapshot) -> None:
    pages = council_pages(small_snapshot, "")
    assert pages.chart is not None
    assert pages.chart.name == pages.paces[0].overview.facts.name
    assert pages.chart.chart is not None


def test_without_a_lag_the_first_telling_indicator_is_drawn(small_snapshot: Snapshot) -> None:
    fast = tuple(replace(one, pace=None) for one in small_snapshot.indicators)
    pages = council_pages(replace(small_snapshot, indicators=fast), "")
    assert pages.paces == ()
    assert pages.chart is not None
    assert pages.chart.name == "Treibhausgase im Bereich 1"
    markup = report_html(replace(small_snapshot, indicators=fast), kind=FileKind.COUNCIL)
    assert "Im Bild: Treibhausgase im Bereich 1" in markup
    assert "Bei keiner bewerteten Kennzahl" in markup


def test_before_anything_is_entered_every_part_says_so() -> None:
    markup = report_html(nothing(), kind=FileKind.COUNCIL)
    for words in (
        "Es gibt noch keine Ziele und Kennzahlen",
        "Es sind noch keine Handlungsfelder angelegt",
        "Keine Kennzahl hat eine andere Bewertung",
        "Aus den Daten ergibt sich kein Punkt",
    ):
        assert words in markup
    assert "Beispieldaten" not in markup


@pytest.mark.parametrize("make", EXTREMES.values(), ids=EXTREMES)
def test_two_pages_whatever_the_data(make: Callable[[], Snapshot], tmp_path: Path) -> None:
    made = render_report(make(), tmp_path / "anlage.pdf", kind=FileKind.COUNCIL)
    assert made.pages == 2


def test_what_the_annex_says(tmp_path: Path) -> None:
    made = render_report(make_snapshot(), tmp_path / "anlage.pdf", kind=FileKind.COUNCIL)
    first, second = (
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(made.path).pages
    )
    assert "Anlage zur Ratsvorlage" in first
    assert "Was besser und was schlechter wurde" in first
    assert "Zur Beratung" in second
    assert "Gegensteuern" in second
    assert all("Beispieldaten" in text for text in (first, second))
    assert_accessible(made.path)


def test_the_annex_leads_to_the_report(small_snapshot: Snapshot) -> None:
    report = replace(small_snapshot.report, site="https://ziele.example.org")
    markup = report_html(replace(small_snapshot, report=report), kind=FileKind.COUNCIL)
    assert '<a href="https://ziele.example.org/berichte/2024/">' in markup
    without = replace(small_snapshot, report=replace(report, site=""))
    assert "unter „Berichte“ im Zielmonitor" in report_html(without, kind=FileKind.COUNCIL)
