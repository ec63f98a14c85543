# ruff: noqa: S608 (the SQL is put together from names of our own tables)
from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, models, transaction
from django.test import Client

from accounts.models import User
from reports.models import FileKind, Report, ReportFile
from soest.data_state import data_state
from soest.triggers import Effect, Refusal, drop, installed
from strategy.models import Action, DataVersion, Department
from tests.breaches import APPS, TRIGGERS, execute
from tests.factories import (
    PASSWORD,
    ActionAreaFactory,
    ActionFactory,
    ChartNoteFactory,
    CollectionRoundFactory,
    CouncilMeetingFactory,
    CriterionFactory,
    CrossCuttingCheckFactory,
    CrossCuttingGoalFactory,
    DataRequestEventFactory,
    DataRequestFactory,
    DepartmentFactory,
    DisclosureFactory,
    DistrictBoundaryFactory,
    DistrictFactory,
    EvidenceFactory,
    ExpectedEffectFactory,
    ImportedFileFactory,
    IndicatorFactory,
    IndicatorGoalFactory,
    MailFactory,
    MeasurementCommentFactory,
    MeasurementEventFactory,
    MeasurementFactory,
    MeasurementInputFactory,
    MembershipFactory,
    MilestoneFactory,
    OperationalGoalFactory,
    ReminderFactory,
    RenderJobFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    ReportingFrameworkFactory,
    ReportTextFactory,
    RoundIndicatorFactory,
    SdgFactory,
    StrategicGoalFactory,
    StrategyEventFactory,
    StrategyFrameFactory,
    TargetPathFactory,
    TargetPointFactory,
    TextVersionFactory,
    UserFactory,
)

# The data version ------------------------------------------------------------------

# One row in each public table.
PUBLIC: dict[str, Callable[[], object]] = {
    "strategy_action": ActionFactory,
    "strategy_action_operational_goals": lambda: ActionFactory().operational_goals.add(
        OperationalGoalFactory()
    ),
    "strategy_actionarea": ActionAreaFactory,
    "strategy_councilmeeting": CouncilMeetingFactory,
    "strategy_crosscuttingcheck": CrossCuttingCheckFactory,
    "strategy_crosscuttinggoal": CrossCuttingGoalFactory,
    "strategy_department": DepartmentFactory,
    "strategy_district": DistrictFactory,
    "strategy_districtboundary": DistrictBoundaryFactory,
    "strategy_milestone": MilestoneFactory,
    "strategy_operationalgoal": OperationalGoalFactory,
    "strategy_sdg": SdgFactory,
    "strategy_strategicgoal": StrategicGoalFactory,
    "strategy_strategicgoal_sdgs": lambda: StrategicGoalFactory().sdgs.add(SdgFactory()),
    "strategy_strategyevent": StrategyEventFactory,
    "strategy_strategyframe": StrategyFrameFactory,
    "indicators_indicator": IndicatorFactory,
    "indicators_indicator_sdgs": lambda: IndicatorFactory().sdgs.add(SdgFactory()),
    "indicators_disclosure": DisclosureFactory,
    "indicators_expectedeffect": ExpectedEffectFactory,
    "indicators_indicatorgoal": IndicatorGoalFactory,
    "indicators_measurement": lambda: MeasurementFactory(released=True, is_sample=True),
    "indicators_chartnote": ChartNoteFactory,
    "indicators_targetpath": lambda: TargetPathFactory(points={}),
    "indicators_targetpoint": TargetPointFactory,
    "reports_report": lambda: published_file(),
    "reports_reportedition": lambda: published_file(),
    "reports_reportfile": lambda: published_file(),
}


def published_file() -> ReportFile:
    """Of a sample edition: only such a one may be deleted."""
    edition = ReportEditionFactory(published=True, is_sample=True)
    file: ReportFile = ReportFileFactory(
        edition=edition, is_sample=True, rendered_at=edition.published_at
    )
    return file


# Rows that no public page shows.
def criterion_with_an_indicator() -> object:
    return CriterionFactory().indicators.through.objects.create(
        criterion=CriterionFactory(), indicator=IndicatorFactory()
    )


PRIVATE: dict[str, Callable[[], object]] = {
    "accounts_membership": MembershipFactory,
    "accounts_user": UserFactory,
    "indicators_collectionround": CollectionRoundFactory,
    "indicators_datarequest": DataRequestFactory,
    "indicators_datarequestevent": DataRequestEventFactory,
    "indicators_evidence": EvidenceFactory,
    "indicators_importedfile": ImportedFileFactory,
    "indicators_mail": MailFactory,
    "indicators_measurementcomment": MeasurementCommentFactory,
    "indicators_measurementevent": MeasurementEventFactory,
    "indicators_measurementinput": MeasurementInputFactory,
    "indicators_reminder": ReminderFactory,
    "indicators_roundindicator": RoundIndicatorFactory,
    "reports_criterion": CriterionFactory,
    "reports_criterion_indicators": criterion_with_an_indicator,
    "reports_renderjob": RenderJobFactory,
    "reports_reportingframework": ReportingFrameworkFactory,
    "reports_reporttext": ReportTextFactory,
    "reports_textversion": TextVersionFactory,
}
KEYS = {"strategy_sdg": "number", "indicators_disclosure": "measurement_id"}
WITHOUT_ROWS = {"accounts_user_groups", "accounts_user_user_permissions", "strategy_dataversion"}


def test_every_table_is_known_to_be_public_or_not() -> None:
    tables = {
        model._meta.db_table
        for app in APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }
    assert tables == {*PUBLIC, *PRIVATE, *WITHOUT_ROWS}
    assert {trigger.table for trigger in TRIGGERS if isinstance(trigger, Effect)} == set(PUBLIC)


@pytest.mark.django_db
@pytest.mark.parametrize("table", PUBLIC)
def test_every_public_change_raises_the_version(table: str) -> None:
    PUBLIC[table]()
    execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table}")
    key = KEYS.get(table, "id")
    for change in (
        f"UPDATE {table} SET {key} = {key}",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} SELECT * FROM kept",
    ):
        before = data_state().number
        execute(change)
        assert data_state().number > before, change


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["accounts_user", "accounts_membership"])
def test_people_do_not_raise_the_version(table: str) -> None:
    PRIVATE[table]()
    before = data_state().number
    execute(f"UPDATE {table} SET id = id")
    execute(f"DELETE FROM {table}")
    assert data_state().number == before


def test_signing_in_does_not_raise_the_version(clerk: User) -> None:
    before = data_state().number
    assert Client().post(
        "/anmelden/", {"username": clerk.username, "password": PASSWORD, "next": "/impressum/"}
    )
    assert data_state().number == before


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["indicators_measurementevent", "reports_reporttext"])
def test_editing_does_not_raise_the_version(table: str) -> None:
    PRIVATE[table]()
    before = data_state().number
    execute(f"INSERT INTO {table} SELECT * FROM {table} WHERE id IS NULL")
    execute(f"UPDATE {table} SET id = id")
    assert data_state().number == before


@pytest.mark.django_db
def test_a_value_in_work_does_not_raise_the_version_and_its_release_does() -> None:
    indicator, district = IndicatorFactory(), DistrictFactory(city=True)
    author, releaser = UserFactory(entry=True), UserFactory(coordination=True)
    before = data_state().number
    row = MeasurementFactory(indicator=indicator, district=district, entered_by=author)
    row.value, row.state, row.submitted_at = 7, "submitted", row.entered_at
    row.save()
    assert data_state().number == before
    row.state, row.released_by, row.released_at = "released", releaser, row.entered_at
    row.save()
    released = data_state().number
    assert released > before
    row.superseded_at = row.released_at
    row.save(update_fields=["superseded_at"])
    assert data_state().number > released


@pytest.mark.django_db
def test_an_edition_in_work_does_not_raise_the_version_and_its_publication_does() -> None:
    coordinator = UserFactory(coordination=True)
    before = data_state().number
    report = ReportFactory()
    edition = ReportEditionFactory(report=report)
    for kind in FileKind:
        file = ReportFileFactory(edition=edition, kind=kind)
    file.pages = 2
    file.save()
    Report.objects.update(content_order="sdg")
    assert data_state().number == before
    edition.published_at, edition.published_by = file.rendered_at, coordinator
    edition.save()
    published = data_state().number
    assert published > before
    ReportFileFactory(edition=ReportEditionFactory(report=report))
    assert data_state().number == published
    Report.objects.update(title="Umbenannt")
    assert data_state().number > published


@pytest.mark.django_db
def test_version_is_rolled_back_with_its_change() -> None:
    before = data_state().number
    with transaction.atomic():
        DepartmentFactory()
        assert data_state().number == before + 1
        transaction.set_rollback(True)
    assert data_state().number == before


@pytest.mark.django_db
def test_refused_change_does_not_raise_the_version() -> None:
    row = MeasurementFactory(released=True)
    before = data_state().number
    with pytest.raises(Exception, match="abl"), transaction.atomic():
        execute("UPDATE indicators_measurement SET value = 1 WHERE id = %s", [row.pk])
    assert data_state().number == before


@pytest.mark.django_db
def test_change_dates_the_version() -> None:
    before = DataVersion.objects.get().changed_at
    Department.objects.create(name="Neu", slug="neu")
    assert DataVersion.objects.get().changed_at > before


# Installing --------------------------------------------------------------------------


def present() -> set[tuple[str, str]]:
    return {row for app in APPS for row in installed(app, using="default")}


# SQLite has no TRUNCATE, and so nothing against it.
LISTED = {
    (trigger.name, trigger.table) for trigger in TRIGGERS if trigger.statements(connection.vendor)
}


@pytest.mark.django_db
def test_database_has_exactly_the_listed_triggers() -> None:
    assert present() == LISTED


@pytest.mark.django_db
def test_migrate_makes_missing_triggers_again() -> None:
    for name, table in LISTED:
        drop(name, table, connection)
    assert present() == set()
    call_command("migrate", verbosity=0)
    assert present() == LISTED


@pytest.mark.django_db
def test_migrate_takes_triggers_of_a_former_release_away() -> None:
    former = Refusal("reports_former", "reports_report", "UPDATE", "OLD.year = 2000", "Nein.")
    for statement in former.statements(connection.vendor):
        execute(statement)
    call_command("migrate", verbosity=0)
    assert present() == LISTED


@pytest.mark.django_db(transaction=True)
def test_triggers_survive_an_altered_table() -> None:
    """SQLite alters a table by making it anew, which loses its triggers and breaks others'."""
    longer = models.CharField("Titel", max_length=201)
    longer.set_attributes_from_name("title")
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    title = Action._meta.get_field("title")
    with connection.schema_editor() as editor:
        editor.alter_field(Action, title, longer)
        editor.alter_field(Action, longer, title)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert present() == LISTED
