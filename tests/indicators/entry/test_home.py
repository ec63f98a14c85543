"""Das schulden Sie."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from indicators.entry import services
from indicators.entry.slots import Content, Seen, Slot
from indicators.enums import DistrictRelation
from indicators.models import Indicator, Measurement
from indicators.named_periods import Period
from strategy.models import Department, District
from tests.factories import (
    CollectionRoundFactory,
    DepartmentFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundIndicatorFactory,
    released_series,
)


def page(client: Client) -> str:
    response = client.get("/erfassung/")
    assert response.status_code == 200
    text = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.replace("&nbsp;", " ").split())


def page_on(day: date, person: User) -> str:
    """The page on another day, after signing in anew."""
    with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        client = Client()
        client.force_login(person)
        return page(client)


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
    assert '<span class="late">1 ist überfällig.</span>' in text
    assert "überfällig seit 1.2.2025" in text
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
    assert "Ortsteile: 2 von 3, dazu 1 Entwurf" in text
    assert "zählt ein Wert: die Gesamtstadt mit all ihren Ortsteilen. Bei 1 davon fehlt" in text
    assert f"ortsteil={bergede.slug}" not in text  # goes with the line of the city
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
    assert text.count("Wer zuständig ist, tragen Sie in der") == 1  # beside nobody's


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


# What a round asks for -------------------------------------------------------------


def test_round_sets_the_deadline(clerk_client: Client, indicator: Indicator) -> None:
    RoundIndicatorFactory(indicator=indicator)
    text = page(clerk_client)
    assert "<h1>Das schulden Sie bis 31. März</h1>" in text
    assert "nächste Frist: Dienstag, 31. März 2026, noch 19 Tage" in text
    assert "Frist 31.3.2026" in text
    assert "<b>1 von 1 Wert</b> steht noch aus." in text


def test_round_asks_for_every_period_of_its_year(
    clerk_client: Client, department: Department, city: District
) -> None:
    quarterly = IndicatorFactory(department=department, frequency="quarter", name="Radverkehr")
    MeasurementFactory(indicator=quarterly, district=city, period=date(2025, 4, 1), catalogue=True)
    RoundIndicatorFactory(indicator=quarterly)
    text = page(clerk_client)
    assert "<b>3 von 4 Werten</b> stehen noch aus." in text
    assert [f"/2025-q{part}/" in text for part in (1, 2, 3, 4)] == [True] * 4


def test_period_that_still_runs_is_not_owed_to_a_round(
    clerk_client: Client, department: Department, city: District
) -> None:
    monthly = IndicatorFactory(department=department, frequency="month")
    this_year = CollectionRoundFactory(year=2026, deadline=date(2027, 1, 31))
    RoundIndicatorFactory(indicator=monthly, round=this_year)
    text = page(clerk_client)
    assert "<b>2 von 2 Werten</b> stehen noch aus." in text  # January and February


def test_round_that_has_not_begun_changes_nothing(
    clerk_client: Client, indicator: Indicator
) -> None:
    coming = CollectionRoundFactory(opens_on=date(2026, 3, 13))
    RoundIndicatorFactory(indicator=indicator, round=coming)
    assert "Frist 30.6.2026" in page(clerk_client)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 31), "Frist 31.3.2026"),
        (date(2026, 4, 1), "Frist war am 31.3.2026, Nachfrist bis 14.4.2026"),
        (date(2026, 4, 14), "Frist war am 31.3.2026, Nachfrist bis 14.4.2026"),
        (date(2026, 4, 15), "überfällig seit 1.4.2026"),
    ],
)
def test_grace_period_comes_before_overdue(
    clerk: User, indicator: Indicator, day: date, words: str
) -> None:
    RoundIndicatorFactory(indicator=indicator)
    text = page_on(day, clerk)
    assert words in text
    assert ("1 ist überfällig." in text) == words.startswith("überfällig")


def test_note_of_the_round_is_shown_until_all_is_handed_in(
    clerk_client: Client, indicator: Indicator, city: District
) -> None:
    with_note = CollectionRoundFactory(note="Bitte die <neuen> Einwohnerzahlen nehmen.")
    RoundIndicatorFactory(indicator=indicator, round=with_note)
    assert "Bitte die &lt;neuen&gt; Einwohnerzahlen nehmen." in page(clerk_client)
    MeasurementFactory(indicator=indicator, district=city, period=date(2025, 1, 1), submitted=True)
    text = page(clerk_client)
    assert "Einwohnerzahlen" not in text
    assert "<h1>Alles erledigt</h1>" in text


def test_department_that_is_asked_answers_in_place_of_the_other(
    clerk_client: Client,
    other_clerk_client: Client,
    indicator: Indicator,
    other_department: Department,
) -> None:
    address = "/erfassung/treibhausgase/2025/"
    assert other_clerk_client.get(address).status_code == 404
    RoundIndicatorFactory(indicator=indicator, department=other_department)
    assert other_clerk_client.get(address).status_code == 200
    assert "<b>1 von 1 Wert</b> steht noch aus." in page(other_clerk_client)
    assert "<b>" not in page(clerk_client).partition("</h1>")[2].partition("</section>")[0]


def test_round_counts_and_the_rule_goes_on_after_it(
    clerk: User, department: Department, city: District
) -> None:
    """A gap before the round is not owed; what has ended since its year is, by the rule."""
    quarterly = IndicatorFactory(department=department, frequency="quarter", due_after_months=3)
    MeasurementFactory(indicator=quarterly, district=city, period=date(2023, 1, 1), catalogue=True)
    RoundIndicatorFactory(indicator=quarterly)
    text = page_on(date(2026, 4, 1), clerk)
    assert "<b>5 von 5 Werten</b> stehen noch aus." in text
    assert "/2024-q1/" not in text
    assert "Davon 4 bis 14. April." in text  # the grace period of the round
    assert "Frist 30.6.2026" in text  # of the first quarter of 2026


def test_earlier_round_is_still_owed_but_not_shown_when_done(
    clerk_client: Client, department: Department, city: District
) -> None:
    former = CollectionRoundFactory(
        year=2024, opens_on=date(2025, 2, 1), deadline=date(2025, 3, 31)
    )
    answered, missing = IndicatorFactory.create_batch(2, department=department)
    released_series(answered, {2024: 5}, district=city)
    for one in (answered, missing):
        RoundIndicatorFactory(indicator=one, round=former)
        RoundIndicatorFactory(indicator=one)
    text = page(clerk_client)
    assert "<b>3 von 3 Werten</b> stehen noch aus." in text
    assert f"/{missing.slug}/2024/" in text
    assert f"/{answered.slug}/2024/" not in text


def test_correction_of_an_old_value_is_not_overdue(
    clerk_client: Client, clerk: User, indicator: Indicator, city: District
) -> None:
    released_series(indicator, {2025: 1960}, district=city)
    slot = Slot(indicator, city, Period.parse("2021"))
    services.save(slot=slot, content=Content(value=Decimal(2)), seen=Seen(0, 1), by=clerk)
    text = page(clerk_client)
    assert "Korrektur" in text
    assert "überfällig" not in text


def test_value_is_not_done_before_all_its_parts_are(
    clerk_client: Client, indicator: Indicator, city: District
) -> None:
    indicator.district_relation = DistrictRelation.SUM
    indicator.save()
    ampen, bergede = DistrictFactory(), DistrictFactory()
    RoundIndicatorFactory(indicator=indicator)
    year = date(2025, 1, 1)
    for district in (city, ampen):
        MeasurementFactory(indicator=indicator, district=district, period=year, submitted=True)
    text = page(clerk_client)
    assert "<b>1 von 1 Wert</b> steht noch aus." in text
    assert "1 mit fehlenden Ortsteilen" in text
    assert '→ eingereicht</span> <span class="tag tag--draft">Ortsteile fehlen</span>' in text
    assert 'href="/erfassung/treibhausgase/2025/ortsteile/"' in text
    MeasurementFactory(indicator=indicator, district=bergede, period=year, missing=True)
    assert "1 Entwurf" in page(clerk_client)
    Measurement.objects.filter(district=bergede).update(state="submitted")
    assert "Alles erledigt" in page(clerk_client)


def test_other_ways_to_enter_stand_beside_the_department(
    clerk_client: Client,
    other_clerk_client: Client,
    indicator: Indicator,
    other_department: Department,
) -> None:
    RoundIndicatorFactory(indicator=IndicatorFactory(department=indicator.department))
    text = page(clerk_client)
    assert 'href="/erfassung/tabelle/umwelt-und-klima/"' in text
    assert 'href="/erfassung/dateien/?abteilung=umwelt-und-klima"' in text
    # asked in place of another department: there is no table of its own
    RoundIndicatorFactory(indicator=indicator, department=other_department)
    assert "/erfassung/tabelle/jugend-und-soziales/" not in page(other_clerk_client)


def test_returned_part_is_a_line_of_its_own(
    clerk_client: Client, indicator: Indicator, city: District
) -> None:
    indicator.district_relation = DistrictRelation.SUM
    indicator.save()
    ampen = DistrictFactory(name="Ampen", slug="ampen")
    MeasurementFactory(indicator=indicator, district=ampen, period=date(2025, 1, 1), returned=True)
    text = page(clerk_client)
    assert "ortsteil=ampen" in text
    assert "Rückgabe: „Bitte die Quelle nennen.“" in text


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
        RoundIndicatorFactory(indicator=indicator)
        released_series(indicator, {2023: 5, 2024: 6}, district=city)
        for district in (city, village):
            MeasurementFactory(
                indicator=indicator, district=district, period=date(2025, 1, 1), entered_by=clerk
            )
    # session, person, departments; indicators, what rounds ask for, city, newest rows, rows in
    # work, released ones that rounds ask for, number of parts, parts handed in, computed
    # ones; banner
    with django_assert_num_queries(14):
        coordinator_client.get("/erfassung/")
