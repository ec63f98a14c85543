"""What is typed becomes a draft by itself, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot, slot_rows
from indicators.models import Indicator, Measurement, MeasurementEvent

URL = "/erfassung/treibhausgase/2025/"
AUTOSAVE = f"{URL}sichern/"
RELEASED = "/erfassung/treibhausgase/2024/sichern/"
HTMX = {"HX-Request": "true"}
NEW = {"version": "0", "revision": "0"}
GOOD = NEW | {"value": "1960,5", "source": "Energiebericht 2025"}
VALUE = Content(value=Decimal("1955"), source="Bericht")


def autosave(client: Client, data: dict[str, str], url: str = AUTOSAVE) -> tuple[int, str]:
    """The status and the text of the answer."""
    page = f"http://testserver{url.removesuffix('sichern/')}"
    response = client.post(url, data, headers=HTMX | {"HX-Current-URL": page})
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return response.status_code, " ".join(text.split())


def rows(**more: Any) -> list[Measurement]:
    return list(Measurement.objects.filter(period=date(2025, 1, 1), **more))


def test_typed_value_becomes_a_draft(clerk_client: Client, clerk: User, slot: Slot) -> None:
    status, text = autosave(clerk_client, GOOD)
    assert status == 200
    assert text.startswith('<p id="saved"')
    assert "Entwurf gesichert um 10:00 Uhr." in text
    (row,) = rows()
    assert (row.state, row.value, row.entered_by) == ("draft", Decimal("1960.5"), clerk)


def test_answer_leaves_the_fields_alone(clerk_client: Client, slot: Slot) -> None:
    """Somebody is typing in them: only hidden fields and the line about saving are renewed."""
    _, text = autosave(clerk_client, GOOD)
    assert 'name="value"' not in text
    assert 'name="comment"' not in text
    assert '<input type="hidden" name="version" value="1">' in text
    assert "Entwurf verwerfen" in text
    _, text = autosave(clerk_client, GOOD | {"version": "1", "value": "1961"})
    assert '<input type="hidden" name="version" value="2">' in text
    assert "Entwurf verwerfen" not in text  # the button is there already


def test_saving_goes_on_with_the_new_version(clerk_client: Client, slot: Slot) -> None:
    """Row 34: one form, saved by itself and then handed in, is one row."""
    autosave(clerk_client, GOOD | {"value": "196"})
    autosave(clerk_client, GOOD | {"version": "1"})
    response = clerk_client.post(URL, GOOD | {"version": "2", "step": "submit"})
    assert response.status_code == 302
    (row,) = rows()
    assert (row.state, row.version, row.value) == ("submitted", 3, Decimal("1960.5"))


def test_step_is_ignored(clerk_client: Client, slot: Slot) -> None:
    """Saving by itself never hands in."""
    autosave(clerk_client, GOOD | {"step": "submit"})
    assert [row.state for row in rows()] == ["draft"]


def test_same_input_twice_is_one_write(clerk_client: Client, slot: Slot) -> None:
    """Row 34: a lost answer and its repetition; then the same text again."""
    for version in ("0", "0", "1"):
        status, text = autosave(clerk_client, GOOD | {"version": version})
        assert status == 200
        assert '<input type="hidden" name="version" value="1">' in text
    (row,) = rows()
    assert (row.version, row.events.count()) == (1, 1)


@pytest.mark.parametrize("more", [{}, {"value": "", "source": "Energiebericht"}])
def test_untouched_form_makes_no_row(
    clerk_client: Client, indicator: Indicator, more: dict[str, str]
) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(source="Energiebericht")
    status, text = autosave(clerk_client, NEW | {"source": "Energiebericht"} | more)
    assert (status, text) == (200, f"{EMPTY_LINE} {SEEN.format(0, 0)}")
    assert not rows()


EMPTY_LINE = '<p id="saved" class="s muted" data-announce></p>'
SEEN = (
    '<div id="seen" hidden hx-swap-oob="true"><input type="hidden" name="version" value="{}">'
    '<input type="hidden" name="revision" value="{}"></div>'
)


def test_source_alone_is_not_kept(clerk_client: Client, indicator: Indicator) -> None:
    status, text = autosave(clerk_client, NEW | {"source": "Energiebericht"})
    assert status == 422
    assert "Noch nicht gesichert. Es fehlt noch ein Wert" in text
    assert not rows()


def test_released_value_opened_and_left_makes_no_row(
    clerk_client: Client, released_slot: Slot
) -> None:
    seen = {"version": "0", "revision": "1"}
    known = seen | {"value": "1987,2", "source": "Energie- und CO2-Bilanz"}
    assert autosave(clerk_client, known, RELEASED)[0] == 200
    status, text = autosave(clerk_client, known | {"value": "1.987,2"}, RELEASED)
    assert status == 422
    assert "Am freigegebenen Wert ist noch nichts geändert." in text
    assert slot_rows(released_slot).open is None
    assert autosave(clerk_client, known | {"value": "1987,3"}, RELEASED)[0] == 200
    assert slot_rows(released_slot).open is not None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"value": "ca. 5"}, "Bitte prüfen Sie zuerst den Wert."),
        ({"value": "-5"}, "Bitte prüfen Sie zuerst den Wert."),  # below the bound
        ({"value": "1.960"}, "Bitte prüfen Sie zuerst den Wert."),  # to be confirmed
        ({"evidence_link": "javascript:alert(1)"}, "Beleg (Link):"),
        ({"comment": "a\x00b"}, "Anmerkung: Der Text enthält ein unsichtbares Steuerzeichen."),
        ({"missing_reason": "not_collected"}, "Kein Wert, weil: Entweder ein Wert oder ein Grund"),
    ],
)
def test_impossible_input_is_not_kept_and_says_why(
    clerk_client: Client, slot: Slot, more: dict[str, str], sentence: str
) -> None:
    status, text = autosave(clerk_client, GOOD | more)
    assert status == 422
    assert text.startswith('<p id="saved"')
    assert f"Noch nicht gesichert. {sentence}" in text
    assert not rows()


def test_missing_value_is_kept(clerk_client: Client, slot: Slot) -> None:
    data = NEW | {"value": "", "missing_reason": "not_yet_available", "missing_note": "im Mai"}
    assert autosave(clerk_client, data)[0] == 200
    (row,) = rows()
    assert (row.missing_reason, row.missing_note) == ("not_yet_available", "im Mai")


def test_conflict_shows_both_and_writes_nothing(
    clerk_client: Client, coordinator: User, slot: Slot
) -> None:
    """Row 31: somebody else has saved meanwhile; the fields stay, both versions are shown."""
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    status, text = autosave(clerk_client, GOOD)
    assert status == 409
    assert "Noch nicht gesichert. Inzwischen hat sich der Wert geändert." in text
    assert 'id="conflict" hx-swap-oob="true" role="alert" class="errors"' in text
    assert "1960,5 t" in text
    assert "1.955,0 t" in text
    assert "von Karla Koordination" in text
    assert [row.value for row in rows()] == [Decimal(1955)]
    assert MeasurementEvent.objects.filter(measurement__in=rows()).count() == 1


def test_conflict_stops_saving_by_itself(
    clerk_client: Client, coordinator: User, slot: Slot
) -> None:
    """The version follows, so that handing in is a decision; until then nothing is sent."""
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    _, text = autosave(clerk_client, GOOD)
    assert '<div id="autosave" hidden hx-swap-oob="true"></div>' in text
    assert '<span id="discard" hx-swap-oob="true"></span>' in text  # it would be the other's
    assert '<input type="hidden" name="version" value="1">' in text
    page = clerk_client.post(URL, GOOD | {"step": "submit"}, headers=HTMX).content.decode()
    assert '<div id="autosave" hidden></div>' in page
    assert clerk_client.post(URL, GOOD | {"step": "submit", "version": "1"}).status_code == 302


def test_value_handed_in_meanwhile_stays(
    clerk_client: Client, clerk: User, coordinator: User, slot: Slot
) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator, submit=True)
    for version in ("0", "1"):
        status, text = autosave(clerk_client, GOOD | {"version": version})
        assert status == 409
        assert "lässt sich gerade nicht überschreiben" in text
    assert [row.state for row in rows()] == ["submitted"]


def test_without_version_nothing_is_written(clerk_client: Client, slot: Slot) -> None:
    assert autosave(clerk_client, {"value": "1960,5"})[0] == 409
    assert not rows()


def test_stranger_finds_nothing(other_clerk_client: Client, slot: Slot) -> None:
    assert autosave(other_clerk_client, GOOD)[0] == 404
    assert not rows()


def test_ended_session_is_told(client: Client, slot: Slot) -> None:
    """Row 55: the 401 is shown beside the form, which keeps what was typed."""
    status, text = autosave(client, GOOD)
    assert status == 401
    assert "Ihre Anmeldung ist abgelaufen." in text
    assert not rows()


def test_post_without_token_is_refused(clerk: User, slot: Slot) -> None:
    """Row 53."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    assert autosave(client, GOOD)[0] == 403
    assert not rows()


def test_get_is_refused(clerk_client: Client, slot: Slot) -> None:
    assert clerk_client.get(AUTOSAVE).status_code == 405


def test_later_visit_says_when_it_was_saved(clerk_client: Client, slot: Slot) -> None:
    autosave(clerk_client, GOOD)
    text = clerk_client.get(URL).content.decode()
    assert "Zuletzt gesichert am 12. März, 10:00 Uhr von Ihnen" in text
    assert "1960,5" in text
