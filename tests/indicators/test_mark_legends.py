"""Pages explain the marks "p" and "r" only where there are any."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from soest import public_pages
from tests.factories import MeasurementFactory
from tests.town import Town, make_town

pytestmark = pytest.mark.django_db

WORDS = ("p: vorläufiger Wert", "p = vorläufig", "Offene Zeichen", "ein offener Punkt")


def said(client: Client, path: str) -> list[str]:
    public_pages.store.clear()
    text = client.get(path).content.decode()
    return [words for words in WORDS if words in text]


def add_provisional(town: Town) -> None:
    for place in (town.city, town.village):
        MeasurementFactory(
            indicator=town.charging,
            district=place,
            period=date(2026, 1, 1),
            value=Decimal(24),
            provisional=True,
            catalogue=True,
        )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/kennzahlen/", ["p: vorläufiger Wert"]),
        ("/handlungsfelder/mobilitaet/", ["p: vorläufiger Wert"]),
        ("/ziele/{strategic}/", ["p: vorläufiger Wert"]),
        ("/ziele/{operational}/", ["p: vorläufiger Wert"]),
        ("/sdg/", ["p: vorläufiger Wert"]),
        ("/ortsteile/", ["p = vorläufig"]),
        ("/kennzahlen/ladepunkte/", ["p = vorläufig", "ein offener Punkt"]),
        (
            "/kennzahlen/ladepunkte/?ort=alle",
            ["p = vorläufig", "Offene Zeichen", "ein offener Punkt"],
        ),
    ],
)
def test_marks_are_explained_where_they_are(client: Client, path: str, words: list[str]) -> None:
    town = make_town()
    town.charging.sdgs.set(town.emissions.sdgs.all())
    goal = town.charging.goals.get()
    path = path.format(strategic=goal.strategic_goal.code, operational=goal.code)
    assert said(client, path) == []
    add_provisional(town)
    assert said(client, path) == words
