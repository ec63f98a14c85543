"""Who gets which reminder, and that nobody gets it twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from indicators.entry.reminders.letters import plan_reminders
from indicators.entry.reminders.sending import send_reminders, write
from indicators.entry.supplies.links import link_of
from indicators.models import CollectionRound, Indicator, Mail, Reminder
from strategy.models import Department
from tests.factories import (
    CollectionRoundFactory,
    DataRequestFactory,
    DepartmentFactory,
    MeasurementFactory,
    MembershipFactory,
    UserFactory,
)
from tests.indicators.entry.reminders.conftest import owe

ADVANCE, SOON = date(2026, 3, 17), date(2026, 3, 28)
DEADLINE, OVERDUE = date(2026, 3, 31), date(2026, 4, 15)

pytestmark = pytest.mark.django_db


def run(today: date | None = None) -> list[str]:
    """Write the reminders of a day; the addresses they go to."""
    today = today or timezone.localdate()
    known = set(Mail.objects.values_list("pk", flat=True))
    send_reminders(plan_reminders(today).letters, today)
    return list(Mail.objects.exclude(pk__in=known).order_by("to").values_list("to", flat=True))


def text() -> str:
    return Mail.objects.get().text


# What it says -----------------------------------------------------------------------


@pytest.mark.usefixtures("owed", "coordination")
def test_one_mail_lists_everything(owner: User) -> None:
    assert run() == ["erika@soest.de"]
    row = Mail.objects.get()
    assert row.subject == "Bis 31.03.2026: 2 Werte fehlen noch"
    assert row.text == (
        "Guten Tag Erika Erfassung,\n"
        "\n"
        "Umwelt und Klima, Erhebungsrunde 2025: 2 Werte fehlen noch.\n"
        "Frist: 31.03.2026 (in 14 Tagen)\n"
        "\n"
        "- Abfall je Kopf, 2025\n"
        "  https://ziele.soest.de/erfassung/abfall-je-kopf/2025/\n"
        "- Treibhausgase, 2025\n"
        "  https://ziele.soest.de/erfassung/treibhausgase/2025/\n"
        "\n"
        "Alles auf einen Blick, auch wenn es einen Wert dieses Jahr nicht gibt:\n"
        "https://ziele.soest.de/erfassung/\n"
        "\n"
        "Fragen? Die Koordination hilft gern:\n"
        "Karla Koordination, karla@soest.de\n"
        "\n"
        "Freundliche Grüße\n"
        "Zielmonitor Soest 2030\n"
        "https://ziele.soest.de/\n"
        "\n"
        "Diese Nachricht wurde automatisch verschickt.\n"
    )


@pytest.mark.usefixtures("owner")
def test_the_note_of_the_round_stands_in_it(
    owed: list[Indicator], asked_by: CollectionRound
) -> None:
    asked_by.note = "Quelle bitte <immer> nennen & Stand angeben."
    asked_by.save()
    run()
    assert "\nQuelle bitte <immer> nennen & Stand angeben.\n" in text()


@pytest.mark.usefixtures("owner")
def test_only_what_is_not_handed_in_is_owed(owed: list[Indicator]) -> None:
    MeasurementFactory(indicator=owed[0], period=date(2025, 1, 1), submitted=True)
    MeasurementFactory(indicator=owed[1], period=date(2025, 1, 1), returned=True)
    run()
    assert "Abfall" not in text()
    assert "- Treibhausgase, 2025 (zurückgegeben)\n" in text()
    assert Mail.objects.get().subject == "Bis 31.03.2026: 1 Wert fehlt noch"


@pytest.mark.usefixtures("owner", "deputy", "coordination")
@pytest.mark.parametrize("state", ["submitted", "released"])
def test_who_owes_nothing_is_left_alone(owed: list[Indicator], state: str) -> None:
    for indicator in owed:
        MeasurementFactory(indicator=indicator, period=date(2025, 1, 1), **{state: True})
    assert [run(day) for day in (ADVANCE, SOON, DEADLINE, OVERDUE)] == [[], [], [], []]


@pytest.mark.usefixtures("owner")
def test_a_long_list_is_cut(department: Department, asked_by: CollectionRound, city: None) -> None:
    for number in range(43):
        owe(department, asked_by, f"Kennzahl {number:02}")
    run()
    assert text().count("- Kennzahl") == 40
    assert "- und 3 weitere\n" in text()
    assert Mail.objects.get().subject == "Bis 31.03.2026: 43 Werte fehlen noch"


@pytest.mark.usefixtures("owed")
def test_two_departments_and_rounds_make_one_mail(
    owner: User, other_department: Department, asked_by: CollectionRound
) -> None:
    MembershipFactory(user=owner, department=other_department)
    owe(other_department, asked_by, "Kitas")
    earlier = CollectionRoundFactory(
        year=2024, opens_on=date(2026, 1, 1), deadline=date(2026, 3, 20)
    )
    owe(other_department, earlier, "Jugendzentren")
    assert run() == ["erika@soest.de"]
    row = Mail.objects.get()
    assert row.subject == "Nur noch bis 20.03.2026: 4 Werte fehlen noch"
    assert row.text.index("Erhebungsrunde 2024") < row.text.index("Erhebungsrunde 2025")
    assert row.reminders.count() == 3


@pytest.mark.usefixtures("owed")
def test_the_note_of_a_round_stands_once_in_a_mail(
    owner: User, other_department: Department, asked_by: CollectionRound
) -> None:
    asked_by.note = "Quelle bitte immer nennen."
    asked_by.save()
    MembershipFactory(user=owner, department=other_department)
    owe(other_department, asked_by, "Kitas")
    run()
    assert text().count("Quelle bitte immer nennen.") == 1


# Stages ------------------------------------------------------------------------------


@pytest.mark.usefixtures("owed", "owner", "deputy", "coordination")
def test_it_escalates() -> None:
    assert run(ADVANCE) == ["erika@soest.de"]
    assert run(SOON) == ["erika@soest.de"]
    assert run(DEADLINE) == ["dora@soest.de", "erika@soest.de"]
    assert run(OVERDUE) == ["dora@soest.de", "erika@soest.de", "karla@soest.de"]
    assert Reminder.objects.count() == 7
    told = Mail.objects.get(to="karla@soest.de")
    assert told.subject == "Frist vom 31.03.2026 abgelaufen: 2 Werte fehlen noch"
    assert (
        "Sie lesen das als Koordination, weil die Nachfrist vorbei ist. "
        "Zuständig: Erika Erfassung, Dora Deputy (Vertretung).\n"
    ) in told.text
    assert "weil Sie die Abteilung vertreten" in Mail.objects.filter(to="dora@soest.de")[0].text


@pytest.mark.usefixtures("owed", "owner")
def test_in_the_grace_period_it_says_until_when_a_value_still_helps() -> None:
    assert run(date(2026, 4, 2)) == ["erika@soest.de"]
    assert (
        "Frist: 31.03.2026 (seit 2 Tagen abgelaufen). Bis 14.04.2026 können Sie noch nachreichen"
        in text()
    )


@pytest.mark.usefixtures("owed", "deputy", "coordination")
def test_an_owner_who_left_is_followed_by_the_deputy(owner: User) -> None:
    owner.is_active = False
    owner.save()
    assert run(ADVANCE) == ["dora@soest.de"]
    assert run(OVERDUE) == ["dora@soest.de", "karla@soest.de"]


@pytest.mark.usefixtures("owed", "clerk", "deputy")
def test_an_owner_without_address_is_followed_by_the_deputy() -> None:
    assert run(ADVANCE) == ["dora@soest.de"]


@pytest.mark.usefixtures("owed", "deputy")
def test_an_owner_who_may_not_enter_any_more_is_followed_by_the_deputy(owner: User) -> None:
    owner.role = "council"
    owner.save()
    assert run(ADVANCE) == ["dora@soest.de"]


@pytest.mark.usefixtures("owed", "clerk", "coordination")
def test_then_comes_the_mailbox_of_the_department(department: Department) -> None:
    department.email = "umwelt@soest.de"
    department.save()
    assert run(ADVANCE) == ["umwelt@soest.de"]
    assert text().startswith("Guten Tag,\n")
    assert "Sie lesen das im Sammelpostfach" in text()


@pytest.mark.usefixtures("owed", "clerk", "coordination")
def test_then_comes_the_coordination() -> None:
    assert run(ADVANCE) == ["karla@soest.de"]
    assert "weder eine Person mit E-Mail-Adresse noch ein Sammelpostfach" in text()


@pytest.mark.usefixtures("owed", "clerk")
def test_a_department_that_nobody_can_be_written_to_about_is_named() -> None:
    plan = plan_reminders(ADVANCE)
    assert not plan.letters
    assert [debt.department.slug for debt in plan.unreachable] == ["umwelt-und-klima"]


@pytest.mark.usefixtures("owed", "owner")
def test_a_department_that_was_reminded_is_not_called_unreachable() -> None:
    run()
    assert plan_reminders(ADVANCE).unreachable == []


# Not twice ---------------------------------------------------------------------------


@pytest.mark.usefixtures("owed", "owner")
def test_a_second_run_writes_nothing() -> None:
    assert run() == ["erika@soest.de"]
    assert run() == []
    assert run(ADVANCE + timedelta(days=1)) == []


@pytest.mark.usefixtures("owed", "owner")
def test_two_runs_at_once_write_one_mail() -> None:
    [first], [second] = plan_reminders(ADVANCE).letters, plan_reminders(ADVANCE).letters
    assert write(first, ADVANCE)
    assert not write(second, ADVANCE)
    assert (Mail.objects.count(), Reminder.objects.count()) == (1, 1)


@pytest.mark.usefixtures("owed", "owner")
def test_missed_days_are_made_up_for_once() -> None:
    """The stages of the 17th and the 28th were missed; on the 29th there is one mail."""
    assert run(date(2026, 3, 29)) == ["erika@soest.de"]
    assert "(in 2 Tagen)" in text()
    assert run(date(2026, 3, 30)) == []


@pytest.mark.usefixtures("owner")
def test_a_person_has_one_mail_a_day_and_the_rest_on_the_next(
    owed: list[Indicator], department: Department
) -> None:
    assert run() == ["erika@soest.de"]
    later = CollectionRoundFactory(year=2024, opens_on=date(2026, 3, 1), deadline=date(2026, 3, 30))
    owe(department, later, "Nachtrag")
    assert run() == []
    assert run(ADVANCE + timedelta(days=1)) == ["erika@soest.de"]
    assert "Abfall" not in Mail.objects.latest("pk").text


@pytest.mark.usefixtures("owed", "owner")
def test_a_moved_deadline_reminds_anew(asked_by: CollectionRound) -> None:
    run()
    asked_by.deadline = date(2026, 4, 30)
    asked_by.save()
    assert run(date(2026, 4, 1)) == []
    assert run(date(2026, 4, 16)) == ["erika@soest.de"]


@pytest.mark.usefixtures("owed")
def test_who_comes_anew_is_reminded_too(owner: User, department: Department) -> None:
    run()
    UserFactory(email="neu@soest.de", entry=True, departments=[department])
    assert run(ADVANCE + timedelta(days=1)) == ["neu@soest.de"]


@pytest.mark.usefixtures("owed", "owner")
def test_an_address_in_other_letters_is_the_same_person(deputy: User) -> None:
    deputy.email = "Erika@Soest.de"
    deputy.save()
    assert run(DEADLINE) == ["erika@soest.de"]


# Time --------------------------------------------------------------------------------


@pytest.mark.usefixtures("owed", "owner")
@pytest.mark.parametrize(
    ("moment", "who"),
    [
        # 17 March begins in Soest at 23:00 UTC of the 16th (winter time)
        (datetime(2026, 3, 16, 22, 59, tzinfo=UTC), []),
        (datetime(2026, 3, 16, 23, 0, tzinfo=UTC), ["erika@soest.de"]),
    ],
)
def test_a_day_begins_at_midnight_in_soest(
    march: time_machine.Traveller, moment: datetime, who: list[str]
) -> None:
    march.move_to(moment)
    assert run() == who


@pytest.mark.usefixtures("owed", "owner")
@pytest.mark.parametrize(
    ("moment", "away"),
    [
        # the night of 29 March 2026 has 23 hours, that of 25 October 25
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), "(in 2 Tagen)"),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), "(in 2 Tagen)"),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "(morgen)"),
        (datetime(2026, 3, 30, 22, 0, tzinfo=UTC), "(heute)"),
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), "(heute)"),
        (datetime(2026, 3, 31, 22, 0, tzinfo=UTC), "(seit gestern abgelaufen)"),
    ],
)
def test_the_night_of_the_clock_change_counts_as_a_day(
    march: time_machine.Traveller, moment: datetime, away: str
) -> None:
    march.move_to(moment)
    run()
    assert away in text()


@pytest.mark.usefixtures("owner")
def test_the_long_night_of_october_counts_as_a_day(
    march: time_machine.Traveller, department: Department, city: None
) -> None:
    autumn = CollectionRoundFactory(
        year=2025, opens_on=date(2026, 9, 1), deadline=date(2026, 10, 25)
    )
    owe(department, autumn, "Abfall je Kopf")
    march.move_to(datetime(2026, 10, 25, 22, 59, tzinfo=UTC))  # 23:59 in winter time
    run()
    assert "(heute)" in text()


# Links without an account ---------------------------------------------------------------


def test_a_link_is_reminded_by_its_own_address(
    owed: list[Indicator], department: Department, asked_by: CollectionRound, owner: User
) -> None:
    link = DataRequestFactory(
        round=asked_by, department=department, recipient_email="Nora@Stadtwerke-Soest.de"
    )
    MeasurementFactory(indicator=owed[0], period=date(2025, 1, 1))
    assert run() == ["erika@soest.de", "nora@stadtwerke-soest.de"]
    row = Mail.objects.get(to="nora@stadtwerke-soest.de")
    assert row.text.startswith("Guten Tag Nora Netz,\n")
    assert link_of(link).startswith("https://ziele.soest.de/")
    assert link_of(link) in row.text
    assert "- Treibhausgase, 2025\n" in row.text
    assert "Abfall" not in row.text  # a draft is all that is asked of a link
    assert "/erfassung/" not in row.text
    assert row.reminders.get().data_request == link
    assert run() == []


@pytest.mark.parametrize("closed", ["revoked", "finished", "expired"])
def test_a_closed_link_is_not_reminded(
    owed: list[Indicator], department: Department, asked_by: CollectionRound, closed: str
) -> None:
    DataRequestFactory(
        round=asked_by,
        department=department,
        recipient_email="nora@stadtwerke-soest.de",
        **{closed: True},
    )
    assert run() == []


def test_of_a_link_that_was_handed_on_the_last_one_is_reminded(
    owed: list[Indicator], department: Department, asked_by: CollectionRound
) -> None:
    same = {"round": asked_by, "department": department}
    first = DataRequestFactory(recipient_email="nora@stadtwerke-soest.de", **same)
    DataRequestFactory(
        recipient_email="olaf@stadtwerke-soest.de",
        created_by=None,
        delegated_from=first,
        **same,
    )
    assert run() == ["olaf@stadtwerke-soest.de"]


@pytest.mark.usefixtures("owed")
def test_a_person_with_account_and_link_gets_one_mail(
    owner: User, department: Department, asked_by: CollectionRound
) -> None:
    DataRequestFactory(round=asked_by, department=department, recipient_email=owner.email)
    assert run() == ["erika@soest.de"]
    assert Reminder.objects.count() == 2


# Sample data ------------------------------------------------------------------------------


@pytest.mark.usefixtures("owner", "coordination")
def test_nothing_about_sample_data_is_sent(asked_by: CollectionRound, city: None) -> None:
    made_up = DepartmentFactory(is_sample=True, email="echt@soest.de")
    UserFactory(is_sample=True, email="auch.echt@soest.de", entry=True, departments=[made_up])
    owe(made_up, asked_by, "Beispiel")
    run(OVERDUE)
    assert set(Mail.objects.values_list("to", "state", "is_sample")) == {
        ("auch.echt@soest.de", "withheld", True)
    }


@pytest.mark.usefixtures("owed", "deputy")
def test_a_sample_account_does_not_answer_for_a_real_department(department: Department) -> None:
    UserFactory(is_sample=True, email="x@soest.de", entry=True, departments=[department])
    assert run() == ["dora@soest.de"]


# Queries ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("owner")
def test_the_number_of_queries_does_not_depend_on_what_is_owed(
    owed: list[Indicator], asked_by: CollectionRound
) -> None:
    with CaptureQueriesContext(connection) as few:
        plan_reminders(ADVANCE)
    for number in range(8):
        other = DepartmentFactory()
        UserFactory(email=f"p{number}@soest.de", entry=True, departments=[other])
        owe(other, asked_by, f"Weitere {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(plan_reminders(ADVANCE).letters) == 9
    assert len(many) == len(few)
