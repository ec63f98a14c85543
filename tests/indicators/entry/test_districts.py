"""The page on which the city and its parts are entered in one go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot, slot_rows
from indicators.models import Indicator, Measurement
from indicators.named_periods import Period
from strategy.models import District
from tests.factories import (
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    UserFactory,
    released_series,
)
from tests.html_forms import form_values

URL = "/erfassung/ladepunkte/2025/ortsteile/"
HTMX = {"HX-Request": "true"}
SOURCE = {"alle-source": "Register der Bundesnetzagentur"}


@pytest.fixture
def villages(city: District) -> list[District]:
    names = ("Ampen", "Deiringsen")
    return [DistrictFactory(name=name, slug=name.lower(), population=1000) for name in names]


@pytest.fixture
def points(villages: list[District], city: District, indicator: Indicator) -> Indicator:
    """Charging points: the two villages add up to the city; 10, 20 and 30 in 2024."""
    found: Indicator = IndicatorFactory(
        slug="ladepunkte",
        name="Ladepunkte",
        unit="",
        decimals=0,
        district_relation="sum",
        department=indicator.department,
    )
    for place, value in zip([city, *villages], (30, 10, 20), strict=True):
        released_series(found, {2023: value, 2024: value}, district=place)
    return found


def slot_of(indicator: Indicator, slug: str) -> Slot:
    return Slot(indicator, District.objects.get(slug=slug), Period.parse("2025"))


def text_of(response: Any) -> str:
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def opened(client: Client) -> dict[str, Any]:
    """What the browser would send of the page as it is opened."""
    return form_values(client.get(URL).content.decode(), "places")


def send(client: Client, typed: dict[str, Any], *, step: str = "submit", **more: Any) -> Any:
    return client.post(URL, {**opened(client), **typed, "step": step}, **more)


def values() -> dict[str, Decimal | None]:
    rows = Measurement.objects.filter(period=date(2025, 1, 1), superseded_at=None)
    return {row.district.slug: row.value for row in rows.select_related("district")}


# Showing -------------------------------------------------------------------------


def test_page_shows_all_places_with_last_year(clerk_client: Client, points: Indicator) -> None:
    text = text_of(clerk_client.get(URL))
    assert "Gesamtstadt und 2 Teile" in text
    assert text.index("zeile-soest") < text.index("zeile-ampen") < text.index("zeile-deiringsen")
    assert '<td class="num" data-l="2024">20</td>' in text
    assert "Noch hat keiner der 2 Teile einen Wert." in text
    assert 'aria-describedby="hinweis-ampen"' in text


def test_older_value_names_its_year(
    clerk_client: Client, points: Indicator, villages: list[District]
) -> None:
    late = DistrictFactory(name="Hattrop", slug="hattrop")
    released_series(points, {2022: 7}, district=late)
    assert "7 (2022)" in text_of(clerk_client.get(URL))


@pytest.mark.parametrize(
    "path",
    [
        "/erfassung/treibhausgase/2025/ortsteile/",  # the city alone
        "/erfassung/ladepunkte/2025-q1/ortsteile/",  # another frequency
        "/erfassung/ladepunkte/2027/ortsteile/",  # not begun
        "/erfassung/gibt-es-nicht/2025/ortsteile/",
    ],
)
def test_other_addresses_are_not_found(clerk_client: Client, points: Indicator, path: str) -> None:
    assert clerk_client.get(path).status_code == 404
    assert clerk_client.post(f"{path}gelesen/").status_code == 404


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("clerk_client", 200),
        ("coordinator_client", 200),
        ("other_clerk_client", 404),
        ("councillor_client", 404),
        ("administrator_client", 404),
    ],
)
def test_who_may_enter(
    request: pytest.FixtureRequest, points: Indicator, person: str, status: int
) -> None:
    client: Client = request.getfixturevalue(person)
    assert client.get(URL).status_code == status
    assert client.post(f"{URL}gelesen/").status_code == status
    sent = client.post(URL, {"ampen-value": "5", "step": "save"}, headers=HTMX)
    assert sent.status_code == (409 if status == 200 else 404)  # nothing says what was seen
    assert values() == {}


def test_queries_do_not_grow_with_the_places(clerk_client: Client, points: Indicator) -> None:
    clerk_client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as few:
        clerk_client.get(URL)
    DistrictFactory.create_batch(10)
    with CaptureQueriesContext(connection) as many:
        clerk_client.get(URL)
    assert len(many) == len(few)


def test_queries_of_sending_do_not_grow(clerk_client: Client, points: Indicator) -> None:
    send(clerk_client, SOURCE | {"soest-value": "30"}, step="save", headers=HTMX)
    with CaptureQueriesContext(connection) as few:
        send(clerk_client, SOURCE | {"ampen-value": "11"}, step="save", headers=HTMX)
    places = DistrictFactory.create_batch(10)
    typed = {f"{place.slug}-value": "3" for place in places}
    with CaptureQueriesContext(connection) as many:
        send(clerk_client, SOURCE | typed, step="save", headers=HTMX)
    assert Measurement.objects.filter(period=date(2025, 1, 1)).count() == 12
    assert len(many) == len(few)


def test_value_page_leads_here(clerk_client: Client, points: Indicator) -> None:
    assert f'href="{URL}"' in text_of(clerk_client.get("/erfassung/ladepunkte/2025/"))
    other = text_of(clerk_client.get("/erfassung/treibhausgase/2025/"))
    assert "/ortsteile/" not in other[other.index("<main") :]


# Sending -------------------------------------------------------------------------


def test_one_submit_hands_all_in(clerk_client: Client, points: Indicator) -> None:
    typed = {"soest-value": "33", "ampen-value": "12", "deiringsen-value": "21"}
    response = send(clerk_client, SOURCE | typed, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    assert "Eingereicht: 3 Werte." in text_of(response)
    assert values() == {"soest": 33, "ampen": 12, "deiringsen": 21}
    rows = Measurement.objects.filter(period=date(2025, 1, 1))
    assert {row.state for row in rows} == {"submitted"}
    assert {row.source for row in rows} == {"Register der Bundesnetzagentur"}


def test_empty_rows_stay_open(clerk_client: Client, points: Indicator) -> None:
    response = send(clerk_client, SOURCE | {"ampen-value": "12"}, follow=True)
    assert "Eingereicht: 1 Wert. Offen: 2 von 3." in text_of(response)
    assert values() == {"ampen": 12}


def test_draft_may_be_incomplete(clerk_client: Client, points: Indicator) -> None:
    response = send(clerk_client, {"ampen-value": "12"}, step="save", headers=HTMX)
    assert response.status_code == 200
    assert "Als Entwurf gesichert: 1 Wert." in text_of(response)
    assert opened(clerk_client)["ampen-value"] == ["12"]


def test_same_page_twice_changes_nothing(clerk_client: Client, points: Indicator) -> None:
    data = opened(clerk_client) | SOURCE | {"ampen-value": "12", "step": "submit"}
    assert clerk_client.post(URL, data).status_code == 302
    again = clerk_client.post(URL, data, headers=HTMX)
    assert again.status_code == 200
    assert "Es gab nichts Neues zu sichern." in text_of(again)
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.version, row.state) == (1, "submitted")
    assert row.events.count() == 2


def test_nothing_typed_says_so(clerk_client: Client, points: Indicator) -> None:
    assert "Es gab nichts Neues zu sichern." in text_of(send(clerk_client, {}, headers=HTMX))


def test_reason_for_no_value(clerk_client: Client, points: Indicator) -> None:
    typed = {"ampen-missing_reason": "other", "ampen-missing_note": "Zähler defekt"}
    assert send(clerk_client, SOURCE | typed).status_code == 302
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.value, row.missing_reason, row.missing_note) == (None, "other", "Zähler defekt")
    assert row.source == ""


def test_provisional_source_and_comment_of_one_row(clerk_client: Client, points: Indicator) -> None:
    typed = {
        "alle-comment": "Stand 31. Dezember",
        "ampen-value": "12",
        "ampen-provisional": "on",
        "ampen-source": "Stadtwerke",
        "deiringsen-value": "21",
    }
    send(clerk_client, SOURCE | typed, step="save")
    ampen, other = (slot_rows(slot_of(points, slug)).open for slug in ("ampen", "deiringsen"))
    assert ampen
    assert other
    assert (ampen.source, ampen.provisional) == ("Stadtwerke", True)
    assert (other.source, other.provisional) == (SOURCE["alle-source"], False)
    assert ampen.comment == other.comment == "Stand 31. Dezember"
    again = opened(clerk_client)
    assert again["ampen-source"] == ["Stadtwerke"]
    assert again["alle-comment"] == ["Stand 31. Dezember"]
    assert again["ampen-comment"] == [""]


def test_opening_and_saving_changes_nothing(clerk_client: Client, points: Indicator) -> None:
    """Sources that differ, a comment here and none there: none of it is spread to the others."""
    send(clerk_client, {"ampen-value": "12", "ampen-source": "A"}, step="save")
    send(clerk_client, {"deiringsen-value": "3", "deiringsen-source": "B"}, step="save")
    before = list(Measurement.objects.order_by("pk").values())
    send(clerk_client, {}, step="save")
    assert list(Measurement.objects.order_by("pk").values()) == before


def test_emptied_draft_is_open_again(clerk_client: Client, points: Indicator) -> None:
    send(clerk_client, SOURCE | {"ampen-value": "12"}, step="save")
    send(clerk_client, {"ampen-value": "", "ampen-source": "", "alle-comment": "x"}, step="save")
    row = slot_rows(slot_of(points, "ampen")).open
    assert row is not None
    assert Content.of(row).is_blank
    assert "Noch hat keiner der 2 Teile einen Wert." in text_of(clerk_client.get(URL))


# Errors and oddities -------------------------------------------------------------


def test_error_is_told_at_its_row_and_nothing_is_written(
    clerk_client: Client, points: Indicator
) -> None:
    typed = {"ampen-value": "1O", "deiringsen-value": "21"}
    response = send(clerk_client, SOURCE | typed, headers=HTMX)
    assert response.status_code == 422
    text = text_of(response)
    assert '<a href="#id_ampen-value">Ampen</a>' in text
    assert 'value="1O"' in text
    assert 'name="deiringsen-value" value="21"' in text
    assert values() == {}


def test_value_and_reason_exclude_each_other(clerk_client: Client, points: Indicator) -> None:
    typed = {"ampen-value": "12", "ampen-missing_reason": "not_collected"}
    response = send(clerk_client, SOURCE | typed, step="save")
    assert response.status_code == 422
    assert "Entweder ein Wert oder ein Grund" in text_of(response)


def test_missing_source_is_asked_for_once(clerk_client: Client, points: Indicator) -> None:
    response = send(clerk_client, {"ampen-value": "12", "deiringsen-value": "21"})
    assert response.status_code == 422
    assert text_of(response).count("Bitte nennen Sie die Quelle") == 1


def test_source_without_a_value_is_not_dropped(clerk_client: Client, points: Indicator) -> None:
    response = send(clerk_client, {"ampen-source": "Stadtwerke"}, step="save")
    assert response.status_code == 422
    assert "Hier fehlt der Wert." in text_of(response)


def test_bad_text_for_all_is_refused(clerk_client: Client, points: Indicator) -> None:
    response = send(clerk_client, {"alle-source": "a\x00b", "ampen-value": "12"}, step="save")
    assert response.status_code == 422
    assert "unsichtbares Steuerzeichen" in text_of(response)
    assert values() == {}


def test_odd_value_wants_a_reason(clerk_client: Client, points: Indicator) -> None:
    typed = SOURCE | {"ampen-value": "120", "deiringsen-value": "21"}
    response = send(clerk_client, typed)
    assert response.status_code == 422
    text = text_of(response)
    assert "Bitte prüfen: 12-mal so viel wie 2024." in text
    assert '<a href="#id_ampen-warning_reason">Ampen</a>: Bitte nennen Sie den Grund' in text
    assert 'name="ampen-warning_reason"' in text
    assert values() == {}
    reason = {"ampen-warning_reason": "Neuer Ladepark"}
    assert send(clerk_client, typed | reason).status_code == 302
    row = slot_rows(slot_of(points, "ampen")).open
    assert row is not None
    assert row.warning_reason == "Neuer Ladepark"
    note = row.events.get(kind="submitted").note
    assert "12-mal so viel" in note
    assert "Begründung: Neuer Ladepark" in note


def test_one_reason_for_all(clerk_client: Client, points: Indicator) -> None:
    typed = SOURCE | {
        "alle-warning_reason": "Neue Zählung",
        "ampen-value": "120",
        "deiringsen-value": "210",
        "deiringsen-warning_reason": "Ladepark",
        "soest-value": "33",
    }
    assert send(clerk_client, typed).status_code == 302
    rows = Measurement.objects.filter(period=date(2025, 1, 1)).select_related("district")
    assert {row.district.slug: row.warning_reason for row in rows} == {
        "ampen": "Neue Zählung",
        "deiringsen": "Ladepark",
        "soest": "",  # nothing is odd there
    }


def test_reason_of_a_draft_can_be_given_later(clerk_client: Client, points: Indicator) -> None:
    send(clerk_client, SOURCE | {"ampen-value": "120"}, step="save")
    assert 'name="ampen-warning_reason"' in text_of(clerk_client.get(URL))


def test_thousands_point_is_confirmed_once_for_all(clerk_client: Client, points: Indicator) -> None:
    typed = SOURCE | {"soest-value": "3.000", "ampen-value": "1.000"}
    response = send(clerk_client, typed, step="save")
    assert response.status_code == 422
    text = text_of(response)
    assert "Ja, der Punkt trennt Tausender: 3.000 (nicht 3,000), 1.000 (nicht 1,000)" in text
    assert 'name="alle-confirmed" value="3.000|1.000"' in text
    assert "Noch nicht gesichert. Bitte prüfen Sie:" in text
    assert "unter der Tabelle den Haken bei „Ja, der Punkt trennt Tausender“" in text
    assert values() == {}
    confirmed = {"alle-confirmed": "3.000|1.000"}
    assert send(clerk_client, typed | confirmed, step="save").status_code == 302
    assert values() == {"soest": 3000, "ampen": 1000}


def test_confirmation_does_not_cover_other_numbers(clerk_client: Client, points: Indicator) -> None:
    typed = SOURCE | {"ampen-value": "2.000", "alle-confirmed": "1.000"}
    assert send(clerk_client, typed, step="save").status_code == 422


# Sums ----------------------------------------------------------------------------


def test_sum_is_told_while_typing(clerk_client: Client, points: Indicator) -> None:
    typed = {"soest-value": "30", "ampen-value": "12", "deiringsen-value": "21"}
    response = clerk_client.post(f"{URL}gelesen/", {**opened(clerk_client), **typed}, headers=HTMX)
    text = text_of(response)
    assert text.startswith('<div id="district-sum"')
    assert "Die 2 Teile ergeben 33, die Gesamtstadt sagt 30: 3 mehr." in text
    assert '<div id="hinweis-ampen" class="hints" hx-swap-oob="true">' in text
    assert "+20,0 % gegenüber 2024" in text
    assert values() == {}


def test_reading_says_what_cannot_be_read_only(clerk_client: Client, points: Indicator) -> None:
    """What is missing is no error while somebody is typing."""
    typed = {"ampen-value": "1O", "deiringsen-value": "21"}
    response = clerk_client.post(f"{URL}gelesen/", {**opened(clerk_client), **typed}, headers=HTMX)
    text = text_of(response)
    assert text.count('<p class="err">') == 1


def test_sum_becomes_the_city_only_when_asked(clerk_client: Client, points: Indicator) -> None:
    typed = SOURCE | {"ampen-value": "12", "deiringsen-value": "21"}
    button = "33 als Wert der Gesamtstadt übernehmen"
    page = clerk_client.post(f"{URL}gelesen/", {**opened(clerk_client), **typed})
    assert button in text_of(page)
    taken = send(clerk_client, typed, step="take_sum")
    text = text_of(taken)
    assert "33 steht jetzt bei „Gesamtstadt“, ist aber noch nicht gesichert." in text
    assert "Die 2 Teile ergeben 33, genau wie die Gesamtstadt." in text
    assert button not in text
    assert values() == {}
    data = form_values(taken.content.decode(), "places")
    assert clerk_client.post(URL, {**data, "step": "submit"}).status_code == 302
    assert values() == {"soest": 33, "ampen": 12, "deiringsen": 21}


@pytest.mark.parametrize(
    "typed",
    [
        {"ampen-value": "12"},  # a part is missing
        {"ampen-value": "12", "deiringsen-value": "21", "soest-value": "5"},
        {"ampen-value": "12", "deiringsen-value": "21", "soest-missing_reason": "other"},
    ],
)
def test_sum_is_not_offered(clerk_client: Client, points: Indicator, typed: dict[str, str]) -> None:
    text = text_of(clerk_client.post(f"{URL}gelesen/", {**opened(clerk_client), **typed}))
    assert "als Wert der Gesamtstadt übernehmen" not in text
    forged = form_values(send(clerk_client, typed, step="take_sum").content.decode(), "places")
    assert forged["soest-value"] == [typed.get("soest-value", "")]


def test_weighted_mean_offers_no_sum(clerk_client: Client, points: Indicator) -> None:
    Indicator.objects.filter(pk=points.pk).update(district_relation="weighted_mean")
    typed = {"ampen-value": "12", "deiringsen-value": "21"}
    text = text_of(clerk_client.post(f"{URL}gelesen/", {**opened(clerk_client), **typed}))
    assert "Das mit Einwohnern gewichtete Mittel der 2 Teile beträgt 17." in text
    assert "übernehmen" not in text


# What others do meanwhile --------------------------------------------------------


def somebody_saves(indicator: Indicator, slug: str, value: str, *, submit: bool = False) -> None:
    slot = slot_of(indicator, slug)
    services.save(
        slot=slot,
        content=Content(value=Decimal(value), source="Bericht"),
        seen=slot_rows(slot).seen,
        by=UserFactory(last_name="Schnell", entry=True),
        submit=submit,
    )


def test_conflict_shows_both_and_writes_nothing(clerk_client: Client, points: Indicator) -> None:
    data = opened(clerk_client)
    somebody_saves(points, "ampen", "15")
    typed = SOURCE | {"ampen-value": "12", "deiringsen-value": "21", "step": "submit"}
    response = clerk_client.post(URL, {**data, **typed}, headers=HTMX)
    assert response.status_code == 409
    text = text_of(response)
    assert "Inzwischen gespeichert: 15 (Entwurf, von Pia Schnell)." in text
    assert "Ihre Eingabe: 12." in text
    assert values() == {"ampen": 15}
    again = form_values(response.content.decode(), "places")
    assert clerk_client.post(URL, {**again, "step": "submit"}).status_code == 302
    assert values() == {"ampen": 12, "deiringsen": 21}


def test_row_left_empty_does_not_empty_another_persons(
    clerk_client: Client, points: Indicator
) -> None:
    data = opened(clerk_client)
    somebody_saves(points, "ampen", "15")
    typed = SOURCE | {"deiringsen-value": "21", "step": "save"}
    assert clerk_client.post(URL, {**data, **typed}).status_code == 302
    assert values() == {"ampen": 15, "deiringsen": 21}


def test_row_left_empty_shows_what_is_stored_after_an_error(
    clerk_client: Client, points: Indicator
) -> None:
    data = opened(clerk_client)
    somebody_saves(points, "ampen", "15")
    response = clerk_client.post(URL, {**data, "deiringsen-value": "1O", "step": "save"})
    assert response.status_code == 422
    assert form_values(response.content.decode(), "places")["ampen-value"] == ["15"]


def test_row_handed_in_meanwhile(clerk_client: Client, points: Indicator) -> None:
    data = opened(clerk_client)
    somebody_saves(points, "ampen", "15", submit=True)
    response = clerk_client.post(URL, {**data, **SOURCE, "ampen-value": "12", "step": "submit"})
    assert response.status_code == 409
    text = text_of(response)
    assert "Inzwischen gespeichert: 15 (eingereicht, von Pia Schnell)." in text
    assert "Ihre Eingabe „12“ wurde nicht übernommen." in text
    assert values() == {"ampen": 15}


def test_submitted_row_is_shown_and_not_sent(clerk_client: Client, points: Indicator) -> None:
    somebody_saves(points, "ampen", "15", submit=True)
    text = text_of(clerk_client.get(URL))
    assert 'name="ampen-value"' not in text
    assert "Wartet auf Freigabe." in text
    assert "1 von 2 Teilen ergibt 15." in text
    assert send(clerk_client, SOURCE | {"deiringsen-value": "21"}).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "-1", "99"])
def test_forged_version_is_a_conflict(
    clerk_client: Client, points: Indicator, version: str
) -> None:
    typed = SOURCE | {"ampen-value": "12", "ampen-version": version}
    assert send(clerk_client, typed).status_code == 409
    assert values() == {}


# Corrections ---------------------------------------------------------------------


@pytest.fixture
def released(points: Indicator, villages: list[District]) -> Measurement:
    row: Measurement = MeasurementFactory(
        indicator=points, district=villages[0], period=date(2025, 1, 1), value=12, catalogue=True
    )
    return row


def test_released_values_are_left_alone(
    clerk_client: Client, points: Indicator, released: Measurement
) -> None:
    other_source = {"alle-source": "Etwas anderes", "deiringsen-value": "21"}
    assert send(clerk_client, other_source).status_code == 302
    assert (
        Measurement.objects.filter(district=released.district, period=released.period).count() == 1
    )


def test_correction_wants_a_reason(
    clerk_client: Client, points: Indicator, released: Measurement
) -> None:
    response = send(clerk_client, SOURCE | {"ampen-value": "13"})
    assert response.status_code == 422
    text = text_of(response)
    assert "Korrigiert den veröffentlichten Wert 12." in text
    assert "Bitte nennen Sie den Grund der Korrektur." in text
    reason = {"ampen-warning_reason": "Ein Ladepunkt fehlte"}
    assert send(clerk_client, SOURCE | {"ampen-value": "13"} | reason).status_code == 302
    row = slot_rows(slot_of(points, "ampen"))
    assert row.current == released
    assert row.open
    assert row.open.value == 13


def test_released_value_is_not_emptied(
    clerk_client: Client, points: Indicator, released: Measurement
) -> None:
    response = send(clerk_client, {"ampen-value": "", "ampen-source": ""}, step="save")
    assert response.status_code == 422
    assert "er lässt sich nicht leeren" in text_of(response)


def test_returned_value_says_what_to_change(
    clerk_client: Client, points: Indicator, clerk: User, coordinator: User
) -> None:
    slot = slot_of(points, "ampen")
    content = Content(value=Decimal(12), source="Bericht")
    row = services.save(slot=slot, content=content, seen=Seen(), by=clerk, submit=True)
    services.send_back(row=row, version=row.version, comment="Bitte prüfen.", by=coordinator)
    assert "Zurückgegeben: Bitte prüfen." in text_of(clerk_client.get(URL))


def test_sample_account_writes_no_real_row(points: Indicator, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_sample=True)
    somebody_saves(points, "ampen", "15")
    client = Client()
    client.force_login(clerk)
    text = text_of(client.get(URL))
    assert 'name="ampen-value"' not in text
    assert "Beispieldaten und echte Daten bleiben getrennt" in text
