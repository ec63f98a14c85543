from __future__ import annotations

import pytest

from indicators.enums import MeasurementState
from indicators.models import MeasurementComment
from indicators.sample.ledger import Writers
from indicators.sample.remarks import CONVERSATIONS, add_comments
from tests.factories import MeasurementFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_values_in_work_are_talked_about() -> None:
    writers = Writers(enters=UserFactory(entry=True), releases=UserFactory(coordination=True))
    row = MeasurementFactory(submitted=True, is_sample=True)
    MeasurementFactory(released=True, is_sample=True)
    MeasurementFactory(returned=True, period="2023-01-01")
    add_comments(writers)
    said = list(MeasurementComment.objects.all())
    assert [one.text for one in said] == list(CONVERSATIONS[MeasurementState.SUBMITTED])
    assert [one.by for one in said] == [writers.releases, writers.enters]
    assert {(one.measurement, one.is_sample) for one in said} == {(row, True)}
