"""Rows 1 to 14, 31, 34, 53 and 55 of the faults, sent to the real address of one value.

Each bad input is answered with a German error at its field, stays in the form, and writes
nothing. What a text means is tested one by one in test_german_numbers.py and test_texts.py.
"""

from __future__ import annotations

import html
import re
from datetime import date
from decimal import Decimal
from time import process_time
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot
from indicators.models import Indicator, Measurement, MeasurementEvent

URL = "/erfassung/treibhausgase/2025/"
HTMX = {"HX-Request": "true"}
NEW = {"version": "0", "revision": "0"}
GOOD = NEW | {"value": "1960,5", "source": "Energiebericht 2025", "step": "submit"}
VALUE = Content(value=Decimal("1955"), source="Bericht")


def text_of(response: Any) -> str:
    text: str = html.unescape(response.content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def post(client: Client, **more: str) -> Any:
    return client.post(URL, GOOD | more)


def rows() -> list[Measurement]:
    return list(Measurement.objects.filter(period=date(2025, 1, 1)))


def typed(response: Any) -> str:
    """What stands in the value field."""
    found = re.search(r'<input type="text" name="value" value="([^"]*)"', response.content.decode())
    return html.unescape(found[1]) if found else ""


@pytest.mark.parametrize("step", ["submit", "save"])
def test_row_1_point_has_to_be_confirmed(clerk_client: Client, slot: Slot, step: str) -> None:
    """Row 1: 1.234 is read as 1234, shown back, and written only after confirmation."""
    reason = {"warning_reason": "Zwei Gebäude verkauft.", "step": step}
    response = post(clerk_client, value="1.234", **reason)
    assert response.status_code == 422
    assert "Gelesen als 1.234 t" in text_of(response)
    assert "Bitte bestätigen Sie, dass Sie 1.234 t meinen." in text_of(response)
    refused = {"submit": "Noch nicht eingereicht.", "save": "Noch nicht gesichert."}[step]
    assert f"{refused} Bitte prüfen Sie:" in text_of(response)
    assert typed(response) == "1.234"
    assert not rows()
    assert post(clerk_client, value="1.234", confirmed="1.234", **reason).status_code == 302
    assert [row.value for row in rows()] == [Decimal(1234)]


BAD_NUMBERS = [
    ("row 2", "1,234", "höchstens 1 Nachkommastelle"),
    ("row 3", "1.234.5", "Meinten Sie 1.234,5?"),
    ("row 3", "1,234.5", "Meinten Sie 1.234,5?"),
    ("row 3", "1.23", "Meinten Sie 1,23?"),
    ("row 3", "12.34,5", "Meinten Sie 1.234,5?"),
    ("row 5", "- 5", "darf kein Leerzeichen stehen"),
    ("row 5", "–5", "Vor der Zahl steht ein Gedankenstrich."),
    ("row 6", "1e5", "100.000 statt 1e5"),
    ("row 6", "1_000", "1.000 oder 1000"),
    ("row 6", "0x10", "ohne Einheit"),
    ("row 6", "١٢٣", "Nur die Ziffern 0 bis 9"),
    ("row 6", "１２３", "Nur die Ziffern 0 bis 9"),
    ("row 6", "½", "Brüche sind nicht möglich"),
    ("row 6", "5 %", "Die Einheit „t“ steht schon fest."),
    ("row 6", "ca. 5", "Die Einheit „t“ steht schon fest."),
    ("row 7", "NaN", "keine Messwerte"),
    ("row 7", "Infinity", "keine Messwerte"),
    ("row 7", "-", "wählen Sie „kein Wert, weil …“"),
    ("row 8", "9" * 40, "länger als 32 Zeichen"),
    ("row 8", "0," + "1" * 20, "Mehr als 6 Nachkommastellen"),
    ("row 8", "9" * 16, "mehr als 15 Ziffern"),
    ("row 8", "100.000.000.000", "Die Zahl ist zu groß"),
    ("row 9", "-5", "Möglich sind Werte ab 0 t."),
    ("row 13", "19\u200b60", "unsichtbares Zeichen"),
    ("row 13", "1960\x00", "unsichtbares Zeichen"),
    ("row 13", "\u202e1960", "unsichtbares Zeichen"),
]


@pytest.mark.parametrize("step", ["submit", "save"])
@pytest.mark.parametrize(
    ("row", "text", "sentence"),
    BAD_NUMBERS,
    ids=[f"{row}: {text[:9]!a}" for row, text, _ in BAD_NUMBERS],
)
def test_bad_number_is_refused(
    clerk_client: Client, slot: Slot, row: str, text: str, sentence: str, step: str
) -> None:
    response = post(clerk_client, value=text, step=step, comment="bleibt stehen")
    told = text_of(response)
    assert response.status_code == 422, row
    assert 'id="id_value_error"' in told
    assert sentence in told
    assert typed(response) == text
    assert "bleibt stehen</textarea>" in told
    assert not rows()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("1960,5", "1960.5", id="row 4: plain"),
        pytest.param("1.960,5", "1960.5", id="row 4: point"),
        pytest.param("1 960,5", "1960.5", id="row 4: blank"),
        pytest.param("1\u00a0960,5", "1960.5", id="row 4: no-break space"),
        pytest.param("1\u202f960,5", "1960.5", id="row 4: narrow space"),
        pytest.param("  1960,5 ", "1960.5", id="row 4: edges"),
        pytest.param("1960,50", "1960.5", id="row 2: a zero is no decimal"),
        pytest.param("0", "0", id="row 7: zero"),
        pytest.param("-0", "0", id="row 7: minus zero"),
    ],
)
def test_good_number_is_written(clerk_client: Client, slot: Slot, text: str, value: str) -> None:
    response = post(clerk_client, value=text, warning_reason="abgerissen")
    assert response.status_code == 302
    assert [row.value for row in rows()] == [Decimal(value)]


@pytest.mark.parametrize("text", ["-5", "\N{MINUS SIGN}5"])
def test_row_5_minus_is_a_sign(clerk_client: Client, slot: Slot, text: str) -> None:
    """Row 5: the keyboard's minus and the typographic one, where negative values are possible."""
    Indicator.objects.filter(pk=slot.indicator.pk).update(lower_bound=None)
    assert post(clerk_client, value=text, warning_reason="Gutschrift").status_code == 302
    assert [row.value for row in rows()] == [Decimal(-5)]


def test_row_7_nothing_is_no_value(clerk_client: Client, slot: Slot) -> None:
    """Row 7: an empty field asks for a value or a reason, and is never taken for zero."""
    response = post(clerk_client, value="")
    assert response.status_code == 422
    assert "wählen Sie „Kein Wert, weil …“" in text_of(response)
    assert not rows()
    assert post(clerk_client, value="", missing_reason="not_collected").status_code == 302
    assert [(row.value, row.missing_reason) for row in rows()] == [(None, "not_collected")]


@pytest.mark.parametrize("address", [URL, f"{URL}gelesen/", f"{URL}sichern/"])
def test_row_8_megabyte_of_digits(clerk_client: Client, slot: Slot, address: str) -> None:
    """Row 8: an error, written nowhere; the length is limited before anything is parsed."""
    response = clerk_client.post(address, GOOD | {"value": "1" * 10**6}, headers=HTMX)
    assert response.status_code == (200 if "gelesen" in address else 422)
    assert not rows()


def test_row_8_error_comes_at_once(clerk_client: Client, slot: Slot) -> None:
    """Row 8: in less than 100 ms of work, the page included."""
    post(clerk_client, value="x")  # templates are compiled
    start = process_time()
    response = clerk_client.post(f"{URL}gelesen/", GOOD | {"value": "9" * 40}, headers=HTMX)
    assert process_time() - start < 0.1
    assert "länger als 32 Zeichen" in text_of(response)


def test_row_9_share_of_101_percent(clerk_client: Client, slot: Slot) -> None:
    """Row 9: refused by the bound of the indicator."""
    Indicator.objects.filter(pk=slot.indicator.pk).update(unit="%", upper_bound=100)
    response = post(clerk_client, value="101")
    assert response.status_code == 422
    assert "Möglich sind Werte von 0 % bis 100 %." in text_of(response)
    assert typed(response) == "101"
    assert not rows()


def test_row_9_share_without_a_bound(clerk_client: Client, slot: Slot) -> None:
    """Row 9: where no bound is set, more than the whole has to be explained."""
    Measurement.objects.filter(indicator=slot.indicator).update(superseded_at=timezone.now())
    Indicator.objects.filter(pk=slot.indicator.pk).update(unit="%")
    response = post(clerk_client, value="101")
    assert response.status_code == 422
    assert "Bitte prüfen: mehr als 100 %" in text_of(response)
    assert not rows()


@pytest.mark.parametrize(
    "period", ["1800", "2999", "2025-q5", "2025-13", "31.02.2025", "25", "2025-02-29"]
)
def test_rows_9_and_11_impossible_period(clerk_client: Client, slot: Slot, period: str) -> None:
    """Rows 9 and 11: there is no such address; the only dates of the form are periods."""
    assert clerk_client.post(f"/erfassung/treibhausgase/{period}/", GOOD).status_code == 404


@pytest.mark.parametrize("year", ["1800", "2999", "25", "31.02.2025", "01/02/2025"])
def test_rows_9_and_11_impossible_year(clerk_client: Client, slot: Slot, year: str) -> None:
    """Rows 9 and 11: the choice of a period says so, and keeps what was typed."""
    response = clerk_client.get("/erfassung/treibhausgase/", {"jahr": year})
    assert response.status_code == 422
    assert f'value="{year}"' in text_of(response)
    assert 'id="id_jahr_error"' in text_of(response)


def test_row_9_database_refuses_too(clerk: User, slot: Slot) -> None:
    """Row 9: raw SQL past every form meets the bounds of the indicator."""
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    with (
        pytest.raises((IntegrityError, DataError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE indicators_measurement SET value = -5 WHERE period = %s", [date(2025, 1, 1)]
        )


def test_row_10_ten_times_last_year(clerk_client: Client, slot: Slot) -> None:
    """Row 10: a warning, a reason that is mandatory, both kept in the history."""
    response = post(clerk_client, value="19872")
    told = text_of(response)
    assert response.status_code == 422
    assert "Bitte prüfen: 10-mal so viel wie 2024" in told
    assert "Bitte nennen Sie den Grund der Abweichung oder prüfen Sie den Wert." in told
    assert typed(response) == "19872"
    assert not rows()
    assert post(clerk_client, value="19872", warning_reason="Neue Methode.").status_code == 302
    (row,) = rows()
    assert row.warning_reason == "Neue Methode."
    assert "10-mal so viel wie 2024" in row.events.get(kind="submitted").note


def test_row_12_period_that_has_a_value_already(
    clerk_client: Client, clerk: User, coordinator: User, slot: Slot
) -> None:
    """Row 12: a period has one value in force, so a second one is not added: 409.

    The answer shows the value with a link to its public page; the same form, sent again with a
    reason, corrects it. A year is never closed to its department: what protects a released value
    is that a correction changes nothing until coordination releases it.
    """
    row = services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    services.release(row=row, version=1, by=coordinator)
    response = post(clerk_client)
    assert response.status_code == 409
    assert "Jetzt freigegeben" in text_of(response)
    assert '<a href="/kennzahlen/treibhausgase/">Öffentliche Seite der Kennzahl</a>' in text_of(
        response
    )
    assert typed(response) == "1960,5"
    assert len(rows()) == 1
    assert post(clerk_client, revision="1").status_code == 422  # no reason
    assert post(clerk_client, revision="1", warning_reason="Nachmeldung").status_code == 302
    assert sorted((one.state, one.value) for one in rows()) == [
        ("released", Decimal(1955)),
        ("submitted", Decimal("1960.5")),
    ]


TEXT_FIELDS = ("source", "comment", "missing_note", "warning_reason", "evidence_link")


@pytest.mark.parametrize("name", TEXT_FIELDS)
@pytest.mark.parametrize("character", ["\x00", "\x1b"], ids=["NUL", "control"])
def test_row_13_control_character(
    clerk_client: Client, slot: Slot, name: str, character: str
) -> None:
    """Row 13: refused at its field; PostgreSQL could not even store a NUL."""
    text = f"https://soest.de/a{character}b"
    response = post(clerk_client, value="19872", **{name: text})
    assert response.status_code == 422
    assert f'id="id_{name}_error"' in text_of(response)
    assert "unsichtbares Steuerzeichen" in text_of(response)
    assert not rows()


def test_rows_13_and_14_text_is_stored_in_one_spelling(clerk_client: Client, slot: Slot) -> None:
    """Rows 13 and 14: composed, without marks that reorder it; emojis stay on both databases."""
    post(clerk_client, comment="U\u0308ber\u202e die \u200bStraße 🌳👩\u200d🔬")
    assert [row.comment for row in rows()] == ["Über die Straße 🌳👩\u200d🔬"]


def test_row_13_half_a_character(clerk_client: Client, slot: Slot) -> None:
    """Row 13: a lone surrogate cannot be sent as UTF-8; the bytes for it become a sign for that."""
    body = "&".join(f"{name}={text}" for name, text in GOOD.items()) + "&comment=a%ED%A0%80b"
    form = "application/x-www-form-urlencoded"
    assert clerk_client.post(URL, body, content_type=form).status_code == 302
    assert "\ud800" not in rows()[0].comment


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_row_31_two_editors(
    clerk_client: Client, coordinator: User, slot: Slot, headers: dict[str, str]
) -> None:
    """Row 31: the second gets 409 with both versions; the history shows one write."""
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    response = clerk_client.post(URL, GOOD, headers=headers)
    assert response.status_code == 409
    assert "1.955,0 t" in text_of(response)
    assert typed(response) == "1960,5"
    (row,) = rows()
    assert (row.value, row.version) == (Decimal(1955), 1)
    assert MeasurementEvent.objects.filter(measurement=row).count() == 1


@pytest.mark.parametrize("step", ["submit", "save"])
def test_row_34_sent_again(clerk_client: Client, slot: Slot, step: str) -> None:
    """Row 34: double click, F5 after sending, and back with the same input: one row, one write."""
    for _ in range(3):
        assert post(clerk_client, step=step).status_code == 302
    (row,) = rows()
    assert row.version == 1
    assert row.events.filter(kind="created").count() == 1


def test_row_34_two_tabs(clerk_client: Client, slot: Slot) -> None:
    """Row 34: the second tab is told what the first has saved, and adds no row."""
    post(clerk_client, step="save", value="1955")
    response = post(clerk_client)
    assert response.status_code == 409
    assert "Den anderen Stand haben Sie selbst gesichert" in text_of(response)
    assert [row.value for row in rows()] == [Decimal(1955)]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_row_53_foreign_token(clerk: User, slot: Slot, headers: dict[str, str]) -> None:
    """Row 53: refused with a page that says what to do; htmx shows it beside the form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    client.get(URL)
    response = client.post(URL, GOOD | {"csrfmiddlewaretoken": "x" * 64}, headers=headers)
    assert response.status_code == 403
    assert not rows()


def test_row_55_session_ended(client: Client, slot: Slot) -> None:
    """Row 55: htmx gets 401 and keeps the form; nothing is written."""
    response = client.post(URL, GOOD, headers=HTMX)
    assert response.status_code == 401
    assert "Ihre Eingabe steht noch im Formular." in text_of(response)
    assert not rows()
