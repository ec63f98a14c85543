"""The page of changes: what is new since a moment the reader picks."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from indicators.models import Measurement
from tests.factories import (
    CouncilMeetingFactory,
    IndicatorFactory,
    MeasurementFactory,
    released_series,
)
from tests.ledger_steps import correct, move_target
from tests.town import Town, make_town

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


def page(client: Client, query: str = "seit=31.12.2025", status: int = 200) -> str:
    response = client.get(f"/aenderungen/?{query}")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_says_plainly_that_nothing_is_new(client: Client, town: Town) -> None:
    text = page(client, "seit=2026-03-11")
    assert "Was sich seit dem 11. März 2026 geändert hat" in text
    assert "Seither ist nichts Neues veröffentlicht" in text
    assert "<table" not in text


def test_works_on_an_empty_database(client: Client, db: None) -> None:
    assert "Seither ist nichts Neues veröffentlicht" in page(client, "")


def test_an_outlook_that_changed_shows_both_the_numbers_and_why(client: Client, town: Town) -> None:
    correct(town.emissions, {2024: 8, 2025: 9})
    text = page(client)
    assert '<a href="#schlechter"><b>1</b> schlechter</a>' in text
    assert "<span>Sonne</span>" in text
    assert "<span>Gewitter</span>" in text
    assert "Anlass: Wert für 2025 berichtigt, Wert für 2024 berichtigt." in text
    assert "Damals: 2,0 t je Einwohner (2025)." in text
    assert "dann gilt Gewitter (Regel A)." in text


def test_a_corrected_value_shows_both_numbers_and_the_reason(client: Client, town: Town) -> None:
    correct(town.charging, {2023: "51"}, reason="Zwei Säulen waren vergessen.")
    text = page(client)
    assert '<td>2023</td> <td class="num">50</td> <td class="num">51</td>' in text
    assert "<td>Zwei Säulen waren vergessen.</td>" in text


def test_a_correction_without_a_reason_says_so(client: Client, town: Town) -> None:
    correct(town.charging, {2023: "51"}, reason="")
    assert '<td><span class="muted">ohne Angabe</span></td>' in page(client)


def test_a_confirmed_value_loses_its_mark_and_says_why(client: Client, town: Town) -> None:
    released_series(town.loose, {2024: 48100}, provisional=True)
    correct(town.loose, {2024: 48100}, reason="")
    text = page(client)
    marked = '<td class="num">48.100,0 <abbr title="vorläufig">p</abbr></td>'
    assert f'{marked} <td class="num">48.100,0</td>' in text
    assert "<td>Der vorläufige Wert ist bestätigt.</td>" in text


def test_the_value_before_a_new_one_keeps_its_mark(client: Client, town: Town) -> None:
    released_series(town.loose, {2023: 47999}, provisional=True)
    released_series(town.loose, {2024: 48100}, released_at=NOW)
    assert '47.999,0 <abbr title="vorläufig">p</abbr><br>' in page(client)


def test_a_value_taken_back_says_why_there_is_none(client: Client, town: Town) -> None:
    correct(town.charging, {2023: None})
    assert '<td class="num">50</td> <td class="num">nicht erhoben</td>' in page(client)


def test_a_moved_target_shows_both_numbers_and_the_decision(client: Client, town: Town) -> None:
    move_target(town.emissions, {2028: 1})
    text = page(client)
    assert "<b>1</b> Ziel neu" in text
    assert '0,0 t je Einwohner <span class="xs muted">bis&nbsp;2027</span>' in text
    assert '1,0 t je Einwohner <span class="xs muted">bis&nbsp;2028</span>' in text
    assert "Rat der Stadt Soest, 2. Februar 2026, Vorlage 017/2026" in text


def test_a_new_value_stands_beside_the_one_before(client: Client, town: Town) -> None:
    released_series(town.loose, {2023: 47999, 2026: 48311}, released_at=NOW)
    text = page(client)
    assert '<b>48.311,0</b><br><span class="xs muted">2026, dazu 1 früherer</span>' in text
    assert '48.250,0<br><span class="xs muted">2025</span>' in text
    assert "<details open>" in text


def test_what_became_stale_or_owed_is_named(client: Client, town: Town) -> None:
    old = IndicatorFactory(name="Zähe Kennzahl", due_after_months=0)
    released_series(old, {2023: 4})
    late = IndicatorFactory(name="Säumige Kennzahl", due_after_months=0)
    released_series(late, {2024: 4})
    text = page(client, "seit=30.12.2025")
    assert '<a href="#veraltet"><b>1</b> veraltet</a>' in text
    assert '<a href="#luecken"><b>1</b> neue Lücke</a>' in text
    assert "Zähe Kennzahl</a></th><td>2023</td><td>Januar 2025</td>" in text
    assert "Säumige Kennzahl</a></th><td>2024</td><td>Januar 2026</td>" in text


def test_a_reason_for_no_value_is_a_gap(client: Client, town: Town) -> None:
    MeasurementFactory(
        indicator=town.loose,
        district=town.city,
        period=date(2026, 1, 1),
        missing=True,
        missing_note="Die Erhebung fiel aus.",
        catalogue=True,
        released_at=NOW,
    )
    assert "2026: kein Wert, nicht erhoben. Die Erhebung fiel aus." in page(client)


def test_the_reader_picks_the_last_meeting(client: Client, town: Town) -> None:
    CouncilMeetingFactory(date=date(2026, 3, 4), link="https://ris.example.org/1")
    text = page(client, "seit=sitzung")
    assert "Was sich seit der letzten Sitzung geändert hat" in text
    assert '(<a href="https://ris.example.org/1" rel="noopener">Rat</a>)' in text
    assert 'href="/aenderungen/?seit=sitzung#aenderungen" aria-current="true"' in text


def test_without_a_meeting_none_is_offered(client: Client, town: Town) -> None:
    assert "Sitzung" not in page(client)


@pytest.mark.parametrize(
    "query", ["seit=2026-03-13", "seit=30.02.2026", "seit=%00", "seit=sitzung"]
)
def test_what_is_no_moment_is_said_above_the_usual_comparison(
    client: Client, town: Town, query: str
) -> None:
    text = page(client, query, status=422)
    assert 'aria-invalid="true" aria-describedby="id_seit_error"' in text
    assert "Gezeigt wird, was sich in zwölf Monaten geändert hat." in text


def test_takes_at_most_twelve_queries(
    client: Client, town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        page(client)


def test_drafts_are_no_change(client: Client, town: Town) -> None:
    Measurement.objects.create(
        indicator=town.loose,
        district=town.city,
        period="2024-01-01",
        value="7777777.7",
        entered_at=NOW,
    )
    assert "Seither ist nichts Neues" in page(client)
