"""The mail to the author of a value that was returned."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Slot
from indicators.models import Mail, Measurement
from tests.factories import MeasurementFactory, MembershipFactory, UserFactory

COMMENT = "Bitte die Quelle nennen.\n<script>alert(1)</script> {% nope %}"


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    settings.SITE_URL = "https://ziele.soest.de"


@pytest.fixture
def author(clerk: User) -> User:
    clerk.email = "erika@soest.de"
    clerk.save()
    return clerk


def submit(slot: Slot, by: User | None) -> Measurement:
    return MeasurementFactory(
        indicator=slot.indicator,
        district=slot.district,
        period=slot.period.first_day,
        entered_by=by,
        submitted=True,
        **({} if by else {"sender_name": "Nora Netz", "sender_office": "Stadtwerke"}),
    )


def send_back(row: Measurement, by: User, comment: str = COMMENT) -> None:
    services.send_back(row=row, version=row.version, comment=comment, by=by)


@pytest.mark.django_db
def test_the_author_is_told_what_to_do(slot: Slot, author: User, coordinator: User) -> None:
    send_back(submit(slot, author), coordinator)
    told = Mail.objects.get()
    assert told.to == "erika@soest.de"
    assert told.subject == "Zurückgegeben: „Treibhausgase der Gebäude“ 2025"
    assert told.text.startswith(
        "Guten Tag Erika Erfassung,\n"
        "\n"
        "Karla Koordination hat einen Wert zurückgegeben, damit Sie ihn ändern oder ergänzen:\n"
        "\n"
        "„Treibhausgase der Gebäude“ 2025, 6,9\N{NO-BREAK SPACE}t\n"
        "\n"
        "Was zu tun ist:\n"
        "Bitte die Quelle nennen.\n"
        "<script>alert(1)</script> {% nope %}\n"
        "\n"
        "Hier ändern Sie den Wert und reichen ihn wieder ein:\n"
        "https://ziele.soest.de/erfassung/treibhausgase/2025/\n"
    )


@pytest.mark.django_db
def test_returning_twice_tells_once(slot: Slot, author: User, coordinator: User) -> None:
    row = submit(slot, author)
    send_back(row, coordinator)
    send_back(row, coordinator)
    assert Mail.objects.count() == 1


@pytest.mark.django_db
def test_a_name_with_a_line_end_adds_no_header(
    slot: Slot, author: User, coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    slot.indicator.name = "Gase\r\nBcc: alle@soest.de"
    slot.indicator.save()
    with django_capture_on_commit_callbacks(execute=True):
        send_back(submit(slot, author), coordinator)
    [message] = mail.outbox
    assert message.message()["Bcc"] is None
    assert message.subject == "Zurückgegeben: „Gase Bcc: alle@soest.de“ 2025"
    assert message.recipients() == ["erika@soest.de"]


@pytest.mark.django_db
def test_with_the_mail_server_down_the_value_is_returned_all_the_same(
    slot: Slot,
    author: User,
    coordinator: User,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Row 43: the notice waits, and is seen."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    row = submit(slot, author)
    with django_capture_on_commit_callbacks(execute=True):
        send_back(row, coordinator)
    row.refresh_from_db()
    assert row.state == "returned"
    told = Mail.objects.get()
    assert (told.state, told.attempts) == ("waiting", 1)
    assert told.error.startswith("Der Mailserver ist nicht erreichbar")


@pytest.mark.django_db
@pytest.mark.parametrize("gone", [{"is_active": False}, {"email": ""}, {"role": "council"}])
def test_if_the_author_cannot_be_reached_the_department_is(
    slot: Slot, author: User, coordinator: User, gone: dict[str, Any]
) -> None:
    row = submit(slot, author)
    User.objects.filter(pk=author.pk).update(**gone)
    deputy = UserFactory(entry=True, email="dora@soest.de")
    MembershipFactory(user=deputy, department=slot.indicator.department, is_deputy=True)
    send_back(row, coordinator)
    assert Mail.objects.get().to == "dora@soest.de"


@pytest.mark.django_db
def test_of_a_value_that_came_by_a_link_the_department_is_told(
    slot: Slot, author: User, coordinator: User
) -> None:
    send_back(submit(slot, None), coordinator)
    assert Mail.objects.get().to == "erika@soest.de"


@pytest.mark.django_db
def test_without_anybody_nothing_fails(slot: Slot, clerk: User, coordinator: User) -> None:
    slot.indicator.department = None
    slot.indicator.save()
    send_back(submit(slot, clerk), coordinator)
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_nothing_is_sent_about_a_sample_value(slot: Slot) -> None:
    slot.indicator.is_sample = True
    slot.indicator.save()
    clerk = UserFactory(is_sample=True, entry=True, email="echt@soest.de")
    coordination = UserFactory(is_sample=True, coordination=True)
    row = submit(slot, clerk)
    Measurement.objects.filter(pk=row.pk).update(is_sample=True)
    send_back(row, coordination)
    assert Mail.objects.get().state == "withheld"
