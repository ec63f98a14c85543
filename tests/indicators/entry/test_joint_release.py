"""Many values released at once: chosen in the queue, shown once more, and all or none."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from indicators.entry import services
from indicators.entry.joint_release import JointConflict, JointlyOutside, release_all
from indicators.entry.slots import Content, Seen, Slot
from indicators.models import Indicator, Measurement, MeasurementEvent
from indicators.named_periods import Period
from strategy.models import Department, District
from tests.factories import (
    ActionAreaFactory,
    IndicatorFactory,
    MeasurementFactory,
    UserFactory,
    released_series,
)
from tests.html_forms import form_values

URL = "/erfassung/freigabe/"
LOOK = f"{URL}auswahl/"
RELEASE = f"{URL}auswahl/freigeben/"
VALUE = Content(value=Decimal("1960.5"), source="Energiebericht 2025")

Submit = Callable[..., Measurement]


def text_of(response: Any) -> str:
    text: str = response.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.split())


def tokens(rows: Sequence[Measurement]) -> list[str]:
    return [f"{row.pk}-{row.version}" for row in rows]


def versions(rows: Sequence[Measurement]) -> dict[int, int]:
    return {row.pk: row.version for row in rows}


def states(rows: Sequence[Measurement]) -> list[str]:
    found = Measurement.objects.in_bulk([row.pk for row in rows])
    return [found[row.pk].state for row in rows]


@pytest.fixture
def submit(clerk: User, city: District, department: Department) -> Submit:
    """Hand in a value of a new indicator."""

    def handed_in(name: str = "Kennzahl", by: User = clerk, **more: Any) -> Measurement:
        indicator = IndicatorFactory(name=name, **{"department": department} | more)
        released_series(indicator, {2023: 1900, 2024: 1950}, district=city)
        slot = Slot(indicator, city, Period.parse("2025"))
        return services.save(slot=slot, content=VALUE, seen=Seen(), by=by, submit=True)

    return handed_in


@pytest.fixture
def odd(slot: Slot, clerk: User) -> Measurement:
    return services.save(
        slot=slot,
        content=replace(VALUE, warning_reason="Verkauft."),
        seen=Seen(),
        by=clerk,
        submit=True,
        oddities=["37,9 % weniger als 2024."],
    )


@pytest.fixture
def correction(released_slot: Slot, clerk: User) -> Measurement:
    content = replace(VALUE, warning_reason="Nachmeldung")
    return services.save(
        slot=released_slot, content=content, seen=Seen(0, 1), by=clerk, submit=True
    )


# The service -----------------------------------------------------------------------


def test_all_are_released_in_one_go(
    submit: Submit, correction: Measurement, coordinator: User, released_slot: Slot
) -> None:
    rows = [submit("A"), submit("B"), correction]
    former = Measurement.objects.current().get(
        indicator=released_slot.indicator, period=released_slot.period.first_day
    )
    assert {row.pk for row in release_all(versions=versions(rows), by=coordinator)} == {
        row.pk for row in rows
    }
    assert states(rows) == ["released"] * 3
    former.refresh_from_db()
    correction.refresh_from_db()
    assert former.superseded_at == correction.released_at
    assert correction.revision == 2
    kinds = MeasurementEvent.objects.filter(kind__in=["released", "superseded"])
    assert list(kinds.order_by("kind").values_list("kind", "note")) == [
        ("released", ""),
        ("released", ""),
        ("released", ""),
        ("superseded", "Nachmeldung"),
    ]


def test_one_that_changed_holds_back_all(submit: Submit, coordinator: User, clerk: User) -> None:
    """Row 32."""
    rows = [submit("A"), submit("B")]
    seen = versions(rows)
    services.withdraw(slot=Slot.of(rows[1]), seen=Seen(1), by=clerk)
    with pytest.raises(JointConflict) as refusal:
        release_all(versions=seen, by=coordinator)
    assert refusal.value.keys == {rows[1].pk}
    assert states(rows) == ["submitted", "draft"]
    assert not MeasurementEvent.objects.filter(kind="released").exists()


def test_one_released_by_somebody_else_holds_back_all(
    submit: Submit, coordinator: User, second_coordinator: User
) -> None:
    rows = [submit("A"), submit("B")]
    services.release(row=rows[0], version=1, by=second_coordinator)
    with pytest.raises(JointConflict) as refusal:
        release_all(versions=versions(rows), by=coordinator)
    assert refusal.value.keys == {rows[0].pk}


def test_same_request_twice_releases_once(submit: Submit, coordinator: User) -> None:
    """Row 34."""
    rows = [submit("A"), submit("B")]
    assert len(release_all(versions=versions(rows), by=coordinator)) == 2
    assert release_all(versions=versions(rows), by=coordinator) == []
    assert MeasurementEvent.objects.filter(kind="released").count() == 2


def test_own_value_holds_back_all(
    submit: Submit, coordinator: User, caplog: pytest.LogCaptureFixture
) -> None:
    """Row 33."""
    rows = [submit("A"), submit("B", by=coordinator)]
    with caplog.at_level(logging.WARNING), pytest.raises(services.FourEyes):
        release_all(versions=versions(rows), by=coordinator)
    assert "refused: own value" in caplog.text
    assert states(rows) == ["submitted", "submitted"]


def test_own_value_stays_own_after_a_change_of_role(submit: Submit, clerk: User) -> None:
    """Row 33."""
    rows = [submit("A"), submit("B")]
    User.objects.filter(pk=clerk.pk).update(role="coordination")
    clerk.refresh_from_db()
    with pytest.raises(services.FourEyes):
        release_all(versions=versions(rows), by=clerk)


def test_writer_of_an_earlier_version_holds_back_all(
    coordinator: User, clerk: User, slot: Slot
) -> None:
    services.save(slot=slot, content=VALUE, seen=Seen(), by=coordinator)
    row = services.save(slot=slot, content=VALUE, seen=Seen(1), by=clerk, submit=True)
    with pytest.raises(services.FourEyes):
        release_all(versions=versions([row]), by=coordinator)


def test_only_coordination_releases(submit: Submit, other_clerk: User) -> None:
    rows = [submit()]
    with pytest.raises(PermissionDenied):
        release_all(versions=versions(rows), by=other_clerk)


def test_sample_account_releases_no_real_value(submit: Submit) -> None:
    rows = [submit()]
    with pytest.raises(services.SampleMixed):
        release_all(versions=versions(rows), by=UserFactory(coordination=True, is_sample=True))


def test_one_outside_new_bounds_holds_back_all(submit: Submit, coordinator: User) -> None:
    rows = [submit("A"), submit("B")]
    Indicator.objects.filter(pk=rows[1].indicator_id).update(upper_bound=100)
    with pytest.raises(JointlyOutside) as refusal:
        release_all(versions=versions(rows), by=coordinator)
    assert refusal.value.keys == {rows[1].pk}
    assert states(rows) == ["submitted", "submitted"]


@pytest.mark.parametrize("count", [2, 15])
def test_queries_do_not_grow_with_the_values(
    submit: Submit,
    coordinator: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [submit(f"Kennzahl {number}") for number in range(count)]
    # rows, own events, update, new events, data version held, formulas, rules for small numbers;
    # the savepoints of three blocks
    with django_assert_num_queries(13) as seen:
        release_all(versions=versions(rows), by=coordinator)
    assert sum("SAVEPOINT" not in query["sql"] for query in seen.captured_queries) == 7


# The pages -------------------------------------------------------------------------


def test_values_are_chosen_looked_at_and_released(
    coordinator_client: Client, submit: Submit
) -> None:
    rows = [submit("Abfall je Kopf"), submit("Radwege")]
    page = coordinator_client.get(f"{URL}?auswahl=unauffaellig")
    assert page.content.decode().count(" checked>") == 2
    look = coordinator_client.post(LOOK, {"wert": tokens(rows)})
    text = text_of(look)
    assert "2 Werte freigeben?" in text
    assert "<b>Abfall je Kopf</b>" in text
    assert "1.960,5" in text
    assert states(rows) == ["submitted"] * 2
    assert "Alle 2 Werte freigeben" in text
    response = coordinator_client.post(RELEASE, {"wert": tokens(rows)})
    assert response.headers["Location"] == URL
    assert states(rows) == ["released"] * 2
    assert "2 Werte freigegeben." in text_of(coordinator_client.get(URL))


def test_plain_values_alone_are_chosen_by_one_link(
    coordinator_client: Client,
    coordinator: User,
    submit: Submit,
    odd: Measurement,
    correction: Measurement,
) -> None:
    plain, own = submit("A"), submit("B", by=coordinator)
    text = text_of(coordinator_client.get(URL))
    assert (
        'href="/erfassung/freigabe/?auswahl=unauffaellig">Alle ohne Auffälligkeiten auswählen (1)'
        in text
    )
    assert " checked>" not in text
    text = text_of(coordinator_client.get(f"{URL}?auswahl=unauffaellig"))
    assert text.count(" checked>") == 1
    assert f'value="{plain.pk}-1" form="pick-bar" checked>' in text
    for row in (odd, correction):
        assert f'value="{row.pk}-{row.version}" form="pick-bar">' in text
    assert f'value="{own.pk}-' not in text  # cannot be chosen at all


def test_nothing_chosen_is_told(coordinator_client: Client, submit: Submit) -> None:
    submit()
    for url in (LOOK, RELEASE):
        response = coordinator_client.post(url)
        assert response.status_code == 422
        assert "Bitte wählen Sie zuerst Werte aus" in text_of(response)


@pytest.mark.parametrize("token", ["", "x", "1", "1-", "1-2-3", "-1-1", "1-" + "9" * 30, "١-1"])
def test_forged_choice_is_refused(coordinator_client: Client, submit: Submit, token: str) -> None:
    rows = [submit()]
    response = coordinator_client.post(RELEASE, {"wert": [*tokens(rows), token]})
    assert response.status_code == 422
    assert states(rows) == ["submitted"]


def test_too_many_at_once_are_refused(coordinator_client: Client, db: None) -> None:
    response = coordinator_client.post(LOOK, {"wert": [f"{pk}-1" for pk in range(1, 502)]})
    assert response.status_code == 422
    assert "höchstens 500 Werte" in text_of(response)


def test_conflict_lists_what_changed_and_offers_the_rest(
    coordinator_client: Client, clerk: User, submit: Submit
) -> None:
    """Row 32."""
    rows = [submit("A"), submit("B"), submit("C")]
    chosen = tokens(rows)
    services.withdraw(slot=Slot.of(rows[1]), seen=Seen(1), by=clerk)
    slot = Slot.of(rows[2])
    services.withdraw(slot=slot, seen=Seen(1), by=clerk)
    newer = replace(VALUE, value=Decimal(1955))
    services.save(slot=slot, content=newer, seen=Seen(2), by=clerk, submit=True)
    response = coordinator_client.post(RELEASE, {"wert": chosen})
    assert response.status_code == 409
    text = text_of(response)
    assert "Es wurde nichts freigegeben" in text
    assert "„B“ 2025, 1.960,5" in text
    assert "Inzwischen zurückgezogen." in text
    assert "Inzwischen geändert." in text
    assert "1.955,0" in text
    assert states(rows) == ["submitted", "draft", "submitted"]
    assert 'name="wert" value="' + chosen[0] in text
    assert text.count('name="wert"') == 1


def test_looking_tells_what_changed_already(
    coordinator_client: Client, clerk: User, submit: Submit
) -> None:
    rows = [submit("A")]
    services.withdraw(slot=Slot.of(rows[0]), seen=Seen(1), by=clerk)
    response = coordinator_client.post(LOOK, {"wert": tokens(rows)})
    assert response.status_code == 409
    text = text_of(response)
    assert "<h1>Nichts freizugeben</h1>" in text
    assert "nichts übrig, das Sie freigeben können" in text


def test_value_outside_new_bounds_is_named(coordinator_client: Client, submit: Submit) -> None:
    rows = [submit("A"), submit("B")]
    Indicator.objects.filter(pk=rows[1].indicator_id).update(upper_bound=100)
    response = coordinator_client.post(RELEASE, {"wert": tokens(rows)})
    assert response.status_code == 422
    assert "außerhalb der Grenzen" in text_of(response)
    assert text_of(response).count('name="wert"') == 1


def test_own_value_is_left_out_and_forged_in_vain(
    coordinator_client: Client, coordinator: User, submit: Submit
) -> None:
    """Row 33."""
    rows = [submit("A"), submit("B", by=coordinator)]
    text = text_of(coordinator_client.post(LOOK, {"wert": tokens(rows)}))
    assert "Sie haben diesen Wert selbst bearbeitet." in text
    assert text.count('name="wert"') == 1
    assert coordinator_client.post(RELEASE, {"wert": tokens(rows)}).status_code == 403
    assert states(rows) == ["submitted", "submitted"]


# Filter ----------------------------------------------------------------------------


def test_values_stand_below_their_department(
    coordinator_client: Client, submit: Submit, other_department: Department
) -> None:
    submit("A")
    submit("B", department=other_department)
    submit("C", department=None)
    text = text_of(coordinator_client.get(URL))
    heads = [">Umwelt und Klima</h2>", ">Jugend und Soziales</h2>", ">Ohne Abteilung</h2>"]
    assert [head for head in heads if head in text] == heads


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Plain", "Far", "Treibhausgase der Gebäude"}),
        ("?abteilung=jugend-und-soziales", {"Far"}),
        ("?feld=klima", {"Plain"}),
        ("?art=unauffaellig", {"Plain", "Far"}),
        ("?art=auffaellig", {"Treibhausgase der Gebäude"}),
        ("?art=korrektur", set()),
        ("?art=unsinn&abteilung=unsinn", {"Plain", "Far", "Treibhausgase der Gebäude"}),
    ],
)
def test_filter(
    coordinator_client: Client,
    submit: Submit,
    odd: Measurement,
    other_department: Department,
    query: str,
    shown: set[str],
) -> None:
    submit("Plain", area=ActionAreaFactory(slug="klima"))
    submit("Far", department=other_department)
    text = text_of(coordinator_client.get(f"{URL}{query}"))
    names = {"Plain", "Far", "Treibhausgase der Gebäude"}
    assert {name for name in names if f">{name}</a></h3>" in text} == shown
    if not shown:
        assert "Hier wartet nichts." in text


def test_filter_goes_by_the_last_submission(
    coordinator_client: Client, odd: Measurement, slot: Slot, clerk: User
) -> None:
    """A correction of the mistake leaves the old warning in the history."""
    services.withdraw(slot=slot, seen=Seen(1), by=clerk)
    services.save(slot=slot, content=VALUE, seen=Seen(2), by=clerk, submit=True)
    shown = ">Treibhausgase der Gebäude</a></h3>"
    assert shown in text_of(coordinator_client.get(f"{URL}?art=unauffaellig"))
    assert shown not in text_of(coordinator_client.get(f"{URL}?art=auffaellig"))


def test_reason_alone_is_no_warning(coordinator_client: Client, correction: Measurement) -> None:
    assert "Hier wartet nichts." in text_of(coordinator_client.get(f"{URL}?art=auffaellig"))
    assert "Hier wartet nichts." in text_of(coordinator_client.get(f"{URL}?art=unauffaellig"))


def test_filter_shows_corrections(coordinator_client: Client, correction: Measurement) -> None:
    text = text_of(coordinator_client.get(f"{URL}?art=korrektur"))
    assert "<b>1 Wert</b> wartet auf Freigabe, nach dem Filter." in text


def test_link_keeps_the_filter(coordinator_client: Client, submit: Submit) -> None:
    submit()
    page = coordinator_client.get(f"{URL}?abteilung=umwelt-und-klima&x=1").content.decode()
    assert 'href="/erfassung/freigabe/?abteilung=umwelt-und-klima&amp;auswahl=unauffaellig"' in page
    assert form_values(page, "queue-filter")["abteilung"] == ["umwelt-und-klima"]


def test_a_long_queue_shows_what_waits_longest(
    coordinator_client: Client, clerk: User, city: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indicators.entry.views.releases.SHOWN", 2)
    indicator = IndicatorFactory()
    for year in (2021, 2022, 2023):
        MeasurementFactory(
            indicator=indicator,
            district=city,
            period=date(year, 1, 1),
            entered_by=clerk,
            submitted=True,
        )
    with CaptureQueriesContext(connection) as queries:
        text = text_of(coordinator_client.get(URL))
    assert any("LIMIT 2" in query["sql"] for query in queries)
    assert "<b>3 Werte</b> warten" in text
    assert "Gezeigt werden die 2 Werte, die am längsten warten." in text
    assert text.count('name="wert"') == 2
