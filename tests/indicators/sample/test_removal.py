from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoCaptureOnCommitCallbacks, DjangoDbBlocker

from accounts.models import User
from indicators.computing import recompute_all
from indicators.models import (
    CollectionRound,
    Evidence,
    ImportedFile,
    Indicator,
    Measurement,
    MeasurementComment,
    MeasurementInput,
    TargetPath,
)
from indicators.sample.loading import load_sample_data
from indicators.sample.removal import Leftovers, remove_sample_data
from strategy.models import Action, DataVersion, Department, District, OperationalGoal
from tests.factories import (
    ActionFactory,
    CollectionRoundFactory,
    DataRequestFactory,
    DepartmentFactory,
    EvidenceFactory,
    ImportedFileFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MeasurementCommentFactory,
    MeasurementEventFactory,
    MeasurementFactory,
    MembershipFactory,
    MilestoneFactory,
    OperationalGoalFactory,
    ReportEditionFactory,
    ReportFactory,
    RoundIndicatorFactory,
    TargetPathFactory,
    UserFactory,
    released_series,
)

TODAY = date(2026, 11, 23)
NOTHING = Leftovers(indicators=(), departments=(), logins=())

Dump = dict[str, list[tuple[object, ...]]]

pytestmark = pytest.mark.django_db


def dump() -> Dump:
    """Every row of every table with all columns, but for the counter of changes."""
    models: list[type[Model]] = [
        model for model in apps.get_models(include_auto_created=True) if model is not DataVersion
    ]
    return {
        model._meta.db_table: sorted(model._base_manager.values_list(), key=str) for model in models
    }


@pytest.fixture(scope="module")
def before(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Dump]:
    """All rows before sample data was loaded; each test finds it loaded."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_real_data()
        rows = dump()
        load_sample_data(today=TODAY)
        yield rows
        transaction.set_rollback(True)


def make_real_data() -> None:
    """What a city has before sample data comes: rows of every kind, in every state."""
    call_command("load_strategy", stdout=StringIO())
    city = District.objects.city()
    department = DepartmentFactory()
    clerk = UserFactory(departments=[department])
    indicator = IndicatorFactory(department=department)
    IndicatorGoalFactory(indicator=indicator, goal=OperationalGoalFactory())
    for year, trait in ((2022, "superseded"), (2023, "released"), (2024, "returned")):
        row = MeasurementFactory(
            indicator=indicator,
            district=city,
            period=date(year, 1, 1),
            entered_by=clerk,
            **{trait: True},
        )
        MeasurementEventFactory(measurement=row)
    TargetPathFactory(indicator=indicator, superseded=True)
    TargetPathFactory(indicator=indicator, adopted=True)
    MilestoneFactory(action=ActionFactory(phase="running"))
    ReportEditionFactory(published=True, report=ReportFactory(year=2023))
    asked = RoundIndicatorFactory(
        indicator=indicator,
        round=CollectionRoundFactory(
            year=2023, opens_on=date(2024, 1, 2), deadline=date(2024, 1, 31)
        ),
    )
    DataRequestFactory(round=asked.round, department=department)
    sdg = Indicator.objects.get(code="SDG-24")
    MeasurementFactory(indicator=sdg, district=city, period=date(2025, 1, 1), released=True)
    TargetPathFactory(indicator=sdg, adopted=True)


def test_everything_is_as_before(before: Dump) -> None:
    assert dump() != before
    assert remove_sample_data() == NOTHING
    assert dump() == before
    assert not DataVersion.objects.get().has_sample_data
    assert remove_sample_data() == NOTHING
    assert dump() == before


def test_what_people_added_to_sample_rows_goes_with_them(before: Dump) -> None:
    clerk = User.objects.get(username="erfassung")
    indicator = Indicator.objects.get(code="MOB-08")
    row = MeasurementFactory(
        indicator=indicator,
        district=District.objects.city(),
        period=date(2025, 1, 1),
        entered_by=clerk,
        released=True,
        released_by=User.objects.get(username="koordination"),
        is_sample=True,
    )
    MeasurementEventFactory(measurement=row, by=clerk)
    action = Action.objects.filter(is_sample=True, phase="running").first()
    MilestoneFactory(action=action)
    IndicatorGoalFactory(
        indicator=Indicator.objects.get(code="SO-03"),
        goal=OperationalGoal.objects.filter(is_sample=True).first(),
        is_lead=False,
    )
    TargetPathFactory(indicator=Indicator.objects.get(code="SDG-36"), is_sample=True)
    running = CollectionRound.objects.get(is_sample=True)
    answers = indicator.department
    RoundIndicatorFactory(
        round=running, indicator=Indicator.objects.get(code="SDG-36"), department=answers
    )
    DataRequestFactory(round=running, department=answers, created_by=clerk)
    remove_sample_data()
    assert dump() == before


@pytest.mark.usefixtures("before")
def test_files_of_sample_values_go_when_it_is_certain(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    sample = EvidenceFactory(measurement__is_sample=True, measurement__released=True)
    MeasurementCommentFactory(measurement=sample.measurement)
    real = EvidenceFactory()
    with django_capture_on_commit_callbacks(execute=True):
        remove_sample_data()
        assert Path(sample.file.path).exists()
    assert not Path(sample.file.path).exists()
    assert Path(real.file.path).exists()
    assert list(Evidence.objects.all()) == [real]
    assert not MeasurementComment.objects.exists()


def test_real_value_that_superseded_a_sample_value_stays() -> None:
    indicator, period = Indicator.objects.get(code="SDG-48"), date(2023, 1, 1)
    sample = Measurement.objects.current().get(indicator=indicator, period=period)
    real = MeasurementFactory(
        indicator=indicator, district=sample.district, period=period, revision=2, draft=True
    )
    sample.superseded_at = sample.released_at
    sample.save()
    real.state, real.released_at = "released", sample.superseded_at
    real.released_by = UserFactory(coordination=True)
    real.save()
    assert remove_sample_data() == NOTHING
    assert list(indicator.measurements.all()) == [real]


@pytest.mark.usefixtures("before")
def test_login_that_did_something_real_is_deactivated() -> None:
    coordinator = User.objects.get(username="koordination2")
    edition = ReportEditionFactory(published=True, published_by=coordinator)
    administrator = User.objects.get(username="administration")
    LogEntry.objects.create(
        user=administrator,
        content_type=ContentType.objects.get_for_model(District),
        object_repr="Ampen",
        action_flag=CHANGE,
    )
    leftovers = remove_sample_data()
    assert set(leftovers.logins) == {"koordination2", "administration"}
    left = User.objects.filter(is_sample=True)
    assert {(person.username, person.is_active) for person in left} == {
        ("koordination2", False),
        ("administration", False),
    }
    edition.refresh_from_db()
    assert edition.published_by == coordinator
    assert LogEntry.objects.filter(user=administrator).exists()


@pytest.mark.usefixtures("before")
def test_deactivated_login_is_used_again() -> None:
    coordinator = User.objects.get(username="koordination2")
    ReportEditionFactory(published=True, published_by=coordinator)
    remove_sample_data()
    load_sample_data(today=TODAY)
    coordinator.refresh_from_db()
    assert coordinator.is_active
    assert User.objects.filter(is_sample=True).count() == 5


@pytest.mark.usefixtures("before")
def test_indicator_with_a_real_target_becomes_the_citys_own() -> None:
    indicator = Indicator.objects.get(code="KLI-01")
    former = TargetPath.objects.current().get(indicator=indicator)
    former.superseded_at = former.adopted_at
    former.save()
    path = TargetPathFactory(indicator=indicator, adopted=True)
    leftovers = remove_sample_data()
    assert leftovers.indicators == ("KLI-01 Photovoltaikleistung je Einwohner",)
    indicator.refresh_from_db()
    assert (indicator.is_sample, indicator.department) == (False, None)
    assert list(indicator.target_paths.all()) == [path]
    assert not indicator.measurements.exists()
    assert not Indicator.objects.filter(is_sample=True).exists()


@pytest.mark.usefixtures("before")
def test_department_of_real_people_becomes_the_citys_own() -> None:
    department = Department.objects.get(slug="kultur-und-sport")
    membership = MembershipFactory(department=department)
    leftovers = remove_sample_data()
    assert leftovers.departments == ("Abteilung Kultur und Sport",)
    membership.refresh_from_db()
    assert membership.department == department
    assert not Department.objects.filter(is_sample=True).exists()


@pytest.mark.usefixtures("before")
def test_what_a_real_round_asks_for_becomes_the_citys_own() -> None:
    """Removal is not stopped by it, and what stays is told."""
    indicator = Indicator.objects.get(code="KLI-01")
    department = indicator.department
    asked = RoundIndicatorFactory(
        indicator=indicator,
        department=department,
        round=CollectionRoundFactory(
            year=2024, opens_on=date(2025, 1, 2), deadline=date(2025, 1, 31)
        ),
    )
    leftovers = remove_sample_data()
    assert leftovers.indicators == ("KLI-01 Photovoltaikleistung je Einwohner",)
    assert leftovers.departments == ("Abteilung Umwelt und Gebäude",)
    asked.refresh_from_db()
    assert not asked.indicator.is_sample
    assert not asked.department.is_sample
    assert not CollectionRound.objects.filter(is_sample=True).exists()


@pytest.mark.usefixtures("before")
def test_files_that_sample_accounts_brought_in_go_with_their_content(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = User.objects.get(username="erfassung")
    measurement = Measurement.objects.filter(is_sample=True, entered_by=person).first()
    imported = ImportedFileFactory(is_sample=True, uploaded_by=person)
    applied = ImportedFileFactory(is_sample=True, uploaded_by=person)
    MeasurementEventFactory(measurement=measurement, by=person, file=applied)
    ImportedFile.objects.filter(pk=applied.pk).update(applied_at=imported.uploaded_at)
    real = ImportedFileFactory()
    with django_capture_on_commit_callbacks(execute=True):
        remove_sample_data()
    assert list(ImportedFile.objects.all()) == [real]
    storage = real.file.storage
    gone = [storage.exists(str(one.file.name)) for one in (imported, applied)]
    assert (gone, storage.exists(str(real.file.name))) == ([False, False], True)
    assert not User.objects.filter(username="erfassung").exists()


def test_rule_of_an_indicator_that_stays_stays_whole(before: Dump) -> None:
    guarded = Indicator.objects.get(code="SOZ-02")
    MeasurementFactory(indicator=guarded, period=date(2001, 1, 1), value=5)
    remove_sample_data()
    guarded.refresh_from_db()
    assert (guarded.min_cases, guarded.base_factor, guarded.is_sample) == (5, 100, False)
    assert guarded.base is not None
    assert guarded.base.code == "STE-04"


@pytest.mark.usefixtures("before")
def test_what_was_computed_from_examples_goes_and_real_results_stay() -> None:
    counted = IndicatorFactory(code="ECHT-1")
    doubled = IndicatorFactory(code="ECHT-2", expression="ECHT-1 * 2")
    released_series(counted, {2024: 1})
    released_series(counted, {2023: 5}, is_sample=True)
    recompute_all(by=None)
    assert doubled.measurements.count() == 2
    remove_sample_data()
    assert dict(doubled.measurements.values_list("period__year", "value")) == {2024: 2}
    assert MeasurementInput.objects.count() == 1
    assert list(Indicator.objects.computed()) == [doubled]
