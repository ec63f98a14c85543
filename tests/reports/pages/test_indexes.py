from __future__ import annotations

from dataclasses import replace

from reports.pages.indexes import overview, profiles, register, sdg_index
from reports.pages.report import contents
from tests.reports.snapshots import make_snapshot

SNAPSHOT = make_snapshot()


def test_overview_groups_by_handlungsfeld_with_goals_first() -> None:
    groups = overview(SNAPSHOT)
    assert [group.title for group in groups] == ["1 Handlungsfeld 1", "2 Handlungsfeld 2"]
    assert [row.facts.code for row in groups[0].rows] == [
        *("K-1.1.1", "K-1.1.2", "K-1.2.1", "K-1.2.2"),
        "K-frei",
    ]
    row = groups[0].rows[0]
    assert (row.value, row.year, row.target, row.status_word) == ("5,4", "2024", "3,0", "Sonne")


def test_overview_leaves_out_indicators_without_value() -> None:
    bare = tuple(replace(one, chart=replace(one.chart, values=())) for one in SNAPSHOT.indicators)
    assert overview(replace(SNAPSHOT, indicators=bare)) == ()


def test_overview_keeps_indicators_of_no_handlungsfeld() -> None:
    homeless = replace(SNAPSHOT.indicators[-1], area=None)
    groups = overview(replace(SNAPSHOT, indicators=(homeless,)))
    assert [group.title for group in groups] == ["Ohne Handlungsfeld"]


def test_sdg_index_lists_goals_and_indicators() -> None:
    energy, climate = sdg_index(SNAPSHOT)
    assert [goal.code for goal in energy.goals] == ["1.1", "1.2", "2.1", "2.2"]
    assert len(energy.indicators) == 5
    assert len(climate.indicators) == 9


def test_register_is_in_the_order_of_a_dictionary() -> None:
    names = ("Übernachtungen", "Abfall", "Umsatz", "ärztliche Versorgung", "Straßen")
    indicators = tuple(
        replace(one, name=name) for one, name in zip(SNAPSHOT.indicators, names, strict=False)
    )
    found = register(replace(SNAPSHOT, indicators=indicators))
    assert [link.name for link in found] == [
        *("Abfall", "ärztliche Versorgung", "Straßen", "Übernachtungen", "Umsatz"),
    ]


def test_profiles_hold_every_indicator() -> None:
    found = profiles(SNAPSHOT)
    assert len(found) == len(SNAPSHOT.indicators)
    assert {profile.frequency for profile in found} == {"jährlich"}


def test_contents_list_what_is_printed() -> None:
    assert [entry.title for entry in contents(SNAPSHOT)] == [
        "Vorwort",
        "Die Strategie",
        "So lesen Sie diesen Bericht",
        "Auf einen Blick",
        "Alle Kennzahlen im Überblick",
        "Handlungsfeld 1",
        "Handlungsfeld 2",
        "Ohne Handlungsfeld",
        "Kernstadt und Ortsteile",
        "Übergeordnete Ziele",
        "Nachhaltigkeitsziele (SDG)",
        "Methode",
        "Definitionen der Kennzahlen",
        "Register",
    ]


def test_contents_leave_out_what_is_empty() -> None:
    bare = replace(
        SNAPSHOT,
        report=replace(SNAPSHOT.report, foreword="", summary="Ein gutes Jahr.", annex="Nachweise"),
        frame=replace(SNAPSHOT.frame, vision=""),
        areas=(),
        indicators=(),
        actions=(),
        cross_cutting_goals=(),
        sdgs=(),
    )
    assert [entry.title for entry in contents(bare)] == [
        "So lesen Sie diesen Bericht",
        "Zusammenfassung",
        "Auf einen Blick",
        "Alle Kennzahlen im Überblick",
        "Methode",
        "Anhang",
    ]
