from __future__ import annotations

from dataclasses import replace

import pytest

from reports.pages.areas import area_chapters
from reports.pages.numbers import snapshot_numbers
from reports.pages.report import report_pages
from reports.pages.themes import NoSuchOrder, Theme, cards_by_code, in_order, themes
from reports.snapshot import CriterionFacts, FrameworkFacts, Snapshot
from tests.reports.snapshots import make_snapshot


def with_criteria() -> Snapshot:
    """Two criteria that share an indicator, and one without any."""
    snapshot = make_snapshot()
    codes = [one.code for one in snapshot.indicators]
    criteria = tuple(
        CriterionFacts(code, "Steuerung", f"Kriterium {code}", "", "aspect", stance, text, own)
        for code, stance, text, own in (
            ("01", "reports", "Die **Strategie**.", tuple(codes[:2])),
            ("02", "explains", "Daran wird gearbeitet.", tuple(codes[1:3])),
            ("03", "", "", ()),
        )
    )
    framework = FrameworkFacts("Berichtsrahmen", "1. Fassung", "Quelle")
    return replace(snapshot, framework=framework, criteria=criteria)


def found(snapshot: Snapshot, order: str) -> tuple[Theme, ...]:
    chapters = area_chapters(snapshot)
    cards = cards_by_code(chapters, ())
    return themes(in_order(snapshot, order), cards, snapshot_numbers(snapshot))


def test_order_by_area_has_no_other_chapters() -> None:
    assert found(with_criteria(), "area") == ()


@pytest.mark.parametrize("order", ["framework", "sdg"])
def test_every_card_is_printed_once_in_any_order(order: str) -> None:
    snapshot = with_criteria()
    expected = sorted(cards_by_code(area_chapters(snapshot), ()))
    printed = [card.facts.code for theme in found(snapshot, order) for card in theme.cards]
    assert sorted(printed) == expected


def test_card_stands_at_its_first_criterion_and_the_second_points_to_it() -> None:
    first, second, third, rest = found(with_criteria(), "framework")
    codes = [one.code for one in with_criteria().indicators]
    assert {card.facts.code for card in first.cards} == set(codes[:2])
    assert [card.facts.code for card in second.cards] == [codes[2]]
    assert [link.code for link in second.elsewhere] == [codes[1]]
    assert third.is_empty
    assert rest.title == "Weitere Kennzahlen"


def test_criterion_names_the_strategic_goals_of_its_indicators() -> None:
    first = found(with_criteria(), "framework")[0]
    indicators = {one.code: one for one in with_criteria().indicators}
    expected = {
        goal.rpartition(".")[0]
        for link in first.cards
        for goal in indicators[link.facts.code].goals
    }
    assert {goal.code for goal in first.goals} == expected


def test_report_moves_the_cards_and_keeps_the_texts_of_the_areas() -> None:
    snapshot = with_criteria()
    by_area = report_pages(snapshot, "0" * 64)
    by_criteria = report_pages(in_order(snapshot, "framework"), "0" * 64)
    assert not any(chapter.cards for chapter in by_criteria.chapters)
    assert [one.indicator_count for one in by_criteria.chapters] == [
        one.indicator_count for one in by_area.chapters
    ]
    assert [one.text for one in by_criteria.chapters] == [one.text for one in by_area.chapters]
    titles = [entry.title for entry in by_criteria.contents]
    assert "Kriterium 02" in titles


def test_report_without_a_framework_has_no_order_by_it() -> None:
    with pytest.raises(NoSuchOrder, match="framework"):
        in_order(make_snapshot(), "framework")


def test_unknown_order_is_refused() -> None:
    with pytest.raises(NoSuchOrder, match="farbe"):
        in_order(with_criteria(), "farbe")
