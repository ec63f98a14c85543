"""/erfassung/nachrichten/: what waits, what failed, what was sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Mail
from tests.factories import MailFactory

PATH = "/erfassung/nachrichten/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"


def page(client: Client, path: str = PATH, **query: str) -> str:
    response = client.get(path, query)
    assert response.status_code == 200
    return response.content.decode()


# Access ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["clerk", "councillor", "administrator"])
def test_only_coordination_may_see_and_send(who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(f"{who}_client")
    row = MailFactory(failed=True)
    assert client.get(PATH).status_code == 403
    assert client.get(f"{PATH}{row.pk}/").status_code == 403
    assert client.post(f"{PATH}{row.pk}/senden/").status_code == 403
    assert PATH not in client.get("/erfassung/").content.decode()
    row.refresh_from_db()
    assert row.state == "failed"


def test_without_login_it_asks_for_one(client: Client) -> None:
    assert client.get(PATH).status_code == 302


def test_a_mail_that_is_none_is_not_found(coordinator_client: Client) -> None:
    assert coordinator_client.get(f"{PATH}4711/").status_code == 404
    assert coordinator_client.post(f"{PATH}4711/senden/").status_code == 404


def test_sending_is_no_link(coordinator_client: Client) -> None:
    assert coordinator_client.get(f"{PATH}{MailFactory(failed=True).pk}/senden/").status_code == 405


# The list --------------------------------------------------------------------------


def test_empty(coordinator_client: Client) -> None:
    assert "Noch keine Nachrichten." in page(coordinator_client)
    assert PATH in page(coordinator_client, "/erfassung/runden/")


def test_every_state_in_words(coordinator_client: Client) -> None:
    now = datetime.now(UTC)
    MailFactory(queued_at=now, due_at=now)
    MailFactory(attempts=2, due_at=datetime(2026, 3, 12, 11, 5, tzinfo=UTC), error="Besetzt.")
    MailFactory(failed=True)
    MailFactory(withheld=True)
    MailFactory(sent=True, sent_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    text = page(coordinator_client)
    for words in (
        "wartet auf den Versand",
        "wartet, nächster Versuch 12.03.2026, 12:05",
        "Besetzt.",
        "fehlgeschlagen",
        "Der Mailserver ist nicht erreichbar (Connection refused).",
        "zurückgehalten: Beispiel",
        "verschickt am 02.07.2026, 00:30",
        "an nora.netz@stadtwerke-soest.de",
        "2 Nachrichten warten, 1 Nachricht ist fehlgeschlagen",
    ):
        assert words in text


def test_without_a_mail_server_it_says_so(coordinator_client: Client, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    MailFactory(attempts=1)
    text = page(coordinator_client)
    assert "Es wird nichts verschickt" in text
    assert "wartet auf einen Mailserver" in text
    assert "Jetzt versuchen" not in text


def test_a_queue_that_stands_still_is_pointed_out(coordinator_client: Client) -> None:
    now = datetime.now(UTC)
    row = MailFactory(due_at=now - timedelta(minutes=14))
    assert "Der Versand steht still" not in page(coordinator_client)
    Mail.objects.filter(pk=row.pk).update(due_at=now - timedelta(minutes=16))
    assert "Der Versand steht still" in page(coordinator_client)


def test_a_subject_is_text(coordinator_client: Client) -> None:
    row = MailFactory(subject="<script>alert(1)</script>", text="<b>fett</b>")
    assert "<script>alert(1)" not in page(coordinator_client)
    assert "&lt;b&gt;fett" in page(coordinator_client, f"{PATH}{row.pk}/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"zustand": "failed"}, {"Zweite"}),
        ({"zustand": "gibt-es-nicht"}, {"Erste", "Zweite"}),
        ({"q": "erst"}, {"Erste"}),
        ({"q": "ZWEI@soest"}, {"Zweite"}),
        ({"q": "zwei", "zustand": "waiting"}, set()),
        ({"q": "x" * 201}, {"Erste", "Zweite"}),
        ({"q": "a\x00b"}, {"Erste", "Zweite"}),
        ({"seite": "99"}, {"Erste", "Zweite"}),
        ({"seite": "-1"}, {"Erste", "Zweite"}),
        ({"seite": "zwei"}, {"Erste", "Zweite"}),
    ],
    ids=lambda given: "-".join(sorted(given)) or "none",
)
def test_filter(coordinator_client: Client, query: dict[str, str], found: set[str]) -> None:
    MailFactory(subject="Erste", to="eins@soest.de")
    MailFactory(subject="Zweite", to="zwei@soest.de", failed=True)
    text = page(coordinator_client, **query)
    assert {one for one in ("Erste", "Zweite") if f">{one}</a>" in text} == found
    assert ("Keine Nachricht passt dazu." in text) == (not found)


def test_htmx_gets_the_list_alone(coordinator_client: Client) -> None:
    response = coordinator_client.get(PATH, headers={"HX-Request": "true"})
    assert response.content.decode().startswith('<section id="mails"')


def test_a_long_list_has_pages_and_the_same_queries(coordinator_client: Client) -> None:
    MailFactory(subject="Älteste", queued_at=datetime(2025, 1, 1, tzinfo=UTC))
    with CaptureQueriesContext(connection) as few:
        page(coordinator_client)
    MailFactory.create_batch(51, failed=True)
    with CaptureQueriesContext(connection) as many:
        text = page(coordinator_client)
    assert len(many) == len(few)
    assert "Seite 1 von 2" in text
    assert "Älteste" not in text
    assert "Älteste" in page(coordinator_client, seite="2")
    assert 'href="?zustand=failed&amp;seite=2"' in page(coordinator_client, zustand="failed")


# One mail --------------------------------------------------------------------------


def test_the_text_of_a_mail(coordinator_client: Client) -> None:
    row = MailFactory(sent=True)
    text = page(coordinator_client, f"{PATH}{row.pk}/")
    assert "es fehlen noch Werte." in text
    assert "Erneut senden" in text


def test_a_deleted_text(coordinator_client: Client) -> None:
    row = MailFactory(sent=True, text="")
    text = page(coordinator_client, f"{PATH}{row.pk}/")
    assert "Der Text ist gelöscht, weil die Nachricht älter als 90 Tage ist." in text
    assert "Erneut senden" not in text


# Sending again ---------------------------------------------------------------------


def send(client: Client, row: Mail, capture: Any) -> str:
    with capture(execute=True):
        response = client.post(f"{PATH}{row.pk}/senden/", follow=True)
    assert response.redirect_chain == [(PATH, 302)]
    return response.content.decode()


@pytest.mark.parametrize("kind", [{"failed": True}, {"attempts": 3, "error": "Besetzt."}])
def test_a_mail_that_did_not_go_out_is_tried_at_once(
    coordinator_client: Client, django_capture_on_commit_callbacks: Any, kind: dict[str, Any]
) -> None:
    row = MailFactory(due_at=datetime.now(UTC) + timedelta(days=1), **kind)
    text = send(coordinator_client, row, django_capture_on_commit_callbacks)
    assert f"„{row.subject}“ an {row.to} wird verschickt." in text
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == ("sent", 1, "")
    assert len(mail.outbox) == 1


def test_of_a_sent_mail_a_copy_goes_out(
    coordinator_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = MailFactory(sent=True, reminder_day=date(2026, 3, 12))
    send(coordinator_client, row, django_capture_on_commit_callbacks)
    copy = Mail.objects.exclude(pk=row.pk).get()
    assert (copy.to, copy.subject, copy.text) == (row.to, row.subject, row.text)
    assert (copy.state, copy.reminder_day) == ("sent", None)
    assert copy.message_id != row.message_id
    assert [message.to for message in mail.outbox] == [[row.to]]


def test_a_double_click_makes_one_copy(coordinator_client: Client) -> None:
    """What waits for the worker is not made again."""
    row = MailFactory(sent=True)
    for _ in range(2):
        coordinator_client.post(f"{PATH}{row.pk}/senden/")
    assert Mail.objects.count() == 2


def test_without_a_mail_server_what_is_sent_again_waits(
    coordinator_client: Client, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.EMAIL_HOST = ""
    row = MailFactory(failed=True)
    text = send(coordinator_client, row, django_capture_on_commit_callbacks)
    assert "geht hinaus, sobald es einen Mailserver gibt." in text
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)


@pytest.mark.parametrize(
    "kind", [{"withheld": True}, {"sent": True, "text": ""}, {"attempts": 0}], ids=str
)
def test_what_cannot_be_sent_says_so(
    coordinator_client: Client, django_capture_on_commit_callbacks: Any, kind: dict[str, Any]
) -> None:
    row = MailFactory(**kind)
    text = send(coordinator_client, row, django_capture_on_commit_callbacks)
    assert "lässt sich nicht mehr senden" in text
    assert (Mail.objects.count(), mail.outbox) == (1, [])


def test_an_address_that_is_none_stays_failed(
    coordinator_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = MailFactory(failed=True, to="keine-adresse")
    send(coordinator_client, row, django_capture_on_commit_callbacks)
    row.refresh_from_db()
    assert row.state == "failed"
    assert row.error.startswith("Das ist keine E-Mail-Adresse.")
