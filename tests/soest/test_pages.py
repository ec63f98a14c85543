"""Method and legal pages: public, without cookies, and saying what the code does."""

from __future__ import annotations

from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from indicators.assessment import Outlook, Target, assess
from indicators.german_numbers import format_number

pytestmark = pytest.mark.django_db

PAGES = [
    ("/methodik/", "Wie der Zielmonitor bewertet"),
    ("/impressum/", "Impressum"),
    ("/datenschutz/", "Datenschutz"),
    ("/barrierefreiheit/", "Erklärung zur Barrierefreiheit"),
]
LEGAL_PAGES = PAGES[1:]

# The worked example of the method page, of nothing that is measured: target 2,00 by 2030.
EXAMPLE = {
    2020: Decimal("0.51"),
    2021: Decimal("0.60"),
    2022: Decimal("0.70"),
    2023: Decimal("0.86"),
    2024: Decimal("0.98"),
    2025: Decimal("1.05"),
}
TARGET = Target("target_value", "increase", value=Decimal("2.00"), year=2030)


def text(client: Client, path: str) -> str:
    """The page as read: entities resolved, no-break spaces as spaces."""
    return unescape(client.get(path).content.decode()).replace("\xa0", " ")


@pytest.mark.parametrize(("path", "heading"), PAGES)
def test_page_is_public_and_sets_no_cookie(client: Client, path: str, heading: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert f"<h1>{heading}</h1>" in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize(("path", "heading"), PAGES)
def test_page_refuses_post(client: Client, path: str, heading: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(("path", "heading"), LEGAL_PAGES)
def test_legal_page_is_linked_from_every_page(client: Client, path: str, heading: str) -> None:
    assert f'href="{path}"' in text(client, "/methodik/").split("<footer")[1]


@pytest.mark.parametrize(("path", "heading"), LEGAL_PAGES)
def test_legal_page_marks_what_only_the_city_knows(client: Client, path: str, heading: str) -> None:
    assert "Von der Stadt einzutragen:" in text(client, path)


def test_methodology_example_is_what_the_code_computes(client: Client) -> None:
    assessment = assess(EXAMPLE, TARGET, as_of_year=2025)
    page = text(client, "/methodik/")
    assert assessment.outlook is Outlook.CLOUD
    assert "2,00 Regentonnen je Haushalt sind das Ziel für 2030" in page
    for year, value in EXAMPLE.items():
        assert f">{year}</th>" in page
        assert f">{format_number(value, 2)}</td>" in page
    assert f"also {format_number(assessment.mean_change, 3)} je Jahr" in page
    assert f"läge 2030 bei {format_number(assessment.projected, 2)}" in page
    assert assessment.miss is not None
    assert f"{format_number(assessment.miss * 100, 0)} % sind mehr als 20 %" in page


@pytest.mark.parametrize(
    ("projected", "outlook"),
    [
        ("1.9526", Outlook.SUN),
        ("1.9525", Outlook.PARTLY_CLOUDY),
        ("1.81", Outlook.PARTLY_CLOUDY),
        ("1.8099", Outlook.CLOUD),
        ("1.05", Outlook.THUNDERSTORM),
    ],
)
def test_methodology_thresholds_are_those_of_the_code(projected: str, outlook: Outlook) -> None:
    first = 2 * EXAMPLE[2025] - Decimal(projected)  # as far back as it goes on to 2030
    assert assess({**EXAMPLE, 2020: first}, TARGET, as_of_year=2025).outlook is outlook
