"""The public page says how a value was computed, with its numbers; downloads say that it was."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from indicators.computing import recompute_all
from indicators.formula_pages import all_computed_from, exact_words, source_in_names
from indicators.models import Indicator, Measurement
from tests.factories import (
    RELEASED_AT,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    released_series,
)

pytestmark = pytest.mark.django_db
PATH = "/kennzahlen/ladepunkte-je-1000/"


@pytest.fixture(autouse=True)
def points() -> Indicator:
    DistrictFactory(city=True)
    row = IndicatorFactory(code="MOB-02", slug="ladepunkte", name="Ladepunkte", unit="Stück")
    released_series(row, {2023: 221})
    MeasurementFactory(
        indicator=row, period=date(2024, 1, 1), value=266, catalogue=True, provisional=True
    )
    return row


@pytest.fixture(autouse=True)
def people() -> Indicator:
    row = IndicatorFactory(
        code="STE-04",
        slug="einwohner",
        name="Einwohnerzahl",
        unit="Personen",
        measures_population=True,
    )
    released_series(row, {2023: 48312, 2024: 48395})
    return row


@pytest.fixture
def rate(points: Indicator, people: Indicator) -> Indicator:
    row = IndicatorFactory(
        code="MOB-09",
        slug="ladepunkte-je-1000",
        name="Ladepunkte je 1.000 Einwohner",
        unit="Stück je 1.000 EW",
        decimals=1,
        expression="MOB-02 / Einwohner * 1000",
    )
    recompute_all(by=None, like_inputs=True)
    return row


def section(client: Client, path: str = PATH) -> str:
    """What the section about the calculation says, as one line."""
    text = client.get(path).content.decode()
    found = re.search(r'<section class="sec" id="berechnung".*?</section>', text, re.DOTALL)
    return plain(found[0]) if found else ""


def plain(markup: str) -> str:
    words = html.unescape(re.sub(r"<[^>]+>", "", markup)).replace("\xa0", " ")
    return " ".join(words.split())


def test_page_names_and_links_what_it_is_computed_from(client: Client, rate: Indicator) -> None:
    assert "Berechnet aus Ladepunkte / Einwohnerzahl × 1.000" in section(client)
    text = client.get(PATH).content.decode()
    assert '<a href="/kennzahlen/ladepunkte/">Ladepunkte</a>' in text
    assert '<a href="#berechnung">' in text


def test_history_names_what_a_value_was_computed_from(client: Client, rate: Indicator) -> None:
    text = client.get(PATH).content.decode()
    history = plain(text[text.index('id="fassungen"') :])
    assert "Berechnet: Ladepunkte / Einwohner × 1.000" in history
    assert "MOB-02" not in history[: history.index("Daten")]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Energiebericht 2025", "Energiebericht 2025"),
        ("Berechnet: MOB-02 * 2 - X-1", "Berechnet: Ladepunkte × 2 − X-1"),
        ("Berechnet: wie bisher", "Berechnet: wie bisher"),
    ],
)
def test_source_keeps_what_is_not_known(source: str, told: str, points: Indicator) -> None:
    assert source_in_names(source, [points]) == told


def test_newest_value_is_worked_out_with_units_and_year(client: Client, rate: Indicator) -> None:
    said = section(client)
    assert "Gerechnet mit den Zahlen für 2024" in said
    assert (
        "266 Stück (vorläufig) / 48.395 Personen × 1.000 = 5,4964, gerundet "
        "5,5 Stück je 1.000 EW (vorläufig)"
    ) in said


def test_reason_for_no_value_is_told_beside_the_last_one(
    client: Client, rate: Indicator, points: Indicator, people: Indicator
) -> None:
    MeasurementFactory(
        indicator=points, period=date(2025, 1, 1), missing=True, value=None, catalogue=True
    )
    released_series(people, {2025: 48400})
    recompute_all(by=None)
    said = section(client)
    assert "Gerechnet mit den Zahlen für 2024" in said
    assert "2025: kein Wert. Dafür fehlt: Ladepunkte (nicht erhoben)." in said


def test_value_of_a_former_formula_is_not_explained_by_the_present_one(
    client: Client, rate: Indicator
) -> None:
    Indicator.objects.filter(pk=rate.pk).update(expression="MOB-02 / Einwohner * 100")
    said = section(client)
    assert "Gerechnet mit" not in said
    assert (
        "Der letzte Wert entstand nach einer früheren Formel: Ladepunkte / Einwohner × 1.000"
        in said
    )


def test_past_state_is_worked_out_with_the_numbers_of_then(
    client: Client, rate: Indicator, points: Indicator
) -> None:
    former = Measurement.objects.current().get(indicator=points, period=date(2024, 1, 1))
    row = MeasurementFactory.build(
        indicator=points,
        district=former.district,
        period=former.period,
        value=300,
        catalogue=True,
        revision=2,
    )
    former.superseded_at = row.released_at = RELEASED_AT.replace(month=6)
    former.save()
    row.save()
    recompute_all(by=None, like_inputs=True)
    assert "300 Stück / 48.395 Personen × 1.000 = 6,199" in section(client)
    assert "266 Stück (vorläufig) / 48.395" in section(client, f"{PATH}?stand=2025-05-01")


def test_inputs_link_to_what_they_flow_into(client: Client, rate: Indicator) -> None:
    link = 'Fließt ein in <a href="/kennzahlen/ladepunkte-je-1000/">'
    for path in ("/kennzahlen/ladepunkte/", "/kennzahlen/einwohner/"):
        text = client.get(path).content.decode()
        assert link in text
        assert 'id="berechnung"' not in text
    assert link not in client.get(PATH).content.decode()


def test_page_without_any_value_yet(client: Client, people: Indicator) -> None:
    IndicatorFactory(slug="ladepunkte-je-1000", expression="Einwohner * 2 - X-1")
    assert "Berechnet aus Einwohnerzahl × 2 − X-1" in section(client)


def test_downloads_say_that_it_is_computed(client: Client, rate: Indicator) -> None:
    content = client.get(f"{PATH}daten.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert {row["Herkunft"] for row in rows} == {"berechnet"}
    assert {row["Quelle"] for row in rows} == {"Berechnet: MOB-02 / Einwohner * 1000"}
    told = client.get(f"{PATH}daten.json").json()
    assert told["kennzahl"]["rechenformel"] == "MOB-02 / Einwohner * 1000"
    assert {row["Herkunft"] for row in told["werte"]} == {"berechnet"}
    entered = client.get("/kennzahlen/ladepunkte/daten.json").json()
    assert entered["kennzahl"]["rechenformel"] == ""
    assert {row["Herkunft"] for row in entered["werte"]} == {"veröffentlichte Quelle"}


@pytest.mark.parametrize(
    ("value", "words"),
    [("1234.5000", "1.234,5"), ("266.0000", "266"), ("0.0001", "0,0001"), ("1000.0000", "1.000")],
)
def test_number_without_zeros_at_its_end(value: str, words: str) -> None:
    assert exact_words(Decimal(value)) == words


def test_everything_computed_from_an_indicator_is_found(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Through other formulas, too, and through inhabitants that are computed themselves."""
    Indicator.objects.update(measures_population=False)
    births = IndicatorFactory(code="GEB")
    IndicatorFactory(code="EW", name="Einwohner", expression="GEB * 10", measures_population=True)
    IndicatorFactory(code="DICHTE", name="Dichte", expression="FLA / Einwohner")
    area, other = IndicatorFactory(code="FLA"), IndicatorFactory()
    with django_assert_num_queries(1):
        found = all_computed_from([births, area, other])
    names = {key: [one.name for one in rows] for key, rows in found.items()}
    assert names == {births.pk: ["Dichte", "Einwohner"], area.pk: ["Dichte"], other.pk: []}
