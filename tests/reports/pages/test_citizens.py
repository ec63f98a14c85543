from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from reports.models import FileKind
from reports.pages.citizens import citizens_pages
from reports.rendering import render_report, report_html
from reports.snapshot import Snapshot
from tests.reports.extremes import EXTREMES, nothing
from tests.reports.pdf_checks import assert_accessible
from tests.reports.snapshots import make_snapshot

PARTS = 8  # cover, what it is about, glance, signs, places, actions, taking part, imprint


def test_a_page_of_a_handlungsfeld(small_snapshot: Snapshot) -> None:
    area = citizens_pages(small_snapshot, "").areas[0]
    assert area.counts == ("Hier gibt es 4 Ziele. 2 sind auf gutem Weg. 2 kommen nicht gut voran.")
    assert area.key is not None
    assert (area.key.name, area.key.figure, area.key.note) == (
        "Treibhausgase im Bereich 1",
        "5,4",
        "t je Einwohner, 2024",
    )
    assert area.key.text.startswith("2024 lag der Wert bei 5,4")
    assert area.key.status_word == "Sonne"
    assert [action.title for action in area.actions] == ["Maßnahme 1", "Maßnahme 3"]


def test_a_milestone_is_told_as_done_or_open(small_snapshot: Snapshot) -> None:
    one, *others = small_snapshot.indicators
    for reason, figure in (("reached", "geschafft"), ("pending", "noch offen")):
        rating = replace(one.assessment, kind="milestone", reason=reason)
        steps = (replace(one, assessment=rating), *others)
        key = citizens_pages(replace(small_snapshot, indicators=steps), "").areas[0].key
        assert key is not None
        assert (key.figure, key.note) == (figure, "2024")


def test_what_turned_is_told_with_both_outlooks(small_snapshot: Snapshot) -> None:
    better, worse = citizens_pages(small_snapshot, "").turns
    assert better.heading.endswith("besser da")
    assert ("Treibhausgase im Bereich 1", "vorher Wolke, jetzt Sonne") in better.moves
    assert worse.heading.endswith("schlechter da")
    assert worse.moves == (("Treibhausgase im Bereich 4", "vorher Wolke, jetzt Gewitter"),)


def test_actions_are_counted_by_phase(small_snapshot: Snapshot) -> None:
    actions = citizens_pages(small_snapshot, "").actions
    assert actions.counts == (
        "2 Maßnahmen laufen gerade",
        "2 Maßnahmen sind beschlossen",
        "2 Maßnahmen sind fertig",
        "2 Maßnahmen sind noch Ideen",
    )


def test_before_anything_is_entered(tmp_path: Path) -> None:
    markup = report_html(nothing(), kind=FileKind.CITIZENS)
    for words in (
        "Es gibt noch keine Ziele und keine Zahlen",
        "Keine Zahl steht anders da als in dem Jahr davor",
        "Es sind noch keine Maßnahmen eingetragen",
    ):
        assert words in markup
    assert "Beispieldaten" not in markup
    made = render_report(nothing(), tmp_path / "heft.pdf", kind=FileKind.CITIZENS)
    assert made.pages == PARTS - 1  # without a page on places
    assert_accessible(made.path)


@pytest.mark.parametrize("make", list(EXTREMES.values())[1:], ids=list(EXTREMES)[1:])
def test_each_part_has_one_page(make: Callable[[], Snapshot], tmp_path: Path) -> None:
    snapshot = make()
    made = render_report(snapshot, tmp_path / "heft.pdf", kind=FileKind.CITIZENS)
    has_places = any(one.districts for one in snapshot.indicators)
    assert made.pages == PARTS + len(snapshot.areas) - (not has_places)
    assert 12 <= made.pages <= 16


def test_contents_name_the_right_pages(tmp_path: Path) -> None:
    made = render_report(make_snapshot(areas=8), tmp_path / "heft.pdf", kind=FileKind.CITIZENS)
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(made.path).pages]
    assert len(pages) == 16
    for entry in citizens_pages(make_snapshot(areas=8), "").contents:
        number = next(
            place
            for place, text in enumerate(pages, start=1)
            if place > 2 and text.startswith(entry.title)
        )
        assert f"{number} {entry.title}" in pages[1]
    assert_accessible(made.path)


def test_taking_part_names_the_site(small_snapshot: Snapshot) -> None:
    report = replace(small_snapshot.report, site="https://ziele.example.org")
    markup = report_html(replace(small_snapshot, report=report), kind=FileKind.CITIZENS)
    assert '<a href="https://ziele.example.org/">https://ziele.example.org</a>.' in markup


def test_type_is_large(tmp_path: Path) -> None:
    """12.5 points for running text."""
    made = render_report(make_snapshot(), tmp_path / "heft.pdf", kind=FileKind.CITIZENS)
    letters: Counter[float] = Counter()

    def count(text: str, _: object, matrix: list[float], font: object, size: float) -> None:
        letters[round(size * abs(matrix[3]) * 0.75, 1)] += len(text.strip())  # from CSS pixels

    for page in pypdf.PdfReader(made.path).pages:
        page.extract_text(visitor_text=count)
    assert letters.most_common(1)[0][0] == 12.5
