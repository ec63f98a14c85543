from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import Report
from reports.writing.places import find_place, load_places, place_of
from strategy.models import ActionArea, District
from tests.factories import (
    ActionAreaFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MeasurementFactory,
    OperationalGoalFactory,
    ReportTextFactory,
    StrategicGoalFactory,
    released_series,
)

KEYS = (
    ("vorwort", "Vorwort"),
    ("zusammenfassung", "Zusammenfassung"),
    ("anhang", "Anhang"),
    ("handlungsfeld-5", "Handlungsfeld 5 Klima & Energie"),
    ("ziel-5.1", "Ziel 5.1 Weniger Treibhausgase"),
    ("kennzahl-treibhausgase", "K-1 Treibhausgase"),
)


def keys(report: Report) -> dict[str, list[str]]:
    return {group.key: [place.key for place in group.places] for group in load_places(report)}


@pytest.mark.parametrize(("key", "title"), KEYS)
def test_place_of_an_address(report: Report, key: str, title: str) -> None:
    place = find_place(report, key)
    assert place is not None
    assert (place.title, place.key) == (title, key)
    assert place.url == f"/berichte/verwaltung/2025/texte/{key}/"
    text = ReportTextFactory(**place.columns)
    assert place.texts.get() == text
    assert place_of(text) == place


@pytest.mark.parametrize(
    "key",
    ["", "nachwort", "handlungsfeld-9", "handlungsfeld-", "handlungsfeld-²", "ziel-9.9"]
    + ["kennzahl-gibt-es-nicht", "handlungsfeld-" + "9" * 50, "kennzahl-"]
    + ["ziel-5.1\x00", "kennzahl-\x00", "kriterium-\x00"],
)
def test_no_place(report: Report, key: str) -> None:
    assert find_place(report, key) is None


def test_places_stand_in_the_order_of_the_report(report: Report) -> None:
    assert keys(report) == {
        "rahmen": ["vorwort", "zusammenfassung", "anhang"],
        "5": ["handlungsfeld-5", "ziel-5.1", "kennzahl-treibhausgase"],
    }


def test_indicator_has_a_place_once_it_has_a_value(report: Report, city: District) -> None:
    """A released one of the whole city, of the report's year or before."""
    late, draft, missing, commented = (
        IndicatorFactory(slug=slug) for slug in ("spaet", "entwurf", "fehlt", "kommentar")
    )
    released_series(late, {2026: 1}, district=city)
    MeasurementFactory(indicator=draft, district=city)
    MeasurementFactory(indicator=missing, district=city, released=True, missing=True)
    ReportTextFactory(report=report, indicator=commented)
    assert keys(report)["ohne"] == ["kennzahl-kommentar"]


def test_indicator_stands_at_its_leading_goal(report: Report, area: ActionArea) -> None:
    indicator = IndicatorFactory(slug="rad", area=area)
    released_series(indicator, {2025: 1})
    mobility = ActionAreaFactory(number=1)
    goals = [
        OperationalGoalFactory(strategic_goal=StrategicGoalFactory(area=one))
        for one in (mobility, area)
    ]
    IndicatorGoalFactory(indicator=indicator, goal=goals[0], is_lead=True)
    IndicatorGoalFactory(indicator=indicator, goal=goals[1], is_lead=False)
    assert "kennzahl-rad" in keys(report)["1"]
    assert "kennzahl-rad" not in keys(report)["5"]


def test_number_of_queries_stays(report: Report, area: ActionArea) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            load_places(report)
        return len(asked)

    before = count()
    for _ in range(5):
        released_series(IndicatorFactory(area=area), {2025: 1})
        StrategicGoalFactory(area=area)
    assert count() == before == 5
