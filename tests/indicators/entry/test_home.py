"""Meine Kennzahlen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot
from indicators.enums import DistrictRelation
from indicators.models import Indicator
from strategy.models import Department, District
from tests.factories import (
    DepartmentFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    released_series,
)


def page(client: Client) -> str:
    response = client.get("/erfassung/")
    assert response.status_code == 200
    text = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.replace("&nbsp;", " ").split())


def test_open_value_with_deadline_and_last_value(clerk_client: Client, slot: Slot) -> None:
    text = page(clerk_client)
    assert "<b>1 von 1 Wert</b> steht noch aus." in text
    assert 'href="/erfassung/treibhausgase/2025/"' in text
    assert "zuletzt 2024: 1.987,2 t" in text
    assert "Frist 30.6.2026" in text
    assert "offen" in text


def test_value_is_overdue_after_its_deadline(
    clerk_client: Client, department: Department, city: District
) -> None:
    quick = IndicatorFactory(department=department, due_after_months=1)
    released_series(quick, {2023: 5}, district=city)
    text = page(clerk_client)
    assert "überfällig" in text
    assert "Frist 31.1.2025" in text
    assert "danach fehlt noch 1 Zeitraum" in text


def test_draft_returned_and_submitted_value(
    clerk_client: Client, clerk: User, department: Department, city: District
) -> None:
    for state in ("draft", "returned", "submitted"):
        MeasurementFactory(
            indicator=IndicatorFactory(department=department, name=f"Kennzahl {state}"),
            district=city,
            period=date(2025, 1, 1),
            entered_by=clerk,
            **{state: True},
        )
    text = page(clerk_client)
    assert "<b>2 von 3 Werten</b> stehen noch aus." in text
    assert "1 eingereicht" in text
    assert "1 Entwurf" in text
    assert "1 zurückgegeben" in text
    assert "Rückgabe: „Bitte die Quelle nennen.“" in text
    assert "wartet auf Freigabe" in text
    assert text.index("Kennzahl returned") < text.index("Kennzahl draft")


def test_submitted_value_makes_room_for_the_next_period(
    clerk_client: Client, clerk: User, indicator: Indicator, city: District
) -> None:
    MeasurementFactory(
        indicator=IndicatorFactory(department=indicator.department, name="Wartet"),
        district=city,
        period=date(2025, 1, 1),
        entered_by=clerk,
        submitted=True,
    )
    assert "<b>1 von 2 Werten</b> steht noch aus." in page(clerk_client)


def test_everything_done(clerk_client: Client, indicator: Indicator, city: District) -> None:
    released_series(indicator, {2025: 1960}, district=city)
    text = page(clerk_client)
    assert "Alles erledigt: Der Wert ist eingereicht oder freigegeben." in text
    assert "✓ freigegeben" in text
    assert 'href="/erfassung/treibhausgase/2025/">Korrigieren' in text


def test_reason_for_no_value_settles_a_period(
    clerk_client: Client, indicator: Indicator, city: District
) -> None:
    MeasurementFactory(
        indicator=indicator,
        district=city,
        period=date(2025, 1, 1),
        catalogue=True,
        missing=True,
    )
    assert "Alles erledigt" in page(clerk_client)


def test_correction_is_told_apart(clerk_client: Client, clerk: User, released_slot: Slot) -> None:
    services.save(
        slot=released_slot, content=Content(value=Decimal(1980)), seen=Seen(0, 1), by=clerk
    )
    text = page(clerk_client)
    assert "Korrektur" in text
    assert "<b>2 von 2 Werten</b> stehen noch aus." in text


def test_discarded_draft_is_open_again(clerk_client: Client, clerk: User, slot: Slot) -> None:
    services.save(slot=slot, content=Content(value=Decimal(1)), seen=Seen(), by=clerk)
    services.discard(slot=slot, seen=Seen(1), by=clerk)
    text = page(clerk_client)
    assert "1 offen" in text
    assert "Entwurf" not in text


def test_parts_of_the_city_are_counted(
    clerk_client: Client, clerk: User, indicator: Indicator, city: District
) -> None:
    indicator.district_relation = DistrictRelation.SUM
    indicator.save()
    ampen, bergede, core = DistrictFactory(), DistrictFactory(), DistrictFactory(core=True)
    for district, state in ((ampen, "submitted"), (bergede, "draft"), (core, "catalogue")):
        MeasurementFactory(
            indicator=indicator,
            district=district,
            period=date(2025, 1, 1),
            **{state: True},
        )
    text = page(clerk_client)
    assert "Ortsteile: 2 von 3" in text
    assert f"ortsteil={bergede.slug}" in text  # a draft needs work
    assert f"ortsteil={ampen.slug}" not in text  # handed in


def test_only_own_departments(
    clerk_client: Client, other_clerk_client: Client, indicator: Indicator
) -> None:
    assert indicator.name in page(clerk_client)
    foreign = page(other_clerk_client)
    assert indicator.name not in foreign
    assert "Ihrer Abteilung sind noch keine Kennzahlen zugeordnet." in foreign


def test_clerk_without_a_department_is_told_who_helps(clerk_client: Client, clerk: User) -> None:
    clerk.memberships.all().delete()
    text = page(clerk_client)
    assert "Ihr Konto gehört noch zu keiner Abteilung." in text
    assert "Die Administration trägt sie ein" in text


def test_coordination_sees_all_grouped_by_department(
    coordinator_client: Client, indicator: Indicator, other_department: Department
) -> None:
    IndicatorFactory(name="Betreuungsquote", department=other_department)
    IndicatorFactory(name="Niemandes Zahl", department=None)
    text = page(coordinator_client)
    names = ["Jugend und Soziales", "Umwelt und Klima", "Ohne zuständige Abteilung"]
    places = [text.index(f">{name}</h2>") for name in names]
    assert places == sorted(places)
    assert "Alle Abteilungen" in text


def test_empty_installation(coordinator_client: Client) -> None:
    assert "Es gibt noch keine Kennzahlen." in page(coordinator_client)


def test_council_is_told_where_to_read(councillor_client: Client) -> None:
    text = page(councillor_client)
    assert "Mit Ihrer Rolle „Rat“ können Sie alles Veröffentlichte lesen." in text
    assert 'href="/kennzahlen/"' in text
    assert "/verwaltung/" not in text
    assert "/erfassung/freigabe/" not in text


def test_administration_is_led_to_the_admin_site(administrator_client: Client) -> None:
    assert 'href="/verwaltung/"' in page(administrator_client)


def test_post_is_refused(clerk_client: Client) -> None:
    assert clerk_client.post("/erfassung/").status_code == 405


@pytest.mark.parametrize("count", [1, 12])
def test_queries_do_not_grow_with_the_indicators(
    coordinator_client: Client,
    clerk: User,
    city: District,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    village = DistrictFactory()
    for _ in range(count):
        indicator = IndicatorFactory(
            department=DepartmentFactory(), district_relation=DistrictRelation.SUM
        )
        released_series(indicator, {2023: 5, 2024: 6}, district=city)
        for district in (city, village):
            MeasurementFactory(
                indicator=indicator, district=district, period=date(2025, 1, 1), entered_by=clerk
            )
    # session, person, departments; indicators, city, newest rows, rows in work, number of parts,
    # parts handed in; banner
    with django_assert_num_queries(10):
        coordinator_client.get("/erfassung/")
