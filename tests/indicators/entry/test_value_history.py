"""The history of one value, in full and with names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from indicators.disclosure.decisions import decide
from indicators.entry import services
from indicators.entry.batches import Line, read_batch, write_batch
from indicators.entry.slots import Content, Sender, Slot, slot_rows
from indicators.entry.value_histories import load_history
from indicators.models import Evidence, ImportedFile, Indicator, Measurement, MeasurementComment
from strategy.models import District
from tests.factories import DistrictFactory, MeasurementFactory

URL = "/erfassung/treibhausgase/2025/verlauf/"
START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)


def text_of(response: Any) -> str:
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def save(slot: Slot, value: str, by: User, **more: Any) -> Measurement:
    content = Content(value=Decimal(value), source="Bericht", warning_reason=more.pop("reason", ""))
    return services.save(slot=slot, content=content, seen=slot_rows(slot).seen, by=by, **more)


@pytest.fixture
def corrected(slot: Slot, clerk: User, coordinator: User) -> list[Measurement]:
    """Entered, changed, handed in with a warning, returned, handed in, released, corrected."""
    with time_machine.travel(START) as clock:
        save(slot, "1900", clerk)
        clock.shift(timedelta(minutes=5))
        row = save(slot, "1234.5", clerk, submit=True, reason="Neue Zähler", oddities=["Sprung"])
        clock.shift(timedelta(minutes=5))
        services.send_back(row=row, version=2, comment="Bitte die Quelle nennen.", by=coordinator)
        clock.shift(timedelta(minutes=5))
        row = save(slot, "1960.5", clerk, submit=True)
        clock.shift(timedelta(minutes=5))
        first = services.release(row=row, version=row.version, by=coordinator)
        clock.shift(timedelta(days=30))
        row = save(slot, "1955", clerk, submit=True, reason="Zähler falsch abgelesen")
        clock.shift(timedelta(minutes=5))
        second = services.release(row=row, version=row.version, by=coordinator)
    return [first, second]


def test_every_step_is_told_in_order(corrected: list[Measurement], slot: Slot) -> None:
    latest, first = load_history(slot)
    assert [one.title for one in (latest, first)] == ["Fassung 2, gilt", "Fassung 1, abgelöst"]
    assert [one.what for one in reversed(first.entries)] == [
        "angelegt",
        "geändert",
        "eingereicht",
        "zurückgegeben",
        "geändert",
        "eingereicht",
        "freigegeben",
        "abgelöst",
    ]
    assert [one.what for one in reversed(latest.entries)] == [
        "angelegt",
        "eingereicht",
        "freigegeben",
    ]


def test_what_changed_is_told_old_and_new(corrected: list[Measurement], slot: Slot) -> None:
    latest, first = load_history(slot)
    changes = [
        (one.before.replace("\xa0", " "), one.after.replace("\xa0", " "))
        for revision in (first, latest)
        for one in reversed(revision.entries)
        if one.after
    ]
    assert changes == [
        ("", "1.900,0 t"),
        ("1.900,0 t", "1.234,5 t"),
        ("1.234,5 t", "1.960,5 t"),
        ("1.960,5 t", "1.955,0 t"),
    ]


def test_page_names_people_reasons_and_times(
    clerk_client: Client, corrected: list[Measurement]
) -> None:
    text = text_of(clerk_client.get(URL))
    assert "<b>Zurückgegeben</b> von Karla Koordination" in text
    assert "Bitte die Quelle nennen." in text
    assert "Sprung<br>Begründung: Neue Zähler" in text
    assert "Zähler falsch abgelesen" in text
    assert "<s>1.960,5 t</s> → <b>1.955,0 t</b>" in text
    assert "12. März 2026, 10:00 Uhr" in text  # Berlin, before the clocks change
    assert "11. April 2026, 11:20 Uhr" in text  # and after
    assert text.index("Fassung 2, gilt") < text.index("Fassung 1, abgelöst")


def test_comments_and_evidence_stand_between_the_events(
    clerk_client: Client, slot: Slot, clerk: User, coordinator: User
) -> None:
    row = save(slot, "1960.5", clerk)
    later = START + timedelta(days=1)
    MeasurementComment.objects.create(
        measurement=row, by=coordinator, at=later, text="Ist das witterungsbereinigt?"
    )
    Evidence.objects.create(
        measurement=row,
        file=ContentFile(b"x", name="a.pdf"),
        name="Energiebericht.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        added_by=clerk,
        added_at=later + timedelta(hours=1),
    )
    (revision,) = load_history(slot)
    assert [one.what for one in revision.entries] == ["Beleg hinzugefügt", "Kommentar", "angelegt"]
    text = text_of(clerk_client.get(URL))
    assert "Ist das witterungsbereinigt?" in text
    link = f"/erfassung/treibhausgase/2025/belege/{Evidence.objects.get().pk}/"
    assert f'Datei: <a href="{link}" download>Energiebericht.pdf</a>' in text


def test_file_and_sender_are_named(clerk_client: Client, slot: Slot, clerk: User) -> None:
    sender = Sender("Rita Rechner", "Stadtwerke")
    line = Line(slot, {"value": Decimal("1960.5"), "source": "Zähler"})
    seen = read_batch([line], by=sender, submit=False).seen
    file = ImportedFile.objects.create(
        kind="values",
        file=ContentFile(b"x", name="a.xlsx"),
        name="Werte 2025.xlsx",
        size=1,
        sha256="0" * 64,
        uploaded_by=clerk,
        uploaded_at=START,
    )
    write_batch([line], seen=seen, by=sender, submit=False, file=file)
    text = text_of(clerk_client.get(URL))
    assert "von Rita Rechner, Stadtwerke (ohne Konto)" in text
    assert "Zugeliefert ohne Konto von Rita Rechner, Stadtwerke." in text
    assert "Datei: Werte 2025.xlsx" in text


def test_value_from_a_published_source(clerk_client: Client, released_slot: Slot) -> None:
    text = text_of(clerk_client.get("/erfassung/treibhausgase/2024/verlauf/"))
    assert "Herkunft: veröffentlichte Quelle." in text
    assert "<b>Übernommen</b> von veröffentlichte Quelle" not in text
    assert "Aus veröffentlichter Quelle übernommen" in text


def test_corrected_value_from_a_published_source(
    released_slot: Slot, clerk: User, coordinator: User
) -> None:
    row = save(released_slot, "1990", clerk, submit=True, reason="Nachmeldung")
    services.release(row=row, version=row.version, by=coordinator)
    _, first = load_history(released_slot)
    assert [one.what for one in reversed(first.entries)] == [
        "aus veröffentlichter Quelle übernommen",
        "abgelöst",
    ]


def test_value_page_leads_to_the_history(
    clerk_client: Client, indicator: Indicator, slot: Slot
) -> None:
    assert f'href="{URL}"' in text_of(clerk_client.get("/erfassung/treibhausgase/2025/"))


def test_nothing_has_happened_yet(clerk_client: Client, slot: Slot) -> None:
    assert "Hier ist noch nichts geschehen" in text_of(clerk_client.get(URL))


def test_district_has_a_history_of_its_own(
    clerk_client: Client, indicator: Indicator, city: District
) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(district_relation="sum")
    village = DistrictFactory(slug="ampen", name="Ampen")
    MeasurementFactory(
        indicator=indicator, district=village, period=date(2025, 1, 1), value=7, catalogue=True
    )
    text = text_of(clerk_client.get(f"{URL}?ortsteil=ampen"))
    assert "2025 · Ampen" in text
    assert "7,0 t" in text
    assert "7,0 t" not in text_of(clerk_client.get(URL))


@pytest.mark.parametrize(
    "path",
    [
        "/erfassung/gibt-es-nicht/2025/verlauf/",
        "/erfassung/treibhausgase/2025-q1/verlauf/",
        "/erfassung/treibhausgase/2025/verlauf/?ortsteil=ampen",
    ],
)
def test_unknown_slots_are_not_found(clerk_client: Client, indicator: Indicator, path: str) -> None:
    assert clerk_client.get(path).status_code == 404


def test_only_those_who_enter_and_coordination(
    corrected: list[Measurement],
    other_clerk_client: Client,
    councillor_client: Client,
    coordinator_client: Client,
    client: Client,
) -> None:
    assert other_clerk_client.get(URL).status_code == 404
    assert councillor_client.get(URL).status_code == 404
    assert coordinator_client.get(URL).status_code == 200
    assert client.get(URL).status_code == 302


def test_number_of_queries_is_constant(
    corrected: list[Measurement],
    slot: Slot,
    clerk: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for value in ("1", "2", "3"):
        save(slot, value, clerk)
    with django_assert_num_queries(5):
        assert len(load_history(slot)) == 3


def test_value_that_is_public_but_secret_says_so(corrected: list[Measurement], slot: Slot) -> None:
    Indicator.objects.filter(pk=slot.indicator.pk).update(min_cases=5)
    slot.indicator.refresh_from_db()
    titles = [one.title for one in load_history(slot)]
    assert titles == [
        "Fassung 2, gilt, öffentlich geheim",
        "Fassung 1, abgelöst, öffentlich geheim",
    ]
    decide([slot.indicator.pk])
    assert [one.title for one in load_history(slot)] == ["Fassung 2, gilt", "Fassung 1, abgelöst"]
