"""Sending what waits: hardening row 43, a mail server that is down."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage

from indicators.entry.mail_delivery import claim, deliver, deliver_mails, next_run
from indicators.models import Mail
from tests.factories import MailFactory

NOW = datetime(2026, 3, 17, 5, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    settings.DEFAULT_FROM_EMAIL = "zielmonitor@soest.de"


@pytest.fixture
def server_down(settings: Any) -> None:
    """Nobody listens at the port of the mail server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception, to: str = "") -> None:
    """The mail server refuses mails to this address, or all."""
    send = EmailMessage.send

    def sending(message: EmailMessage, *args: Any, **more: Any) -> int:
        if to in ("", *message.to):
            raise error
        return send(message, *args, **more)

    monkeypatch.setattr(EmailMessage, "send", sending)


def told(row: Mail) -> tuple[str, int, str]:
    row.refresh_from_db()
    return row.state, row.attempts, row.error


# Sending -------------------------------------------------------------------------


def test_what_is_due_is_sent_once_and_in_its_order() -> None:
    later = MailFactory(to="b@soest.de", due_at=NOW)
    first = MailFactory(to="a@soest.de", due_at=NOW - timedelta(hours=1))
    done = deliver()
    assert (done.sent, done.postponed, done.failed, done.waiting) == (2, 0, 0, 0)
    assert [message.to for message in mail.outbox] == [[first.to], [later.to]]
    assert mail.outbox[0].from_email == "zielmonitor@soest.de"
    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"
    assert deliver().sent == 0
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("kind", ["sent", "failed", "withheld"])
def test_what_is_over_is_not_sent(kind: str) -> None:
    MailFactory(**{kind: True})
    assert deliver().sent == 0
    assert not mail.outbox


def test_what_is_not_due_yet_waits() -> None:
    MailFactory(due_at=NOW + timedelta(seconds=1))
    done = deliver()
    assert (done.sent, done.waiting) == (0, 1)


def test_the_text_of_a_mail_is_plain() -> None:
    MailFactory(text="<script>alert(1)</script> ä € " + "x" * 2000)
    deliver()
    [message] = mail.outbox
    assert message.message().get_content_type() == "text/plain"
    assert message.body.startswith("<script>")


# Mail server down (row 43) ---------------------------------------------------------


@pytest.mark.usefixtures("server_down")
def test_with_the_server_down_mails_wait_and_go_out_later(
    settings: Any, now: time_machine.Traveller
) -> None:
    first, second = MailFactory(), MailFactory()
    done = deliver()
    assert (done.sent, done.postponed, done.failed, done.waiting) == (0, 1, 0, 2)
    state, attempts, error = told(first)
    assert (state, attempts) == ("waiting", 1)
    assert error.startswith("Der Mailserver ist nicht erreichbar (")
    assert told(second) == ("waiting", 0, "")  # a dead server is asked once, not for every mail
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    now.shift(timedelta(minutes=5))
    assert deliver().sent == 2
    assert told(first) == ("sent", 2, "")


@pytest.mark.usefixtures("server_down")
def test_it_is_tried_again_with_growing_pauses_and_then_given_up_visibly(
    now: time_machine.Traveller,
) -> None:
    row = MailFactory()
    pauses = []
    while told(row)[0] == "waiting":
        now.move_to(max(row.due_at, NOW))
        deliver()
        row.refresh_from_db()
        pauses.append(row.due_at - datetime.now(UTC))
    assert pauses[:-1] == sorted(pauses[:-1])
    assert pauses[0] == timedelta(minutes=5)
    assert sum(pauses[:-1], timedelta()) > timedelta(days=3)
    state, attempts, error = told(row)
    assert (state, attempts) == ("failed", 10)
    assert error.startswith("Der Mailserver ist nicht erreichbar")


@pytest.mark.usefixtures("server_down")
def test_the_worker_comes_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    MailFactory()
    asked: list[dict[str, Any]] = []

    def using(self: Any, **said: Any) -> Any:
        asked.append(said)
        return self

    task = type(deliver_mails)
    monkeypatch.setattr(type(deliver_mails.get_backend()), "supports_defer", True)
    monkeypatch.setattr(task, "using", using)
    monkeypatch.setattr(task, "enqueue", lambda self: None)
    deliver_mails.call()
    assert asked == [{"run_after": NOW + timedelta(minutes=5)}]


def test_the_worker_does_not_come_again_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    MailFactory()
    monkeypatch.setattr(type(deliver_mails.get_backend()), "supports_defer", True)
    deliver_mails.call()  # would ask a backend that cannot wait, and fail
    assert len(mail.outbox) == 1


def test_next_run_is_not_at_once_for_what_could_not_be_tried() -> None:
    MailFactory(due_at=NOW - timedelta(days=1))
    assert next_run() == NOW + timedelta(minutes=5)
    Mail.objects.update(due_at=NOW + timedelta(hours=3))
    assert next_run() == NOW + timedelta(hours=3)


# Killed in the middle ---------------------------------------------------------------


def test_a_killed_process_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, now: time_machine.Traveller
) -> None:
    row = MailFactory()
    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", killed)
        with pytest.raises(SystemExit):
            deliver()
    assert told(row) == ("waiting", 1, "")
    assert deliver().sent == 0  # perhaps another process is still at it
    now.shift(timedelta(minutes=5))
    assert deliver().sent == 1
    assert mail.outbox[0].message()["Message-ID"] == row.message_id


def killed(message: EmailMessage) -> int:
    raise SystemExit


def test_two_processes_do_not_send_the_same_mail() -> None:
    row = MailFactory()
    same = Mail.objects.get(pk=row.pk)
    assert claim(row)
    assert not claim(same)


def test_a_mail_that_was_sent_meanwhile_is_not_claimed() -> None:
    row = MailFactory()
    Mail.objects.update(state="sent", sent_at=NOW)
    assert not claim(row)


# Refusals ---------------------------------------------------------------------------


def test_an_unknown_address_fails_at_once_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown, known = MailFactory(to="weg@soest.de"), MailFactory(to="da@soest.de")
    error = smtplib.SMTPRecipientsRefused({"weg@soest.de": (550, b"User\nunknown")})
    refuse(monkeypatch, error, to="weg@soest.de")
    done = deliver()
    assert (done.sent, done.failed, done.waiting) == (1, 1, 0)
    said = "Der Mailserver nimmt diese Adresse nicht an (550 User unknown)."
    assert told(unknown) == ("failed", 1, said)
    assert told(known)[0] == "sent"


def test_an_address_that_is_refused_for_now_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = MailFactory()
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({row.to: (451, b"greylisted")}))
    assert deliver().postponed == 1
    assert told(row)[0] == "waiting"


def test_a_fault_of_ours_stops_no_other_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = MailFactory(to="x@soest.de"), MailFactory(to="y@soest.de")
    refuse(monkeypatch, KeyError("fault"), to="x@soest.de")
    deliver()
    assert told(broken) == ("waiting", 1, "Das Verschicken ist misslungen ('fault').")
    assert told(whole)[0] == "sent"


def test_a_subject_that_was_tampered_with_adds_no_header() -> None:
    row = MailFactory(subject="Wert\nBcc: alle@soest.de")
    assert deliver().failed == 1
    assert not mail.outbox
    assert told(row)[0] == "failed"


def test_a_long_answer_of_the_server_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    row = MailFactory()
    refuse(monkeypatch, smtplib.SMTPDataError(554, b"x" * 2000))
    deliver()
    assert len(told(row)[2]) == 500
