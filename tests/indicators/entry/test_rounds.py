"""Making and changing collection rounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from accounts.models import User
from indicators.entry.rounds import (
    Plan,
    RoundChanged,
    RoundInUse,
    YearTaken,
    change_round,
    delete_round,
    make_round,
    proposal,
)
from indicators.models import CollectionRound, Indicator, Measurement, RoundIndicator
from strategy.models import Department, District
from tests.factories import (
    CollectionRoundFactory,
    DataRequestFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundIndicatorFactory,
    UserFactory,
)

TODAY = date(2026, 3, 12)


@pytest.fixture
def plan(indicator: Indicator, department: Department) -> Plan:
    """Asks the clerk's department for the one indicator there is."""
    return Plan(
        year=2025,
        opens_on=date(2026, 1, 2),
        deadline=date(2026, 3, 31),
        grace_days=14,
        note="Danke!",
        asked={indicator.pk: department.pk},
    )


@pytest.mark.usefixtures("indicator")
def test_first_round_is_proposed_for_last_year_from_today() -> None:
    proposed = proposal(TODAY)
    assert (proposed.year, proposed.opens_on) == (2025, TODAY)
    assert proposed.deadline == date(2026, 4, 23)  # six weeks
    assert proposed.grace_days == 14


@pytest.mark.usefixtures("indicator")
def test_next_round_is_proposed_for_january_after_the_year() -> None:
    CollectionRoundFactory(year=2025, grace_days=21, note="Bitte pünktlich.")
    proposed = proposal(TODAY)
    assert (proposed.year, proposed.opens_on) == (2026, date(2027, 1, 2))
    assert proposed.deadline == date(2027, 1, 31)
    assert (proposed.grace_days, proposed.note) == (21, "Bitte pünktlich.")


def test_proposal_asks_whoever_answers_for_an_indicator(indicator: Indicator) -> None:
    IndicatorFactory(department=None)
    assert proposal(TODAY).asked == {indicator.pk: indicator.department_id}


def test_made_as_planned(plan: Plan, coordinator: User) -> None:
    made = make_round(plan, by=coordinator)
    assert Plan.of(CollectionRound.objects.get()) == plan
    assert not made.is_sample
    assert not RoundIndicator.objects.get().is_sample


def test_round_of_a_sample_account_is_sample_data(plan: Plan) -> None:
    make_round(plan, by=UserFactory(coordination=True, is_sample=True))
    assert CollectionRound.objects.get().is_sample
    assert RoundIndicator.objects.get().is_sample


def test_double_click_makes_one_round(plan: Plan, coordinator: User) -> None:
    assert make_round(plan, by=coordinator) == make_round(plan, by=coordinator)
    assert CollectionRound.objects.count() == 1


def test_a_year_has_one_round(plan: Plan, coordinator: User) -> None:
    make_round(plan, by=coordinator)
    with pytest.raises(YearTaken):
        make_round(replace(plan, note="anders"), by=coordinator)
    assert CollectionRound.objects.get().note == "Danke!"


def test_changed_as_planned(
    plan: Plan, coordinator: User, department: Department, other_department: Department
) -> None:
    made = make_round(plan, by=coordinator)
    kept = RoundIndicator.objects.get()
    added = IndicatorFactory()
    wanted = replace(
        plan,
        deadline=date(2026, 4, 30),
        asked={kept.indicator_id: other_department.pk, added.pk: department.pk},
    )
    change_round(made, wanted, seen=plan.fingerprint)
    assert Plan.of(CollectionRound.objects.get()) == wanted
    assert RoundIndicator.objects.get(indicator=kept.indicator).pk == kept.pk


def test_what_is_not_asked_any_more_keeps_its_values(
    plan: Plan, coordinator: User, indicator: Indicator, department: Department, city: District
) -> None:
    made = make_round(plan, by=coordinator)
    MeasurementFactory(indicator=indicator, district=city, period=date(2025, 1, 1))
    other = IndicatorFactory()
    change_round(made, replace(plan, asked={other.pk: department.pk}), plan.fingerprint)
    assert [one.indicator for one in RoundIndicator.objects.all()] == [other]
    assert Measurement.objects.open().filter(indicator=indicator).exists()


def test_stale_form_changes_nothing(plan: Plan, coordinator: User) -> None:
    made = make_round(plan, by=coordinator)
    theirs = replace(plan, note="Von der anderen.")
    change_round(made, theirs, seen=plan.fingerprint)
    with pytest.raises(RoundChanged):
        change_round(made, replace(plan, grace_days=7), seen=plan.fingerprint)
    assert Plan.of(CollectionRound.objects.get()) == theirs


def test_sending_a_change_twice_is_no_conflict(plan: Plan, coordinator: User) -> None:
    made = make_round(plan, by=coordinator)
    wanted = replace(plan, grace_days=7)
    for _ in range(2):
        change_round(made, wanted, seen=plan.fingerprint)
    assert Plan.of(CollectionRound.objects.get()) == wanted


@pytest.mark.parametrize(
    "change",
    [
        {"opens_on": date(2026, 1, 3)},
        {"deadline": date(2026, 4, 1)},
        {"grace_days": 15},
        {"note": ""},
        {"asked": {}},
    ],
)
def test_fingerprint_tells_every_change(plan: Plan, change: dict[str, object]) -> None:
    assert replace(plan, **change).fingerprint != plan.fingerprint  # type: ignore[arg-type]


def test_deleted_round_leaves_the_values(plan: Plan, coordinator: User) -> None:
    made = make_round(plan, by=coordinator)
    delete_round(made, seen=plan.fingerprint)
    assert not CollectionRound.objects.exists()
    assert not RoundIndicator.objects.exists()
    assert Measurement.objects.count() == 5  # of the indicator it asked for


def test_changed_round_is_not_deleted(plan: Plan, coordinator: User) -> None:
    made = make_round(plan, by=coordinator)
    with pytest.raises(RoundChanged):
        delete_round(made, seen="")
    assert CollectionRound.objects.exists()


@pytest.mark.django_db
def test_round_with_links_is_not_deleted() -> None:
    asked = RoundIndicatorFactory()
    DataRequestFactory(round=asked.round, department=asked.department)
    with pytest.raises(RoundInUse):
        delete_round(asked.round, seen=Plan.of(asked.round).fingerprint)
    assert RoundIndicator.objects.exists()


def test_deleted_round_is_not_changed(plan: Plan, coordinator: User) -> None:
    made = make_round(plan, by=coordinator)
    CollectionRound.objects.all().delete()
    with pytest.raises(RoundChanged):
        change_round(made, replace(plan, grace_days=7), seen=plan.fingerprint)
