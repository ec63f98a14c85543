"""The page of one value."""

from __future__ import annotations

import logging
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot, slot_rows
from indicators.enums import DistrictRelation, Frequency
from indicators.models import Indicator, Measurement
from strategy.models import District
from tests.factories import DistrictFactory, IndicatorFactory, MeasurementFactory, TargetPathFactory

URL = "/erfassung/treibhausgase/2025/"
HTMX = {"HX-Request": "true"}
NEW = {"version": "0", "revision": "0"}
GOOD = NEW | {"value": "1960,5", "source": "Energiebericht 2025"}
SUBMIT = GOOD | {"step": "submit"}
VALUE = Content(value=Decimal("1955"), source="Bericht")


def text_of(response: Any) -> str:
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


# Showing -------------------------------------------------------------------------


def test_form_shows_what_is_known(clerk_client: Client, indicator: Indicator) -> None:
    text = text_of(clerk_client.get(URL))
    assert "Wert für 2025" in text
    assert 'inputmode="decimal"' in text
    assert "Frist 30. Juni 2026" in text
    assert '<tr><th scope="row">2024</th><td>1.987,2</td><td>−0,3 %</td></tr>' in text
    assert '<tr><th scope="row">2020</th><td>2.145,0</td><td>–</td></tr>' in text
    assert 'class="chart' in text


def test_hint_is_tied_to_the_field(clerk_client: Client, indicator: Indicator) -> None:
    text = text_of(clerk_client.get(URL))
    assert 'aria-describedby="id_value_helptext"' in text
    assert 'id="id_value_helptext">Komma für Nachkommastellen (höchstens 1' in text


def test_first_value_of_an_indicator(clerk_client: Client, indicator: Indicator) -> None:
    text = text_of(clerk_client.get("/erfassung/treibhausgase/2020/"))
    assert "Für frühere Zeiträume ist noch kein Wert freigegeben." in text


def test_usual_source_is_filled_in(clerk_client: Client, indicator: Indicator) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(source="Energiebericht")
    text = text_of(clerk_client.get(URL))
    assert 'name="source" value="Energiebericht"' in text
    assert '<option value="Energie- und CO2-Bilanz">' in text  # named for the values before


def test_running_period_is_said_so(clerk_client: Client, indicator: Indicator) -> None:
    assert "Der Zeitraum 2026 läuft noch." in text_of(
        clerk_client.get("/erfassung/treibhausgase/2026/")
    )


def test_htmx_gets_the_part_that_changes(clerk_client: Client, indicator: Indicator) -> None:
    response = clerk_client.get(URL, headers=HTMX)
    assert response.content.decode().strip().startswith('<div id="value"')
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [
        "/erfassung/gibt-es-nicht/2025/",
        "/erfassung/treibhausgase/2025-q1/",  # the indicator is yearly
        "/erfassung/treibhausgase/2027/",  # has not begun
        "/erfassung/treibhausgase/2999/",
        "/erfassung/treibhausgase/1800/",
        "/erfassung/treibhausgase/2025-q5/",
        "/erfassung/treibhausgase/morgen/",
        "/erfassung/treibhausgase/2025/?ortsteil=ampen",  # city only
    ],
)
def test_unknown_slot_is_not_found(clerk_client: Client, indicator: Indicator, path: str) -> None:
    DistrictFactory(slug="ampen")
    assert clerk_client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("frequency", "path", "label"),
    [
        (Frequency.HALF_YEAR, "2025-h2", "das 2. Halbjahr 2025"),
        (Frequency.QUARTER, "2025-q3", "das 3. Quartal 2025"),
        (Frequency.MONTH, "2025-07", "Juli 2025"),
    ],
)
def test_shorter_periods(
    clerk_client: Client, indicator: Indicator, frequency: str, path: str, label: str
) -> None:
    IndicatorFactory(slug="kuerzer", frequency=frequency, department=indicator.department)
    text = text_of(clerk_client.get(f"/erfassung/kuerzer/{path}/"))
    assert f"Wert für {label}" in text


def test_queries_are_few_and_fixed(
    clerk_client: Client, indicator: Indicator, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    TargetPathFactory(indicator=indicator, adopted=True)
    # session, person; indicator, city; rows of the slot; round that asks for it; indicator, goals,
    # values, target paths, target points; what was remarked on it; banner
    with django_assert_num_queries(13):
        clerk_client.get(URL)


# Reading back --------------------------------------------------------------------


def reading(client: Client, text: str, **more: str) -> str:
    response = client.post(f"{URL}gelesen/", NEW | {"value": text} | more, headers=HTMX)
    assert response.status_code == 200
    return text_of(response)


def test_number_is_read_back_while_typing(clerk_client: Client, indicator: Indicator) -> None:
    text = reading(clerk_client, "1960,5")
    assert text.startswith('<div id="reading"')
    assert "Gelesen als 1.960,5 t" in text
    assert 'id="entry-chart" hx-swap-oob="true"' in text
    assert "mit Ihrer Eingabe" in text
    assert '<tspan class="note"> neu</tspan>' in text
    assert "vorläufig</tspan>" not in text
    assert not Measurement.objects.open().exists()


def test_oddity_asks_for_a_reason_and_keeps_the_one_typed(
    clerk_client: Client, indicator: Indicator
) -> None:
    text = reading(clerk_client, "1234,5", warning_reason="Zwei Gebäude verkauft.")
    assert "Bitte prüfen: 37,9 % weniger als 2024" in text
    assert "Zwei Gebäude verkauft.</textarea>" in text
    text = reading(clerk_client, "1960,5", warning_reason="Zwei Gebäude verkauft.")
    assert '<input type="hidden" name="warning_reason" value="Zwei Gebäude verkauft.">' in text


def test_single_point_is_asked_about(clerk_client: Client, indicator: Indicator) -> None:
    text = reading(clerk_client, "1.960")
    assert "Ja, ich meine 1960 t (Punkt zwischen Tausendern), nicht 1,960." in text


def test_error_is_told_while_typing(clerk_client: Client, indicator: Indicator) -> None:
    text = reading(clerk_client, "1.96")
    assert "Meinten Sie 1,96?" in text


def test_reading_refuses_get(clerk_client: Client, indicator: Indicator) -> None:
    assert clerk_client.get(f"{URL}gelesen/").status_code == 405


# Saving --------------------------------------------------------------------------


def test_draft_is_saved_and_shown_again(clerk_client: Client, indicator: Indicator) -> None:
    response = clerk_client.post(URL, GOOD | {"step": "save"}, follow=True)
    assert response.redirect_chain == [(URL, 302)]
    text = text_of(response)
    assert "Entwurf gesichert: „Treibhausgase der Gebäude“ 2025, 1.960,5 t." in text
    assert 'value="1960,5"' in text
    assert Measurement.objects.get(state="draft").value == Decimal("1960.5")


def test_value_is_submitted_without_javascript(
    clerk_client: Client, clerk: User, indicator: Indicator
) -> None:
    response = clerk_client.post(URL, SUBMIT | {"comment": "Fernwärme neu"}, follow=True)
    assert response.redirect_chain == [("/erfassung/", 302)]
    assert "Eingereicht: „Treibhausgase der Gebäude“ 2025, 1.960,5 t." in text_of(response)
    row = Measurement.objects.get(state="submitted")
    assert (row.value, row.source, row.comment) == (
        Decimal("1960.5"),
        "Energiebericht 2025",
        "Fernwärme neu",
    )
    assert row.entered_by == clerk


def test_value_is_submitted_in_place(clerk_client: Client, indicator: Indicator) -> None:
    response = clerk_client.post(URL, SUBMIT, headers=HTMX)
    text = text_of(response)
    assert response.status_code == 200
    assert text.startswith('<div id="value"')
    assert "→ eingereicht" in text
    assert "Alles erledigt" in text


def test_next_value_is_offered(
    clerk_client: Client, slot: Slot, released_slot: Slot, clerk: User
) -> None:
    services.save(slot=released_slot, content=VALUE, seen=Seen(0, 1), by=clerk)
    text = text_of(clerk_client.post(URL, SUBMIT, headers=HTMX))
    assert "1 von 2 Werten steht noch aus." in text
    assert 'href="/erfassung/treibhausgase/2024/">Weiter:' in text


def test_missing_value_is_submitted(clerk_client: Client, indicator: Indicator) -> None:
    data = NEW | {"step": "submit", "value": "", "missing_reason": "not_collected"}
    clerk_client.post(URL, data)
    row = Measurement.objects.get(state="submitted")
    assert (row.value, row.missing_reason) == (None, "not_collected")


def test_warning_and_reason_are_kept(clerk_client: Client, indicator: Indicator) -> None:
    odd = SUBMIT | {"value": "1234,5", "warning_reason": "Zwei Gebäude verkauft."}
    clerk_client.post(URL, odd)
    row = Measurement.objects.get(state="submitted")
    assert row.warning_reason == "Zwei Gebäude verkauft."
    note = row.events.get(kind="submitted").note
    assert "weniger als 2024" in note
    assert "Zwei Gebäude verkauft." in note


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_invalid_input_stays_in_the_form(
    clerk_client: Client, indicator: Indicator, headers: dict[str, str]
) -> None:
    data = SUBMIT | {"value": "ca. 5", "comment": "bleibt stehen", "provisional": "on"}
    response = clerk_client.post(URL, data, headers=headers)
    text = text_of(response)
    assert response.status_code == 422
    assert 'value="ca. 5"' in text
    assert "bleibt stehen" in text
    assert "checked" in text
    assert 'href="#id_value"' in text
    assert 'aria-invalid="true"' in text
    assert 'id="id_value_error"' in text
    assert not Measurement.objects.open().exists()


def test_error_does_not_hide_a_conflict(
    clerk_client: Client, coordinator: User, slot: Slot
) -> None:
    """A slip of the finger must not make somebody else's change invisible."""
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    response = clerk_client.post(URL, SUBMIT | {"value": "abc"})
    text = text_of(response)
    assert response.status_code == 409
    assert "Jetzt gespeichert" in text
    assert 'value="abc"' in text
    assert 'id="id_value_error"' in text


def test_double_click_makes_one_row(clerk_client: Client, indicator: Indicator) -> None:
    """Row 34: double click, F5 and the same form in two windows."""
    for _ in range(3):
        assert clerk_client.post(URL, SUBMIT).status_code == 302
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.version, row.events.count()) == (1, 2)


def test_further_fields_change_nothing(
    clerk_client: Client,
    coordinator: User,
    clerk: User,
    indicator: Indicator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Row 52."""
    forged = {
        "state": "released",
        "released_by": str(coordinator.pk),
        "entered_by": str(coordinator.pk),
        "is_sample": "on",
        "district": "1",
        "oddities": "keine",
    }
    with caplog.at_level(logging.WARNING):
        clerk_client.post(URL, SUBMIT | forged)
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.state, row.entered_by, row.released_by) == ("submitted", clerk, None)
    assert not row.is_sample
    assert "unknown fields ignored" in caplog.text
    assert "released_by" in caplog.text


def test_step_is_draft_unless_submitted(clerk_client: Client, indicator: Indicator) -> None:
    clerk_client.post(URL, GOOD | {"step": "release"})
    assert Measurement.objects.get(period=date(2025, 1, 1)).state == "draft"


def test_missing_version_writes_nothing(
    clerk_client: Client, coordinator: User, slot: Slot
) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    data = {name: text for name, text in SUBMIT.items() if name != "version"}
    assert clerk_client.post(URL, data).status_code == 409
    assert Measurement.objects.get(period=date(2025, 1, 1)).value == VALUE.value


def test_post_without_token_is_refused(clerk: User, indicator: Indicator) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    assert client.post(URL, SUBMIT).status_code == 403
    assert not Measurement.objects.open().exists()


def test_user_text_is_shown_as_text(clerk_client: Client, indicator: Indicator) -> None:
    """Row 16."""
    clerk_client.post(URL, SUBMIT | {"comment": "<script>alert(1)</script>{{ 7*7 }}"})
    text = text_of(clerk_client.get(URL))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in text


# Two people ----------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_conflict_shows_both_values(
    clerk_client: Client,
    coordinator_client: Client,
    indicator: Indicator,
    headers: dict[str, str],
) -> None:
    """Row 31: two editors; the second sees both values, and nothing is lost."""
    coordinator_client.post(URL, GOOD | {"value": "1955", "step": "save"})
    response = clerk_client.post(URL, SUBMIT, headers=headers)
    text = text_of(response)
    assert response.status_code == 409
    assert "Ihre Eingabe" in text
    assert "Jetzt gespeichert" in text
    assert "1.955,0 t" in text
    assert "von Karla Koordination" in text
    assert 'value="1960,5"' in text
    assert '<input type="hidden" name="version" value="1">' in text
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.value, row.version) == (Decimal(1955), 1)


def test_conflict_can_be_saved_on_top_knowingly(
    clerk_client: Client, coordinator_client: Client, indicator: Indicator
) -> None:
    coordinator_client.post(URL, GOOD | {"value": "1955", "step": "save"})
    assert clerk_client.post(URL, SUBMIT).status_code == 409
    assert clerk_client.post(URL, SUBMIT | {"version": "1"}).status_code == 302
    row = Measurement.objects.get(period=date(2025, 1, 1))
    assert (row.value, row.version, row.state) == (Decimal("1960.5"), 2, "submitted")


def test_value_submitted_meanwhile_is_not_overwritten(
    clerk_client: Client, coordinator_client: Client, indicator: Indicator
) -> None:
    coordinator_client.post(URL, SUBMIT | {"value": "1955"})
    for version in ("0", "1"):
        response = clerk_client.post(URL, SUBMIT | {"version": version})
        assert response.status_code == 409
        assert "lässt sich gerade nicht überschreiben" in text_of(response)
        assert 'value="1960,5"' in text_of(response)
    assert Measurement.objects.get(period=date(2025, 1, 1)).value == 1955


def test_value_released_meanwhile_becomes_a_correction(
    clerk_client: Client, clerk: User, coordinator: User, slot: Slot
) -> None:
    """Row 12."""
    row = services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    services.release(row=row, version=1, by=coordinator)
    response = clerk_client.post(URL, SUBMIT)
    text = text_of(response)
    assert response.status_code == 409
    assert "Jetzt freigegeben" in text
    assert "Grund der Korrektur" in text
    assert slot_rows(slot).open is None


# Correcting, returning, withdrawing ----------------------------------------------


def test_released_value_is_corrected(clerk_client: Client, released_slot: Slot) -> None:
    url = "/erfassung/treibhausgase/2024/"
    text = text_of(clerk_client.get(url))
    assert "Sie korrigieren einen veröffentlichten Wert: 1.987,2 t" in text
    assert 'value="1987,2"' in text
    assert "Korrektur einreichen" in text
    data = SUBMIT | {"revision": "1", "value": "1990"}
    assert "Grund der Korrektur" in text_of(clerk_client.post(url, data))
    response = clerk_client.post(url, data | {"warning_reason": "Nachmeldung"})
    assert response.status_code == 302
    rows = slot_rows(released_slot)
    assert rows.open is not None
    assert rows.current is not None
    assert (rows.open.value, rows.open.warning_reason) == (Decimal(1990), "Nachmeldung")
    assert rows.current.value == Decimal("1987.2")


def test_returned_value_shows_why(
    clerk_client: Client, clerk: User, coordinator: User, slot: Slot
) -> None:
    row = services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    services.send_back(row=row, version=1, comment="Welche Gebäude?", by=coordinator)
    text = text_of(clerk_client.get(URL))
    assert "Zurückgegeben von Karla Koordination am 12. März 2026" in text
    assert "„Welche Gebäude?“" in text
    assert 'value="1955,0"' in text


def test_value_sent_through_a_link_says_by_whom(
    clerk_client: Client, indicator: Indicator, slot: Slot
) -> None:
    MeasurementFactory(
        indicator=indicator,
        district=slot.district,
        period=date(2025, 1, 1),
        value=1955,
        entered_by=None,
        sender_name="Jo Sender",
        sender_office="Stadtwerke",
    )
    text = text_of(clerk_client.get(URL))
    assert "gesendet von Jo Sender, Stadtwerke." in text
    assert "Uhr von Jo Sender, Stadtwerke (ohne Konto)" in text
    assert 'value="1955,0"' in text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_author_withdraws(
    clerk_client: Client, clerk: User, slot: Slot, headers: dict[str, str]
) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    assert "Zurückziehen und ändern" in text_of(clerk_client.get(URL))
    response = clerk_client.post(
        f"{URL}zurueckziehen/", {"version": "1", "revision": "0"}, headers=headers, follow=True
    )
    text = text_of(response)
    assert "Zurückgezogen: „Treibhausgase der Gebäude“ 2025." in text
    assert 'value="1955,0"' in text
    assert Measurement.objects.open().get().state == "draft"


def test_colleague_does_not_withdraw(coordinator_client: Client, clerk: User, slot: Slot) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    assert "Zurückziehen und ändern" not in text_of(coordinator_client.get(URL))
    forged = {"version": "1", "revision": "0"}
    assert coordinator_client.post(f"{URL}zurueckziehen/", forged).status_code == 403
    assert Measurement.objects.open().get().state == "submitted"


@pytest.mark.parametrize("step", ["zurueckziehen", "verwerfen"])
def test_late_step_shows_the_present_state(
    clerk_client: Client, clerk: User, slot: Slot, step: str
) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    response = clerk_client.post(f"{URL}{step}/", {"version": "7", "revision": "0"})
    assert response.status_code == 409
    assert "hat sich inzwischen geändert" in text_of(response)
    assert 'value="1955,0"' in text_of(response)


def test_draft_is_discarded(clerk_client: Client, clerk: User, slot: Slot) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    assert "Entwurf verwerfen" in text_of(clerk_client.get(URL))
    clerk_client.post(f"{URL}verwerfen/", {"version": "1", "revision": "0"})
    text = text_of(clerk_client.get(URL))
    assert "Entwurf verwerfen" not in text
    assert "1955" not in text


@pytest.mark.parametrize("step", ["zurueckziehen", "verwerfen"])
def test_steps_refuse_get(clerk_client: Client, indicator: Indicator, step: str) -> None:
    assert clerk_client.get(f"{URL}{step}/").status_code == 405


# Parts of the city ---------------------------------------------------------------


@pytest.fixture
def ampen(indicator: Indicator) -> District:
    Indicator.objects.filter(pk=indicator.pk).update(district_relation=DistrictRelation.SUM)
    return DistrictFactory(slug="ampen", name="Ampen")


def test_value_of_a_part(clerk_client: Client, ampen: District, indicator: Indicator) -> None:
    url = f"{URL}?ortsteil=ampen"
    text = text_of(clerk_client.get(url))
    assert "Wert für 2025, Ampen" in text
    assert 'action="/erfassung/treibhausgase/2025/?ortsteil=ampen"' in text
    response = clerk_client.post(url, GOOD | {"step": "save"})
    assert response.headers["Location"] == url
    assert Measurement.objects.open().get().district == ampen


def test_parts_are_listed_with_their_state(
    clerk_client: Client, ampen: District, indicator: Indicator
) -> None:
    MeasurementFactory(
        indicator=indicator, district=ampen, period=date(2025, 1, 1), value=14, submitted=True
    )
    text = text_of(clerk_client.get(URL))
    assert '<a href="/erfassung/treibhausgase/2025/?ortsteil=ampen">Ampen</a>' in text
    assert "14,0 t" in text
    assert '<span class="tag">eingereicht</span>' in text


def test_list_of_parts_follows_what_was_saved(
    clerk_client: Client, ampen: District, indicator: Indicator
) -> None:
    text = text_of(clerk_client.post(URL, SUBMIT, headers=HTMX))
    parts = text[text.index('<div id="parts" hx-swap-oob="true"') :]
    assert "1.960,5 t" in parts
    assert "eingereicht" in parts


def test_unknown_part_is_not_found(
    clerk_client: Client, ampen: District, indicator: Indicator
) -> None:
    for name in ("paris", "a%00b", "%C3%A4", "x" * 60):
        assert clerk_client.get(f"{URL}?ortsteil={name}").status_code == 404
        assert clerk_client.get(f"{URL}verlauf/?ortsteil={name}").status_code == 404


def test_part_is_not_compared_with_the_city(
    clerk_client: Client, ampen: District, indicator: Indicator
) -> None:
    text = text_of(clerk_client.get(f"{URL}?ortsteil=ampen"))
    assert "1.987,2" not in text


# Sample accounts -----------------------------------------------------------------


def test_sample_account_leaves_real_values_alone(
    clerk_client: Client, clerk: User, released_slot: Slot
) -> None:
    User.objects.filter(pk=clerk.pk).update(is_sample=True)
    url = "/erfassung/treibhausgase/2024/"
    text = text_of(clerk_client.get(url))
    assert "Dieser Wert ist echt." in text
    assert "Einreichen" not in text
    forged = SUBMIT | {"revision": "1", "warning_reason": "so", "value": "1990"}
    assert clerk_client.post(url, forged).status_code == 403


def test_sample_value_is_told_to_real_people(
    clerk_client: Client, coordinator: User, slot: Slot
) -> None:
    coordinator.is_sample = True
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    assert "Hier steht ein Beispielwert" in text_of(clerk_client.get(URL))


# Another period ------------------------------------------------------------------


def test_chosen_period_leads_to_its_page(clerk_client: Client, indicator: Indicator) -> None:
    response = clerk_client.get("/erfassung/treibhausgase/?jahr=2023")
    assert response.status_code == 302
    assert response.headers["Location"] == "/erfassung/treibhausgase/2023/"


def test_chosen_part_leads_to_its_page(
    clerk_client: Client, ampen: District, indicator: Indicator
) -> None:
    response = clerk_client.get("/erfassung/treibhausgase/?jahr=2023&ortsteil=ampen")
    assert response.headers["Location"] == "/erfassung/treibhausgase/2023/?ortsteil=ampen"


def test_known_periods_are_listed(clerk_client: Client, clerk: User, slot: Slot) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    text = text_of(clerk_client.get("/erfassung/treibhausgase/"))
    assert "1.955,0 t" in text
    assert "1.987,2 t" in text
    assert 'href="/erfassung/treibhausgase/2024/">Korrigieren' in text


def test_impossible_period_is_told(clerk_client: Client, indicator: Indicator) -> None:
    response = clerk_client.get("/erfassung/treibhausgase/?jahr=2999")
    assert response.status_code == 422
    assert "die schon begonnen haben" in text_of(response)
    assert 'value="2999"' in text_of(response)


def test_part_of_a_city_only_indicator_is_ignored(
    clerk_client: Client, indicator: Indicator
) -> None:
    response = clerk_client.get("/erfassung/treibhausgase/?jahr=2023&ortsteil=ampen")
    assert response.headers["Location"] == "/erfassung/treibhausgase/2023/"


def test_draft_without_a_number_is_kept(clerk_client: Client, indicator: Indicator) -> None:
    data = NEW | {"step": "save", "value": "", "comment": "warte auf die Stadtwerke"}
    response = clerk_client.post(URL, data, follow=True)
    assert "Entwurf gesichert: „Treibhausgase der Gebäude“ 2025." in text_of(response)
    assert "warte auf die Stadtwerke" in text_of(response)


# The chart beside the form --------------------------------------------------------


def test_chart_shows_the_stored_draft(clerk_client: Client, clerk: User, slot: Slot) -> None:
    assert "<figcaption" in text_of(clerk_client.get(URL))
    assert "mit Ihrer Eingabe" not in text_of(clerk_client.get(URL))
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    assert "mit Ihrer Eingabe" in text_of(clerk_client.get(URL))


def test_chart_of_quarters_shows_years(clerk_client: Client, indicator: Indicator) -> None:
    """One quarter makes no year, so the chart must not pretend to show it."""
    quarterly = IndicatorFactory(
        slug="quartale", frequency="quarter", annual_rule="sum", department=indicator.department
    )
    for year in (2023, 2024):
        for month in (1, 4, 7, 10):
            MeasurementFactory(
                indicator=quarterly, period=date(year, month, 1), value=500, catalogue=True
            )
    url = "/erfassung/quartale/2025-q1/gelesen/"
    text = text_of(clerk_client.post(url, {"value": "520"}, headers=HTMX))
    assert "Verlauf der Jahreswerte" in text
    assert "mit Ihrer Eingabe" not in text


def test_chart_needs_two_values(clerk_client: Client, indicator: Indicator) -> None:
    indicator.pk, indicator.slug, indicator.code = None, "neu", "K-neu"
    indicator.save()
    text = text_of(clerk_client.get("/erfassung/neu/2025/"))
    assert "<figcaption" not in text


def test_chart_of_a_part_has_no_target(
    clerk_client: Client, ampen: District, indicator: Indicator
) -> None:
    TargetPathFactory(indicator=indicator, points={2030: Decimal(800)}, adopted=True)
    for year, value in ((2023, 14), (2024, 15)):
        MeasurementFactory(
            indicator=indicator,
            district=ampen,
            period=date(year, 1, 1),
            value=value,
            catalogue=True,
        )
    text = text_of(clerk_client.get(f"{URL}?ortsteil=ampen"))
    assert "<figcaption" in text
    assert "Ziel" not in text[text.index("<figcaption") : text.index("</figure>")]
