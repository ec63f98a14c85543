"""The form of a value in its line of the list."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot
from indicators.enums import DistrictRelation
from indicators.models import Indicator, Measurement
from strategy.models import District
from tests.factories import DistrictFactory

URL = "/erfassung/treibhausgase/2025/zeile/"
LINE = "line-treibhausgase-2025-soest"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/erfassung/"}
NEW = {"version": "0", "revision": "0"}
GOOD = NEW | {"value": "1960,5", "source": "Energiebericht 2025"}
VALUE = Content(value=Decimal("1955"), source="Bericht")


def post(client: Client, data: dict[str, str], url: str = URL) -> Any:
    return client.post(url, data, headers=HTMX)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def closed(response: Any) -> dict[str, Any]:
    """What the script is told about the line that was closed."""
    told: dict[str, Any] = json.loads(response.headers["HX-Trigger-After-Settle"])["line:closed"]
    return told


def rows() -> list[Measurement]:
    return list(Measurement.objects.filter(period=date(2025, 1, 1)))


def test_list_offers_to_open_the_form_in_place(clerk_client: Client, slot: Slot) -> None:
    text = text_of(clerk_client.get("/erfassung/"))
    assert f'<li id="{LINE}">' in text
    assert f'data-opens hx-get="{URL}" hx-target="closest li"' in text


def test_form_takes_the_place_of_the_line(clerk_client: Client, slot: Slot) -> None:
    response = clerk_client.get(URL, headers=HTMX)
    text = text_of(response)
    assert text.startswith(f'<li id="{LINE}" class="open')
    assert f'hx-post="{URL}" hx-target="closest li"' in text
    assert 'action="/erfassung/treibhausgase/2025/"' in text
    assert "data-focus" in text[text.index('name="value"') :].partition(">")[0]
    assert "Entwurf verwerfen" not in text


def test_without_htmx_the_page_is_shown(clerk_client: Client, slot: Slot) -> None:
    response = clerk_client.get(URL)
    assert response.headers["Location"] == "/erfassung/treibhausgase/2025/"


def test_value_is_handed_in(clerk_client: Client, slot: Slot) -> None:
    response = post(clerk_client, GOOD | {"step": "submit"})
    text = text_of(response)
    assert response.status_code == 200
    assert text.startswith(f'<li id="{LINE}">')
    assert "eingereicht" in text
    assert 'id="progress"' in text
    head = text.partition('<div id="owed-head"')[2]
    assert "Alles erledigt: Der Wert ist eingereicht oder freigegeben." in head
    announcement = "Eingereicht: „Treibhausgase der Gebäude“ 2025, 1.960,5 t."
    assert f'<p id="announcement" hx-swap-oob="innerHTML">{announcement}</p>' in text
    assert closed(response)["done"]
    assert closed(response)["line"] == LINE
    assert [row.state for row in rows()] == ["submitted"]


def test_draft_is_saved(clerk_client: Client, slot: Slot) -> None:
    response = post(clerk_client, GOOD | {"step": "save"})
    assert "Entwurf gesichert" in text_of(response)
    assert not closed(response)["done"]
    assert [row.state for row in rows()] == ["draft"]


def test_bad_input_stays_in_the_line(clerk_client: Client, slot: Slot) -> None:
    response = post(clerk_client, GOOD | {"value": "ca. 5", "step": "submit"})
    text = text_of(response)
    assert response.status_code == 422
    assert text.startswith(f'<li id="{LINE}" class="open')
    assert 'value="ca. 5"' in text
    assert "Ohne Sichern schließen" in text
    assert not rows()


@pytest.mark.parametrize(
    ("typed", "values"),
    [(NEW, []), (GOOD, [Decimal("1960.5")])],
)
def test_closing_keeps_what_was_typed(
    clerk_client: Client, slot: Slot, typed: dict[str, str], values: list[Decimal]
) -> None:
    response = post(clerk_client, typed | {"step": "close"})
    assert text_of(response).startswith(f'<li id="{LINE}">')
    assert [row.value for row in rows()] == values


def test_closing_tells_what_cannot_be_kept(clerk_client: Client, slot: Slot) -> None:
    response = post(clerk_client, GOOD | {"value": "ca. 5", "step": "close"})
    assert response.status_code == 422
    assert 'value="ca. 5"' in text_of(response)


def test_leaving_keeps_nothing(clerk_client: Client, slot: Slot) -> None:
    response = post(clerk_client, GOOD | {"value": "ca. 5", "step": "leave"})
    assert text_of(response).startswith(f'<li id="{LINE}">')
    assert not rows()


@pytest.mark.parametrize("step", ["save", "submit", "close"])
def test_conflict_shows_both_values_in_the_line(
    clerk_client: Client, coordinator: User, slot: Slot, step: str
) -> None:
    """Row 31."""
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    response = post(clerk_client, GOOD | {"step": step})
    text = text_of(response)
    assert response.status_code == 409
    assert text.startswith(f'<li id="{LINE}" class="open')
    assert "1.955,0 t" in text
    assert 'value="1960,5"' in text
    assert [row.value for row in rows()] == [Decimal(1955)]


def test_double_click_hands_in_once(clerk_client: Client, slot: Slot) -> None:
    """Row 34."""
    for _ in range(2):
        assert post(clerk_client, GOOD | {"step": "submit"}).status_code == 200
    (row,) = rows()
    assert (row.version, row.events.count()) == (1, 2)


def test_value_handed_in_meanwhile_is_no_form(
    clerk_client: Client, clerk: User, slot: Slot
) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=clerk, submit=True)
    text = text_of(clerk_client.get(URL, headers=HTMX))
    assert text.startswith(f'<li id="{LINE}">')
    assert "<form" not in text


def test_part_that_leaves_the_list_is_told(
    clerk_client: Client, slot: Slot, indicator: Indicator
) -> None:
    """A value of an Ortsteil that was handed in has no line of its own."""
    Indicator.objects.filter(pk=indicator.pk).update(district_relation=DistrictRelation.SUM)
    ampen: District = DistrictFactory(slug="ampen", name="Ampen")
    response = post(clerk_client, GOOD | {"step": "submit"}, f"{URL}?ortsteil={ampen.slug}")
    text = text_of(response)
    assert text.startswith('<li id="line-treibhausgase-2025-ampen">')
    assert "„Treibhausgase der Gebäude“ 2025, Ampen" in text


def test_stranger_finds_nothing(other_clerk_client: Client, slot: Slot) -> None:
    assert other_clerk_client.get(URL, headers=HTMX).status_code == 404
    assert post(other_clerk_client, GOOD | {"step": "submit"}).status_code == 404
    assert not rows()
