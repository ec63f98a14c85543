"""A computed indicator has the breaks of everything it is computed from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from indicators.scorecards import current_scorecards, load_ledger
from indicators.series_notes import entered_notes, known_notes
from indicators.trends import trend_of
from indicators.year_notes import YearNote
from tests.factories import ChartNoteFactory, IndicatorFactory, released_series

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def points() -> Indicator:
    return IndicatorFactory(code="P-1", name="Öffentliche Ladepunkte", short_name="Ladepunkte")


@pytest.fixture
def people() -> Indicator:
    return IndicatorFactory(code="P-2", name="Einwohner", measures_population=True)


@pytest.fixture
def rate(points: Indicator, people: Indicator) -> Indicator:
    return IndicatorFactory(code="P-3", name="Dichte", expression="P-1 / Einwohner * 1000")


def said(indicator: Indicator, moment: datetime = NOW) -> dict[int, str]:
    entered = entered_notes([indicator.pk])[indicator.pk]
    return {one.year: one.text for one in known_notes(entered, moment)}


def test_break_of_an_input_is_passed_on_with_its_name(points: Indicator, rate: Indicator) -> None:
    ChartNoteFactory(indicator=points, year=2021, broken=True)
    assert said(rate) == {2021: "Ladepunkte: neue Zählweise"}
    assert said(points) == {2021: "neue Zählweise"}


def test_break_of_the_inhabitants_is_passed_on(people: Indicator, rate: Indicator) -> None:
    ChartNoteFactory(indicator=people, year=2022, broken=True, text="Zensus")
    assert said(rate) == {2022: "Einwohner: Zensus"}


def test_breaks_go_through_all_levels_each_once(points: Indicator, rate: Indicator) -> None:
    ChartNoteFactory(indicator=points, year=2021, broken=True)
    double = IndicatorFactory(code="P-4", expression="P-3 * 2 + P-1 * 0")
    assert said(double) == {2021: "Ladepunkte: neue Zählweise"}


def test_breaks_of_one_year_are_told_as_one(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    for indicator in (points, people, rate):
        ChartNoteFactory(indicator=indicator, year=2021, broken=True, text=f"neu {indicator.code}.")
    assert said(rate) == {2021: "neu P-3; Ladepunkte: neu P-1; Einwohner: neu P-2."}


def test_remarks_stay_with_the_input(points: Indicator, rate: Indicator) -> None:
    ChartNoteFactory(indicator=points, year=2021, text="Förderprogramm")
    assert said(rate) == {}


def test_what_others_are_computed_from_is_nothing_to_them(
    points: Indicator, people: Indicator, rate: Indicator
) -> None:
    ChartNoteFactory(indicator=rate, year=2021, broken=True)
    assert (said(points), said(people)) == ({}, {})


def test_break_counts_from_the_day_it_was_entered(points: Indicator, rate: Indicator) -> None:
    entered = datetime(2026, 1, 10, tzinfo=UTC)
    ChartNoteFactory(indicator=points, year=2021, broken=True, entered_at=entered)
    assert said(rate, datetime(2026, 1, 9, tzinfo=UTC)) == {}
    assert list(said(rate)) == [2021]


def test_source_of_a_note_is_kept(points: Indicator) -> None:
    ChartNoteFactory(indicator=points, year=2021, text="Umbau", source="Amt")
    entered = entered_notes()[points.pk]
    assert known_notes(entered, NOW) == (YearNote(2021, "note", "Umbau", "Amt", ""),)


@pytest.mark.parametrize("expression", ["", "P-1 / Einwohner * 1000"])
def test_assessment_begins_at_the_break_of_an_input(
    points: Indicator, people: Indicator, expression: str
) -> None:
    values = {year: Decimal(year - 2000) for year in range(2015, 2026)}
    made = IndicatorFactory(code="P-3")
    released_series(made, values)
    Indicator.objects.filter(pk=made.pk).update(expression=expression)
    ChartNoteFactory(indicator=points, year=2023, broken=True)
    (card,) = current_scorecards(Indicator.objects.filter(pk=made.pk))
    if expression:
        assert card.assessment.reason == "too_few_points"
        assert card.assessment.break_year == 2023
        assert trend_of(card).is_broken(2022, 2023)
    else:
        assert card.assessment.break_year is None


def test_page_and_files_name_the_break(client: Client, points: Indicator) -> None:
    rate = IndicatorFactory(code="P-3")
    released_series(rate, {2020: 1, 2021: 2, 2022: 3})
    Indicator.objects.filter(pk=rate.pk).update(expression="P-1 / P-1")
    ChartNoteFactory(indicator=points, year=2021, broken=True)
    page = client.get(f"/kennzahlen/{rate.slug}/").content.decode()
    assert "Bruch 2021:</b> Ladepunkte: neue Zählweise" in page
    notes = client.get(f"/kennzahlen/{rate.slug}/daten.json").json()["anmerkungen"]
    assert "Ladepunkte: neue Zählweise" in str(notes)


def test_notes_take_one_query_however_many(points: Indicator, rate: Indicator) -> None:
    ChartNoteFactory(indicator=points, year=2021, broken=True)
    with CaptureQueriesContext(connection) as asked:
        load_ledger(Indicator.objects.filter(pk=rate.pk), since=NOW)
    before = len(asked)
    for number in range(4, 9):
        one = IndicatorFactory(code=f"P-{number}", expression=f"P-{number - 1} * 2")
        ChartNoteFactory(indicator=one, year=2021, broken=True)
    with CaptureQueriesContext(connection) as asked:
        cards = load_ledger(Indicator.objects.all()).scorecards(NOW)
    assert len(asked) == before
    assert {len(card.notes) for card in cards if card.indicator.expression} == {1}
    assert date(2021, 1, 1).year in cards[-1].break_years
