from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q
from pytest_django import DjangoDbBlocker

from accounts.models import User
from indicators.annual_values import Observation, annual_values
from indicators.freshness import Freshness, freshness
from indicators.models import (
    ExpectedEffect,
    Indicator,
    IndicatorGoal,
    Measurement,
    MeasurementEvent,
    TargetPath,
)
from indicators.sample.loading import inhabitants, load_sample_data
from indicators.sample.parts import weighted_mean
from indicators.sample.people import PASSWORD
from strategy.models import (
    Action,
    CrossCuttingCheck,
    DataVersion,
    District,
    Milestone,
    OperationalGoal,
)

TODAY = date(2026, 11, 23)
YEARS = range(2014, 2026)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The reference volume, loaded once: these tests only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_strategy", stdout=StringIO())
        load_sample_data(today=TODAY)
        yield
        transaction.set_rollback(True)


def test_row_counts() -> None:
    assert Measurement.objects.filter(is_sample=True).count() == 7962
    assert OperationalGoal.objects.count() == 100
    assert Indicator.objects.filter(is_sample=True).count() == 44
    assert Action.objects.count() == 119
    assert ExpectedEffect.objects.count() == 17
    with_values = Indicator.objects.filter(measurements__is_sample=True).distinct()
    assert with_values.count() == 100
    everywhere = Indicator.objects.annotate(places=Count("measurements__district", distinct=True))
    assert everywhere.filter(places=20).count() == 30


def test_every_row_is_marked() -> None:
    marked = (OperationalGoal, Action, Milestone, CrossCuttingCheck, IndicatorGoal, ExpectedEffect)
    for model in marked:
        assert not model._default_manager.filter(is_sample=False).exists()
    real = Indicator.objects.filter(is_sample=False)
    assert real.count() == 73
    assert Measurement.objects.filter(is_sample=False).count() == 16
    assert TargetPath.objects.filter(is_sample=False).count() == 5
    assert DataVersion.objects.get().has_sample_data


def test_sdg_indicators_keep_their_relation_and_soests_own_their_values() -> None:
    sdg = Indicator.objects.filter(code__startswith="SDG-")
    assert not sdg.exclude(district_relation="none").exists()
    assert sdg.filter(measurements__is_sample=True).distinct().count() == 56
    own = Measurement.objects.filter(indicator__code__startswith="SO-")
    assert not own.filter(is_sample=True).exists()


def test_numbers_are_the_same_on_every_machine() -> None:
    def value(code: str, place: str, year: int) -> Decimal | None:
        row = Measurement.objects.current().get(
            indicator__code=code, district__slug=place, period=date(year, 1, 1)
        )
        found: Decimal | None = row.value
        return found

    assert value("SDG-48", "soest", 2025) == Decimal("6.17")
    assert value("SDG-55", "soest", 2020) == -9
    assert value("MOB-02", "soest", 2025) == 266
    assert value("MOB-02", "ampen", 2025) == 6
    assert value("KLI-01", "ampen", 2025) == Decimal("0.92")


def test_sums_of_parts_are_the_city_to_the_last_digit() -> None:
    city, parts = city_and_parts("sum")
    assert len({indicator for indicator, _ in city}) == 19
    for slot, value in city.items():
        assert len(parts[slot]) == 19
        assert sum(parts[slot].values()) == value


def test_weighted_means_of_parts_are_the_city_to_the_last_digit() -> None:
    weights = inhabitants()
    decimals = dict(Indicator.objects.values_list("code", "decimals"))
    city, parts = city_and_parts("weighted_mean")
    assert len({indicator for indicator, _ in city}) == 8
    for slot, value in city.items():
        half_a_digit = Decimal(1).scaleb(-decimals[slot[0]]) / 2
        assert abs(weighted_mean(parts[slot], weights) - value) <= half_a_digit


Slot = tuple[str, date]


def city_and_parts(relation: str) -> tuple[dict[Slot, Decimal], dict[Slot, dict[str, Decimal]]]:
    city: dict[Slot, Decimal] = {}
    parts: defaultdict[Slot, dict[str, Decimal]] = defaultdict(dict)
    rows = Measurement.objects.current().filter(indicator__district_relation=relation)
    for row in rows.select_related("indicator", "district"):
        assert row.value is not None
        slot = (row.indicator.code, row.period)
        if row.district.kind == "city":
            city[slot] = row.value
        else:
            parts[slot][row.district.slug] = row.value
    return city, parts


def test_inhabitants_add_up_to_the_city() -> None:
    weights = inhabitants()
    assert len(weights) == 19
    assert sum(weights.values()) == District.objects.city().population
    assert weights["ampen"] == 1533


def test_every_goal_has_one_leading_indicator() -> None:
    leads = Count("indicator_links", filter=Q(indicator_links__is_lead=True))
    assert set(OperationalGoal.objects.annotate(leads=leads).values_list("leads", flat=True)) == {1}
    area = F("goal__strategic_goal__area")
    assert not IndicatorGoal.objects.exclude(indicator__area=area).exists()


# Every shape -------------------------------------------------------------------------


def series(code: str) -> dict[int, Decimal]:
    """The annual values of the city."""
    indicator = Indicator.objects.get(code=code)
    rows = Measurement.objects.current().filter(indicator=indicator, district__kind="city")
    observations = [Observation(row.period, row.value, row.missing_reason) for row in rows]
    years = annual_values(observations, indicator.frequency, indicator.annual_rule)
    return {year.year: year.value for year in years if year.value is not None}


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [("SDG-01", 94, 83), ("MOB-02", 10, 260)],
    ids=["less is better", "more is better"],
)
def test_improving_series(code: str, first: int, last: int) -> None:
    values = series(code)
    assert list(values) == list(YEARS)
    assert abs(values[2014] - first) <= 10
    assert abs(values[2025] - last) <= 10


def test_worsening_series() -> None:
    values = series("SDG-35")
    assert values[2025] > values[2020] > values[2014]  # rents, less is better


def test_stagnating_series() -> None:
    values = series("SDG-07").values()
    assert max(values) - min(values) <= Decimal("0.2")


def test_jumping_series() -> None:
    values = list(series("STE-05").values())
    changes = [later - earlier for earlier, later in zip(values, values[1:], strict=False)]
    assert min(changes) < -20
    assert max(changes) > 20


def test_series_below_zero_and_near_zero() -> None:
    balance = series("SDG-55")
    assert balance[2014] < 0 < balance[2025]
    assert 0 < max(series("SDG-42").values()) < Decimal("0.2")


def test_series_with_gaps() -> None:
    assert list(series("MOB-04")) == [2014, 2016, 2017, 2020, 2021, 2023, 2024, 2025]


def test_series_with_reasons_for_no_value() -> None:
    assert set(YEARS) - set(series("SDG-52")) == {2018, 2019}
    missing = Measurement.objects.current().filter(indicator__code="SDG-52", value=None)
    assert {row.missing_reason for row in missing} == {"not_collected"}
    assert Measurement.objects.filter(missing_reason="confidential").exists()


def test_series_with_a_provisional_last_value() -> None:
    rows = Measurement.objects.current().filter(indicator__code="KLI-01", provisional=True)
    assert {row.period.year for row in rows} == {2025}
    assert rows.count() == 20


def test_series_that_is_computed_from_two_others() -> None:
    rows = Measurement.objects.filter(indicator__code="MOB-09").select_related("district")
    assert rows.count() == 12 * 20
    for row in rows.prefetch_related("inputs__input__indicator"):
        inputs = {link.input.indicator.code: link.input for link in row.inputs.all()}
        points, people = inputs["MOB-02"], inputs["STE-04"]
        assert points.value is not None
        assert people.value is not None
        assert row.value == round(points.value / people.value * 1000, 4)
        assert row.provisional == points.provisional
        assert row.released_at == max(one.released_at for one in inputs.values() if one.released_at)
    assert TargetPath.objects.get(indicator__code="MOB-09").adopted_at


def test_series_with_corrected_values() -> None:
    rows = Measurement.objects.filter(indicator__code="SDG-48", period=date(2024, 1, 1))
    first, second = rows.order_by("revision")
    assert first.superseded_at == second.released_at
    assert first.value != second.value
    assert second.warning_reason == "Nachmeldungen berücksichtigt."
    assert "Beispiel" in second.source


@pytest.mark.parametrize("today", [date(2026, 5, 1), TODAY, date(2027, 4, 30)])
def test_stale_due_and_current_series_until_the_next_spring(today: date) -> None:
    found = defaultdict(set)
    for indicator in Indicator.objects.filter(measurements__is_sample=True).distinct():
        rows = Measurement.objects.current().filter(indicator=indicator, value__isnull=False)
        last = rows.latest("period").period
        state = freshness(last, indicator.frequency, indicator.due_after_months, today)
        found[state.freshness].add(indicator.code)
    assert found[Freshness.STALE] == {"SDG-04", "SDG-08", "STE-03"}
    assert found[Freshness.DUE] == {"MOB-05", "MOB-06", "MOB-08", "KLI-03"}


@pytest.mark.parametrize(
    ("frequency", "rules", "periods"),
    [
        ("half_year", {"last"}, 24),
        ("quarter", {"last", "sum", "mean"}, 48),
        ("month", {"sum"}, 144),
    ],
)
def test_shorter_periods(frequency: str, rules: set[str], periods: int) -> None:
    those = Indicator.objects.filter(frequency=frequency)
    assert {indicator.annual_rule for indicator in those} == rules
    for indicator in those:
        assert indicator.measurements.count() == periods


def test_too_short_series() -> None:
    assert list(series("SDG-49")) == [2023, 2024, 2025]


def test_nothing_was_written_after_the_spring() -> None:
    rows = Measurement.objects.filter(is_sample=True)
    may = datetime(2026, 5, 1, tzinfo=UTC)
    assert not rows.filter(Q(released_at__gte=may) | Q(superseded_at__gte=may)).exists()
    assert not rows.filter(entered_at__gte=may).exists()


def test_values_in_work_wait_for_every_role() -> None:
    rows = Measurement.objects.open().select_related("indicator", "entered_by")
    assert {row.indicator.code: row.state for row in rows} == {
        "MOB-05": "submitted",
        "MOB-06": "returned",
        "KLI-03": "draft",
    }
    clerk = User.objects.get(username="erfassung")
    assert {row.entered_by for row in rows} == {clerk}
    assert rows.filter(indicator__in=Indicator.objects.enterable_by(clerk)).count() == 3
    returned = MeasurementEvent.objects.filter(measurement__state="returned").order_by("version")
    assert [event.kind for event in returned] == ["created", "submitted", "returned"]


# Targets, actions, people --------------------------------------------------------------


def test_target_paths_of_every_kind() -> None:
    paths = TargetPath.objects.filter(is_sample=True)
    kinds = paths.current().values_list("kind").annotate(count=Count("pk"))
    assert dict(kinds.order_by()) == {
        "target_value": 78,
        "limit_every_year": 12,
        "direction": 6,
        "band": 2,
    }
    assert not paths.filter(Q(decided_by="") | Q(decided_on=None) | Q(reference="")).exists()
    assert not paths.filter(kind="direction", points__isnull=False).exists()


def test_ten_paths_were_moved_by_a_later_decision() -> None:
    former = TargetPath.objects.filter(is_sample=True, superseded_at__isnull=False)
    assert former.count() == 10
    for path in former:
        current = TargetPath.objects.current().get(indicator=path.indicator)
        assert (path.version, current.version) == (1, 2)
        assert path.superseded_at == current.adopted_at
        assert path.decided_on is not None
        assert current.decided_on is not None
        assert path.decided_on < current.decided_on


def test_paths_start_from_a_released_value() -> None:
    paths = TargetPath.objects.filter(is_sample=True, baseline_year__isnull=False)
    assert paths.count() > 70
    for path in paths.select_related("indicator"):
        assert path.baseline_value == series(path.indicator.code)[path.baseline_year or 0]


def test_actions_are_of_every_kind_and_phase() -> None:
    found = Action.objects.values_list("kind", "phase").distinct()
    assert set(found) == {
        (kind, phase)
        for kind in ("concept", "measure", "pilot")
        for phase in ("idea", "decided", "running", "completed", "stopped")
    }
    assert not Action.objects.filter(operational_goals=None).exists()
    counts = Action.objects.annotate(count=Count("milestones")).values_list("count", flat=True)
    assert set(counts) == {2, 3, 4, 5, 6}


def test_only_ideas_lack_checks() -> None:
    checked = Action.objects.annotate(count=Count("checks"))
    assert set(checked.exclude(phase="idea").values_list("count", flat=True)) == {3}
    assert {0, 1, 2, 3} == set(checked.filter(phase="idea").values_list("count", flat=True))
    assert len(set(CrossCuttingCheck.objects.values_list("effect", flat=True))) == 5


def test_some_milestones_are_overdue_and_none_was_reached_after_today() -> None:
    overdue = Milestone.objects.filter(reached_on=None, due_on__lt=TODAY)
    assert overdue.filter(action__phase="running").count() >= 10
    assert not Milestone.objects.filter(reached_on__gt=TODAY).exists()
    done = Action.objects.filter(phase="completed")
    assert not Milestone.objects.filter(action__in=done, reached_on=None).exists()


def test_logins_have_their_roles() -> None:
    people = User.objects.filter(is_sample=True).order_by("username")
    assert [(person.username, person.role, person.is_staff) for person in people] == [
        ("administration", "administration", True),
        ("erfassung", "entry", False),
        ("koordination", "coordination", True),
        ("koordination2", "coordination", True),
        ("rat", "council", False),
    ]
    assert all(person.check_password(PASSWORD) for person in people)
    assert not any(person.is_superuser for person in people)
    assert people.get(username="erfassung").departments.count() == 2
