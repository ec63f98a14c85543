"""A value held against the other places, from the tables to the words beside the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from indicators.entry.contradictions import contradiction
from indicators.entry.parts import load_parts
from indicators.entry.slots import Slot
from indicators.enums import DistrictRelation
from indicators.models import Indicator
from indicators.named_periods import Period
from strategy.models import District
from tests.factories import DistrictFactory, MeasurementFactory

URL = "/erfassung/treibhausgase/2025/"
SUBMIT = {"version": "0", "revision": "0", "source": "Bericht", "step": "submit"}
Y2025 = Period.parse("2025")

Places = dict[str, District]
Fill = Callable[..., None]


@pytest.fixture
def places(indicator: Indicator, city: District) -> Places:
    """The city with two parts of 3.000 and 1.000 inhabitants, whose values add up."""
    indicator.district_relation = DistrictRelation.SUM
    indicator.save()
    return {
        "city": city,
        "ampen": DistrictFactory(slug="ampen", name="Ampen", population=3000),
        "bergede": DistrictFactory(slug="bergede", name="Bergede", population=1000),
    }


@pytest.fixture
def fill(indicator: Indicator, places: Places) -> Fill:
    def enter(**values: str) -> None:
        """Drafts of 2025, by place."""
        for name, value in values.items():
            MeasurementFactory(
                indicator=indicator,
                district=places[name],
                period=date(2025, 1, 1),
                value=Decimal(value),
            )

    return enter


def told(indicator: Indicator, place: District, value: str) -> tuple[str, str]:
    """Title and text; both empty if nothing is odd."""
    slot = Slot(indicator, place, Y2025)
    odd = contradiction(slot, Decimal(value), load_parts(slot))
    return (odd.title, odd.text.replace("\N{NO-BREAK SPACE}", " ")) if odd else ("", "")


def test_city_that_is_not_the_sum(indicator: Indicator, places: Places, fill: Fill) -> None:
    fill(ampen="1400", bergede="500")
    title, text = told(indicator, places["city"], "1960.5")
    assert title == "anders als die Summe der Teile"
    assert text == (
        "Die 2 Teile ergeben 1.900,0 t, die Gesamtstadt sagt 1.960,5 t: 60,5 t weniger."
    )
    assert told(indicator, places["city"], "1900") == ("", "")
    assert told(indicator, places["city"], "1900.1") == ("", "")  # rounding


def test_part_that_completes_another_sum(indicator: Indicator, places: Places, fill: Fill) -> None:
    fill(city="1960.5", ampen="1400")
    title, text = told(indicator, places["bergede"], "500")
    assert title == "die Teile ergeben so nicht den Wert der Gesamtstadt"
    assert "60,5 t weniger" in text
    assert told(indicator, places["bergede"], "560.5") == ("", "")


def test_part_that_is_more_than_the_whole(indicator: Indicator, places: Places, fill: Fill) -> None:
    fill(city="1960.5")
    title, text = told(indicator, places["ampen"], "2000")
    assert title == "mehr als die Gesamtstadt"
    assert text == "Ampen hätte 2.000,0 t, die Gesamtstadt hat 1.960,5 t."
    assert told(indicator, places["ampen"], "1900") == ("", "")


def test_mean_is_weighted_by_inhabitants(indicator: Indicator, places: Places, fill: Fill) -> None:
    indicator.district_relation = DistrictRelation.WEIGHTED_MEAN
    indicator.save()
    fill(ampen="10", bergede="20")
    assert told(indicator, places["city"], "12.5") == ("", "")
    title, text = told(indicator, places["city"], "15")
    assert title == "anders als das Mittel der Teile"
    assert "12,5 t" in text


@pytest.mark.parametrize("relation", [DistrictRelation.INDEPENDENT, DistrictRelation.NONE])
def test_unrelated_parts_say_nothing(
    indicator: Indicator, places: Places, fill: Fill, relation: DistrictRelation
) -> None:
    fill(ampen="1400", bergede="500")
    indicator.district_relation = relation
    indicator.save()
    assert told(indicator, places["city"], "1960.5") == ("", "")


def test_incomplete_parts_say_nothing(indicator: Indicator, places: Places, fill: Fill) -> None:
    fill(ampen="1400")
    assert told(indicator, places["city"], "1960.5") == ("", "")


def test_discarded_draft_is_no_value(indicator: Indicator, places: Places, fill: Fill) -> None:
    fill(ampen="1400")
    MeasurementFactory(
        indicator=indicator, district=places["bergede"], period=date(2025, 1, 1), value=None
    )
    assert told(indicator, places["city"], "1960.5") == ("", "")


def test_difference_wants_a_reason_that_is_kept(
    clerk_client: Client, indicator: Indicator, fill: Fill
) -> None:
    """Row 10: the warning and its reason stay in the history of the value."""
    fill(ampen="1400", bergede="500")
    response = clerk_client.post(URL, SUBMIT | {"value": "1960,5"})
    assert response.status_code == 422
    assert "Bitte prüfen: anders als die Summe der Teile" in response.content.decode()
    reason = {"warning_reason": "Ein Teil liegt außerhalb."}
    assert clerk_client.post(URL, SUBMIT | {"value": "1960,5"} | reason).status_code == 302
    row = indicator.measurements.get(period=date(2025, 1, 1), district__kind="city")
    note = row.events.get(kind="submitted").note
    assert "Die 2 Teile ergeben" in note
    assert "Ein Teil liegt außerhalb." in note
