from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from indicators.models import (
    ChartNote,
    Indicator,
    IndicatorGoal,
    Measurement,
    MeasurementEvent,
    TargetPoint,
)
from indicators.sample.loading import (
    R1_ROWS,
    SampleDataError,
    load_sample_data,
    loaded_scale,
)
from indicators.scorecards import current_scorecards
from strategy.models import (
    Action,
    CrossCuttingCheck,
    DataVersion,
    Department,
    District,
    Milestone,
    OperationalGoal,
    StrategicGoal,
)
from tests.factories import (
    ActionFactory,
    DepartmentFactory,
    MeasurementFactory,
    OperationalGoalFactory,
    TargetPathFactory,
    UserFactory,
)

TODAY = date(2026, 11, 23)
ROWS = 7962

pytestmark = pytest.mark.django_db


def load_frame() -> None:
    call_command("load_strategy", stdout=StringIO())


@pytest.fixture
def frame(db: None) -> None:
    """Everything sample data stands on."""
    load_frame()


def dump() -> dict[str, list[tuple[object, ...]]]:
    """All sample rows without their keys, which depend on what was there before."""
    rows = {
        "goals": OperationalGoal.objects.values_list("code", "title", "department__slug"),
        "notes": ChartNote.objects.filter(is_sample=True).values_list(
            "indicator__code", "year", "kind", "text", "entered_at"
        ),
        "links": IndicatorGoal.objects.values_list("indicator__code", "goal__code", "is_lead"),
        "indicators": Indicator.objects.filter(is_sample=True).values_list(
            "code", "slug", "name", "district_relation", "department__slug", "area__number"
        ),
        "values": Measurement.objects.filter(is_sample=True).values_list(
            "indicator__code",
            "district__slug",
            "period",
            "revision",
            "value",
            "missing_reason",
            "provisional",
            "state",
            "entered_by__username",
            "entered_at",
            "released_at",
            "superseded_at",
        ),
        "events": MeasurementEvent.objects.values_list(
            "measurement__indicator__code", "kind", "by__username", "at", "note"
        ),
        "targets": TargetPoint.objects.filter(is_sample=True).values_list(
            "path__indicator__code",
            "path__version",
            "path__kind",
            "path__decided_by",
            "path__decided_on",
            "path__reference",
            "path__adopted_at",
            "path__superseded_at",
            "year",
            "value",
            "lower",
            "upper",
        ),
        "actions": Action.objects.values_list("slug", "kind", "phase", "starts_on", "ends_on"),
        "action goals": Action.objects.values_list("slug", "operational_goals__code"),
        "milestones": Milestone.objects.values_list(
            "action__slug", "title", "due_on", "reached_on"
        ),
        "checks": CrossCuttingCheck.objects.values_list(
            "action__slug", "goal__slug", "effect", "reason"
        ),
    }
    return {name: sorted(found, key=str) for name, found in rows.items()}


@pytest.mark.usefixtures("frame")
def test_rows_are_the_same_again_until_the_next_spring() -> None:
    dumps = []
    for today in (date(2026, 5, 1), date(2027, 4, 30)):
        mark = transaction.savepoint()
        load_sample_data(today=today)
        dumps.append(dump())
        transaction.savepoint_rollback(mark)
    assert dumps[0]["values"]
    assert dumps[0] == dumps[1]


@pytest.mark.usefixtures("frame")
def test_another_year_has_later_values() -> None:
    load_sample_data(today=date(2028, 5, 1))
    years = {row.year for row in Measurement.objects.filter(is_sample=True).dates("period", "year")}
    assert years == set(range(2016, 2028))


@pytest.mark.usefixtures("frame")
def test_second_load_changes_nothing() -> None:
    assert load_sample_data(today=TODAY)
    before, version = dump(), DataVersion.objects.get().number
    assert not load_sample_data(today=TODAY)
    with pytest.raises(SampleDataError, match="im Maßstab 1 geladen. Bitte zuerst entfernen"):
        load_sample_data(scale=2, today=TODAY)
    assert dump() == before
    assert DataVersion.objects.get().number == version


@pytest.mark.usefixtures("frame")
def test_scale_multiplies_measurements_and_nothing_else() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        load_sample_data(scale=2, today=TODAY)
    rows = Measurement.objects.filter(is_sample=True)
    assert rows.count() == 2 * ROWS
    assert loaded_scale() == 2
    assert round(ROWS / R1_ROWS) == 1
    assert OperationalGoal.objects.count() == 100
    assert Indicator.objects.filter(is_sample=True).count() == 44
    # Many rows a statement: it must not be a matter of minutes.
    assert len(queries) < rows.count() / 20


@pytest.mark.usefixtures("frame")
def test_production_has_no_sample_data(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(SampleDataError, match="in Produktion nicht erlaubt"):
        load_sample_data(today=TODAY)
    assert not User.objects.exists()


def test_frame_is_needed_first() -> None:
    with pytest.raises(SampleDataError, match="Bitte zuerst laden: python manage.py load_strategy"):
        load_sample_data(today=TODAY)
    assert not Department.objects.exists()


@pytest.mark.usefixtures("frame")
def test_taken_names_are_told_and_nothing_changes() -> None:
    UserFactory(username="rat", first_name="Rosa", last_name="Rat")
    DepartmentFactory(slug="verkehrsplanung", name="Verkehr")
    ActionFactory(slug="kaeltehilfe", title="Kältehilfe")
    with pytest.raises(SampleDataError) as raised:
        load_sample_data(today=TODAY)
    assert "Abteilung „Verkehr“" in str(raised.value)
    assert "Maßnahme „Kältehilfe“" in str(raised.value)
    assert "Person „Rosa Rat“" in str(raised.value)
    assert not OperationalGoal.objects.exists()


@pytest.mark.usefixtures("frame")
def test_real_rows_keep_their_places() -> None:
    """Sample rows step aside: slots, targets and positions that are taken stay as they are."""
    indicator = Indicator.objects.get(code="SDG-24")
    city = District.objects.city()
    released = MeasurementFactory(
        indicator=indicator, district=city, period=date(2025, 1, 1), value=44, released=True
    )
    draft = MeasurementFactory(indicator=indicator, district=city, period=date(2024, 1, 1))
    path = TargetPathFactory(indicator=indicator, adopted=True)
    goal = OperationalGoalFactory(strategic_goal=StrategicGoal.objects.get(code="1.1"))
    load_sample_data(today=TODAY)
    rows = indicator.measurements.all()
    assert rows.count() == 12
    assert list(rows.filter(is_sample=False).order_by("-period")) == [released, draft]
    assert list(indicator.target_paths.all()) == [path]
    siblings = goal.strategic_goal.operational_goals.order_by("position")
    assert [sibling.code for sibling in siblings] == ["1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5"]
    assert siblings[0] == goal


def test_breaks_and_remarks_of_single_years(frame: None) -> None:
    load_sample_data(today=TODAY)
    notes = ChartNote.objects.order_by("indicator__code", "year")
    assert list(notes.values_list("indicator__code", "year", "kind")) == [
        ("KUL-03", 2018, "break"),
        ("KUL-06", 2020, "note"),
        ("MOB-03", 2020, "note"),
        ("MOB-03", 2023, "note"),
        ("VER-04", 2023, "break"),
    ]
    assert all(note.entered_at.year == note.year + 1 for note in notes)
    # One break lies before the window of the assessment, the other one within.
    cards = {card.indicator.code: card for card in current_scorecards()}
    assert cards["KUL-03"].assessment.break_year is None
    assert cards["VER-04"].assessment.break_year == 2023
    assert cards["VER-04"].assessment.reason == "too_few_points"
