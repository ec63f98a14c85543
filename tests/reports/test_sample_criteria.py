from __future__ import annotations

import csv

import pytest
from django.core.management import call_command

from reports.criteria import newest_framework
from reports.criteria_tables import codes_of
from reports.models import Criterion, ReportText, TextState
from reports.sample_criteria import INDICATORS, assign_sample_indicators, sample_answers
from tests.factories import IndicatorFactory, ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework() -> None:
    call_command("load_strategy", verbosity=0)
    call_command("load_criteria", verbosity=0)


@pytest.mark.usefixtures("framework")
def test_sample_indicators_get_their_criteria_again_and_again() -> None:
    indicator = IndicatorFactory(code="MOB-01", is_sample=True)
    for _ in range(2):
        assign_sample_indicators()
    assert [one.code for one in indicator.criteria.all()] == ["12"]


@pytest.mark.usefixtures("framework")
def test_real_indicator_of_the_same_code_is_left_alone() -> None:
    indicator = IndicatorFactory(code="MOB-01")
    assign_sample_indicators()
    assert not indicator.criteria.exists()


def test_without_a_framework_there_is_nothing_to_assign() -> None:
    assign_sample_indicators()
    assert not Criterion.objects.exists()
    assert list(sample_answers(ReportFactory(), TextState.APPROVED)) == []


@pytest.mark.usefixtures("framework")
def test_sample_report_answers_most_criteria() -> None:
    report = ReportFactory(framework=newest_framework())
    ReportText.objects.bulk_create(sample_answers(report, TextState.APPROVED))
    answers = dict(report.texts.values_list("criterion__code", "stance"))
    assert set(answers.values()) == {"reports", "explains"}
    missing = {one.code for one in Criterion.objects.all()} - set(answers)
    assert missing == {"02", "05"}


def test_file_names_each_sample_indicator_once() -> None:
    with INDICATORS.open(encoding="utf-8", newline="") as file:
        codes = [
            code
            for row in csv.DictReader(file, delimiter=";")
            for code in codes_of(row["Kennzahlen"])
        ]
    assert len(codes) == len(set(codes)) == 44
