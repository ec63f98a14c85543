"""manage.py send_reminders."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User
from indicators.models import ImportedFile, Mail
from tests.factories import (
    CollectionRoundFactory,
    DepartmentFactory,
    DistrictFactory,
    ImportedFileFactory,
    IndicatorFactory,
    MailFactory,
    RoundIndicatorFactory,
    UserFactory,
)

NOW = datetime(2026, 3, 17, 6, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"


@pytest.fixture
def owed() -> None:
    """A department owes a value until 31 March; Erika answers for it."""
    DistrictFactory(city=True)
    department = DepartmentFactory(name="Umwelt und Klima")
    UserFactory(email="erika@soest.de", entry=True, departments=[department])
    asked_by = CollectionRoundFactory(deadline=date(2026, 3, 31))
    RoundIndicatorFactory(round=asked_by, indicator=IndicatorFactory(department=department))


def run(*arguments: str) -> tuple[str, str]:
    """What the command says, and what it complains about."""
    out, err = io.StringIO(), io.StringIO()
    call_command("send_reminders", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.usefixtures("owed")
def test_it_reminds_and_sends_and_does_so_once() -> None:
    assert run() == ("1 Erinnerung.\nVerschickt: 1, wartend: 0, fehlgeschlagen: 0.\n", "")
    assert [message.to for message in mail.outbox] == [["erika@soest.de"]]
    assert run() == ("0 Erinnerungen.\nVerschickt: 0, wartend: 0, fehlgeschlagen: 0.\n", "")
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("owed")
def test_a_dry_run_shows_everything_and_writes_nothing() -> None:
    MailFactory()
    out, _ = run("--dry-run")
    assert "An: erika@soest.de\nBetreff: Bis 31.03.2026: 1 Wert fehlt noch\n" in out
    assert "Umwelt und Klima, Erhebungsrunde 2025: 1 Wert fehlt noch." in out
    assert "1 Erinnerung (Probelauf, nichts geschrieben)." in out
    assert (Mail.objects.count(), mail.outbox) == (1, [])


@pytest.mark.usefixtures("owed")
def test_a_day_to_come_is_only_looked_at() -> None:
    with pytest.raises(CommandError, match="nur mit --dry-run"):
        run("--date", "2026-03-28")
    assert not Mail.objects.exists()
    assert "Nur noch bis 31.03.2026" in run("--date", "2026-03-28", "--dry-run")[0]


@pytest.mark.usefixtures("owed")
def test_a_day_that_has_passed_is_made_up_for(now: time_machine.Traveller) -> None:
    now.shift(timedelta(days=1))
    assert run("--date", "2026-03-17")[0].startswith("1 Erinnerung.")
    assert run()[0].startswith("0 Erinnerungen.")


@pytest.mark.parametrize("text", ["gestern", "2026-02-30", "17.03.2026", ""])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="ist kein Datum wie 2026-03-31"):
        run("--date", text)


@pytest.mark.usefixtures("owed")
def test_the_queue_alone() -> None:
    MailFactory()
    assert run("--only-queue") == ("Verschickt: 1, wartend: 0, fehlgeschlagen: 0.\n", "")
    assert Mail.objects.count() == 1


def test_it_does_not_do_both_at_once() -> None:
    with pytest.raises(CommandError):
        run("--only-queue", "--dry-run")


@pytest.mark.usefixtures("owed")
def test_without_a_mail_server_it_says_so_and_keeps_everything(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    out, err = run()
    assert out == "1 Erinnerung.\nVerschickt: 0, wartend: 1, fehlgeschlagen: 0.\n"
    assert err == "Kein Mailserver eingestellt (EMAIL_HOST): Nichts wird verschickt.\n"
    settings.EMAIL_HOST = "127.0.0.1"
    assert run("--only-queue")[0] == "Verschickt: 1, wartend: 0, fehlgeschlagen: 0.\n"


@pytest.mark.usefixtures("owed")
def test_what_is_withheld_is_counted() -> None:
    User.objects.update(email="erika@soest.example")
    words = "Zurückgehalten, weil es um Beispiele geht: 1.\nVerschickt: 0, wartend: 0"
    assert run()[0].startswith(f"1 Erinnerung.\n{words}")
    assert mail.outbox == []


def test_a_refusal_is_pointed_out(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.no_such_backend.EmailBackend"
    MailFactory()
    out, err = run("--only-queue")
    assert out == "Verschickt: 0, wartend: 1, fehlgeschlagen: 0.\n"
    assert "/erfassung/nachrichten/" in err


@pytest.mark.usefixtures("owed")
def test_a_department_without_anybody_is_pointed_out() -> None:
    User.objects.update(email="")
    _, err = run()
    assert err.startswith("Niemand erreichbar: Umwelt und Klima schuldet der Erhebungsrunde 2025")


# Retention -------------------------------------------------------------------------


def test_old_texts_go_and_later_the_mails(now: time_machine.Traveller) -> None:
    sent = MailFactory(sent=True, queued_at=NOW)
    waiting = MailFactory(queued_at=NOW, due_at=NOW + timedelta(days=9999))
    now.shift(timedelta(days=90))
    run()
    sent.refresh_from_db()
    assert sent.text
    now.shift(timedelta(seconds=1))
    run()
    sent.refresh_from_db()
    assert (sent.text, sent.to) == ("", "nora.netz@stadtwerke-soest.de")
    now.shift(timedelta(days=275))
    run()
    assert list(Mail.objects.all()) == [waiting]
    waiting.refresh_from_db()
    assert waiting.text


def test_files_nobody_took_over_go_with_the_daily_run() -> None:
    ImportedFileFactory(uploaded_at=NOW - timedelta(days=31))
    recent = ImportedFileFactory(uploaded_at=NOW - timedelta(days=29))
    run("--only-queue")
    assert ImportedFile.objects.count() == 2
    run()
    assert list(ImportedFile.objects.all()) == [recent]
