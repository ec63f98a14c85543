from __future__ import annotations

from dataclasses import replace

from reports.pages.areas import area_chapters, has_leftovers, leftovers
from reports.snapshot import Snapshot
from tests.reports.snapshots import make_snapshot


def test_chapter_of_a_handlungsfeld() -> None:
    chapter = area_chapters(make_snapshot())[0]
    assert chapter.anchor == "feld-1"
    assert chapter.distribution.in_words == "1 Sonne, 1 leicht bewölkt, 1 Wolke, 1 Gewitter"
    assert chapter.operational_count == 4
    assert chapter.indicator_count == 5
    assert chapter.sdgs == ("SDG 7 Bezahlbare und saubere Energie", "SDG 13 Klimaschutz")
    assert [card.facts.name for card in chapter.loose] == ["Photovoltaikanlagen im Stadtgebiet"]
    assert [action.facts.title for action in chapter.actions] == [
        "Maßnahme 1",
        "Maßnahme 2",
        "Maßnahme 3",
        "Maßnahme 4",
    ]


def test_goal_lists_its_indicators_and_their_status() -> None:
    goal = area_chapters(make_snapshot())[0].goals[0]
    rows = [(row.goal and row.goal.code, row.link and row.link.status) for row in goal.rows]
    assert rows == [("1.1.1", "sun"), ("1.1.2", "partly_cloudy")]


def test_goal_without_indicator_keeps_its_row_and_is_not_rated() -> None:
    snapshot = without_indicators(make_snapshot())
    goal = area_chapters(snapshot)[0].goals[0]
    assert [row.link for row in goal.rows] == [None, None]
    assert goal.distribution.in_words == "2 nicht bewertet"


def test_goal_with_several_indicators_is_named_once() -> None:
    snapshot = make_snapshot()
    area = snapshot.areas[0]
    goal = area.goals[0]
    first = replace(goal.goals[0], indicators=("K-1.1.1", "K-1.1.2"))
    changed = replace(goal, goals=(first, goal.goals[1]))
    areas = (replace(area, goals=(changed, *area.goals[1:])), *snapshot.areas[1:])
    rows = area_chapters(replace(snapshot, areas=areas))[0].goals[0].rows
    assert [row.goal and row.goal.code for row in rows] == ["1.1.1", None, "1.1.2"]


def test_indicator_of_two_goals_has_one_card_at_the_first() -> None:
    snapshot = make_snapshot()
    first, *others = snapshot.indicators
    shared = replace(first, goals=("1.1.1", "2.1.1"))
    chapters = area_chapters(replace(snapshot, indicators=(shared, *others)))
    anchors = [card.anchor for chapter in chapters for goal in chapter.goals for card in goal.cards]
    assert anchors.count("kennzahl-kennzahl-0") == 1
    assert chapters[0].goals[0].cards[0].facts is shared


def test_indicator_without_value_and_goal_is_only_listed() -> None:
    snapshot = make_snapshot()
    *others, single = snapshot.indicators
    empty = replace(single, chart=replace(single.chart, values=()))
    chapter = area_chapters(replace(snapshot, indicators=(*others, empty)))[0]
    assert chapter.loose == ()
    assert [(link.name, link.anchor) for link in chapter.empty] == [
        ("Photovoltaikanlagen im Stadtgebiet", "definition-kennzahl-8")
    ]


def test_area_without_goals_counts_its_indicators() -> None:
    snapshot = make_snapshot()
    area = replace(snapshot.areas[0], goals=())
    chapter = area_chapters(replace(snapshot, areas=(area,)))[0]
    assert chapter.distribution.counted == "indicators"
    assert chapter.distribution.in_words == "1 nicht bewertet"


def test_bare_goals_stand_in_the_list_alone() -> None:
    snapshot = make_snapshot()
    area = snapshot.areas[1]
    bare = tuple(replace(goal, goals=(), text="") for goal in area.goals)
    empty = replace(snapshot, areas=(replace(area, goals=bare),), actions=())
    chapter = area_chapters(empty)[0]
    assert [goal.is_bare for goal in chapter.goals] == [True, True]
    assert chapter.sections == ()
    assert not chapter.has_body


def test_leftovers_belong_to_no_handlungsfeld() -> None:
    snapshot = make_snapshot()
    *others, single = snapshot.indicators
    homeless = replace(single, area=None)
    rest = leftovers(replace(snapshot, indicators=(*others, homeless)))
    assert [card.facts for card in rest.cards] == [homeless]
    assert [action.facts.title for action in rest.actions] == ["Maßnahme 5"]


def test_no_leftovers() -> None:
    snapshot = make_snapshot()
    assert has_leftovers(snapshot)
    placed = tuple(action for action in snapshot.actions if action.goals)
    assert not has_leftovers(replace(snapshot, actions=placed))


def without_indicators(snapshot: Snapshot) -> Snapshot:
    areas = tuple(
        replace(
            area,
            goals=tuple(
                replace(goal, goals=tuple(replace(one, indicators=()) for one in goal.goals))
                for goal in area.goals
            ),
        )
        for area in snapshot.areas
    )
    return replace(snapshot, areas=areas, indicators=())
