"""The pages of collection rounds, and the form that keeps them."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from indicators.enums import DistrictRelation, Frequency
from indicators.models import CollectionRound, Indicator, RoundIndicator
from strategy.models import Department, District
from tests.factories import (
    ActionAreaFactory,
    CollectionRoundFactory,
    DataRequestFactory,
    DepartmentFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    MembershipFactory,
    RoundIndicatorFactory,
    UserFactory,
    released_series,
)
from tests.html_forms import form_values

ROUND = "/erfassung/runden/2025/"
NEW = "/erfassung/runden/neu/"
EDIT = "/erfassung/runden/2025/bearbeiten/"


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    text = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.replace("&nbsp;", " ").split())


def typed(client: Client, path: str, **changes: str | None) -> dict[str, str]:
    """What a browser sends of the form as it stands, with these changes; None: not sent."""
    page = client.get(path).content.decode()
    values = {name: found[0] for name, found in form_values(page, "round-form").items()}
    return {name: value for name, value in (values | changes).items() if value is not None}


@pytest.fixture
def asked(indicator: Indicator) -> RoundIndicator:
    """The round of 2025 asks the clerk's department for its indicator."""
    return RoundIndicatorFactory(indicator=indicator)


# The list ---------------------------------------------------------------------------


def test_no_round_yet(coordinator_client: Client) -> None:
    text = text_of(coordinator_client, "/erfassung/runden/")
    assert "Es gibt noch keine Erhebungsrunde." in text
    assert f'href="{NEW}"' in text


def test_rounds_with_their_state(coordinator_client: Client, asked: RoundIndicator) -> None:
    CollectionRoundFactory(year=2026, opens_on=date(2027, 1, 2), deadline=date(2027, 1, 31))
    CollectionRoundFactory(
        year=2024, opens_on=date(2025, 1, 2), deadline=date(2026, 3, 4), grace_days=8
    )
    CollectionRoundFactory(year=2023, opens_on=date(2024, 1, 2), deadline=date(2024, 1, 31))
    text = text_of(coordinator_client, "/erfassung/runden/")
    words = ["geplant", "läuft", "in der Nachfrist", "Frist und Nachfrist vorbei"]
    places = [text.index(f">{word}</span>") for word in words]
    assert places == sorted(places)
    assert "1 von 1 Wert steht noch aus." in text
    assert asked.round.year == 2025


# Completeness -----------------------------------------------------------------------


def test_completeness_of_a_round(
    coordinator_client: Client, asked: RoundIndicator, clerk: User, city: District
) -> None:
    area = ActionAreaFactory(number=5, name="Klima & Energie", slug="klima-energie")
    done = IndicatorFactory(department=asked.department, area=area)
    RoundIndicatorFactory(indicator=done)
    MeasurementFactory(
        indicator=done, district=city, period=date(2025, 1, 1), released=True, entered_by=clerk
    )
    text = text_of(coordinator_client, ROUND)
    assert "<b>1 von 2 Werten</b> steht noch aus." in text
    assert "Erika Erfassung" in text
    assert "<b>1</b> von 2</a>" in text
    assert f'href="{ROUND}werte/?abteilung=umwelt-und-klima&amp;stand=open">1 offen' in text
    assert f'href="{ROUND}werte/?feld=klima-energie&amp;stand=done">1 freigegeben' in text
    assert f'href="{ROUND}werte/?feld=ohne&amp;stand=missing"' in text
    assert '3. März 2025<span class="xs muted">Erika Erfassung</span>' in text


@pytest.mark.usefixtures("asked")
def test_department_without_anybody_is_marked(coordinator_client: Client, clerk: User) -> None:
    assert "niemand zuständig" not in text_of(coordinator_client, ROUND)
    clerk.is_active = False
    clerk.save()
    text = text_of(coordinator_client, ROUND)
    assert "<b>Niemand zuständig:</b> Umwelt und Klima." in text
    assert "Bitten Sie die Administration" in text  # coordination keeps no accounts
    assert '<span class="xs late">niemand zuständig</span>' in text


def test_deputy_is_named(coordinator_client: Client, asked: RoundIndicator, clerk: User) -> None:
    deputy = UserFactory(first_name="Dora", last_name="Deputy")
    MembershipFactory(user=deputy, department=asked.department, is_deputy=True)
    assert "Erika Erfassung, Vertretung: Dora Deputy" in text_of(coordinator_client, ROUND)
    assert clerk.is_active


def test_council_and_administration_answer_for_nothing(
    coordinator_client: Client, asked: RoundIndicator
) -> None:
    UserFactory(council=True, departments=[asked.department])
    UserFactory(administration=True, departments=[asked.department])
    assert "<b>Niemand zuständig:</b>" in text_of(coordinator_client, ROUND)


def test_what_lacks_most_comes_first(coordinator_client: Client, asked: RoundIndicator) -> None:
    idle = DepartmentFactory(name="Zentrale Dienste")
    for _ in range(2):
        RoundIndicatorFactory(indicator=IndicatorFactory(department=idle))
    text = text_of(coordinator_client, ROUND)
    assert text.index("<b>Zentrale Dienste</b>") < text.index(f"<b>{asked.department.name}</b>")


def test_round_whose_periods_still_run(coordinator_client: Client, indicator: Indicator) -> None:
    running = CollectionRoundFactory(year=2026, deadline=date(2027, 1, 31))
    RoundIndicatorFactory(indicator=indicator, round=running)
    text = text_of(coordinator_client, "/erfassung/runden/2026/")
    assert "Noch ist kein Wert fällig: Die Zeiträume laufen noch." in text


def test_round_with_periods_that_still_run_says_what_counts(
    coordinator_client: Client, indicator: Indicator
) -> None:
    monthly = IndicatorFactory(frequency=Frequency.MONTH, department=indicator.department)
    running = CollectionRoundFactory(year=2026, deadline=date(2027, 1, 31))
    RoundIndicatorFactory(indicator=monthly, round=running)
    words = "Zeiträume, die noch laufen, zählen mit, sobald sie zu Ende sind."
    assert words in text_of(coordinator_client, "/erfassung/runden/2026/")
    RoundIndicatorFactory(indicator=indicator, round=CollectionRoundFactory())
    assert words not in text_of(coordinator_client, ROUND)


def test_unknown_round(coordinator_client: Client) -> None:
    for path in (ROUND, f"{ROUND}werte/", f"{ROUND}stand.csv", EDIT):
        assert coordinator_client.get(path).status_code == 404


def test_numbers_as_csv(
    coordinator_client: Client, asked: RoundIndicator, clerk: User, city: District
) -> None:
    MeasurementFactory(
        indicator=asked.indicator,
        district=city,
        period=date(2025, 1, 1),
        entered_by=clerk,
        missing=True,
        released=True,
    )
    response = coordinator_client.get(f"{ROUND}stand.csv")
    assert 'filename="erhebungsrunde-2025.csv"' in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Gliederung"] for row in rows] == ["Abteilung", "Handlungsfeld"]
    assert rows[0]["Name"] == "Umwelt und Klima"
    assert (rows[0]["erwartet"], rows[0]["kein Wert, begründet"], rows[0]["fehlt"]) == (
        "1",
        "1",
        "0",
    )
    assert rows[0]["zuständig"] == rows[0]["zuletzt bearbeitet von"] == "Erika Erfassung"


# The values behind a number ---------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Offen", "Entwurf"}),
        ("?stand=draft", {"Entwurf"}),
        ("?stand=missing", {"Offen", "Entwurf"}),
        ("?stand=late", set()),
        ("?stand=done", set()),
        ("?stand=unsinn&feld=unsinn&abteilung=unsinn", {"Offen", "Entwurf"}),
        ("?feld=ohne", {"Offen", "Entwurf"}),
        ("?abteilung=jugend-und-soziales", {"Entwurf"}),
    ],
)
def test_values_behind_a_number(
    coordinator_client: Client,
    department: Department,
    other_department: Department,
    city: District,
    query: str,
    shown: set[str],
) -> None:
    open_one = IndicatorFactory(name="Kennzahl Offen", department=department)
    draft = IndicatorFactory(name="Kennzahl Entwurf", department=other_department)
    MeasurementFactory(indicator=draft, district=city, period=date(2025, 1, 1))
    for one in (open_one, draft):
        RoundIndicatorFactory(indicator=one)
    text = text_of(coordinator_client, f"{ROUND}werte/{query}")
    assert {name for name in ("Offen", "Entwurf") if f"Kennzahl {name}</a>" in text} == shown
    assert f"{len(shown)} von 2 Werten" in text


def test_pages_ask_a_fixed_number_of_questions(
    coordinator_client: Client, clerk: User, city: District
) -> None:
    village = DistrictFactory()

    def grow() -> None:
        one = IndicatorFactory(district_relation=DistrictRelation.SUM, area=ActionAreaFactory())
        UserFactory(departments=[one.department])
        RoundIndicatorFactory(indicator=one)
        for district in (city, village):
            MeasurementFactory(
                indicator=one, district=district, period=date(2025, 1, 1), entered_by=clerk
            )
        quarterly = IndicatorFactory(frequency="quarter")
        RoundIndicatorFactory(indicator=quarterly)
        MeasurementFactory(
            indicator=quarterly, district=city, period=date(2025, 4, 1), catalogue=True
        )

    paths = ["/erfassung/runden/", ROUND, f"{ROUND}werte/", f"{ROUND}stand.csv", NEW, EDIT]
    grow()
    before = {path: questions(coordinator_client, path) for path in paths}
    for _ in range(8):
        grow()
    CollectionRoundFactory(year=2024)
    assert {path: questions(coordinator_client, path) for path in paths} == before


def questions(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


# Making a round ---------------------------------------------------------------------


def test_proposed_round_can_be_made_as_it_stands(
    coordinator_client: Client, indicator: Indicator
) -> None:
    nobodys = IndicatorFactory(department=None)
    data = typed(coordinator_client, NEW)
    assert data["year"] == "2025"
    assert f"ask-{nobodys.pk}" not in data
    response = coordinator_client.post(NEW, data, follow=True)
    assert response.redirect_chain == [(ROUND, 302)]
    assert "Angelegt: Erhebungsrunde 2025." in response.content.decode()
    made = RoundIndicator.objects.get()
    assert (made.indicator, made.department) == (indicator, indicator.department)


def test_form_names_who_answers(
    coordinator_client: Client, indicator: Indicator, clerk: User
) -> None:
    DepartmentFactory(name="Zentrale Dienste")
    text = text_of(coordinator_client, NEW)
    assert "Umwelt und Klima: Erika Erfassung</option>" in text
    assert "Zentrale Dienste: niemand zuständig</option>" in text
    assert indicator.department in clerk.departments.all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"deadline": "2026-01-31", "opens_on": "2026-02-01"}, "Die Frist liegt vor dem Beginn"),
        ({"deadline": "2025-12-31", "opens_on": "2025-12-01"}, "erst nach dem Jahresende"),
        ({"deadline": "bald"}, "Bitte einen Tag angeben, zum Beispiel 31.1.2026."),
        ({"deadline": "9999-12-31"}, "Bitte einen Tag angeben, zum Beispiel 31.1.2026."),
        ({"opens_on": "0026-01-01"}, "Bitte einen Tag angeben, zum Beispiel 31.1.2026."),
        ({"deadline": "2062-01-31"}, "Die Frist liegt Jahre nach dem Beginn"),
        ({"opens_on": ""}, "Bitte einen Tag angeben."),
        ({"grace_days": "-1"}, "Dieser Wert muss größer oder gleich 0 sein"),
        ({"grace_days": "366"}, "Dieser Wert muss kleiner oder gleich 365 sein"),
        ({"year": "1989"}, "Dieser Wert muss größer oder gleich 1990 sein"),
        ({"note": "x" * 2001}, "höchstens 2000 Zeichen"),
        ({"note": "a\x00b"}, "Steuerzeichen"),
    ],
)
@pytest.mark.usefixtures("indicator")
def test_bad_input_is_told_and_kept(
    coordinator_client: Client, changes: dict[str, str], message: str
) -> None:
    data = typed(coordinator_client, NEW, **changes)
    response = coordinator_client.post(NEW, data)
    assert response.status_code == 422
    page = response.content.decode()
    assert message in page
    assert not CollectionRound.objects.exists()
    kept = {name: found[0] for name, found in form_values(page, "round-form").items()}
    assert all(kept[name] == value for name, value in changes.items() if "\x00" not in value)


def test_german_day_is_understood(coordinator_client: Client, indicator: Indicator) -> None:
    data = typed(coordinator_client, NEW, opens_on="1.2.2026", deadline="31.3.2026")
    assert coordinator_client.post(NEW, data).status_code == 302
    assert CollectionRound.objects.get(indicators=indicator).deadline == date(2026, 3, 31)


def test_round_asks_for_something_and_somebody(
    coordinator_client: Client, indicator: Indicator
) -> None:
    data = typed(coordinator_client, NEW, **{f"ask-{indicator.pk}": None})
    response = coordinator_client.post(NEW, data)
    assert response.status_code == 422
    assert "Bitte wählen Sie mindestens eine Kennzahl aus." in response.content.decode()
    data = typed(coordinator_client, NEW, **{f"department-{indicator.pk}": ""})
    response = coordinator_client.post(NEW, data)
    assert response.status_code == 422
    assert "Bitte wählen Sie, welche Abteilung antwortet." in response.content.decode()
    assert not CollectionRound.objects.exists()


def test_year_with_a_round_is_refused(coordinator_client: Client, indicator: Indicator) -> None:
    data = typed(coordinator_client, NEW)
    CollectionRoundFactory(year=2025)
    response = coordinator_client.post(NEW, data)
    assert response.status_code == 422
    assert "Für 2025 gibt es schon eine Runde." in response.content.decode()
    assert not indicator.rounds.exists()


def test_handlungsfeld_is_ticked_by_the_server(
    coordinator_client: Client, indicator: Indicator
) -> None:
    area = ActionAreaFactory(number=2)
    first, second = IndicatorFactory.create_batch(2, area=area, department=None)
    data = typed(coordinator_client, NEW, note="Bleibt stehen.")
    response = coordinator_client.post(NEW, data | {"all": area.slug})
    assert response.status_code == 200
    sent = form_values(response.content.decode(), "round-form")
    assert {f"ask-{one.pk}" for one in (first, second, indicator)} <= set(sent)
    assert sent["note"] == ["Bleibt stehen."]
    response = coordinator_client.post(NEW, data | {"none": area.slug})
    sent = form_values(response.content.decode(), "round-form")
    assert {name for name in sent if name.startswith("ask-")} == {f"ask-{indicator.pk}"}
    assert not CollectionRound.objects.exists()


# Changing it ------------------------------------------------------------------------


def test_changed_round(
    coordinator_client: Client, asked: RoundIndicator, other_department: Department
) -> None:
    choice = {f"department-{asked.indicator.pk}": str(other_department.pk)}
    data = typed(coordinator_client, EDIT, note="Neu.", **choice)
    assert "year" not in data
    response = coordinator_client.post(EDIT, data, follow=True)
    assert "Gesichert: Erhebungsrunde 2025." in response.content.decode()
    asked.refresh_from_db()
    assert (asked.department, asked.round.note) == (other_department, "Neu.")


def test_bad_change_is_told(coordinator_client: Client, asked: RoundIndicator) -> None:
    data = typed(coordinator_client, EDIT, deadline="2025-06-30", opens_on="2025-06-01")
    response = coordinator_client.post(EDIT, data)
    assert response.status_code == 422
    assert "Die Werte für 2025 liegen erst nach dem Jahresende vor" in response.content.decode()
    asked.round.refresh_from_db()
    assert asked.round.deadline == date(2026, 3, 31)


@pytest.mark.parametrize("grace_days", ["7", "unsinn"])
def test_change_of_somebody_else_is_shown_beside_mine(
    coordinator_client: Client, asked: RoundIndicator, grace_days: str
) -> None:
    """Also beside input that is not valid: nothing is lost, nothing is written."""
    data = typed(coordinator_client, EDIT, grace_days=grace_days)
    CollectionRound.objects.update(note="Von Kai.")
    response = coordinator_client.post(EDIT, data)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Die Runde wurde inzwischen geändert" in page
    assert f"<td>{grace_days}</td><td>14</td>" in page
    assert "<td>leer</td><td>Von Kai.</td>" in page
    asked.round.refresh_from_db()
    assert (asked.round.grace_days, asked.round.note) == (14, "Von Kai.")


def test_conflict_names_days_and_departments_as_people_do(
    coordinator_client: Client, asked: RoundIndicator, other_department: Department
) -> None:
    nobodys = IndicatorFactory(department=None, name="Wasserverbrauch")
    choice = {
        f"department-{asked.indicator.pk}": str(other_department.pk),
        f"ask-{nobodys.pk}": "on",
        f"department-{nobodys.pk}": str(other_department.pk),
    }
    data = typed(coordinator_client, EDIT, deadline="2026-04-30", **choice)
    CollectionRound.objects.update(note="Von Kai.")
    page = coordinator_client.post(EDIT, data).content.decode()
    assert "<td>30.4.2026</td><td>31.3.2026</td>" in page
    assert "<td>Jugend und Soziales</td><td>Umwelt und Klima</td>" in page
    assert "<td>Jugend und Soziales</td><td>nicht gefragt</td>" in page
    assert "Nachfrist in Tagen</th>" not in page  # both say the same


def test_sent_again_after_a_conflict_mine_is_written(
    coordinator_client: Client, asked: RoundIndicator
) -> None:
    data = typed(coordinator_client, EDIT, grace_days="7")
    CollectionRound.objects.update(note="Von Kai.")
    page = coordinator_client.post(EDIT, data).content.decode()
    again = {name: found[0] for name, found in form_values(page, "round-form").items()}
    assert coordinator_client.post(EDIT, again).status_code == 302
    asked.round.refresh_from_db()
    assert (asked.round.grace_days, asked.round.note) == (7, "")


def test_ticking_keeps_what_the_form_began_with(
    coordinator_client: Client, asked: RoundIndicator
) -> None:
    """The server's "alle" must not hide a change that was made meanwhile."""
    data = typed(coordinator_client, EDIT)
    CollectionRound.objects.update(note="Von Kai.")
    page = coordinator_client.post(EDIT, data | {"all": "ohne"}).content.decode()
    again = {name: found[0] for name, found in form_values(page, "round-form").items()}
    assert coordinator_client.post(EDIT, again).status_code == 409
    assert asked.round.year == 2025


def test_form_without_its_fingerprint_writes_nothing(
    coordinator_client: Client, asked: RoundIndicator
) -> None:
    data = typed(coordinator_client, EDIT, seen=None, grace_days="7")
    assert coordinator_client.post(EDIT, data).status_code == 409
    asked.round.refresh_from_db()
    assert asked.round.grace_days == 14


# Deleting it ------------------------------------------------------------------------


def seen_on(client: Client) -> dict[str, str]:
    page = client.get(EDIT).content.decode()
    return {name: found[0] for name, found in form_values(page, "delete-form").items()}


def test_deleted_round(coordinator_client: Client, asked: RoundIndicator) -> None:
    data = seen_on(coordinator_client)
    response = coordinator_client.post(f"{ROUND}loeschen/", data, follow=True)
    assert response.redirect_chain == [("/erfassung/runden/", 302)]
    assert "Gelöscht: Erhebungsrunde 2025." in response.content.decode()
    assert not CollectionRound.objects.exists()
    assert Indicator.objects.filter(pk=asked.indicator.pk).exists()


def test_round_changed_meanwhile_is_not_deleted(
    coordinator_client: Client, asked: RoundIndicator
) -> None:
    data = seen_on(coordinator_client)
    CollectionRound.objects.update(note="Von Kai.")
    response = coordinator_client.post(f"{ROUND}loeschen/", data, follow=True)
    assert "inzwischen geändert und deshalb nicht gelöscht" in response.content.decode()
    assert CollectionRound.objects.get() == asked.round


def test_round_with_links_is_not_deleted(coordinator_client: Client, asked: RoundIndicator) -> None:
    DataRequestFactory(round=asked.round, department=asked.department)
    data = seen_on(coordinator_client)
    response = coordinator_client.post(f"{ROUND}loeschen/", data, follow=True)
    assert (
        "Zu dieser Runde gibt es Zulieferungen; sie bleibt bestehen." in response.content.decode()
    )
    assert CollectionRound.objects.exists()


def test_values_released_before_the_round_count(
    coordinator_client: Client, indicator: Indicator, city: District
) -> None:
    released_series(indicator, {2025: 1960}, district=city)
    RoundIndicatorFactory(indicator=indicator)
    assert "Alles erledigt" in text_of(coordinator_client, ROUND)


def test_round_says_what_is_counted(coordinator_client: Client, city: District) -> None:
    asked = RoundIndicatorFactory(indicator__district_relation="sum")
    DistrictFactory.create_batch(2)
    text = coordinator_client.get(f"/erfassung/runden/{asked.round.year}/").content.decode()
    assert "Bei 1 davon fehlen noch 2 Ortsteile." in text
