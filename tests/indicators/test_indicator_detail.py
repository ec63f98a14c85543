"""The page of one indicator."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import (
    ChartNoteFactory,
    IndicatorFactory,
    MeasurementFactory,
    TargetPathFactory,
    released_series,
)
from tests.town import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return make_town()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), tick=False):
        yield


def page(client: Client, slug: str = "treibhausgase") -> str:
    response = client.get(f"/kennzahlen/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_opens_with_the_finding(client: Client, town: Town) -> None:
    text = page(client)
    assert "<h1>Treibhausgase je Einwohner</h1>" in text
    assert "2025 lag der Wert bei 2,0\xa0t je Einwohner" in text


def test_chart_table_and_plotly_show_the_same_values(client: Client, town: Town) -> None:
    text = page(client)
    found = re.search(r'<script id="kennzahl-daten" type="application/json">(.*?)</script>', text)
    assert found
    content = json.loads(found[1])
    assert dict(zip(content["years"], content["values"], strict=True))[2025] == 2.0
    assert '<th scope="row">2025</th><td class="num">2,0</td>' in text
    assert 'class="chart chart--w"' in text


def test_former_target_stays_visible(client: Client, town: Town) -> None:
    TargetPathFactory(indicator=town.loose, points={2030: 50000}, superseded=True)
    TargetPathFactory(indicator=town.loose, points={2030: 52000}, adopted=True)
    text = page(client, "einwohner")
    assert "abgelöst am 1.6.2025" in text
    assert "52.000" in text
    assert "50.000" in text


def test_a_limit_is_said_to_hold_every_year(client: Client, town: Town) -> None:
    TargetPathFactory(
        indicator=town.charging, kind="limit_every_year", points={2030: 5}, adopted=True
    )
    text = page(client, "ladepunkte")
    assert "<b>mindestens 5</b> Anzahl in jedem Jahr bis 2030" in text
    rows = client.get("/kennzahlen/?q=lade").content.decode()
    assert 'mindestens 5 <span class="xs muted">jedes Jahr</span>' in rows


def test_a_direction_needs_no_number_and_no_path(client: Client, town: Town) -> None:
    TargetPathFactory(indicator=town.charging, kind="direction", points={}, adopted=True)
    text = page(client, "ladepunkte")
    assert "Nur die Richtung ist festgelegt: mehr ist besser." in text
    assert "Das Ziel nennt eine Richtung, aber keinen Wert." in text
    assert "beschlossener Zielpfad" not in text
    assert '<th scope="col" class="num">Zielpfad</th>' not in text
    assert '<th scope="col" class="num">Zielpfad</th>' in page(client)


def test_a_band_is_named_with_the_values(client: Client, town: Town) -> None:
    TargetPathFactory(indicator=town.charging, kind="band", points={2030: (60, 80)}, adopted=True)
    text = page(client, "ladepunkte")
    assert "Zielkorridor 60 bis 80</caption>" in text
    assert "Getönte Fläche: Zielkorridor." in text


def test_without_a_value_there_is_no_distance(client: Client, town: Town) -> None:
    empty = IndicatorFactory(slug="leer", name="Leer")
    TargetPathFactory(indicator=empty, points={2030: 5}, adopted=True)
    assert "Ohne Wert gibt es keinen Abstand." in page(client, "leer")


def test_without_a_value_or_target_there_is_no_table(client: Client, town: Town) -> None:
    IndicatorFactory(slug="leer", name="Leer")
    assert "Werte als Tabelle" not in page(client, "leer")


def test_stale_value_is_never_sun(client: Client, town: Town) -> None:
    text = page(client, "altes")
    assert "seit 2019 nicht mehr erhoben" in text
    facts = text[text.index("Ausblick") : text.index("Abstand zum Zielpfad")]
    assert "veraltet" in facts
    assert "Sonne" not in facts


def test_districts_with_their_sum(client: Client, town: Town) -> None:
    text = page(client, "ladepunkte")
    assert 'href="/ortsteile/ampen/"' in text
    assert 'Summe der 2 Teile</th><td class="num">70</td>' in text


def test_difference_to_the_city_is_named(client: Client, town: Town) -> None:
    correction = MeasurementFactory(
        indicator=town.charging,
        district=town.village,
        period=date(2026, 1, 1),
        value=5,
        catalogue=True,
    )
    core = correction.district.__class__.objects.get(kind="core")
    released_series(town.charging, {2026: 60}, district=core)
    released_series(town.charging, {2026: 66}, district=town.city)
    said = (
        "Die 2 Teile ergeben 65\xa0Anzahl, die Gesamtstadt sagt 66\xa0Anzahl: 1\xa0Anzahl weniger"
    )
    assert said in page(client, "ladepunkte")


def test_missing_value_shows_its_reason(client: Client, town: Town) -> None:
    MeasurementFactory(
        indicator=town.loose,
        period=date(2024, 1, 1),
        value=None,
        missing_reason="not_collected",
        catalogue=True,
    )
    assert "nicht erhoben" in page(client, "einwohner")


def test_correction_is_marked_and_the_former_value_struck(client: Client, town: Town) -> None:
    attributes = {"indicator": town.loose, "period": date(2023, 1, 1), "catalogue": True}
    MeasurementFactory(value=47000, superseded_at=datetime(2025, 6, 1, tzinfo=UTC), **attributes)
    MeasurementFactory(value=47111, revision=2, warning_reason="Zensus 2022", **attributes)
    text = page(client, "einwohner")
    assert "<s>47.000,0</s>" in text
    assert "<b>r</b> revidiert" in text
    assert "Zensus 2022" in text


def test_drafts_are_not_shown(client: Client, town: Town) -> None:
    MeasurementFactory(
        indicator=town.loose, period=date(2024, 1, 1), value=99999, comment="geheim", submitted=True
    )
    text = page(client, "einwohner")
    assert "99.999" not in text
    assert "geheim" not in text


def test_hostile_text_is_shown_as_text(client: Client, town: Town) -> None:
    town.loose.name = "<script>alert(1)</script>{{ 7|add:7 }}"
    town.loose.save()
    text = page(client, "einwohner")
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7|add:7 }}" in text


# Why, since when, and what else is known ---------------------------------------------------


def part(text: str, start: str, end: str = "</section>") -> str:
    after = text[text.index(start) :]
    return after[: after.index(end)]


def test_the_outlook_can_be_followed_step_by_step(client: Client, town: Town) -> None:
    steps = part(page(client), '<details class="worked">', "</details>")
    assert "Warum Sonne? Rechenweg Schritt für Schritt" in steps
    assert "2020: 7,0; 2021: 6,0; 2022: 5,0; 2023: 4,0; 2024: 3,0; 2025: 2,0" in steps
    assert "(2,0 − 7,0) : (2025 − 2020)" in steps
    assert "2,0 + 2 × (−1,00)" in steps
    assert "<b>Sonne</b>" in steps
    assert 'href="/methodik/"' in steps


def test_the_path_of_the_rating_is_named(client: Client, town: Town) -> None:
    assert "Bewertet nach dem Zielpfad vom 15. Dezember 2021 (Fassung 1)." in page(client)
    assert "es zählt allein die gewünschte Richtung" in page(client, "ladepunkte")


def test_a_moved_target_is_told_with_both_decisions(client: Client, town: Town) -> None:
    TargetPathFactory(indicator=town.charging, points={2030: 100}, superseded=True)
    TargetPathFactory(indicator=town.charging, points={2035: 150}, adopted=True)
    text = page(client, "ladepunkte")
    assert "Das Ziel wurde verschoben: bisher 100 bis 2030 (Rat der Stadt Soest," in text
    assert "jetzt 150 bis 2035 (Rat der Stadt Soest, 15. Dezember 2021)" in text
    assert "Das Ziel wurde verschoben" not in page(client)


def test_outlooks_of_earlier_years_as_signs_and_as_a_table(client: Client, town: Town) -> None:
    section = part(page(client), 'id="frueher"')
    assert [year for year in range(2019, 2027) if f"<li><b>{year}</b>" in section] == [
        *range(2020, 2026)
    ]
    assert section.count("nicht bewertet") == 8  # four years with fewer than six values, twice
    assert "vorhanden sind 2 (Regel R1)" in section
    assert "Fassung 1 vom 15.12.2021" in section


def test_a_provisional_rating_is_marked_everywhere(client: Client, town: Town) -> None:
    MeasurementFactory(
        indicator=town.emissions,
        period=date(2026, 1, 1),
        value=1,
        provisional=True,
        catalogue=True,
    )
    marked = "<span>Sonne <small>vorläufig</small></span>"
    text = page(client)
    assert "2026 lag der Wert vorläufig bei 1,0" in text
    assert marked in part(text, 'class="facts"', "<details")
    assert "Der Ausblick ist vorläufig" in text
    for path in (
        "/kennzahlen/",
        "/handlungsfelder/klima-energie/",
        "/ziele/5.1.1/",
        "/kennzahlen/treibhausgase/einbetten/",
        "/kennzahlen/vergleich/?k=treibhausgase",
    ):
        assert marked in client.get(path).content.decode(), path


def test_breaks_and_remarks_stand_in_chart_list_table_and_plotly(
    client: Client, town: Town
) -> None:
    ChartNoteFactory(indicator=town.charging, year=2022, broken=True)
    ChartNoteFactory(indicator=town.charging, year=2024, text="Förderung", source="Land NRW")
    text = page(client, "ladepunkte")
    chart = part(text, 'id="verlauf"')
    assert chart.count('<path class="break"') == 2  # wide and narrow
    assert "<b>Bruch 2022:</b> neue Zählweise." in chart
    assert "Quelle: Land NRW" in chart
    assert "Bruch der Zeitreihe: neue Zählweise</td>" in chart
    assert "Anmerkung 1: Förderung</td>" in chart
    content = json.loads(re.findall(r'id="kennzahl-daten"[^>]*>(.*?)</script>', chart)[0])
    assert content["breaks"] == [{"year": 2022, "text": "neue Zählweise"}]
    assert [one["text"] for one in content["remarks"]] == ["Förderung"]
    assert "Senkrecht gestrichelt: Bruch der Zeitreihe." in chart


def test_a_past_state_leaves_out_what_was_noted_later(client: Client, town: Town) -> None:
    ChartNoteFactory(
        indicator=town.charging,
        year=2022,
        broken=True,
        entered_at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    assert "Bruch 2022" in page(client, "ladepunkte")
    past = client.get("/kennzahlen/ladepunkte/?stand=2026-01-31").content.decode()
    assert "Bruch 2022" not in past


def test_the_range_of_the_continuation_stands_in_the_table(client: Client, town: Town) -> None:
    chart = part(page(client), 'id="verlauf"')
    assert '<path class="fan"' in chart
    assert '<th scope="col" class="num">Spanne von</th>' in chart
    assert "läge der Wert 2027 bei 0,0" in chart
    assert "gehört nicht zum amtlichen Verfahren" in chart


@pytest.mark.parametrize("slug", ["ladepunkte", "altes", "einwohner"])
def test_without_a_target_year_or_values_there_is_no_range(
    client: Client, town: Town, slug: str
) -> None:
    if slug == "altes":
        TargetPathFactory(indicator=town.stale, points={2030: 1}, adopted=True)
        released_series(town.stale, {year: year - 2000 for year in range(2012, 2019)})
    text = page(client, slug)
    assert '<path class="fan"' not in text
    assert "Fortschreibung" not in part(text, 'id="verlauf"')
    assert '<path class="cont"' not in text


def test_unknown_indicator_is_not_found(client: Client) -> None:
    assert client.get("/kennzahlen/gibt-es-nicht/").status_code == 404


def test_number_of_queries(
    client: Client, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(14):
        page(client, "ladepunkte")


def test_indicator_before_any_place_is_loaded(client: Client) -> None:
    IndicatorFactory(slug="neu", name="Neue Kennzahl")
    assert "Neue Kennzahl" in page(client, "neu")


def test_style_attributes_are_allowed_here_and_nowhere_else(client: Client, town: Town) -> None:
    for _ in range(2):  # made, and from the page store
        policy = client.get("/kennzahlen/treibhausgase/").headers["Content-Security-Policy"]
        assert "style-src-attr 'unsafe-inline'" in policy
    assert "unsafe" not in client.get("/").headers["Content-Security-Policy"]
