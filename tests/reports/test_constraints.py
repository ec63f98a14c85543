from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from reports.models import FileKind, ReportEdition, ReportFile, TextVersion
from reports.triggers import PUBLISHED_MESSAGE
from soest.triggers import TruncateRefusal
from tests.breaches import (
    TRUNCATE_REFUSALS,
    Breach,
    Delete,
    Insert,
    attempt,
    execute,
    refused_with,
    update,
)
from tests.factories import (
    PUBLISHED_AT,
    ActionAreaFactory,
    CriterionFactory,
    IndicatorFactory,
    RenderJobFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    ReportTextFactory,
    StrategicGoalFactory,
    TextVersionFactory,
    UserFactory,
)

OTHER_HASH = "0" * 64


def second_foreword() -> Breach:
    first = ReportTextFactory()
    return update(ReportTextFactory(report=first.report, section="summary"), section="foreword")


def second_text_of_an_area() -> Breach:
    first = ReportTextFactory(area=ActionAreaFactory(number=1))
    second = ReportTextFactory(report=first.report, area=ActionAreaFactory(number=2))
    return update(second, area=first.area)


def second_text_of_a_goal() -> Breach:
    first = ReportTextFactory(goal=StrategicGoalFactory())
    second = ReportTextFactory(report=first.report, goal=StrategicGoalFactory())
    return update(second, goal=first.goal)


def second_text_of_an_indicator() -> Breach:
    first = ReportTextFactory(indicator=IndicatorFactory())
    second = ReportTextFactory(report=first.report, indicator=IndicatorFactory())
    return update(second, indicator=first.indicator)


def approved_by_its_author() -> Breach:
    author = UserFactory()
    text = ReportTextFactory(state="review", saved_by=author)
    return update(text, state="approved", approved_by=author, approved_at=PUBLISHED_AT)


def second_edition_of_a_number() -> Breach:
    first = ReportEditionFactory()
    return Insert(ReportEditionFactory.build(report=first.report, number=first.number))


def second_file_of_a_kind() -> Breach:
    first = ReportFileFactory()
    other = ReportFileFactory(edition=ReportEditionFactory(report=first.edition.report))
    return update(other, edition=first.edition)


def publication_without_a_file() -> Breach:
    file = ReportFileFactory(kind=FileKind.FULL)
    ReportFileFactory(edition=file.edition, kind=FileKind.COUNCIL)
    return update(file.edition, published_at=PUBLISHED_AT)


def second_running_job() -> Breach:
    RenderJobFactory(state="running")
    return update(
        RenderJobFactory(edition=ReportEditionFactory(), state="waiting"), state="running"
    )


def late_file() -> Breach:
    """Of a kind that the edition did not have when it was published."""
    made = ReportFileFactory()
    late = ReportFileFactory.build(
        edition=ReportEditionFactory(published=True, report__year=2023),
        file=made.file.name,
        rendered_at=PUBLISHED_AT + timedelta(days=1),
    )
    return Insert(late)


def second_open_job() -> Breach:
    first = RenderJobFactory(state="running")
    return update(RenderJobFactory(edition=first.edition, state="failed"), state="waiting")


def second_text_of_a_criterion() -> Breach:
    first = ReportTextFactory(criterion=CriterionFactory())
    second = ReportTextFactory(report=first.report, criterion=CriterionFactory())
    return update(second, criterion=first.criterion)


def second_criterion_of_a_code() -> Breach:
    return update(CriterionFactory(), code=CriterionFactory().code)


BREACHES: dict[str, Callable[[], Breach]] = {
    "reports_year": lambda: update(ReportFactory(), year=1999),
    "reports_content_order": lambda: update(ReportFactory(), content_order="colour"),
    "reports_content_order_framework": lambda: update(ReportFactory(), content_order="framework"),
    # criteria
    "reports_criterion_one_a_code": second_criterion_of_a_code,
    "reports_criterion_kind": lambda: update(CriterionFactory(), kind="other"),
    # texts
    "reports_text_once_a_section": second_foreword,
    "reports_text_once_a_area": second_text_of_an_area,
    "reports_text_once_a_goal": second_text_of_a_goal,
    "reports_text_once_a_indicator": second_text_of_an_indicator,
    "reports_text_has_body": lambda: update(ReportTextFactory(state="review"), body=""),
    "reports_text_version": lambda: update(ReportTextFactory(), version=0),
    "reports_text_approval": lambda: update(ReportTextFactory(), approved_at=PUBLISHED_AT),
    "reports_text_four_eyes": approved_by_its_author,
    "reports_version_step": lambda: Insert(
        TextVersion(text=ReportTextFactory(), number=1, step="lost", at=PUBLISHED_AT)
    ),
    "reports_version_stance": lambda: Insert(
        TextVersion(
            text=ReportTextFactory(), number=1, step="saved", stance="maybe", at=PUBLISHED_AT
        )
    ),
    "reports_version_kept_update": lambda: update(TextVersionFactory(), body="Anders."),
    "reports_version_kept_delete": lambda: Delete(TextVersionFactory()),
    "reports_text_once_a_criterion": second_text_of_a_criterion,
    "reports_text_stance": lambda: update(ReportTextFactory(), stance="reports"),
    "reports_text_answers": lambda: update(
        ReportTextFactory(criterion=CriterionFactory()), stance="", state="approved"
    ),
    "reports_text_place": lambda: update(ReportTextFactory(), section="area"),
    "reports_text_state": lambda: update(ReportTextFactory(), state="lost"),
    # editions
    "reports_edition_one_a_number": second_edition_of_a_number,
    "reports_edition_hash": lambda: Insert(
        ReportEdition(report=ReportFactory(), snapshot_sha256="abc", frozen_at=PUBLISHED_AT)
    ),
    "reports_edition_published_by": lambda: update(
        ReportEditionFactory(), published_by=UserFactory(coordination=True)
    ),
    "reports_edition_frozen": lambda: update(ReportEditionFactory(), snapshot='{"a": 1}'),
    "reports_edition_complete": publication_without_a_file,
    "reports_edition_sealed_update": lambda: update(
        ReportEditionFactory(published=True), published_at=None
    ),
    "reports_edition_sealed_delete": lambda: Delete(ReportEditionFactory(published=True)),
    # their files
    "reports_file_one_a_kind": second_file_of_a_kind,
    "reports_file_hash": lambda: update(ReportFileFactory(), sha256="abc"),
    "reports_file_size": lambda: update(ReportFileFactory(), pages=0),
    "reports_file_kind": lambda: update(ReportFileFactory(), kind="braille"),
    "reports_file_late": late_file,
    "reports_file_sealed_update": lambda: update(
        ReportFileFactory(edition__published=True), sha256=OTHER_HASH
    ),
    "reports_file_sealed_delete": lambda: Delete(ReportFileFactory(edition__published=True)),
    "reports_job_one_open": second_open_job,
    "reports_job_one_running": second_running_job,
    "reports_job_percent": lambda: update(RenderJobFactory(), percent=101),
    "reports_job_state": lambda: update(RenderJobFactory(), state="asleep"),
    "reports_job_kind": lambda: update(RenderJobFactory(), kind="braille"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREACHES)
def test_database_refuses(name: str) -> None:
    attempt(name, BREACHES[name]())


@pytest.mark.django_db
def test_kept_answer_to_a_criterion_stays() -> None:
    attempt("reports_version_kept_update", update(TextVersionFactory(), stance="reports"))


@pytest.mark.django_db
def test_frozen_edition_may_be_published() -> None:
    edition = ReportEditionFactory()
    for kind in FileKind:
        ReportFileFactory(edition=edition, kind=kind)
    edition.published_at = PUBLISHED_AT
    edition.save()
    assert ReportEdition.objects.published().get() == edition


@pytest.mark.django_db
def test_frozen_edition_that_was_not_published_may_go() -> None:
    ReportEditionFactory().delete()


FROZEN_FIELDS = {
    "snapshot_sha256": OTHER_HASH,
    "changes": "Nachträglich anders begründet.",
    "notes": '{"notes":["anders"]}',
    "number": 7,
    "frozen_at": PUBLISHED_AT,
    "is_sample": True,
}


@pytest.mark.django_db
@pytest.mark.parametrize("field", FROZEN_FIELDS)
def test_frozen_edition_keeps_everything_but_its_publication(field: str) -> None:
    attempt(
        "reports_edition_frozen", update(ReportEditionFactory(), **{field: FROZEN_FIELDS[field]})
    )


@pytest.mark.django_db
@pytest.mark.parametrize("trigger", TRUNCATE_REFUSALS, ids=lambda trigger: trigger.table)
def test_published_editions_and_files_are_not_emptied_away(trigger: TruncateRefusal) -> None:
    ReportFileFactory(edition__published=True)
    connection.check_constraints()  # PostgreSQL empties no table whose checks are still to come
    with refused_with(emptying_message(trigger)):
        execute(emptying(trigger.table))
    assert ReportEdition.objects.published().count() == ReportFile.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("trigger", TRUNCATE_REFUSALS, ids=lambda trigger: trigger.table)
def test_tables_without_a_published_edition_may_be_emptied(trigger: TruncateRefusal) -> None:
    ReportFileFactory(edition__published=True, edition__is_sample=True, is_sample=True)
    connection.check_constraints()
    execute(emptying("reports_reportfile"))
    execute(emptying(trigger.table))
    assert not ReportFile.objects.exists()


def emptying(table: str) -> str:
    """The statement that empties a table at one stroke."""
    if connection.vendor == "postgresql":
        return f"TRUNCATE {table} CASCADE"
    return f"DELETE FROM {table}"  # noqa: S608 (the name of our own table)


def emptying_message(trigger: TruncateRefusal) -> str:
    return trigger.message if connection.vendor == "postgresql" else PUBLISHED_MESSAGE
