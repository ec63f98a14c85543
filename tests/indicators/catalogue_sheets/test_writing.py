"""A catalogue file beside what is stored: shown cell by cell, then written whole or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import User
from indicators.catalogue_sheets.comparison import CellChange, Comparison
from indicators.catalogue_sheets.tables import SheetTable
from indicators.catalogue_sheets.writing import (
    CatalogueMoved,
    CatalogueRefused,
    compare,
    take_over,
)
from indicators.entry.batches import Kind
from indicators.enums import ImportKind
from indicators.models import ImportedFile, Indicator, IndicatorGoal, TargetPath
from strategy.models import ActionArea, OperationalGoal, StrategicGoal
from tests.factories import ImportedFileFactory, UserFactory
from tests.indicators.catalogue_sheets.sheets import edited, exported, table
from tests.town import Town, make_town

INDICATORS, STRATEGIC, OPERATIONAL = "Kennzahlen", "Strategische Ziele", "Operative Ziele"
TARGETS = "Zielpfade"


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


@pytest.fixture
def file(coordinator: User) -> ImportedFile:
    return ImportedFileFactory(kind=ImportKind.CATALOGUE, uploaded_by=coordinator)


def told(comparison: Comparison) -> list[tuple[str, str]]:
    problems = [*comparison.problems, *(one for row in comparison.rows for one in row.problems)]
    return [(one.where, one.text) for one in problems]


def changes(comparison: Comparison) -> list[tuple[str, str, tuple[CellChange, ...]]]:
    return [
        (row.sheet, row.kind.value, tuple(row.cells))
        for row in comparison.rows
        if row.kind is not Kind.UNCHANGED
    ]


def apply(tables: list[SheetTable], file: ImportedFile, by: User) -> Comparison:
    return take_over(tables, file=file, digest=compare(tables, by=by).digest, by=by)


# The way round -------------------------------------------------------------------


def test_what_was_exported_changes_nothing(town: Town, coordinator: User) -> None:
    comparison = compare(exported(), by=coordinator)
    assert (changes(comparison), told(comparison)) == ([], [])
    assert comparison.count(Kind.UNCHANGED) > 10


def test_a_look_changes_nothing(town: Town, coordinator: User) -> None:
    comparison = compare(edited(exported(), INDICATORS, "T-1", Einheit="kg"), by=coordinator)
    assert changes(comparison) == [
        (INDICATORS, "changed", (CellChange("Einheit", town.emissions.unit, "kg"),))
    ]
    town.emissions.refresh_from_db()
    assert town.emissions.unit != "kg"


def test_the_official_titles_come_in_by_one_file(
    town: Town, coordinator: User, file: ImportedFile
) -> None:
    goals = list(StrategicGoal.objects.order_by("code"))
    rows = [
        {"Nummer": goal.code, "Titel": f"Amtlich {goal.code}", "Wortlaut bestätigt": "ja"}
        for goal in goals
    ]
    comparison = apply([table(STRATEGIC, rows)], file, coordinator)
    assert comparison.count(Kind.CHANGED) == len(goals)
    stored = StrategicGoal.objects.order_by("code").values_list("title", "wording_confirmed")
    assert list(stored) == [(f"Amtlich {goal.code}", True) for goal in goals]
    file.refresh_from_db()
    assert (file.applied_at is not None, file.changed) == (True, len(goals))


def test_columns_and_rows_that_are_missing_stay_as_they_are(
    town: Town, coordinator: User, file: ImportedFile
) -> None:
    before = Indicator.objects.values().get(code="T-2")
    apply([table(INDICATORS, [{"Kennung": "T-1", "Kurzname": "THG"}])], file, coordinator)
    assert Indicator.objects.values().get(code="T-2") == before
    town.emissions.refresh_from_db()
    assert (town.emissions.short_name, town.emissions.name) == (
        "THG",
        "Treibhausgase je Einwohner",
    )


def test_an_empty_cell_empties_what_may_be_empty(
    town: Town, coordinator: User, file: ImportedFile
) -> None:
    Indicator.objects.filter(code="T-1").update(definition="Alt")
    apply([table(INDICATORS, [{"Kennung": "T-1", "Definition": ""}])], file, coordinator)
    assert Indicator.objects.get(code="T-1").definition == ""
    refused = compare([table(INDICATORS, [{"Kennung": "T-1", "Name": ""}])], by=coordinator)
    assert told(refused) == [
        ("Blatt „Kennzahlen“, Zeile 2, Spalte B („Name“)", "Dieses Feld ist zwingend erforderlich.")
    ]


def test_new_rows_may_build_on_new_rows_of_the_same_file(
    town: Town, coordinator: User, file: ImportedFile
) -> None:
    area = ActionArea.objects.first()
    assert area is not None
    tables = [
        table(OPERATIONAL, [
            {"Nummer": f"{area.number}.9.1", "Titel": "Mehr Bäume", "Kennzahlen": "N-1, T-1"},
        ]),
        table(STRATEGIC, [{"Nummer": f"{area.number}.9", "Titel": "Grüne Stadt"}]),
        table(INDICATORS, [
            {
                "Kennung": "N-1",
                "Name": "Bäume an Straßen",
                "Nachkommastellen": "0",
                "Richtung": "mehr ist besser",
                "Turnus": "jährlich",
                "Jahreswert": "letzter Wert des Jahres",
                "Ortsteilwerte": "nur Gesamtstadt",
                "fällig nach (Monaten)": "6",
            },
        ]),
    ]  # fmt: skip
    comparison = apply(tables, file, coordinator)
    assert comparison.count(Kind.NEW) == 3
    goal = OperationalGoal.objects.get(code=f"{area.number}.9.1")
    assert goal.strategic_goal.code == f"{area.number}.9"
    links = IndicatorGoal.objects.filter(goal=goal).order_by("-is_lead")
    assert [(link.indicator.code, link.is_lead) for link in links] == [
        ("N-1", True),
        ("T-1", False),
    ]
    assert Indicator.objects.get(code="N-1").slug == "baeume-an-strassen"


def test_another_indicator_leads(town: Town, coordinator: User, file: ImportedFile) -> None:
    rows = [{"Nummer": town.goal.code, "Kennzahlen": "T-4, T-1"}]
    apply([table(OPERATIONAL, rows)], file, coordinator)
    links = town.goal.indicator_links.order_by("-is_lead")
    assert [(link.indicator.code, link.is_lead) for link in links] == [
        ("T-4", True),
        ("T-1", False),
    ]
    apply(
        [table(OPERATIONAL, [{"Nummer": town.goal.code, "Kennzahlen": ""}])],
        file_like(file),
        coordinator,
    )
    assert not town.goal.indicator_links.exists()


def file_like(file: ImportedFile) -> ImportedFile:
    return ImportedFileFactory(kind=file.kind, uploaded_by=file.uploaded_by)


# What is refused -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "row", "where", "text"),
    [
        (STRATEGIC, {"Nummer": "9.1", "Titel": "X"}, "Zeile 2", "hat eine Nummer wie 1.2"),
        (STRATEGIC, {"Nummer": "1,2", "Titel": "X"}, "Zeile 2", "hat eine Nummer wie 1.2"),
        (STRATEGIC, {"Nummer": "", "Titel": "X"}, "Zeile 2", "fehlt die Nummer"),
        (OPERATIONAL, {"Nummer": "8.8.1", "Titel": "X"}, "Zeile 2", "das strategische Ziel davor"),
        ("Handlungsfelder", {"Nummer": "9", "Name": "X"}, "Zeile 2", "Nummern 1 bis 8"),
        (INDICATORS, {"Kennung": "T-1", "Turnus": "monatlich"}, "Spalte B", "entgegen"),
        (INDICATORS, {"Kennung": "T-1", "größter möglicher Wert": "1"}, "Spalte B", "entgegen"),
        (INDICATORS, {"Kennung": "T-2", "Ortsteilwerte": "nur Gesamtstadt"}, "", "entgegen"),
        (INDICATORS, {"Kennung": "T-1", "Nachkommastellen": "7"}, "Spalte B", "4"),
        (INDICATORS, {"Kennung": "T-1", "Handlungsfeld": "9"}, "Spalte B", "„9“ gibt es nicht"),
        (INDICATORS, {"Kennung": "T" * 21, "Name": "X"}, "Zeile 2", "höchstens 20 Zeichen"),
        (INDICATORS, {"Kennung": "N-9", "Name": "X"}, "„Richtung“", "Bitte eintragen"),
        (INDICATORS, {"Kennung": "T-1", "Farbe": "rot"}, "Zeile 1", "gehört nicht zu diesem Blatt"),
        ("Träume", {"Nummer": "1"}, "Blatt „Träume“", "gehört nicht zum Katalog"),
        (TARGETS, {"Kennung": "T-1", "Art": "Wunsch"}, "Zeile 1", "Die Spalte „Jahr“ fehlt."),
    ],
    ids=str,
)  # fmt: skip
def test_mistake_is_told_at_its_place_and_nothing_is_written(
    town: Town,
    coordinator: User,
    file: ImportedFile,
    title: str,
    row: dict[str, str],
    where: str,
    text: str,
) -> None:
    good = table("Handlungsfelder", [{"Nummer": "1", "Leitlinie": "Neu"}])
    tables = [good, table(title, [row])] if title != good.title else [table(title, [row])]
    comparison = compare(tables, by=coordinator)
    assert any(where in place and text in words for place, words in told(comparison))
    with pytest.raises(CatalogueRefused):
        take_over(tables, file=file, digest=comparison.digest, by=coordinator)
    assert not ActionArea.objects.filter(guideline="Neu").exists()
    file.refresh_from_db()
    assert file.applied_at is None


def test_the_same_code_twice_is_refused(town: Town, coordinator: User) -> None:
    rows = [{"Kennung": "T-1", "Einheit": "a"}, {"Kennung": "T-1", "Einheit": "b"}]
    comparison = compare([table(INDICATORS, rows)], by=coordinator)
    assert [text for _, text in told(comparison)] == ["„T-1“ steht mehrmals in diesem Blatt."] * 2


def test_what_was_shown_is_what_is_taken_over(
    town: Town, coordinator: User, file: ImportedFile
) -> None:
    tables = [table(INDICATORS, [{"Kennung": "T-1", "Einheit": "kg"}])]
    seen = compare(tables, by=coordinator).digest
    Indicator.objects.filter(code="T-1").update(unit="mg")
    with pytest.raises(CatalogueMoved) as moved:
        take_over(tables, file=file, digest=seen, by=coordinator)
    assert changes(moved.value.comparison) == [
        (INDICATORS, "changed", (CellChange("Einheit", "mg", "kg"),))
    ]
    assert Indicator.objects.get(code="T-1").unit == "mg"


def test_second_click_finds_the_file_taken_over(
    town: Town, coordinator: User, file: ImportedFile
) -> None:
    """Row 34: both clicks were let in before the first one had written."""
    tables = exported()  # nothing of it changes, so what was shown still holds
    first = apply(tables, file, coordinator)
    assert file.applied_at is None  # as the second click read it
    with pytest.raises(CatalogueMoved):
        take_over(tables, file=file, digest=first.digest, by=coordinator)


def test_the_same_file_again_changes_nothing(
    town: Town, coordinator: User, file: ImportedFile
) -> None:
    tables = [table(INDICATORS, [{"Kennung": "T-1", "Einheit": "kg"}])]
    apply(tables, file, coordinator)
    assert changes(compare(tables, by=coordinator)) == []


def test_rows_of_a_sample_account_are_sample_data(town: Town, file: ImportedFile) -> None:
    sample = UserFactory(role="coordination", is_sample=True)
    area = ActionArea.objects.first()
    assert area is not None
    tables = [
        table(STRATEGIC, [{"Nummer": f"{area.number}.9", "Titel": "Grüne Stadt"}]),
        table(OPERATIONAL, [{"Nummer": f"{area.number}.9.1", "Titel": "Mehr Bäume"}]),
    ]
    apply(tables, file, sample)
    assert OperationalGoal.objects.get(code=f"{area.number}.9.1").is_sample


# Target paths --------------------------------------------------------------------

PATH = {
    "Kennung": "T-1",
    "Art": "Zielwert bis zu einem Jahr",
    "Verlauf": "gerade Linie zwischen den Punkten",
    "Ausgangsjahr": "2019",
    "Ausgangswert": "8",
    "beschlossen von": "Rat",
    "beschlossen am": "01.02.2026",
    "Vorlage": "2026/17",
    "Link zum Beschluss": "",
    "Hinweis": "",
    "untere Grenze": "",
    "obere Grenze": "",
}


POINT = PATH | {"Jahr": "2030", "Zielwert": "1"}


def points(**values: str) -> list[dict[str, str]]:
    return [PATH | {"Jahr": year.strip("y"), "Zielwert": value} for year, value in values.items()]


def test_changed_target_becomes_a_draft_and_the_one_in_force_stays(
    town: Town, coordinator: User, file: ImportedFile
) -> None:
    in_force = TargetPath.objects.get(indicator=town.emissions)
    tables = [table(TARGETS, points(y2027="2,5", y2030="0"))]
    comparison = apply(tables, file, coordinator)
    assert changes(comparison)[0][2][-1] == CellChange(
        "Zielpunkte", "2027: 0", "2027: 2,5; 2030: 0"
    )
    draft = TargetPath.objects.get(indicator=town.emissions, adopted_at=None)
    assert (draft.version, draft.reference) == (in_force.version + 1, "2026/17")
    assert [(one.year, one.value) for one in draft.points.order_by("year")] == [
        (2027, Decimal("2.5")),
        (2030, Decimal(0)),
    ]
    in_force.refresh_from_db()
    assert in_force.superseded_at is None
    assert changes(compare(tables, by=coordinator)) == []
    again = [table(TARGETS, points(y2030="1"))]
    apply(again, file_like(file), coordinator)
    assert TargetPath.objects.filter(indicator=town.emissions).count() == 2


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([*points(y2027="1"), POINT | {"Jahr": "2027"}], "Das Jahr 2027 steht mehrmals"),
        ([*points(y2027="1"), POINT | {"Vorlage": "x"}], "Alle Zeilen eines Zielpfads"),
        ([POINT | {"Zielwert": "", "untere Grenze": "2"}], "Entweder ein Zielwert"),
        ([POINT | {"Ausgangswert": ""}], "Ausgangsjahr und Ausgangswert"),
        ([POINT | {"Jahr": "bald"}], "Zahl"),
        ([POINT | {"Kennung": "X-9"}], "„X-9“ gibt es nicht"),
        ([POINT | {"Kennung": ""}], "Die Kennung fehlt."),
    ],
    ids=str,
)  # fmt: skip
def test_wrong_target_is_refused(
    town: Town, coordinator: User, rows: list[dict[str, str]], text: str
) -> None:
    comparison = compare([table(TARGETS, rows)], by=coordinator)
    assert any(text in words for _, words in told(comparison))
    assert TargetPath.objects.filter(indicator=town.emissions).count() == 1
