"""What happened is called by its day in Soest, also between midnight there and in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.factories import (
    DataRequestEventFactory,
    MeasurementCommentFactory,
    MeasurementEventFactory,
)

LATE = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # half past midnight in Soest


@pytest.mark.parametrize(
    "factory", [DataRequestEventFactory, MeasurementCommentFactory, MeasurementEventFactory]
)
@pytest.mark.django_db
def test_day_is_that_of_soest(factory: Any) -> None:
    assert str(factory(at=LATE)).endswith("(01.04.2026)")
