"""Data requests as staff make and keep them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from indicators.entry import services
from indicators.entry.batches import Line
from indicators.entry.slots import Content, Sender, Slot, slot_rows
from indicators.entry.supplies import requests
from indicators.entry.supplies.answers import save_answers
from indicators.entry.supplies.links import Standing, link_of, path_of, standing_of
from indicators.models import CollectionRound, DataRequest, Indicator, Mail
from strategy.models import Department
from tests.factories import (
    CollectionRoundFactory,
    DataRequestFactory,
    DepartmentFactory,
    RoundIndicatorFactory,
    UserFactory,
)

PAGE = "/erfassung/runden/2025/zulieferung/umwelt-und-klima/"
ASKED = {
    "name": "Nora Netz",
    "office": "Stadtwerke Soest",
    "email": "nora@stadtwerke.example",
    "message": "Wie im letzten Jahr, bitte.",
    "last_day": "2026-04-30",
}


@pytest.fixture
def asked_by(indicator: Indicator) -> CollectionRound:
    asked_by = CollectionRoundFactory()
    RoundIndicatorFactory(round=asked_by, indicator=indicator)
    return asked_by


@pytest.fixture
def link(asked_by: CollectionRound, department: Department) -> DataRequest:
    return DataRequestFactory(round=asked_by, department=department)


def text_of(response: Any) -> str:
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def below(link: DataRequest, email: str = "carla@stadtwerke.example") -> DataRequest:
    recipient = requests.Recipient("Carla Kessel", "Stadtwerke Soest, Wärme", email)
    return requests.delegate(request=link, recipient=recipient, message="")


# Who may ---------------------------------------------------------------------------

PEOPLE = {
    "clerk_client": True,
    "coordinator_client": True,
    "other_clerk_client": False,
    "councillor_client": False,
    "administrator_client": False,
}


@pytest.mark.parametrize(("person", "may"), PEOPLE.items())
def test_access(request: pytest.FixtureRequest, link: DataRequest, person: str, may: bool) -> None:
    """Row 44: coordination and the members of the department, nobody else."""
    client: Client = request.getfixturevalue(person)
    base = f"/erfassung/zulieferungen/{link.pk}/"
    assert client.get(PAGE).status_code == (200 if may else 404)
    assert client.post(PAGE, ASKED).status_code == (302 if may else 404)
    for step in ("senden/", "verlaengern/", "widerrufen/"):
        answer = client.post(f"{base}{step}", {f"r{link.pk}-last_day": "2026-05-01"})
        assert answer.status_code == (302 if may else 404), step
    link.refresh_from_db()
    assert (link.revoked_at is not None) is may


def test_member_without_the_role_may_not(
    link: DataRequest, department: Department, client: Client
) -> None:
    """Row 51: a member of the council who once worked here."""
    client.force_login(UserFactory(council=True, departments=[department]))
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/erfassung/runden/2024/zulieferung/umwelt-und-klima/",
        "/erfassung/runden/2025/zulieferung/gibt-es-nicht/",
        "/erfassung/runden/2025/zulieferung/nicht-gefragt/",
    ],
)
def test_only_departments_that_the_round_asks(
    coordinator_client: Client, asked_by: CollectionRound, path: str
) -> None:
    DepartmentFactory(slug="nicht-gefragt")
    assert coordinator_client.get(path).status_code == 404


# Making ----------------------------------------------------------------------------


def test_making_sends_the_link_and_shows_it(
    clerk_client: Client, clerk: User, asked_by: CollectionRound
) -> None:
    User.objects.filter(pk=clerk.pk).update(email="erika@soest.de")
    response = clerk_client.post(PAGE, ASKED, follow=True)
    made = DataRequest.objects.get()
    assert (made.created_by, made.recipient_name) == (clerk, "Nora Netz")
    assert made.expires_at == datetime(2026, 4, 30, 21, 59, 59, 999999, tzinfo=UTC)
    mail = Mail.objects.get()
    assert mail.to == "nora@stadtwerke.example"
    assert link_of(made) in mail.text
    assert "Erika Erfassung bittet Sie im Namen der Stadt Soest (Umwelt und Klima)" in mail.text
    assert "- Treibhausgase der Gebäude" in mail.text
    assert "Fragen zu den Zahlen beantwortet Erika Erfassung, erika@soest.de." in mail.text
    assert "Wie im letzten Jahr, bitte." in mail.text
    assert "Er gilt bis 30. April 2026" in mail.text
    text = text_of(response)
    assert f'value="{link_of(made)}"' in text
    assert "offen, noch nicht benutzt" in text
    assert [one.get_kind_display() for one in made.events.all()] == ["angelegt", "Link verschickt"]


@pytest.mark.usefixtures("asked_by")
@pytest.mark.parametrize(
    ("host", "words"),
    [("", "Es ist kein Mailserver eingestellt"), ("127.0.0.1", "Er geht sofort per E-Mail hinaus")],
)
def test_the_page_says_whether_mails_go_out(
    clerk_client: Client, settings: Any, host: str, words: str
) -> None:
    settings.EMAIL_HOST = host
    assert words in text_of(clerk_client.get(PAGE))


@pytest.mark.usefixtures("asked_by")
@pytest.mark.parametrize(
    ("host", "words"),
    [
        (
            "",
            "Link angelegt. Es ist kein Mailserver eingestellt. Bitte kopieren Sie den Link",
        ),
        ("127.0.0.1", "Link angelegt. Der Link geht an nora@stadtwerke.example."),
    ],
)
def test_what_is_said_after_making_is_true_without_a_mail_server(
    clerk_client: Client, settings: Any, host: str, words: str
) -> None:
    settings.EMAIL_HOST = host
    assert words in text_of(clerk_client.post(PAGE, ASKED, follow=True))


def test_form_begins_with_the_end_of_the_grace_period(
    clerk_client: Client, clerk: User, asked_by: CollectionRound
) -> None:
    assert 'value="2026-04-14"' in text_of(clerk_client.get(PAGE))
    with time_machine.travel(datetime(2026, 5, 4, 9, 0, tzinfo=UTC)):
        clerk_client.force_login(clerk)
        assert 'value="2026-05-18"' in text_of(clerk_client.get(PAGE))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": " "}, "Name"),
        ({"office": ""}, "Stelle"),
        ({"email": "nora@"}, "E-Mail"),
        ({"last_day": "2026-03-11"}, "Dieser Tag ist schon vorbei."),
        ({"last_day": "2027-04-01"}, "Ein Link gilt höchstens ein Jahr."),
        ({"last_day": "31.02.2026"}, "Bitte geben Sie ein Datum an"),  # row 11
        ({"last_day": "01/02/2026"}, "Bitte geben Sie ein Datum an"),  # row 11
        ({"name": "a\x00b"}, "Steuerzeichen"),  # row 13
        ({"message": "x" * 2001}, "2000"),  # row 15
    ],
)
def test_bad_input_is_refused_at_its_field(
    clerk_client: Client, asked_by: CollectionRound, said: dict[str, str], told: str
) -> None:
    response = clerk_client.post(PAGE, ASKED | said)
    assert response.status_code == 422
    text = text_of(response)
    assert told in text
    assert "Noch nicht verschickt." in text
    assert "Wie im letzten Jahr, bitte." in text or "message" in said
    assert not DataRequest.objects.exists()
    assert not Mail.objects.exists()


def test_extra_fields_change_nothing(
    clerk_client: Client, clerk: User, asked_by: CollectionRound, other_department: Department
) -> None:
    """Row 52."""
    extra = {"department": str(other_department.pk), "created_by": "1", "key": "1", "is_sample": 1}
    clerk_client.post(PAGE, ASKED | extra)
    made = DataRequest.objects.get()
    assert made.department.slug == "umwelt-und-klima"
    assert (made.created_by, made.is_sample) == (clerk, False)
    assert len(made.key) >= 32


@pytest.mark.parametrize("what", ["round", "person"])
def test_request_for_or_by_the_sample_is_part_of_it(
    clerk_client: Client, clerk: User, asked_by: CollectionRound, what: str
) -> None:
    """Its mail is kept and never sent."""
    if what == "round":
        CollectionRound.objects.update(is_sample=True)
    else:
        User.objects.filter(pk=clerk.pk).update(is_sample=True)
    clerk_client.post(PAGE, ASKED)
    assert DataRequest.objects.get().is_sample
    assert Mail.objects.get().state == "withheld"


# Sending again, prolonging, revoking ------------------------------------------------


def test_sending_again(clerk_client: Client, link: DataRequest) -> None:
    clerk_client.post(f"/erfassung/zulieferungen/{link.pk}/senden/")
    assert link_of(link) in Mail.objects.get().text
    assert link.events.get().note == f"an {link.recipient_email}"


def test_closed_link_is_not_sent_again(clerk_client: Client, asked_by: CollectionRound) -> None:
    link = DataRequestFactory(
        round=asked_by, department=Department.objects.get(slug="umwelt-und-klima"), revoked=True
    )
    path = f"/erfassung/zulieferungen/{link.pk}/senden/"
    response = clerk_client.post(path, follow=True)
    assert "Dieser Link ist inzwischen geschlossen." in text_of(response)
    assert not Mail.objects.exists()


def prolong(client: Client, link: DataRequest, day: str) -> Any:
    path = f"/erfassung/zulieferungen/{link.pk}/verlaengern/"
    return client.post(path, {f"r{link.pk}-last_day": day})


def test_prolonging_takes_what_was_handed_on_along(clerk_client: Client, link: DataRequest) -> None:
    child = below(link)
    grandchild = below(child, "zwei@stadtwerke.example")
    assert prolong(clerk_client, link, "2026-06-01").status_code == 302
    for one in (link, child, grandchild):
        one.refresh_from_db()
        assert one.expires_at == datetime(2026, 6, 1, 21, 59, 59, 999999, tzinfo=UTC)


def test_handed_on_link_never_outlives_the_one_above(
    clerk_client: Client, link: DataRequest
) -> None:
    child = below(link)
    assert prolong(clerk_client, child, "2026-06-01").status_code == 302
    assert "endet mit dem, von dem er weitergegeben" in text_of(clerk_client.get(PAGE))
    child.refresh_from_db()
    assert child.expires_at == link.expires_at
    prolong(clerk_client, link, "2026-03-20")
    child.refresh_from_db()
    assert child.expires_at == datetime(2026, 3, 20, 22, 59, 59, 999999, tzinfo=UTC)


def test_expired_link_is_opened_again(clerk_client: Client, clerk: User, link: DataRequest) -> None:
    with time_machine.travel(datetime(2026, 4, 20, 9, 0, tzinfo=UTC)):
        clerk_client.force_login(clerk)
        assert Client().get(path_of(link)).status_code == 410
        assert "abgelaufen am 14. April 2026" in text_of(clerk_client.get(PAGE))
        prolong(clerk_client, link, "2026-04-30")
        assert Client().get(path_of(link)).status_code == 200


@pytest.mark.parametrize("day", ["", "gestern", "2026-03-01"])
def test_bad_day_is_refused_at_its_field(clerk_client: Client, link: DataRequest, day: str) -> None:
    response = prolong(clerk_client, link, day)
    assert response.status_code == 422
    assert f'id="id_r{link.pk}-last_day_error"' in response.content.decode()
    before = link.expires_at
    link.refresh_from_db()
    assert link.expires_at == before


def test_revoking_counts_at_once_and_for_all(
    clerk_client: Client, clerk: User, link: DataRequest
) -> None:
    child = below(link)
    grandchild = below(child, "zwei@stadtwerke.example")
    clerk_client.post(f"/erfassung/zulieferungen/{link.pk}/widerrufen/")
    for one in (link, child, grandchild):
        one.refresh_from_db()
        assert one.revoked_by == clerk
        assert Client().get(path_of(one)).status_code == 410


def test_revoking_twice_changes_nothing(clerk_client: Client, link: DataRequest) -> None:
    """Row 34."""
    for _ in range(2):
        clerk_client.post(f"/erfassung/zulieferungen/{link.pk}/widerrufen/")
    assert link.events.filter(kind="revoked").count() == 1


def test_revoking_a_part_leaves_the_rest(clerk_client: Client, link: DataRequest) -> None:
    child, other = below(link), below(link, "zwei@stadtwerke.example")
    clerk_client.post(f"/erfassung/zulieferungen/{child.pk}/widerrufen/")
    assert Client().get(path_of(child)).status_code == 410
    assert Client().get(path_of(other)).status_code == 200
    assert Client().get(path_of(link)).status_code == 200


# The list --------------------------------------------------------------------------


def test_page_shows_every_state_and_the_chain(clerk_client: Client, link: DataRequest) -> None:
    child = below(link)
    made = {"round": link.round, "department": link.department}
    for trait in ("revoked", "finished", "expired"):
        DataRequestFactory(**made, **{trait: True})
    DataRequestFactory(**made, last_used_at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    text = text_of(clerk_client.get(PAGE))
    for told in (
        "weitergegeben an Carla Kessel",
        "offen, noch nicht benutzt",
        "widerrufen am 16. Februar 2026",
        "abgeschlossen am 23. Februar 2026",
        "abgelaufen am 9. Februar 2026",
        "benutzt am 2. März 2026",
        "Carla Kessel, Stadtwerke Soest, Wärme",
        "Nora Netz, Stadtwerke Soest (über den Link)",
    ):
        assert told in text, told
    assert link_of(child) in text


def test_requests_of_others_are_not_listed(clerk_client: Client, link: DataRequest) -> None:
    DataRequestFactory(recipient_name="Fremde Person")
    DataRequestFactory(
        round=CollectionRoundFactory(year=2024),
        department=link.department,
        recipient_name="Altes Jahr",
    )
    text = text_of(clerk_client.get(PAGE))
    assert "Fremde Person" not in text
    assert "Altes Jahr" not in text


@pytest.mark.parametrize("count", [1, 5])
def test_constant_number_of_queries(
    clerk_client: Client,
    link: DataRequest,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        other = DataRequestFactory(round=link.round, department=link.department)
        below(other, f"nr{number}@stadtwerke.example")
    clerk_client.get(PAGE)
    with django_assert_num_queries(PAGE_QUERIES):
        clerk_client.get(PAGE)


PAGE_QUERIES = 9


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        ({}, Standing.OPEN),
        ({"last_used_at": datetime(2026, 3, 1, tzinfo=UTC)}, Standing.USED),
        ({"expired": True}, Standing.EXPIRED),
        ({"finished": True}, Standing.FINISHED),
        ({"finished": True, "expired": True}, Standing.FINISHED),
        ({"finished": True, "revoked": True}, Standing.REVOKED),
    ],
)
@pytest.mark.django_db
def test_standing(values: dict[str, Any], standing: Standing) -> None:
    now = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
    assert standing_of(DataRequestFactory(**values), now) == standing


def test_last_day_is_a_day_in_soest() -> None:
    """Row 42: also on the day the clock is set forward."""
    end = requests.end_of(date(2026, 3, 29))
    assert end.astimezone(UTC) == datetime(2026, 3, 29, 21, 59, 59, 999999, tzinfo=UTC)


# What becomes of a supplied value ----------------------------------------------------


@pytest.fixture
def supplied(link: DataRequest, slot: Slot) -> Slot:
    """The slot of 2025 with a draft that came through the link."""
    line = Line(slot, {"value": Decimal("1960.5"), "source": "Netzbilanz"})
    sender = Sender("Nora Netz", "Stadtwerke Soest")
    save_answers(request=link, sender=sender, lines=[line], seen={})
    return slot


def submit(slot: Slot, by: User) -> None:
    rows = slot_rows(slot)
    assert rows.open is not None
    content = Content.of(rows.open)
    services.save(slot=slot, content=content, seen=rows.seen, by=by, submit=True)


def test_clerk_takes_it_over_and_somebody_else_releases(
    supplied: Slot, clerk: User, coordinator: User
) -> None:
    submit(supplied, clerk)
    row = slot_rows(supplied).open
    assert row is not None
    assert (row.entered_by, row.sender_name) == (clerk, "Nora Netz")
    services.release(row=row, version=row.version, by=coordinator)
    current = slot_rows(supplied).current
    assert current is not None
    assert current.sender_name == "Nora Netz"


def test_who_takes_it_over_does_not_release_it(supplied: Slot, coordinator: User) -> None:
    """Row 33: four eyes hold between who hands in and who releases."""
    submit(supplied, coordinator)
    row = slot_rows(supplied).open
    assert row is not None
    with pytest.raises(services.FourEyes):
        services.release(row=row, version=row.version, by=coordinator)


def test_staff_see_who_supplied_it(
    supplied: Slot, clerk: User, clerk_client: Client, coordinator_client: Client
) -> None:
    told = "Nora Netz, Stadtwerke Soest"
    assert f"zugeliefert von {told}" in text_of(clerk_client.get("/erfassung/"))
    assert told in text_of(clerk_client.get(supplied.url))
    submit(supplied, clerk)
    assert f"zugeliefert von {told}" in text_of(coordinator_client.get("/erfassung/freigabe/"))


def test_home_leads_to_the_page(clerk_client: Client, link: DataRequest) -> None:
    assert f'href="{PAGE}"' in text_of(clerk_client.get("/erfassung/"))


def test_name_that_was_corrected_is_in_the_log(link: DataRequest, slot: Slot) -> None:
    line = Line(slot, {"value": Decimal("1960.5")})
    sender = Sender("Nils Netz", "Stadtwerke")
    save_answers(request=link, sender=sender, lines=[line], seen={})
    assert link.events.get().author == "Nils Netz, Stadtwerke (über den Link)"


def test_delegation_needs_an_open_link(link: DataRequest, coordinator: User) -> None:
    requests.revoke(request=link, by=coordinator)
    with pytest.raises(requests.LinkClosed):
        below(link)
    assert not link.delegations.exists()


def test_log_is_in_the_order_of_events(link: DataRequest, clerk: User) -> None:
    with time_machine.travel(link.created_at + timedelta(days=1), tick=False):
        below(link)
        requests.revoke(request=link, by=clerk)
    assert [one.kind for one in link.events.all()] == ["delegated", "revoked"]
