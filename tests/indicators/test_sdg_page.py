"""The SDG page."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import SdgFactory
from tests.town import make_town

pytestmark = pytest.mark.django_db


def test_lists_indicators_below_their_goal(client: Client) -> None:
    make_town()
    SdgFactory(number=1, name="Keine Armut")
    text = client.get("/sdg/").content.decode()
    assert 'id="sdg-13"' in text
    assert 'href="/kennzahlen/treibhausgase/"' in text
    assert "Noch keine Kennzahl zugeordnet." in text
