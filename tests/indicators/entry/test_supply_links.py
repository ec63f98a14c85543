"""Answering through a link, as somebody without an account."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.signing import Signer
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from indicators.entry.supplies import requests
from indicators.entry.supplies.links import find_request, path_of, token_of
from indicators.enums import Frequency
from indicators.models import (
    CollectionRound,
    DataRequest,
    Indicator,
    Mail,
    Measurement,
    MeasurementEvent,
)
from strategy.models import Department, District
from tests.factories import (
    CollectionRoundFactory,
    DataRequestFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundIndicatorFactory,
    released_series,
)
from tests.html_forms import form_values

Form = dict[str, Any]


@pytest.fixture
def asked_by(indicator: Indicator) -> CollectionRound:
    """The round of 2025, which asks the department for its indicator."""
    asked_by = CollectionRoundFactory()
    RoundIndicatorFactory(round=asked_by, indicator=indicator)
    return asked_by


@pytest.fixture
def link(asked_by: CollectionRound, department: Department) -> DataRequest:
    return DataRequestFactory(round=asked_by, department=department, message="Bitte bis Ostern.")


@pytest.fixture
def visitor() -> Client:
    """A browser that is not signed in and insists on the token of each form."""
    return Client(enforce_csrf_checks=True)


@dataclass
class Visit:
    """A page that was opened, and the form as it stands there."""

    client: Client
    path: str
    form: Form

    def send(self, values: Mapping[str, str], button: str = "save") -> Any:
        return self.client.post(self.path, self.form | dict(values) | {button: ""})


def visit(client: Client, link: DataRequest) -> Visit:
    page = client.get(path_of(link))
    assert page.status_code == 200
    return Visit(client, path_of(link), form_values(page.content.decode(), "answers"))


def text_of(response: Any) -> str:
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def field(indicator: Indicator, name: str, period: str = "2025") -> str:
    return f"k{indicator.pk}-{period}-{name}"


def good(indicator: Indicator, value: str = "1960,5") -> dict[str, str]:
    return {field(indicator, "value"): value, field(indicator, "source"): "Netzbilanz"}


def row_of_2025(indicator: Indicator) -> Measurement | None:
    return Measurement.objects.filter(indicator=indicator, period=date(2025, 1, 1)).first()


# The page ------------------------------------------------------------------------


def test_page_says_what_is_asked(visitor: Client, link: DataRequest, indicator: Indicator) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(definition="Ausstoß aller Gebäude.")
    text = text_of(visitor.get(path_of(link)))
    assert "Ihre Zahlen für 2025" in text
    assert "Umwelt und Klima" in text
    assert "Frist: 31. März 2026" in text
    assert "Bitte bis Ostern." in text
    assert "Treibhausgase der Gebäude" in text
    assert "Ausstoß aller Gebäude." in text
    assert '<tr><th scope="row">2024</th><td>1.987,2</td></tr>' in text
    assert '<tr><th scope="row">2020</th>' in text
    assert "<b>1 von 1</b> Wert steht noch aus." in text
    assert 'value="Nora Netz"' in text


def test_page_is_kept_secret(visitor: Client, link: DataRequest) -> None:
    response = visitor.get(path_of(link))
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "sessionid" not in response.cookies
    assert set(response.cookies) == {"csrftoken"}


def test_only_indicators_of_the_department_and_round(
    visitor: Client, link: DataRequest, asked_by: CollectionRound, other_department: Department
) -> None:
    foreign = IndicatorFactory(name="Fremde Kennzahl", department=other_department)
    RoundIndicatorFactory(round=asked_by, indicator=foreign)
    IndicatorFactory(name="Nicht gefragt", department=link.department)
    text = text_of(visitor.get(path_of(link)))
    assert "Fremde Kennzahl" not in text
    assert "Nicht gefragt" not in text


def test_quarters_that_have_begun_are_asked_one_by_one(
    visitor: Client, department: Department, city: District
) -> None:
    quarterly = IndicatorFactory(department=department, frequency=Frequency.QUARTER)
    asked_by = CollectionRoundFactory(year=2026)
    RoundIndicatorFactory(round=asked_by, indicator=quarterly)
    link = DataRequestFactory(round=asked_by, department=department)
    text = text_of(visitor.get(path_of(link)))
    assert "1. Quartal 2026" in text
    assert "2. Quartal 2026" not in text


def test_head_is_answered_and_options_is_not(visitor: Client, link: DataRequest) -> None:
    assert visitor.head(path_of(link)).status_code == 200
    response = visitor.options(path_of(link))
    assert response.status_code == 405
    assert "no-store" in response.headers["Cache-Control"]


def test_looking_leaves_no_trace(visitor: Client, link: DataRequest) -> None:
    """Mail scanners open links."""
    visitor.get(path_of(link))
    link.refresh_from_db()
    assert link.last_used_at is None
    assert not link.events.exists()


@pytest.mark.parametrize("count", [1, 6])
def test_constant_number_of_queries(
    visitor: Client,
    link: DataRequest,
    asked_by: CollectionRound,
    city: District,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        more = IndicatorFactory(department=link.department)
        released_series(more, {2023: 5, 2024: 6}, district=city)
        RoundIndicatorFactory(round=asked_by, indicator=more)
    with django_assert_num_queries(7):
        visitor.get(path_of(link))


# Saving --------------------------------------------------------------------------


def test_value_becomes_a_draft_of_its_sender(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    response = visit(visitor, link).send(good(indicator))
    assert response.status_code == 302
    assert response.headers["Location"] == f"{path_of(link)}?gesichert=1"
    row = row_of_2025(indicator)
    assert row is not None
    assert (row.state, row.value, row.source) == ("draft", Decimal("1960.5"), "Netzbilanz")
    assert (row.entered_by, row.sender_name) == (None, "Nora Netz")
    assert row.sender_office == "Stadtwerke Soest"
    event = row.events.get()
    assert event.author == "Nora Netz, Stadtwerke Soest (ohne Konto)"
    link.refresh_from_db()
    assert link.last_used_at is not None
    assert "1 Wert: „Treibhausgase der Gebäude“ 2025" in link.events.get().note


def test_saved_values_are_shown_and_said(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    response = visit(visitor, link).send(good(indicator))
    text = text_of(visitor.get(response.headers["Location"]))
    assert "Gesichert: 1 Wert." in text
    assert "1.960,5 t, zugeliefert von Nora Netz" in text
    assert 'value="1960,5"' in text


def test_draft_from_a_link_is_not_public(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    visit(visitor, link).send(good(indicator, "4321,7"))
    assert row_of_2025(indicator) is not None
    for path in ("", "daten.csv", "daten.json"):
        assert "4321" not in text_of(Client().get(f"/kennzahlen/treibhausgase/{path}"))
        assert "4.321" not in text_of(Client().get(f"/kennzahlen/treibhausgase/{path}"))


def test_name_is_corrected_once(visitor: Client, link: DataRequest, indicator: Indicator) -> None:
    first = good(indicator) | {"sender_name": "Nils Netz", "sender_office": "Stadtwerke, Netze"}
    visit(visitor, link).send(first)
    row = row_of_2025(indicator)
    assert row is not None
    assert (row.sender_name, row.sender_office) == ("Nils Netz", "Stadtwerke, Netze")
    again = visit(visitor, link)
    assert "sender_name" not in again.form
    again.send(good(indicator, "1950") | {"sender_name": "Bürgermeister"})
    row.refresh_from_db()
    assert (row.value, row.sender_name) == (Decimal(1950), "Nils Netz")


def test_reason_in_place_of_a_value(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    said = {
        field(indicator, "missing_reason"): "not_yet_available",
        field(indicator, "missing_note"): "kommt im Mai",
    }
    visit(visitor, link).send(said)
    row = row_of_2025(indicator)
    assert row is not None
    assert (row.value, row.missing_reason) == (None, "not_yet_available")
    assert row.missing_note == "kommt im Mai"


def test_odd_value_is_kept_and_asked_about(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    """Row 10: a draft may lack the reason; the page asks for it."""
    response = visit(visitor, link).send(good(indicator, "19605000"))
    assert response.status_code == 302
    text = text_of(visitor.get(path_of(link)))
    assert "Bitte prüfen:" in text
    assert "Ist der Wert richtig, nennen Sie bitte den Grund" in text
    visit(visitor, link).send({field(indicator, "warning_reason"): "neue Messung"})
    row = row_of_2025(indicator)
    assert row is not None
    assert row.warning_reason == "neue Messung"


def test_source_without_a_value_is_not_lost_in_silence(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    response = visit(visitor, link).send({field(indicator, "source"): "Netzbilanz"})
    assert response.status_code == 422
    text = text_of(response)
    assert "Hier fehlt noch der Wert" in text
    assert 'value="Netzbilanz"' in text


def test_nothing_typed_changes_nothing(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    response = visit(visitor, link).send({})
    assert response.headers["Location"].endswith("?gesichert=0")
    assert row_of_2025(indicator) is None
    assert "Es gab nichts Neues zu sichern." in text_of(visitor.get(response.headers["Location"]))


def test_double_click_makes_one_row_and_one_event(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    """Row 34."""
    page = visit(visitor, link)
    assert [page.send(good(indicator)).status_code for _ in range(2)] == [302, 302]
    row = Measurement.objects.get(indicator=indicator, period=date(2025, 1, 1))
    assert row.version == 1
    assert row.events.count() == 1
    assert link.events.count() == 1


@pytest.mark.parametrize("said", ["viele", "a", "-1", "1e9", "99999999999"])
def test_forged_notice_says_nothing(visitor: Client, link: DataRequest, said: str) -> None:
    assert "Gesichert:" not in text_of(visitor.get(f"{path_of(link)}?gesichert={said}"))


# Bad input ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1,234", "höchstens"),  # row 2
        ("1.234.5", "1.234"),  # row 3
        ("- 5", "Leerzeichen"),  # row 5
        ("–5", "Gedankenstrich"),  # row 5
        ("1e5", "Schreibweise"),  # row 6
        ("5 %", ""),  # row 6
        ("NaN", "keine Messwerte"),  # row 7
        ("9" * 40, ""),  # row 8
        ("-3", "nicht möglich"),  # row 9: below the bound of the indicator
        ("<script>alert(1)</script>", ""),  # row 16
    ],
)
def test_impossible_number_is_refused_at_its_field(
    visitor: Client, link: DataRequest, indicator: Indicator, typed: str, told: str
) -> None:
    response = visit(visitor, link).send(good(indicator, typed))
    assert response.status_code == 422
    text = response.content.decode()
    assert "Noch nicht gesichert." in text
    assert told in text
    assert f'id="id_{field(indicator, "value")}_error"' in text
    assert "<script>alert" not in text
    assert form_values(text, "answers")[field(indicator, "value")] == [typed]
    assert form_values(text, "answers")[field(indicator, "source")] == ["Netzbilanz"]
    assert row_of_2025(indicator) is None


@pytest.mark.parametrize("typed", ["1960,5", "1 960,5", "1\N{NO-BREAK SPACE}960,5", " 1960,5 "])
def test_german_numbers_are_read(
    visitor: Client, link: DataRequest, indicator: Indicator, typed: str
) -> None:
    """Row 4."""
    visit(visitor, link).send(good(indicator, typed))
    row = row_of_2025(indicator)
    assert row is not None
    assert row.value == Decimal("1960.5")


def test_thousands_point_is_confirmed(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    """Row 1."""
    page = visit(visitor, link)
    response = page.send(good(indicator, "1.961"))
    assert response.status_code == 422
    assert "Ja, ich meine 1961 t" in text_of(response)
    assert row_of_2025(indicator) is None
    page.send(good(indicator, "1.961") | {field(indicator, "confirmed"): "1.961"})
    row = row_of_2025(indicator)
    assert row is not None
    assert row.value == Decimal(1961)


def test_control_character_is_refused(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    """Row 13."""
    said = good(indicator) | {field(indicator, "comment"): "a\x07b"}
    response = visit(visitor, link).send(said)
    assert response.status_code == 422
    assert "Steuerzeichen" in response.content.decode()
    assert row_of_2025(indicator) is None


def test_text_is_brought_to_one_spelling(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    """Rows 13 and 14."""
    said = good(indicator) | {
        field(indicator, "comment"): "u\N{COMBINING DIAERESIS}\u202e 🙂",
        "sender_name": "Ju\N{COMBINING DIAERESIS}rgen",
    }
    visit(visitor, link).send(said)
    row = row_of_2025(indicator)
    assert row is not None
    assert (row.comment, row.sender_name) == ("ü 🙂", "Jürgen")


def test_text_has_a_limit(visitor: Client, link: DataRequest, indicator: Indicator) -> None:
    """Row 15."""
    said = good(indicator) | {field(indicator, "comment"): "[" * 4001}
    assert visit(visitor, link).send(said).status_code == 422
    assert row_of_2025(indicator) is None


def test_markup_is_shown_as_text(visitor: Client, link: DataRequest, indicator: Indicator) -> None:
    """Row 16."""
    evil = '<img src=x onerror="alert(1)">'
    said = good(indicator) | {field(indicator, "comment"): evil, "sender_name": evil}
    visit(visitor, link).send(said)
    text = visitor.get(path_of(link)).content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


def test_name_is_needed(visitor: Client, link: DataRequest, indicator: Indicator) -> None:
    response = visit(visitor, link).send(good(indicator) | {"sender_name": " "})
    assert response.status_code == 422
    assert row_of_2025(indicator) is None


def test_one_bad_value_keeps_all_from_being_written(
    visitor: Client, link: DataRequest, asked_by: CollectionRound, indicator: Indicator
) -> None:
    other = IndicatorFactory(department=link.department)
    RoundIndicatorFactory(round=asked_by, indicator=other)
    said = good(indicator) | {field(other, "value"): "viel", field(other, "source"): "x"}
    response = visit(visitor, link).send(said)
    assert response.status_code == 422
    assert not Measurement.objects.filter(period=date(2025, 1, 1)).exists()
    kept = form_values(response.content.decode(), "answers")
    assert kept[field(indicator, "value")] == ["1960,5"]


# What does not belong to the link --------------------------------------------------


def test_indicator_of_another_department_is_not_written(
    visitor: Client,
    link: DataRequest,
    other_department: Department,
    asked_by: CollectionRound,
    caplog: pytest.LogCaptureFixture,
) -> None:
    foreign = IndicatorFactory(department=other_department)
    RoundIndicatorFactory(round=asked_by, indicator=foreign)
    with caplog.at_level(logging.WARNING):
        response = visit(visitor, link).send(good(foreign))
    assert response.status_code == 302
    assert not Measurement.objects.filter(indicator=foreign).exists()
    assert f"unknown fields ignored in data request {link.pk}" in caplog.text
    assert link.key not in caplog.text


def test_other_year_is_not_written(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    name = field(indicator, "value", "2023")
    visit(visitor, link).send({name: "5", field(indicator, "source", "2023"): "x"})
    assert not Measurement.objects.open().exists()


def test_extra_fields_change_nothing(
    visitor: Client, link: DataRequest, indicator: Indicator, clerk: User
) -> None:
    """Row 52."""
    extra = {
        field(indicator, "state"): "released",
        field(indicator, "entered_by"): str(clerk.pk),
        field(indicator, "origin"): "catalogue",
        "state": "submitted",
        "department": "1",
        "is_sample": "1",
        "submit": "1",
    }
    visit(visitor, link).send(good(indicator) | extra)
    row = row_of_2025(indicator)
    assert row is not None
    assert (row.state, row.entered_by, row.origin) == ("draft", None, "entry")
    assert not row.is_sample


@pytest.mark.parametrize("state", ["submitted", "released"])
def test_value_out_of_hand_is_only_shown(
    visitor: Client, link: DataRequest, indicator: Indicator, city: District, state: str
) -> None:
    MeasurementFactory(
        indicator=indicator,
        district=city,
        period=date(2025, 1, 1),
        value=Decimal(1900),
        **{state: True},
    )
    page = visit(visitor, link)
    assert field(indicator, "value") not in page.form
    assert "1.900,0 t" in text_of(visitor.get(path_of(link)))
    forged = good(indicator) | {field(indicator, "version"): "1", field(indicator, "revision"): "1"}
    assert page.send(forged).status_code == 409
    assert [one.value for one in Measurement.objects.filter(period=date(2025, 1, 1))] == [1900]


# Conflicts ------------------------------------------------------------------------


def test_two_people_on_one_link(link: DataRequest, indicator: Indicator) -> None:
    """Row 31: the second gets both versions; the first stays as it is."""
    first, second = (visit(Client(enforce_csrf_checks=True), link) for _ in range(2))
    first.send(good(indicator, "1960,5"))
    response = second.send(good(indicator, "1950"))
    assert response.status_code == 409
    text = text_of(response)
    assert "Inzwischen hat jemand anderes hier etwas geändert" in text
    assert "1.950,0 t" in text
    assert "1.960,5 t" in text
    row = row_of_2025(indicator)
    assert row is not None
    assert (row.value, row.version) == (Decimal("1960.5"), 1)
    assert MeasurementEvent.objects.filter(measurement=row).count() == 1
    # Sending again is done knowingly.
    again = Visit(second.client, second.path, form_values(response.content.decode(), "answers"))
    assert again.send({}).status_code == 302
    row.refresh_from_db()
    assert row.value == Decimal(1950)


def test_what_was_not_touched_is_no_conflict(
    link: DataRequest, asked_by: CollectionRound, indicator: Indicator
) -> None:
    """Two people fill in different values of the same page."""
    other = IndicatorFactory(department=link.department)
    RoundIndicatorFactory(round=asked_by, indicator=other)
    first, second = (visit(Client(enforce_csrf_checks=True), link) for _ in range(2))
    first.send(good(indicator, "1960,5"))
    assert second.send(good(other, "7")).status_code == 302
    row = row_of_2025(indicator)
    assert row is not None
    assert row.value == Decimal("1960.5")


def test_submitted_meanwhile(
    visitor: Client, link: DataRequest, indicator: Indicator, city: District
) -> None:
    page = visit(visitor, link)
    MeasurementFactory(
        indicator=indicator,
        district=city,
        period=date(2025, 1, 1),
        value=Decimal(1900),
        submitted=True,
    )
    response = page.send(good(indicator))
    assert response.status_code == 409
    text = text_of(response)
    assert "1.960,5 t" in text
    assert "1.900,0 t" in text
    assert Measurement.objects.get(period=date(2025, 1, 1)).value == 1900


# Links that do not open -------------------------------------------------------------

PAGES = ["", "abschliessen/", "weitergeben/"]


@pytest.mark.parametrize("page", [*PAGES, "quittung/"])
@pytest.mark.parametrize("method", ["get", "post", "head"])
def test_forged_link(
    visitor: Client,
    link: DataRequest,
    page: str,
    method: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    key, _, signature = token_of(link).rpartition(".")
    forged = [
        "a",
        link.key,
        str(link.pk),
        f"{key}.{'A' * len(signature)}",
        f"{key}x.{signature}",
        f"{token_of(link)}.{signature}",
        "%00",
        "ü",
        "a" * 5000,
    ]
    visitor = Client()
    for token in forged:
        with django_assert_max_num_queries(1):  # what every page asks: is there sample data
            response = getattr(visitor, method)(f"/zulieferung/{token}/{page}")
        assert response.status_code == 404, token
        assert link.recipient_name not in response.content.decode()
        assert "no-store" in response.headers["Cache-Control"]


CLOSED = {
    "expired": "Dieser Link ist abgelaufen",
    "revoked": "Dieser Link gilt nicht mehr",
    "finished": "Hier ist schon alles abgeschlossen",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("standing", CLOSED)
def test_closed_link(
    asked_by: CollectionRound,
    department: Department,
    indicator: Indicator,
    standing: str,
    page: str,
) -> None:
    link = DataRequestFactory(round=asked_by, department=department, **{standing: True})
    for response in (
        Client().get(f"{path_of(link)}{page}"),
        Client().post(f"{path_of(link)}{page}", good(indicator)),
    ):
        assert response.status_code == 410
        text = response.content.decode()
        assert CLOSED[standing] in text
        for secret in (link.recipient_name, department.name, indicator.name, link.key):
            assert secret not in text
    assert row_of_2025(indicator) is None


def test_link_that_closes_while_typing(
    visitor: Client, link: DataRequest, indicator: Indicator, coordinator: User
) -> None:
    page = visit(visitor, link)
    requests.revoke(request=link, by=coordinator)
    assert page.send(good(indicator)).status_code == 410
    assert row_of_2025(indicator) is None


def test_link_expires_at_its_moment(visitor: Client, link: DataRequest) -> None:
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert visitor.get(path_of(link)).status_code == 200
    with time_machine.travel(link.expires_at, tick=False):
        assert visitor.get(path_of(link)).status_code == 410


def test_signature_of_something_else_does_not_open(link: DataRequest) -> None:
    assert find_request(Signer(sep=".").sign(link.key)) is None
    assert find_request(token_of(link)) == link


def test_form_without_its_token_is_refused(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    """Row 53."""
    response = visitor.post(path_of(link), good(indicator))
    assert response.status_code == 403
    assert "Öffnen Sie den Link aus der E-Mail noch einmal" in text_of(response)
    assert "Neu anmelden" not in text_of(response)
    assert row_of_2025(indicator) is None


def test_token_is_in_no_log(link: DataRequest, indicator: Indicator) -> None:
    """Django logs the path of every answer from 400 on."""
    stream = StringIO()
    handlers = {
        handler
        for name in ("", "django", "indicators", "django.request")
        for handler in logging.getLogger(name).handlers
        if isinstance(handler, logging.StreamHandler) and type(handler) is logging.StreamHandler
    }
    assert handlers
    before = [(handler, handler.setStream(stream)) for handler in handlers]
    try:
        strict = Client(enforce_csrf_checks=True)
        strict.post(path_of(link), good(indicator))  # 403
        visit(strict, link).send(good(indicator, "viel") | {"state": "released"})  # 422
        Client().get(f"{path_of(link)[:-3]}/")  # 404
        strict.options(path_of(link))  # 405
        DataRequest.objects.update(expires_at=link.created_at + timedelta(days=1))
        strict.get(path_of(link))  # 410
    finally:
        for handler, old in before:
            handler.setStream(old)
    log = stream.getvalue()
    assert log.count("/zulieferung/") >= 4
    assert link.key not in log
    assert link.key[:12] not in log


# Finishing ------------------------------------------------------------------------


def finishing(link: DataRequest) -> str:
    return f"{path_of(link)}abschliessen/"


def press(client: Client, link: DataRequest, path: str) -> Any:
    """Send a form that holds nothing but its token."""
    page = client.get(finishing(link))
    token = page.context["csrf_token"]
    return client.post(path, {"csrfmiddlewaretoken": str(token)})


def test_finishing(visitor: Client, link: DataRequest, indicator: Indicator, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(email="erika@soest.de")
    response = visit(visitor, link).send(good(indicator), button="finish")
    assert response.headers["Location"] == finishing(link)
    assert "1.960,5 t" in text_of(visitor.get(finishing(link)))
    response = press(visitor, link, finishing(link))
    assert response.headers["Location"] == f"{path_of(link)}quittung/"
    receipt = text_of(visitor.get(response.headers["Location"]))
    assert "Vielen Dank, Nora Netz!" in receipt
    assert "1.960,5 t" in receipt
    assert "Netzbilanz" in receipt
    link.refresh_from_db()
    assert link.finished_at is not None
    mail = Mail.objects.get(to="erika@soest.de")
    assert mail.subject == "Zulieferung abgeschlossen: Nora Netz, Stadtwerke Soest"
    assert "Treibhausgase der Gebäude“ 2025: 1.960,5" in mail.text


def test_finishing_twice_tells_once(
    visitor: Client, link: DataRequest, indicator: Indicator, clerk: User
) -> None:
    """Row 34."""
    User.objects.filter(pk=clerk.pk).update(email="erika@soest.de")
    visit(visitor, link).send(good(indicator))
    token = str(visitor.get(finishing(link)).context["csrf_token"])
    answers = [
        visitor.post(finishing(link), {"csrfmiddlewaretoken": token}).status_code for _ in range(2)
    ]
    assert answers == [302, 410]
    assert Mail.objects.filter(to="erika@soest.de").count() == 1


def test_nothing_to_finish(visitor: Client, link: DataRequest) -> None:
    assert "Sie haben noch keinen Wert gesichert." in text_of(visitor.get(finishing(link)))
    response = press(visitor, link, finishing(link))
    assert response.status_code == 422
    link.refresh_from_db()
    assert link.finished_at is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"source": ""}, "Bitte nennen Sie die Quelle"),
        ({"value": "19605000"}, "Bitte nennen Sie den Grund der Abweichung"),
    ],
)
def test_finishing_asks_for_what_is_missing(
    visitor: Client, link: DataRequest, indicator: Indicator, said: dict[str, str], told: str
) -> None:
    typed = {field(indicator, name): text for name, text in said.items()}
    visit(visitor, link).send(good(indicator) | typed)
    assert told in text_of(visitor.get(finishing(link)))
    assert press(visitor, link, finishing(link)).status_code == 422
    link.refresh_from_db()
    assert link.finished_at is None


def test_what_others_were_asked_is_not_mine_to_finish(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    other = DataRequestFactory(
        round=link.round, department=link.department, recipient_name="Kurt Kreis"
    )
    visit(visitor, link).send(good(indicator))
    assert "Sie haben noch keinen Wert gesichert." in text_of(visitor.get(finishing(other)))
    assert press(visitor, other, finishing(other)).status_code == 422


def test_who_handed_it_on_finishes_what_came_in(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    hand_on(visitor, link)
    visit(visitor, link.delegations.get()).send(good(indicator))
    response = press(visitor, link, finishing(link))
    receipt = text_of(visitor.get(response.headers["Location"]))
    assert '<td data-l="von">Carla Kessel</td>' in receipt


def test_receipt_is_shown_for_a_day(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    visit(visitor, link).send(good(indicator))
    receipt = f"{path_of(link)}quittung/"
    assert visitor.get(receipt).status_code == 410  # not finished yet
    press(visitor, link, finishing(link))
    assert visitor.get(receipt).status_code == 200
    with time_machine.travel(datetime(2026, 3, 13, 9, 1, tzinfo=UTC)):
        assert visitor.get(receipt).status_code == 410


# Handing on -------------------------------------------------------------------------

COLLEAGUE = {
    "name": "Carla Kessel",
    "office": "Stadtwerke Soest, Wärme",
    "email": "carla@stadtwerke.example",
    "message": "Das weißt du besser.",
}


def hand_on(client: Client, link: DataRequest, **said: str) -> Any:
    path = f"{path_of(link)}weitergeben/"
    token = str(client.get(path).context["csrf_token"])
    return client.post(path, {"csrfmiddlewaretoken": token} | COLLEAGUE | said)


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("mail.example", "Wir schicken ihnen einen eigenen Link"),
        ("", "Bitte sagen Sie der Abteilung Bescheid, damit sie ihn weitergibt."),
    ],
)
def test_handing_on_promises_a_mail_only_if_one_goes_out(
    visitor: Client, link: DataRequest, settings: Any, host: str, told: str
) -> None:
    settings.EMAIL_HOST = host
    assert told in text_of(visitor.get(f"{path_of(link)}weitergeben/"))


def test_handing_on(visitor: Client, link: DataRequest, indicator: Indicator) -> None:
    assert hand_on(visitor, link).status_code == 302
    child = link.delegations.get()
    assert (child.round, child.department) == (link.round, link.department)
    assert child.expires_at == link.expires_at
    assert child.recipient_name == "Carla Kessel"
    mail = Mail.objects.get(to="carla@stadtwerke.example")
    assert path_of(child) in mail.text
    assert "Das weißt du besser." in mail.text
    assert "beantwortet Nora Netz, Stadtwerke Soest, nora.netz@example.org." in mail.text
    text = text_of(visitor.get(f"{path_of(link)}weitergeben/"))
    assert "Carla Kessel" in text
    assert "noch nicht benutzt" in text
    visit(Client(enforce_csrf_checks=True), child).send(good(indicator))
    row = row_of_2025(indicator)
    assert row is not None
    assert row.sender_name == "Carla Kessel"
    assert "hat Werte gesichert" in text_of(visitor.get(f"{path_of(link)}weitergeben/"))


def test_handing_on_twice_makes_one_link(visitor: Client, link: DataRequest) -> None:
    """Row 34."""
    hand_on(visitor, link)
    hand_on(visitor, link)
    assert link.delegations.count() == 1
    assert Mail.objects.count() == 1


def test_handing_on_needs_an_address(visitor: Client, link: DataRequest) -> None:
    response = hand_on(visitor, link, email="carla@")
    assert response.status_code == 422
    assert 'value="Carla Kessel"' in response.content.decode()
    assert not link.delegations.exists()


def test_three_levels_at_most(visitor: Client, link: DataRequest) -> None:
    hand_on(visitor, link)
    child = link.delegations.get()
    hand_on(visitor, child, email="zwei@stadtwerke.example")
    grandchild = child.delegations.get()
    response = hand_on(visitor, grandchild, email="drei@stadtwerke.example")
    assert response.status_code == 422
    assert "schon zweimal weitergegeben" in text_of(response)
    assert not grandchild.delegations.exists()


def test_a_link_does_not_send_mails_without_end(visitor: Client, link: DataRequest) -> None:
    for number in range(requests.MOST_DELEGATIONS):
        hand_on(visitor, link, email=f"nr{number}@stadtwerke.example")
    again = hand_on(visitor, link, email="nr9@stadtwerke.example")
    assert again.status_code == 302  # the last one, sent twice
    child = link.delegations.get(recipient_email="nr0@stadtwerke.example")
    press(visitor, link, f"{path_of(link)}weitergeben/{child.pk}/zurueckholen/")
    response = hand_on(visitor, link, email="zuviel@stadtwerke.example")
    assert response.status_code == 422
    assert "schon 10-mal weitergegeben" in text_of(response)
    assert link.delegations.count() == requests.MOST_DELEGATIONS
    assert Mail.objects.count() == requests.MOST_DELEGATIONS


def test_taking_back(visitor: Client, link: DataRequest) -> None:
    hand_on(visitor, link)
    child = link.delegations.get()
    hand_on(visitor, child, email="zwei@stadtwerke.example")
    grandchild = child.delegations.get()
    back = f"{path_of(link)}weitergeben/{child.pk}/zurueckholen/"
    assert press(visitor, link, back).status_code == 302
    for closed in (child, grandchild):
        assert Client().get(path_of(closed)).status_code == 410
    assert visitor.get(path_of(link)).status_code == 200
    assert "zurückgeholt" in text_of(visitor.get(f"{path_of(link)}weitergeben/"))


def test_only_ones_own_are_taken_back(visitor: Client, link: DataRequest) -> None:
    """Row 44: neither that of another link, nor the one above."""
    other = DataRequestFactory(delegated=True)
    hand_on(visitor, link)
    child = link.delegations.get()
    for pk in (other.pk, link.pk):
        back = f"{path_of(child)}weitergeben/{pk}/zurueckholen/"
        assert press(visitor, child, back).status_code == 404
    assert Client().get(path_of(link)).status_code == 200
    other.refresh_from_db()
    assert other.revoked_at is None


def test_finishing_closes_what_was_handed_on(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    hand_on(visitor, link)
    visit(visitor, link).send(good(indicator))
    press(visitor, link, finishing(link))
    assert Client().get(path_of(link.delegations.get())).status_code == 410


def test_finishing_below_leaves_the_one_above_open(
    visitor: Client, link: DataRequest, indicator: Indicator
) -> None:
    hand_on(visitor, link)
    child = link.delegations.get()
    visit(visitor, child).send(good(indicator))
    press(visitor, child, finishing(child))
    assert visitor.get(path_of(link)).status_code == 200
    assert Mail.objects.filter(to=link.recipient_email, subject__contains="Carla").exists()
