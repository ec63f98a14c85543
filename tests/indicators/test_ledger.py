"""The ledger as a whole: superseded once, readable at any moment, exact on both databases."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from indicators.models import Measurement, MeasurementEvent, TargetPath
from indicators.models.values import LARGEST
from tests.breaches import attempt, execute, refused, update
from tests.factories import (
    ADOPTED_AT,
    RELEASED_AT,
    SUPERSEDED_AT,
    MeasurementEventFactory,
    MeasurementFactory,
    TargetPathFactory,
    released_series,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


# Superseding ---------------------------------------------------------------------


def test_released_value_is_superseded_once() -> None:
    row = MeasurementFactory(released=True)
    row.superseded_at = SUPERSEDED_AT
    row.save()
    attempt("indicators_measurement_sealed_update", update(row, superseded_at=None))
    attempt(
        "indicators_measurement_sealed_update",
        update(row, superseded_at=SUPERSEDED_AT + MINUTE),
    )


def test_superseding_changes_nothing_else() -> None:
    row = MeasurementFactory(released=True)
    attempt(
        "indicators_measurement_sealed_update", update(row, superseded_at=SUPERSEDED_AT, value=1)
    )


@pytest.mark.parametrize(
    "values",
    [
        {"state": "draft", "released_at": None, "released_by": None},
        {"comment": "nachgetragen"},
        {"is_sample": True},
        {"provisional": True},
        {"value": None, "missing_reason": "other"},
    ],
    ids=lambda values: "-".join(values),
)
def test_released_value_takes_no_other_change(values: dict[str, Any]) -> None:
    attempt(
        "indicators_measurement_sealed_update", update(MeasurementFactory(released=True), **values)
    )


def test_released_value_of_a_catalogue_is_sealed_too() -> None:
    attempt(
        "indicators_measurement_sealed_update", update(MeasurementFactory(catalogue=True), value=1)
    )


def test_saving_a_released_value_unchanged_is_harmless() -> None:
    MeasurementFactory(released=True).save()


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_open_rows_may_change_and_go(state: str) -> None:
    row = MeasurementFactory(**{state: True})
    row.value = Decimal("7.5")
    row.save()
    row.delete()
    assert not Measurement.objects.exists()


def test_sample_rows_may_be_taken_away() -> None:
    """`remove_sample_data` takes exactly these away again."""
    row = MeasurementFactory(released=True, is_sample=True)
    MeasurementEventFactory(measurement=row)
    row.delete()
    TargetPathFactory(adopted=True, is_sample=True, points={}).delete()
    assert not MeasurementEvent.objects.exists()


def test_history_stops_the_deletion_of_its_draft() -> None:
    event = MeasurementEventFactory()
    with refused("indicators_event_sealed_delete"):
        event.measurement.delete()


# At a moment ---------------------------------------------------------------------


def test_as_of_gives_the_published_state_of_a_moment() -> None:
    old = MeasurementFactory(superseded=True, value=7)
    new = MeasurementFactory(
        indicator=old.indicator, revision=2, value=8, released=True, released_at=SUPERSEDED_AT
    )
    MeasurementFactory(indicator=old.indicator, value=9, submitted=True)

    def at(moment: Any) -> list[Measurement]:
        return list(Measurement.objects.as_of(moment))

    assert at(RELEASED_AT - MINUTE) == []
    assert at(RELEASED_AT) == [old]
    assert at(SUPERSEDED_AT - MINUTE) == [old]
    assert at(SUPERSEDED_AT) == [new]
    assert list(Measurement.objects.current()) == [new]


def test_current_leaves_out_what_is_not_released() -> None:
    for state in ("draft", "submitted", "returned"):
        MeasurementFactory(**{state: True})
    MeasurementFactory(superseded=True)
    assert not Measurement.objects.current().exists()
    assert Measurement.objects.open().count() == 3


def test_target_path_of_a_moment() -> None:
    old = TargetPathFactory(superseded=True)
    new = TargetPathFactory(indicator=old.indicator, adopted=True, adopted_at=SUPERSEDED_AT)
    draft = TargetPathFactory(indicator=old.indicator)
    assert list(TargetPath.objects.as_of(ADOPTED_AT - MINUTE)) == []
    assert list(TargetPath.objects.as_of(ADOPTED_AT)) == [old]
    assert list(TargetPath.objects.as_of(SUPERSEDED_AT)) == [new]
    assert list(TargetPath.objects.current()) == [new]
    assert draft not in TargetPath.objects.adopted()


def test_adopted_path_is_superseded_once() -> None:
    path = TargetPathFactory(superseded=True)
    attempt("indicators_targetpath_sealed_update", update(path, superseded_at=None))


# Exactness -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "12345678901.2345",
        "99999999999.9999",
        "-99999999999.9999",
        "0.0001",
        "-0.0001",
        "0.1000",
        "1234567.8901",
        "90071992547.4099",
        "0.0000",
    ],
)
def test_value_of_fifteen_digits_comes_back_as_it_went(text: str) -> None:
    row = MeasurementFactory(value=Decimal(text))
    assert str(Measurement.objects.get(pk=row.pk).value) == text


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_number_that_is_none_never_reaches_the_database(number: Decimal) -> None:
    with pytest.raises(ValidationError):
        MeasurementFactory(value=number)


@pytest.mark.parametrize(
    "number", [LARGEST + Decimal("0.0001"), Decimal("1.23456"), Decimal("NaN")]
)
def test_form_refuses_what_the_column_cannot_hold(number: Decimal) -> None:
    row = MeasurementFactory()
    row.value = number
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert set(caught.value.message_dict) == {"value"}


def test_sum_of_values_is_exact() -> None:
    """SQLite adds up 64-bit floats; ten tenths must be one all the same."""
    row = MeasurementFactory(value=Decimal("0.1"))
    released_series(row.indicator, dict.fromkeys(range(2010, 2020), "0.1"))
    values = Measurement.objects.current().values_list("value", flat=True)
    assert sum(values, Decimal(0)) == Decimal(1)


def test_none_is_not_zero() -> None:
    missing = MeasurementFactory(missing=True, released=True)
    zero = MeasurementFactory(value=0, released=True)
    missing.refresh_from_db()
    zero.refresh_from_db()
    assert (missing.value, zero.value) == (None, Decimal(0))


# Raw SQL that hits many rows -----------------------------------------------------


@pytest.mark.parametrize("change", ["value = 0", "superseded_at = NULL", "comment = 'egal'"])
def test_update_of_the_whole_table_changes_no_row(change: str) -> None:
    """One released row among drafts is enough to refuse all of it."""
    MeasurementFactory.create_batch(2)
    MeasurementFactory(superseded=True)
    rows = list(Measurement.objects.order_by("pk").values())
    with refused("indicators_measurement_sealed_update"):
        execute(f"UPDATE indicators_measurement SET {change}")  # noqa: S608
    assert list(Measurement.objects.order_by("pk").values()) == rows


def test_delete_of_the_whole_table_deletes_no_row() -> None:
    MeasurementFactory.create_batch(2)
    MeasurementFactory(released=True)
    with refused("indicators_measurement_sealed_delete"):
        execute("DELETE FROM indicators_measurement")
    assert Measurement.objects.count() == 3


def test_replacing_a_released_row_is_refused() -> None:
    """SQLite's REPLACE deletes the former row, PostgreSQL's ON CONFLICT updates it."""
    row = MeasurementFactory(released=True)
    copied = "INTO indicators_measurement SELECT * FROM indicators_measurement WHERE id = %s"
    name, statement = {
        "sqlite": ("delete", f"INSERT OR REPLACE {copied}"),
        "postgresql": ("update", f"INSERT {copied} ON CONFLICT (id) DO UPDATE SET value = 0"),
    }[connection.vendor]
    with refused(f"indicators_measurement_sealed_{name}"):
        execute(statement, [row.pk])
