"""The queue of submitted values, and the decision about each."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot, slot_rows
from indicators.models import Indicator, Measurement
from strategy.models import Department, District
from tests.factories import (
    DistrictFactory,
    EvidenceFactory,
    IndicatorFactory,
    MeasurementCommentFactory,
    MeasurementFactory,
    released_series,
)

URL = "/erfassung/freigabe/"
HTMX = {"HX-Request": "true"}
VALUE = Content(value=Decimal("1960.5"), source="Energiebericht 2025", comment="Ohne Rathaus II")


def text_of(response: Any) -> str:
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


@pytest.fixture
def row(slot: Slot, clerk: User) -> Measurement:
    """Submitted by `clerk`, version 1."""
    return services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)


def decide(client: Client, row: Measurement, decision: str, **more: Any) -> Any:
    headers = more.pop("headers", {})
    data = {"version": "1", "decision": decision} | more
    return client.post(f"{URL}{row.pk}/", data, headers=headers)


def test_queue_shows_value_and_last_year(coordinator_client: Client, row: Measurement) -> None:
    text = text_of(coordinator_client.get(URL))
    assert "<b>1 Wert</b> wartet auf Freigabe." in text
    assert '<h4>Eingereicht</h4><p class="big">1.960,5 t</p>' in text
    assert '<h4>2024</h4><p class="big">1.987,2 t</p><p>seitdem −1,3 % (−26,7 t)</p>' in text
    assert "Ohne Rathaus II" in text
    assert "Energiebericht 2025" in text
    assert "Eingegeben von Erika Erfassung, eingereicht am 12. März 2026, 10:00 Uhr" in text


def test_mended_value_stands_beside_what_was_returned(
    coordinator_client: Client, row: Measurement, slot: Slot, clerk: User
) -> None:
    assert "zurückgegeben als" not in text_of(coordinator_client.get(URL))
    decide(coordinator_client, row, "return", comment="Bitte prüfen.")
    mended = replace(VALUE, value=Decimal("1950"))
    seen = slot_rows(slot).seen
    services.save(slot=slot, content=mended, seen=seen, by=clerk, submit=True)
    text = text_of(coordinator_client.get(URL))
    assert '<p class="big">1.950,0 t</p><p>zurückgegeben als 1.960,5 t</p>' in text


def test_queue_leads_to_the_history(coordinator_client: Client, row: Measurement) -> None:
    assert 'href="/erfassung/treibhausgase/2025/verlauf/"' in text_of(coordinator_client.get(URL))


def test_queue_shows_the_difference_to_the_city(
    coordinator_client: Client, city: District, clerk: User
) -> None:
    points = IndicatorFactory(unit="", decimals=0, district_relation="sum")
    village = DistrictFactory(name="Ampen")
    for place, value in ((city, 12), (village, 7)):
        MeasurementFactory(
            indicator=points, district=place, value=value, entered_by=clerk, submitted=True
        )
    text = text_of(coordinator_client.get(URL))
    said = "Entwürfe mitgerechnet: Der eine Teil ergibt 7, die Gesamtstadt sagt 12: 5 weniger."
    assert text.count(said) == 2


def test_city_alone_is_not_compared(coordinator_client: Client, row: Measurement) -> None:
    assert "Entwürfe mitgerechnet" not in text_of(coordinator_client.get(URL))


def test_card_names_what_is_computed_anew(coordinator_client: Client, row: Measurement) -> None:
    IndicatorFactory(name="Anderes", expression="FREMD * 2")
    assert "neu berechnet" not in text_of(coordinator_client.get(URL))
    code = row.indicator.code
    IndicatorFactory(code="K-2", name="Ausstoß je Kopf", expression=f"{code} / 2")
    IndicatorFactory(name="Ausstoß als Index", expression="[K-2] * 100")
    text = text_of(coordinator_client.get(URL))
    assert "Mit der Freigabe neu berechnet: Ausstoß als Index, Ausstoß je Kopf." in text


def test_value_of_a_part_names_what_is_computed_for_parts(
    coordinator_client: Client, clerk: User
) -> None:
    indicator = IndicatorFactory(code="K-1", district_relation="sum")
    IndicatorFactory(name="Überall", expression="K-1 * 2", district_relation="sum")
    IndicatorFactory(name="Nur Stadt", expression="K-1 * 3")
    MeasurementFactory(
        indicator=indicator, district=DistrictFactory(), entered_by=clerk, submitted=True
    )
    assert "Mit der Freigabe neu berechnet: Überall." in text_of(coordinator_client.get(URL))


def test_queue_shows_warnings_and_reason(
    coordinator_client: Client, clerk: User, slot: Slot
) -> None:
    services.save(
        slot=slot,
        content=replace(VALUE, warning_reason="Zwei Gebäude verkauft."),
        seen=Seen(),
        by=clerk,
        submit=True,
        oddities=["37,9 % weniger als 2024: 1.234,5 t statt 1.987,2 t (2024)."],
    )
    text = text_of(coordinator_client.get(URL))
    assert "37,9 % weniger als 2024" in text
    assert text.count("Zwei Gebäude verkauft.") == 1


def test_correction_shows_what_is_published(
    coordinator_client: Client, clerk: User, released_slot: Slot
) -> None:
    content = replace(VALUE, warning_reason="Nachmeldung")
    services.save(slot=released_slot, content=content, seen=Seen(0, 1), by=clerk, submit=True)
    text = text_of(coordinator_client.get(URL))
    assert "Korrektur" in text
    assert '<h4>Jetzt veröffentlicht</h4><p class="big">1.987,2 t</p>' in text
    assert "Änderung durch die Korrektur: −1,3 %" in text
    assert "Nachmeldung" in text


def test_first_value_has_nothing_to_compare(
    coordinator_client: Client, clerk: User, city: District
) -> None:
    MeasurementFactory(district=city, entered_by=clerk, submitted=True)
    assert "Dies ist der erste Wert." in text_of(coordinator_client.get(URL))


def test_empty_queue(coordinator_client: Client) -> None:
    text = text_of(coordinator_client.get(URL))
    assert "Kein Wert wartet auf Freigabe." in text
    assert "Alles entschieden." in text


def test_drafts_are_not_in_the_queue(coordinator_client: Client, clerk: User, slot: Slot) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk)
    assert "Kein Wert wartet" in text_of(coordinator_client.get(URL))


def test_files_and_comments_stand_beside_the_value(
    coordinator_client: Client, row: Measurement
) -> None:
    MeasurementCommentFactory(measurement=row, text="Ohne Rathaus II gerechnet")
    file = EvidenceFactory(measurement=row, name="bilanz.pdf")
    text = text_of(coordinator_client.get(URL))
    assert "Ohne Rathaus II gerechnet" in text
    assert f'href="/erfassung/treibhausgase/2025/belege/{file.pk}/" download>bilanz.pdf</a>' in text
    assert '<svg class="spark"' in text


def test_no_id_stands_twice_in_the_queue(
    coordinator_client: Client, clerk: User, slot: Slot, row: Measurement
) -> None:
    for year in (2022, 2023):
        MeasurementFactory(
            indicator=slot.indicator,
            district=slot.district,
            period=date(year, 1, 1),
            entered_by=clerk,
            submitted=True,
        )
    found = re.findall(r'\sid="([^"]+)"', coordinator_client.get(URL).content.decode())
    assert "details-" in " ".join(found)
    assert [one for one, times in Counter(found).items() if times > 1] == []


def test_value_deleted_meanwhile_is_not_found(
    coordinator_client: Client, row: Measurement, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sample data is removed between reading and deciding."""

    def gone(**_: object) -> None:
        Measurement.objects.filter(pk=row.pk).update(is_sample=True)
        Measurement.objects.filter(pk=row.pk).delete()
        raise services.Conflict

    monkeypatch.setattr(services, "release", gone)
    assert decide(coordinator_client, row, "release", headers=HTMX).status_code == 404


def test_comment_from_the_queue_leads_back_to_it(
    coordinator_client: Client, row: Measurement
) -> None:
    page = coordinator_client.get(URL).content.decode()
    assert 'name="in_queue" value="True"' in page
    data = {"text": "Warum?", "in_queue": "True"}
    answer = coordinator_client.post("/erfassung/treibhausgase/2025/kommentare/", data)
    assert answer.headers["Location"].startswith(f"{URL}#thread-")
    assert "Warum?" in text_of(coordinator_client.get(URL))


# Deciding ------------------------------------------------------------------------


def test_release_without_javascript(
    coordinator_client: Client, coordinator: User, row: Measurement
) -> None:
    response = decide(coordinator_client, row, "release")
    assert response.status_code == 302
    assert response.headers["Location"] == URL
    row.refresh_from_db()
    assert (row.state, row.released_by) == ("released", coordinator)
    text = text_of(coordinator_client.get(URL))
    assert "Freigegeben: „Treibhausgase der Gebäude“ 2025, 1.960,5 t." in text


def test_release_in_place(coordinator_client: Client, row: Measurement) -> None:
    text = text_of(decide(coordinator_client, row, "release", headers=HTMX))
    assert text.startswith(f'<li id="measurement-{row.pk}"')
    assert "✓ freigegeben</span> „Treibhausgase der Gebäude“ 2025, 1.960,5 t." in text
    assert 'id="queue-count" class="verdict" hx-swap-oob="true">Kein Wert wartet' in text


def oob_texts(response: Any) -> dict[str, str]:
    """What an answer puts elsewhere on the page, by the id of the element."""
    found = re.findall(
        r'<(p|span) id="([^"]+)"[^>]*hx-swap-oob="true">(.*?)</\1>', text_of(response)
    )
    return {key: re.sub(r"<[^>]+>", "", text) for _, key, text in found}


def test_counts_of_the_page_follow_a_decision(
    coordinator_client: Client, clerk: User, city: District, row: Measurement
) -> None:
    department = row.indicator.department
    for _ in range(2):
        indicator = IndicatorFactory(department=department)
        MeasurementFactory(indicator=indicator, district=city, entered_by=clerk, submitted=True)
    MeasurementFactory(district=city, entered_by=clerk, submitted=True)
    key = f"group-count-{row.indicator.department_id}"
    assert f'<p id="{key}">3 Werte</p>' in text_of(coordinator_client.get(URL))
    told = oob_texts(decide(coordinator_client, row, "release", headers=HTMX))
    assert told == {
        "queue-count": "3 Werte warten auf Freigabe.",
        key: "2 Werte",
        "plain-link": "Alle ohne Auffälligkeiten auswählen (3)",
    }


@pytest.mark.parametrize(("kind", "left"), [("unauffaellig", 1), ("korrektur", 0)])
def test_counts_after_a_decision_keep_the_filter(
    coordinator_client: Client,
    clerk: User,
    city: District,
    row: Measurement,
    kind: str,
    left: int,
) -> None:
    other = IndicatorFactory(department=row.indicator.department)
    MeasurementFactory(indicator=other, district=city, entered_by=clerk, submitted=True)
    MeasurementFactory(district=city, entered_by=clerk, submitted=True)
    department = Department.objects.get(indicators=row.indicator)
    filtered = f"abteilung={department.slug}&art={kind}"
    headers = HTMX | {"HX-Current-URL": f"https://ziele.example{URL}?{filtered}"}
    told = oob_texts(decide(coordinator_client, row, "release", headers=headers))
    words = {1: "1 Wert wartet", 0: "Kein Wert wartet"}[left]
    assert told["queue-count"] == f"{words} auf Freigabe, nach dem Filter."
    group = told[f"group-count-{row.indicator.department_id}"]
    assert group == {1: "1 Wert", 0: "Alles entschieden"}[left]
    assert ("(1)" in told["plain-link"]) == bool(left)


def test_value_without_a_department_is_counted(
    coordinator_client: Client, clerk: User, city: District
) -> None:
    indicator = IndicatorFactory(department=None)
    row = MeasurementFactory(indicator=indicator, district=city, entered_by=clerk, submitted=True)
    assert '<p id="group-count-0">1 Wert</p>' in text_of(coordinator_client.get(URL))
    told = oob_texts(decide(coordinator_client, row, "release", headers=HTMX))
    assert told["group-count-0"] == "Alles entschieden"


def test_public_page_changes_with_the_release(
    client: Client, coordinator_client: Client, row: Measurement
) -> None:
    url = f"/kennzahlen/{row.indicator.slug}/"
    assert "1.960,5" not in client.get(url).content.decode()
    decide(coordinator_client, row, "release")
    assert "1.960,5" in client.get(url).content.decode()


def test_public_page_shows_a_correction_and_its_reason(
    client: Client, coordinator_client: Client, clerk: User, released_slot: Slot
) -> None:
    content = replace(VALUE, warning_reason="Nachmeldung der Stadtwerke")
    row = services.save(slot=released_slot, content=content, seen=Seen(0, 1), by=clerk, submit=True)
    decide(coordinator_client, row, "release")
    text = client.get("/kennzahlen/treibhausgase/").content.decode()
    assert "1.960,5" in text
    assert "Nachmeldung der Stadtwerke" in text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_return_needs_a_comment(
    coordinator_client: Client, row: Measurement, headers: dict[str, str]
) -> None:
    response = decide(coordinator_client, row, "return", headers=headers)
    assert response.status_code == 422
    assert "Bitte schreiben Sie, was geändert werden soll." in text_of(response)
    row.refresh_from_db()
    assert row.state == "submitted"


def test_return_with_comment(coordinator_client: Client, row: Measurement) -> None:
    response = decide(coordinator_client, row, "return", comment="Welche Gebäude?", headers=HTMX)
    assert "← zurückgegeben</span>" in text_of(response)
    row.refresh_from_db()
    assert (row.state, row.return_comment) == ("returned", "Welche Gebäude?")


@pytest.mark.parametrize(
    "data",
    [
        {"version": "1"},
        {"version": "1", "decision": "delete"},
        {"decision": "release"},
        {"version": "x", "decision": "release"},
        {"version": "1", "decision": "return", "comment": "x" * 2001},
        {"version": "1", "decision": "return", "comment": "a\x00b"},
    ],
)
def test_forged_decision_changes_nothing(
    coordinator_client: Client, row: Measurement, data: dict[str, str]
) -> None:
    response = coordinator_client.post(f"{URL}{row.pk}/", data)
    assert response.status_code == 422
    row.refresh_from_db()
    assert row.state == "submitted"


def test_double_click_releases_once(coordinator_client: Client, row: Measurement) -> None:
    for _ in range(2):
        assert decide(coordinator_client, row, "release").status_code == 302
    assert row.events.filter(kind="released").count() == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_value_changed_meanwhile_is_shown_anew(
    coordinator_client: Client, clerk: User, slot: Slot, row: Measurement, headers: dict[str, str]
) -> None:
    """Row 32."""
    services.withdraw(slot=slot, seen=Seen(1), by=clerk)
    changed = replace(VALUE, value=Decimal(1950))
    services.save(slot=slot, content=changed, seen=Seen(2), by=clerk, submit=True)
    response = decide(coordinator_client, row, "release", comment="passt so", headers=headers)
    text = text_of(response)
    assert response.status_code == 409
    assert "Gesehen hatten Sie: 1.960,5 t." in text
    assert "1.950,0 t" in text
    assert '<input type="hidden" name="version" value="3">' in text
    assert "passt so" in text
    row.refresh_from_db()
    assert row.state == "submitted"
    assert decide(coordinator_client, row, "release", version="3").status_code == 302


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [({}, "wartet nicht mehr auf Freigabe"), (HTMX, "ist inzwischen zurückgezogen")],
)
def test_value_withdrawn_meanwhile_is_told(
    coordinator_client: Client,
    clerk: User,
    slot: Slot,
    row: Measurement,
    headers: dict[str, str],
    sentence: str,
) -> None:
    services.withdraw(slot=slot, seen=Seen(1), by=clerk)
    response = decide(coordinator_client, row, "release", headers=headers)
    assert response.status_code == 409
    assert sentence in text_of(response)


def test_decision_of_another_coordinator_is_told(
    coordinator_client: Client, second_coordinator_client: Client, row: Measurement
) -> None:
    decide(coordinator_client, row, "release")
    response = decide(second_coordinator_client, row, "return", comment="Nein", headers=HTMX)
    assert response.status_code == 409
    assert "ist inzwischen freigegeben" in text_of(response)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_value_outside_new_bounds_is_told(
    coordinator_client: Client, row: Measurement, headers: dict[str, str]
) -> None:
    Indicator.objects.filter(pk=row.indicator_id).update(upper_bound=100)
    response = decide(coordinator_client, row, "release", comment="gut", headers=headers)
    assert response.status_code == 422
    assert "Die Grenzen dieser Kennzahl wurden geändert" in text_of(response)
    assert "gut</textarea>" in text_of(response)


def test_unknown_value_is_not_found(coordinator_client: Client, db: None) -> None:
    assert coordinator_client.post(f"{URL}999/", {"version": 1}).status_code == 404


def test_refused_decision_is_shown_however_long_the_queue(
    coordinator_client: Client,
    clerk: User,
    slot: Slot,
    row: Measurement,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without JavaScript, the value may have been decided about in a filtered list."""
    monkeypatch.setattr("indicators.entry.views.releases.SHOWN", 1)
    MeasurementFactory(
        indicator=slot.indicator,
        district=slot.district,
        period=date(2022, 1, 1),
        entered_by=clerk,
        submitted=True,
        submitted_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    text = text_of(decide(coordinator_client, row, "return"))
    assert "Bitte schreiben Sie, was geändert werden soll." in text
    assert "wartet nicht mehr auf Freigabe" not in text
    assert "<b>2 Werte</b> warten" in text


# Four eyes -----------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_author_sees_no_button_and_forges_in_vain(
    coordinator_client: Client,
    coordinator: User,
    slot: Slot,
    caplog: pytest.LogCaptureFixture,
    headers: dict[str, str],
) -> None:
    """Row 33."""
    row = services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator, submit=True)
    text = text_of(coordinator_client.get(URL))
    assert "Sie haben diesen Wert selbst bearbeitet." in text
    assert 'value="release"' not in text
    with caplog.at_level(logging.WARNING):
        assert decide(coordinator_client, row, "release", headers=headers).status_code == 403
    assert "refused: own value" in caplog.text
    assert slot_rows(slot).current is None


def test_writer_of_an_earlier_version_sees_no_button(
    coordinator_client: Client, coordinator: User, clerk: User, slot: Slot
) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    row = services.save(slot=slot, content=VALUE, seen=Seen(1), by=clerk, submit=True)
    text = text_of(coordinator_client.get(URL))
    assert "Karla Koordination, Erika Erfassung" in text
    assert 'value="release"' not in text
    assert decide(coordinator_client, row, "release", version="2").status_code == 403


def test_sample_account_does_not_decide_about_real_values(
    coordinator_client: Client, coordinator: User, row: Measurement
) -> None:
    User.objects.filter(pk=coordinator.pk).update(is_sample=True)
    assert "Beispieldaten und echte Daten bleiben getrennt" in text_of(coordinator_client.get(URL))
    assert decide(coordinator_client, row, "release").status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_queries_do_not_grow_with_the_queue(
    coordinator_client: Client,
    clerk: User,
    city: District,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        indicator = IndicatorFactory(district_relation="sum")
        released_series(indicator, {2022: 5, 2023: 6}, district=city)
        MeasurementFactory(indicator=indicator, district=city, entered_by=clerk, submitted=True)
    # session, person; submitted rows and their number, events, released rows; remarks with returns,
    # comments and files; departments and areas of the filter; places and their values; formulas;
    # banner
    with django_assert_num_queries(16):
        coordinator_client.get(URL)
    assert Indicator.objects.count() == count
