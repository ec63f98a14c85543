"""How many parts of the city are handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from indicators.entry.completeness import asks_of
from indicators.entry.due import Standing
from indicators.entry.lines import Line
from indicators.entry.owed import load_asked_lines
from indicators.entry.part_counts import counted_words
from indicators.enums import DistrictRelation
from indicators.models import Indicator
from strategy.models import District
from tests.factories import DistrictFactory, MeasurementFactory, RoundIndicatorFactory

TODAY = date(2026, 3, 12)
YEAR = date(2025, 1, 1)


@pytest.fixture
def parts(indicator: Indicator) -> list[District]:
    """The indicator is asked for, and has values of three parts."""
    indicator.district_relation = DistrictRelation.SUM
    indicator.save()
    RoundIndicatorFactory(indicator=indicator)
    return [DistrictFactory(core=True), *DistrictFactory.create_batch(2)]


def line_of(indicator: Indicator) -> Line:
    (asked_by,) = indicator.rounds.all()
    (line,) = load_asked_lines(asks_of([asked_by]), TODAY)
    return line


@pytest.mark.parametrize(
    ("trait", "standing"),
    [
        ("draft", Standing.DRAFT),
        ("returned", Standing.RETURNED),
        ("submitted", Standing.PARTS),
        ("catalogue", Standing.PARTS),
    ],
)
@pytest.mark.usefixtures("parts")
def test_only_a_value_that_is_handed_in_lacks_parts(
    indicator: Indicator, city: District, trait: str, standing: Standing
) -> None:
    MeasurementFactory(indicator=indicator, district=city, period=YEAR, **{trait: True})
    line = line_of(indicator)
    assert (line.standing, line.parts_done, line.parts_total) == (standing, 0, 3)


@pytest.mark.parametrize(
    ("trait", "standing"), [("submitted", Standing.SUBMITTED), ("catalogue", Standing.DONE)]
)
def test_complete_parts_leave_the_standing(
    indicator: Indicator, city: District, parts: list[District], trait: str, standing: Standing
) -> None:
    for district in (city, *parts):
        MeasurementFactory(indicator=indicator, district=district, period=YEAR, **{trait: True})
    line = line_of(indicator)
    assert (line.standing, line.parts_done) == (standing, 3)


def test_a_correction_of_a_part_does_not_count_twice(
    indicator: Indicator, parts: list[District]
) -> None:
    MeasurementFactory(indicator=indicator, district=parts[0], period=YEAR, catalogue=True)
    MeasurementFactory(
        indicator=indicator, district=parts[0], period=YEAR, submitted=True, revision=2
    )
    assert line_of(indicator).parts_done == 1


def test_no_question_is_asked_without_parts(
    indicator: Indicator, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asks = asks_of([RoundIndicatorFactory(indicator=indicator).round])
    with django_assert_num_queries(3):  # city, rows in work, released rows
        (line,) = load_asked_lines(asks, TODAY)
    assert (line.parts_total, line.lacks_parts) == (0, False)


COUNTED = "Je Kennzahl und Zeitraum zählt ein Wert: die Gesamtstadt mit all ihren Ortsteilen."


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ([], ""),
        ([3], COUNTED),
        ([3, 2], f"{COUNTED} Bei 1 davon fehlt noch 1 Ortsteil."),
        ([0, 3], f"{COUNTED} Bei 1 davon fehlen noch 3 Ortsteile."),
        ([0, 1, 3], f"{COUNTED} Bei 2 davon fehlen zusammen noch 5 Ortsteile."),
    ],
)
@pytest.mark.usefixtures("city", "parts")
def test_what_is_counted_is_said(indicator: Indicator, done: list[int], words: str) -> None:
    line = line_of(indicator)
    undivided = replace(line, parts_total=0)
    divided = [replace(line, parts_done=number, parts_total=3) for number in done]
    assert counted_words([undivided, *divided]) == words
