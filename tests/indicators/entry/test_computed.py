"""Nobody owes or enters what is computed; staff see that, and from what it follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from indicators.entry import services
from indicators.entry.batches import BatchRefused, Line, write_batch
from indicators.entry.completeness import load_completeness
from indicators.entry.files.selection import Choice, load_questions
from indicators.entry.owed import load_lines
from indicators.entry.reminders.debts import load_debts
from indicators.entry.rounds import proposal
from indicators.entry.slots import Slot
from indicators.entry.supplies.questions import load_questionnaire
from indicators.entry.supplies.requests import asked_names
from indicators.entry.value_histories import load_history
from indicators.models import Indicator
from indicators.named_periods import Period
from strategy.models import Department, District
from tests.factories import (
    CollectionRoundFactory,
    DataRequestFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundIndicatorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 12)


@pytest.fixture
def computed(department: Department, indicator: Indicator) -> Indicator:
    """Half of the emissions, of the same department."""
    Indicator.objects.filter(pk=indicator.pk).update(code="THG")
    return IndicatorFactory(
        slug="haelfte", name="Hälfte", unit="t", expression="THG / 2", department=department
    )


@pytest.fixture
def computed_slot(computed: Indicator, city: District) -> Slot:
    return Slot(computed, city, Period.parse("2025"))


@pytest.fixture
def released(computed: Indicator, indicator: Indicator, coordinator: User) -> Indicator:
    """The year 2025 of the input is released, so that of the computed one follows."""
    row = MeasurementFactory(
        indicator=indicator, period=date(2025, 1, 1), value=1960, submitted=True
    )
    services.release(row=row, version=row.version, by=coordinator)
    return computed


def test_it_is_nothing_that_is_owed(computed: Indicator, clerk: User, coordinator: User) -> None:
    for person in (clerk, coordinator):
        assert computed not in {line.slot.indicator for line in load_lines(person, TODAY)}


def test_start_page_shows_it_apart(
    clerk_client: Client, other_clerk_client: Client, computed: Indicator
) -> None:
    text = clerk_client.get("/erfassung/").content.decode()
    assert "Diese Werte schuldet niemand" in text
    assert '<a href="/erfassung/haelfte/">Hälfte</a>' in text
    assert "Hälfte" not in other_clerk_client.get("/erfassung/").content.decode()


def test_its_page_explains_in_place_of_a_form(clerk_client: Client, released: Indicator) -> None:
    page = clerk_client.get("/erfassung/haelfte/")
    text = page.content.decode()
    assert "Niemand schuldet Werte für sie." in text
    assert '<a href="/kennzahlen/treibhausgase/">Treibhausgase der Gebäude</a> / 2' in text
    assert "980,0\xa0t" in text
    assert "<form" not in text.split("<main")[1]


def test_form_of_a_value_leads_there(clerk_client: Client, computed: Indicator) -> None:
    for answer in (
        clerk_client.get("/erfassung/haelfte/2025/"),
        clerk_client.post("/erfassung/haelfte/2025/", {"value": "5", "step": "save"}),
    ):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/erfassung/haelfte/")
    assert not computed.measurements.exists()


@pytest.mark.parametrize("way", ["sichern", "zeile", "ortsteile", "verwerfen", "gelesen"])
def test_other_ways_in_are_closed(clerk_client: Client, computed: Indicator, way: str) -> None:
    path = f"/erfassung/haelfte/2025/{way}/"
    assert clerk_client.post(path, {"value": "5"}).status_code == 404
    assert not computed.measurements.exists()


def test_tables_leave_it_out(clerk_client: Client, computed: Indicator) -> None:
    text = clerk_client.get("/erfassung/tabelle/umwelt-und-klima/").content.decode()
    assert "Treibhausgase der Gebäude" in text
    assert "Hälfte" not in text
    assert clerk_client.get("/erfassung/haelfte/tabelle/").status_code == 404


def test_batch_refuses_it(computed_slot: Slot, clerk: User) -> None:
    line = Line(computed_slot, {"value": Decimal(5)})
    with pytest.raises(BatchRefused) as refused:
        write_batch([line], seen={}, by=clerk, submit=False)
    (change,) = refused.value.batch.changes
    assert [one.text for one in change.problems] == [
        "Diese Kennzahl wird berechnet; Werte werden für sie nicht erfasst."
    ]


def test_file_to_fill_in_does_not_ask_for_it(computed: Indicator, clerk: User) -> None:
    for person in (clerk, None):
        sheets = load_questions(Choice(range(2025, 2026)), person, TODAY)
        asked = {one.slot.indicator for sheet in sheets for one in sheet.lines}
        assert asked
        assert computed not in asked


def test_new_round_does_not_ask_for_it(
    computed: Indicator, indicator: Indicator, coordinator_client: Client
) -> None:
    assert set(proposal(TODAY).asked) == {indicator.pk}
    text = coordinator_client.get("/erfassung/runden/neu/").content.decode()
    assert f"ask-{indicator.pk}" in text
    assert f"ask-{computed.pk}" not in text


def test_round_that_asked_before_there_was_a_formula_no_longer_does(
    computed: Indicator, indicator: Indicator, department: Department, coordinator_client: Client
) -> None:
    asked_by = CollectionRoundFactory(
        year=2025, opens_on=date(2026, 1, 10), deadline=date(2026, 3, 12)
    )
    for one in (computed, indicator):
        RoundIndicatorFactory(round=asked_by, indicator=one, department=department)
    found = load_completeness(asked_by, TODAY)
    assert (found.asked, found.computed) == (1, 1)
    assert {line.slot.indicator for line in found.lines} == {indicator}
    debts = load_debts(TODAY)
    assert {line.slot.indicator for debt in debts for line in debt.lines} <= {indicator}
    request = DataRequestFactory(round=asked_by, department=department)
    assert [topic.indicator for topic in load_questionnaire(request).topics] == [indicator]
    assert asked_names(request) == [indicator.name]
    text = coordinator_client.get("/erfassung/runden/2025/").content.decode()
    assert "1 Kennzahl wird berechnet und von niemandem geschuldet." in text


def test_history_says_that_it_was_computed_and_from_what(
    clerk_client: Client, released: Indicator, computed_slot: Slot, coordinator: User
) -> None:
    (revision,) = load_history(computed_slot)
    (entry,) = revision.entries
    assert (entry.what, entry.author) == ("berechnet", str(coordinator))
    assert entry.note == "Aus:\nTreibhausgase der Gebäude: 1.960,0\xa0t (Fassung 1)"
    text = clerk_client.get("/erfassung/haelfte/2025/verlauf/").content.decode()
    assert "Herkunft: berechnet." in text
    assert "Berechnet: THG / 2" in text


def test_agenda_of_somebody_else_stays_closed(
    other_clerk_client: Client, computed: Indicator
) -> None:
    assert other_clerk_client.get("/erfassung/haelfte/").status_code == 404
    assert UserFactory(council=True).enters_values is False
