"""What the public sees of the past: corrections, marks, and the state of any day."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from indicators.corrections import corrections, revised_places, revised_years
from indicators.models import Indicator, Measurement
from indicators.publishable import value_history
from soest import public_pages
from strategy.models import District
from tests.factories import (
    ChartNoteFactory,
    DistrictFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    MeasurementFactory,
    TargetPathFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
URL = "/kennzahlen/treibhausgase/"
FIRST = datetime(2025, 3, 5, 8, 0, tzinfo=UTC)
# 31 March 2026, ten minutes before midnight in Soest; summer time began two days before.
CORRECTED = datetime(2026, 3, 31, 21, 50, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 6, 1, 9, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def emissions() -> Indicator:
    """8, 7 and 6 t; 2024 was 5 at first, and its target was 3 until May 2026."""
    found: Indicator = IndicatorFactory(
        slug="treibhausgase", name="Treibhausgase", unit="t", decimals=1, district_relation="sum"
    )
    for year, value in {2022: "8", 2023: "7"}.items():
        release(found, year, value, FIRST)
    release(found, 2024, "5", FIRST, superseded_at=CORRECTED)
    release(found, 2024, "6", CORRECTED, revision=2, warning_reason="Zähler falsch abgelesen")
    may = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    TargetPathFactory(indicator=found, points={2030: 3}, adopted_at=FIRST, superseded_at=may)
    TargetPathFactory(indicator=found, points={2030: 4}, adopted_at=may)
    return found


def release(
    indicator: Indicator, year: int, value: str | None, at: datetime, **more: Any
) -> Measurement:
    row: Measurement = MeasurementFactory(
        indicator=indicator,
        period=date(year, 1, 1),
        value=None if value is None else Decimal(value),
        released=True,
        released_at=at,
        released_by=UserFactory(first_name="Karla", last_name="Geheim", coordination=True),
        entered_by=UserFactory(first_name="Erika", last_name="Vertraulich"),
        **more,
    )
    return row


def page(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get(f"{URL}{query}")
    assert response.status_code == status
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


# Corrections -------------------------------------------------------------------------


def test_correction_is_told_with_day_and_reason(client: Client, emissions: Indicator) -> None:
    text = page(client)
    row = text[text.index('id="korrekturen"') :]
    assert row.index("2024") < row.index("5,0") < row.index("<b>6,0</b>")
    assert "31. März 2026" in row
    assert "Zähler falsch abgelesen" in row


def test_names_of_staff_stay_inside(client: Client, emissions: Indicator) -> None:
    for path in (URL, f"{URL}?stand=2026-03-30", f"{URL}daten.csv", f"{URL}daten.json"):
        text = client.get(path).content.decode()
        assert "Geheim" not in text
        assert "Vertraulich" not in text


def test_revised_value_is_marked_with_its_legend(client: Client, emissions: Indicator) -> None:
    text = page(client)
    table = text[text.index("Werte als Tabelle") : text.index('id="beschluss"')]
    assert "r revidiert" in table
    assert "r = revidiert am 31. März 2026" in table


def test_without_corrections_it_says_so(client: Client) -> None:
    found = IndicatorFactory(slug="treibhausgase")
    release(found, 2024, "5", FIRST)
    text = page(client)
    assert "Bisher wurde kein veröffentlichter Wert korrigiert." in text
    assert "r = revidiert" not in text


def test_correction_to_a_secret_value(client: Client) -> None:
    found = IndicatorFactory(slug="treibhausgase", unit="t")
    release(found, 2024, "5", FIRST, superseded_at=CORRECTED)
    release(
        found, 2024, None, CORRECTED, revision=2, missing_reason="confidential", warning_reason="x"
    )
    text = page(client)
    row = text[text.index('id="korrekturen"') :]
    assert "<b>geheim</b>" in row
    assert "geheim: unterliegt der Geheimhaltung" in text


def test_corrections_of_corrections_are_a_chain(emissions: Indicator) -> None:
    rows = Measurement.objects.filter(period=date(2024, 1, 1), superseded_at=None)
    rows.update(superseded_at=datetime(2026, 4, 9, tzinfo=UTC))
    release(emissions, 2024, "6.5", datetime(2026, 4, 9, tzinfo=UTC), revision=3)
    places = list(District.objects.all())
    found = corrections(value_history(emissions.pk), places)
    assert [(one.before.value, one.after.value) for one in found] == [
        (Decimal(6), Decimal("6.5")),
        (Decimal(5), Decimal(6)),
    ]
    assert revised_years(value_history(emissions.pk), places[0]) == {"2024": date(2026, 4, 9)}


def test_district_table_marks_revised_places(client: Client, emissions: Indicator) -> None:
    village = DistrictFactory(slug="ampen", name="Ampen")
    release(emissions, 2024, "1", FIRST, superseded_at=CORRECTED, district=village)
    release(emissions, 2024, "2", CORRECTED, revision=2, district=village)
    places = list(District.objects.all())
    marked = revised_places(value_history(emissions.pk), places, 2024)
    assert marked["Ampen"] == date(2026, 3, 31)
    text = page(client)
    assert (
        '<th scope="row"><a href="/ortsteile/ampen/">Ampen</a></th><td class="num">2,0</td>'
        '<td> <abbr title="revidiert">r</abbr> </td>'
    ) in text
    assert "r</abbr>" in client.get("/ortsteile/ampen/").content.decode()
    assert "r = revidiert am 31. März 2026." in client.get("/ortsteile/").content.decode()


def test_downloads_say_what_is_revised_and_why(client: Client, emissions: Indicator) -> None:
    content = client.get(f"{URL}daten.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    marks = {(row["Zeitraum"], row["Wert"]): row["revidiert"] for row in rows}
    assert marks == {
        ("2022", "8"): "nein",
        ("2023", "7"): "nein",
        ("2024", "5"): "nein",
        ("2024", "6"): "ja",
    }
    assert {row["Begründung"] for row in rows} == {"", "Zähler falsch abgelesen"}


# The state of a day ------------------------------------------------------------------


def test_state_of_a_day_before_the_correction(client: Client, emissions: Indicator) -> None:
    text = page(client, "?stand=2026-03-30")
    assert "<b>Stand vom 30. März 2026.</b>" in text
    assert '<th scope="row">2024</th><td class="num">5,0</td>' in text
    assert "6,0" not in text
    assert "r = revidiert" not in text
    assert "abgelöst" not in text
    assert 'href="/kennzahlen/treibhausgase/">Zum heutigen Stand' in text
    found = re.search(r'<script id="kennzahl-daten" type="application/json">(.*?)</script>', text)
    assert found
    assert json.loads(found[1])["values"] == [8, 7, 5]


def test_state_of_a_day_says_what_is_of_today_all_the_same(
    client: Client, emissions: Indicator
) -> None:
    """Remarks that were not there yet are left out; edits and expectations have no history."""
    known = ChartNoteFactory(indicator=emissions, year=2023, text="Zähler getauscht")
    ChartNoteFactory(indicator=emissions, year=2024, text="Kessel ersetzt", entered_at=CORRECTED)
    ExpectedEffectFactory(indicator=emissions, action__title="2000-Dächer-Programm")
    known.text = "Zähler und Leitung getauscht"
    known.save()
    then, now = page(client, "?stand=2026-03-30"), page(client)
    said = (
        "Name, Definition, Zuordnung und erwartete Wirkungen sind die heutigen. Brüche und "
        "Anmerkungen, die es an diesem Tag schon gab, stehen und zählen in ihrer heutigen Fassung."
    )
    assert said in then
    assert said not in now
    assert "Zähler und Leitung getauscht" in then
    assert "2000-Dächer-Programm" in then
    assert "Kessel ersetzt" not in then
    assert "Kessel ersetzt" in now


@pytest.mark.parametrize(
    ("day", "value"),
    [("2026-03-30", "5,0"), ("2026-03-31", "6,0"), ("31.03.2026", "6,0"), ("2026-04-01", "6,0")],
)
def test_a_day_lasts_until_midnight_in_soest(
    client: Client, emissions: Indicator, day: str, value: str
) -> None:
    """At the moment of the correction it was 31 March in Soest, 23:50."""
    text = page(client, f"?stand={day}")
    assert f'<th scope="row">2024</th><td class="num">{value}</td>' in text


def test_a_release_after_midnight_belongs_to_the_next_day(client: Client) -> None:
    """In winter Soest is one hour ahead of Greenwich, in summer two."""
    found = IndicatorFactory(slug="treibhausgase", unit="t")
    release(found, 2022, "1", datetime(2025, 1, 31, 22, 30, tzinfo=UTC))
    release(found, 2023, "2", datetime(2025, 1, 31, 23, 30, tzinfo=UTC))
    release(found, 2024, "3", datetime(2025, 7, 31, 22, 30, tzinfo=UTC))
    winter, summer = page(client, "?stand=2025-01-31"), page(client, "?stand=2025-07-31")
    assert '<th scope="row">2022</th>' in winter
    assert '<th scope="row">2023</th>' not in winter
    assert '<th scope="row">2023</th>' in summer
    assert '<th scope="row">2024</th>' not in summer


def test_target_and_judgement_are_those_of_the_day(client: Client, emissions: Indicator) -> None:
    then, now = page(client, "?stand=2026-05-03"), page(client)
    assert "Fassung 2" not in then[then.index('id="beschluss"') : then.index('id="methode"')]
    assert "abgelöst am 4.5.2026" in now
    assert "abgelöst am" not in then[then.index('id="beschluss"') : then.index('id="methode"')]
    assert "<b>3,0</b> t bis 2030" in then
    assert "<b>4,0</b> t bis 2030" not in then
    assert "<b>4,0</b> t bis 2030" in now


def test_finding_is_that_of_the_day(client: Client) -> None:
    found = IndicatorFactory(slug="treibhausgase", unit="t")
    TargetPathFactory(indicator=found, points={2030: 2}, adopted_at=FIRST)
    for year in range(2018, 2024):
        release(found, year, str(2030 - year), FIRST)
    release(found, 2024, "3", FIRST, superseded_at=CORRECTED)
    release(found, 2024, "15", CORRECTED, revision=2)
    then, now = page(client, "?stand=2026-03-30"), page(client)
    assert "2024 lag der Wert bei 3,0 t" in then
    assert "2024 lag der Wert bei 15,0 t" in now
    assert facts(then) != facts(now)


def facts(text: str) -> str:
    """What is judged: outlook and distance."""
    return text[text.index('<div class="facts">') : text.index("<h2>Aktualität</h2>")]


def test_before_the_first_release_there_is_nothing(client: Client, emissions: Indicator) -> None:
    text = page(client, "?stand=2025-03-04")
    assert "Am 4. März 2025 war noch kein Wert freigegeben." in text
    assert "Noch kein Wert." in text


def test_districts_are_those_of_the_day(client: Client, emissions: Indicator) -> None:
    village = DistrictFactory(slug="ampen", name="Ampen")
    release(emissions, 2024, "1", FIRST, superseded_at=CORRECTED, district=village)
    release(emissions, 2024, "2", CORRECTED, revision=2, district=village)
    text = page(client, "?stand=2026-03-30")
    row = '<th scope="row"><a href="/ortsteile/ampen/">Ampen</a></th><td class="num">1,0</td>'
    assert row in text


def test_downloads_carry_the_day(client: Client, emissions: Indicator) -> None:
    text = page(client, "?stand=2026-03-30")
    assert 'href="/kennzahlen/treibhausgase/daten.csv?stand=2026-03-30"' in text
    response = client.get(f"{URL}daten.csv?stand=2026-03-30")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="treibhausgase-stand-2026-03-30.csv"'
    )
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Zeitraum"]: row["Wert"] for row in rows} == {"2022": "8", "2023": "7", "2024": "5"}
    assert {row["gilt"] for row in rows} == {"ja"}
    data = client.get(f"{URL}daten.json?stand=2026-03-30").json()
    assert data["stand"] == "2026-03-30"
    assert [row["Zielwert"] for row in data["zielpfade"]] == ["3"]
    assert data["zielpfade"][0]["gilt"] == "ja"
    assert client.get(f"{URL}daten.json").json()["stand"] is None
    book = load_workbook(io.BytesIO(client.get(f"{URL}daten.xlsx?stand=2026-03-30").content))
    assert len(list(book["Werte"].rows)) == 1 + 3


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-06-02", "Dieser Tag liegt in der Zukunft."),
        ("2026-02-30", "Diesen Tag gibt es nicht."),
        ("<script>", "Diesen Tag gibt es nicht."),
        ("1999-12-31", "Möglich sind Tage ab dem 01.01.2000."),
    ],
)
def test_other_days_get_a_clear_message(
    client: Client, emissions: Indicator, day: str, message: str
) -> None:
    text = page(client, f"?stand={day}", status=422)
    assert message in text
    assert "Unten steht der heutige Stand." in text
    assert '<td class="num">6,0</td>' in text
    assert "<script>" not in text.replace("<script id", "")
    response = client.get(f"{URL}daten.csv?stand={day}")
    assert response.status_code == 422
    assert message in response.content.decode()


def test_form_needs_no_script(client: Client, emissions: Indicator) -> None:
    text = page(client)
    assert (
        '<form id="stand" class="filter" method="get" action="/kennzahlen/treibhausgase/">' in text
    )
    assert 'type="date"' in text
    assert 'max="2026-06-01"' in text
    assert 'name="stand" value="2026-03-30"' in page(client, "?stand=2026-03-30")


def test_days_do_not_fill_the_store(client: Client, emissions: Indicator) -> None:
    for day in range(1, 29):
        client.get(f"{URL}?stand=2026-04-{day:02}")
        client.get(f"{URL}daten.csv?stand=2026-04-{day:02}")
    assert not public_pages.store.pages
    client.get(URL)
    assert len(public_pages.store.pages) == 1


def test_page_of_a_day_sets_no_cookie_and_has_an_etag(client: Client, emissions: Indicator) -> None:
    response = client.get(f"{URL}?stand=2026-03-30")
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]
    again = client.get(
        f"{URL}?stand=2026-03-30", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304


def test_draft_is_in_no_state(client: Client, emissions: Indicator) -> None:
    MeasurementFactory(indicator=emissions, period=date(2025, 1, 1), value=99, submitted=True)
    assert "99,0" not in page(client, "?stand=2026-06-01")


def test_number_of_queries_does_not_grow_with_the_history(
    client: Client, emissions: Indicator, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with CaptureQueriesContext(connection) as few:
        page(client, "?stand=2026-03-30")
    for year in range(2005, 2020):
        release(emissions, year, "1", FIRST, superseded_at=CORRECTED)
        release(emissions, year, "2", CORRECTED, revision=2)
    with django_assert_num_queries(len(few)):
        page(client, "?stand=2026-04-30")


# No value is no zero -----------------------------------------------------------------


@pytest.fixture
def gap(emissions: Indicator) -> Measurement:
    """For 2025 there is a reason in place of a value."""
    return release(emissions, 2025, None, FIRST, missing_reason="not_collected", source="")


def test_missing_value_is_told_everywhere(
    client: Client, emissions: Indicator, gap: Measurement
) -> None:
    text = page(client)
    assert '<td class="num">–</td>' in text
    assert "kein Wert: nicht erhoben" in text
    assert "Für 2025 kein Wert: nicht erhoben." in text
    assert '<path class="none"' in text
    assert "Kreuz am unteren Rand" in text
    assert "Ohne Wert: 2025." in text  # for those who do not see the chart
    content = client.get(f"{URL}daten.csv").content.decode("utf-8-sig")
    row = next(
        row
        for row in csv.DictReader(io.StringIO(content), delimiter=";")
        if row["Zeitraum"] == "2025"
    )
    assert (row["Wert"], row["kein Wert, weil"]) == ("", "nicht erhoben")


def test_chart_without_gaps_has_no_cross(client: Client, emissions: Indicator) -> None:
    text = page(client)
    assert '<path class="none"' not in text
    assert "Kreuz am unteren Rand" not in text


def test_missing_value_of_a_place_is_told(client: Client, emissions: Indicator) -> None:
    for slug, name, value in (("ampen", "Ampen", "1"), ("bergede", "Bergede", None)):
        place = DistrictFactory(slug=slug, name=name)
        more = {} if value else {"missing_reason": "confidential"}
        release(emissions, 2024, value, FIRST, district=place, **more)
    text = page(client)
    assert (
        '<th scope="row"><a href="/ortsteile/bergede/">Bergede</a></th>'
        '<td class="num">geheim</td><td>unterliegt der Geheimhaltung</td>'
    ) in text
    assert "Werte für 1 von 2 Teilen, 1,0 (Ampen)." in text
    assert "Summe der 2 Teile" not in text
    own = client.get("/ortsteile/bergede/").content.decode()
    assert "geheim" in own
    assert "unterliegt der Geheimhaltung" in own


def test_newer_gap_of_a_place_is_told_beside_its_value(
    client: Client, emissions: Indicator
) -> None:
    place = DistrictFactory(slug="ampen", name="Ampen")
    release(emissions, 2023, "1", FIRST, district=place)
    release(emissions, 2024, None, FIRST, district=place, missing_reason="not_yet_available")
    assert (
        "2024 kein Wert: liegt noch nicht vor" in client.get("/ortsteile/ampen/").content.decode()
    )
