"""Writing mails into the queue, with the change they tell of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from indicators.entry.mails import absolute_url, queue_mail, store_mail
from indicators.models import Mail
from indicators.sample.removal import remove_sample_data

TEMPLATE = "note.txt"


@pytest.fixture(autouse=True)
def templates(settings: Any, tmp_path: Path) -> None:
    """A template of one line, and a mail server."""
    (tmp_path / TEMPLATE).write_text("{{ said }}\n\n\n\n{{ site_url }}/", encoding="utf-8")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    settings.EMAIL_HOST = "127.0.0.1"
    settings.SITE_URL = "https://ziele.soest.de"


def queued(said: str = "Hallo", **values: Any) -> Mail:
    queue_mail(
        **{
            "to": "erika@soest.de",
            "subject": "Sache",
            "template": TEMPLATE,
            "context": {"said": said},
        }
        | values
    )
    return Mail.objects.latest("pk")


@pytest.mark.django_db(transaction=True)
def test_mail_is_sent_when_the_change_is_committed() -> None:
    with transaction.atomic():
        row = queued()
        assert (row.state, mail.outbox) == ("waiting", [])
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == ("sent", 1, "")
    assert row.sent_at is not None
    [message] = mail.outbox
    assert (message.to, message.subject) == (["erika@soest.de"], "Sache")
    assert message.body == "Hallo\n\nhttps://ziele.soest.de/\n"
    assert message.message()["Message-ID"] == row.message_id
    assert row.message_id.endswith("@ziele.soest.de>")


@transaction.atomic
def change_that_fails() -> None:
    queued()
    raise LookupError


@pytest.mark.django_db(transaction=True)
def test_mail_of_a_change_that_is_rolled_back_is_never_sent() -> None:
    with pytest.raises(LookupError):
        change_that_fails()
    assert (Mail.objects.count(), mail.outbox) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_it_waits(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    row = queued()
    row.refresh_from_db()
    assert (row.state, row.attempts, mail.outbox) == ("waiting", 0, [])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_escaped_and_nothing_in_a_comment_is_a_template() -> None:
    queued("<script>alert(1)</script> & {{ settings.SECRET_KEY }} {% nope %}")
    [message] = mail.outbox
    assert message.body.startswith(
        "<script>alert(1)</script> & {{ settings.SECRET_KEY }} {% nope %}\n"
    )
    assert message.content_subtype == "plain"
    assert message.message().get_content_type() == "text/plain"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "subject", ["Wert\r\nBcc: alle@soest.de", "Wert\nBcc: alle@soest.de", "Wert\x0bBcc: a@b.de"]
)
def test_a_subject_adds_no_header(subject: str) -> None:
    row = queued(subject=subject)
    [message] = mail.outbox
    assert "\n" not in row.subject
    assert message.message()["Bcc"] is None
    assert message.recipients() == ["erika@soest.de"]


@pytest.mark.django_db
def test_a_long_subject_is_cut() -> None:
    row = queued(subject="ä" * 400)
    assert len(row.subject) == 200
    assert row.subject.endswith("…")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "address", ["", "erika", "a@soest.de\r\nBcc: b@soest.de", "a@soest.de, b@soest.de", "x" * 400]
)
def test_an_address_that_is_none_is_kept_as_failed(address: str) -> None:
    row = queued(to=address)
    assert (row.state, mail.outbox) == ("failed", [])
    assert row.error.startswith("Das ist keine E-Mail-Adresse.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "values",
    [
        {"to": "erfassung@soest.example"},
        {"to": "nora@Example.ORG"},
        {"is_sample": True},
    ],
)
def test_nothing_leaves_the_house_about_examples(values: dict[str, Any]) -> None:
    row = queued(**values)
    row.refresh_from_db()
    assert (row.state, mail.outbox) == ("withheld", [])
    assert row.text


@pytest.mark.django_db
def test_mails_about_sample_data_go_with_it() -> None:
    real, made_up = queued(), queued(is_sample=True)
    remove_sample_data()
    assert list(Mail.objects.all()) == [real]
    assert real != made_up


@pytest.mark.django_db
def test_every_mail_has_a_name_of_its_own() -> None:
    assert queued().message_id != queued().message_id


@pytest.mark.django_db
def test_storing_alone_sends_nothing(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        store_mail(to="a@soest.de", subject="x", template=TEMPLATE, context={"said": "y"})
    assert not callbacks


def test_links_lead_to_the_configured_host() -> None:
    assert absolute_url("/erfassung/") == "https://ziele.soest.de/erfassung/"
