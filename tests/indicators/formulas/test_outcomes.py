from __future__ import annotations

from decimal import Decimal

from indicators.enums import MissingReason
from indicators.formulas.outcomes import (
    LONGEST_NOTE,
    NOT_YET_AVAILABLE,
    OTHER,
    Bounds,
    Outcome,
    Said,
    outcome_of,
)
from indicators.formulas.reading import read_formula
from indicators.models import Measurement

RATE = read_formula("A / B * 100")


def said(name: str, value: int | None = None, **more: object) -> Said:
    return Said(name, None if value is None else Decimal(value), **more)  # type: ignore[arg-type]


def missing(name: str, reason: MissingReason) -> Said:
    return said(name, missing_reason=reason.value, reason_words=str(reason.label))


def outcome(a: Said, b: Said, bounds: Bounds | None = None) -> Outcome:
    return outcome_of(RATE, {"A": a, "B": b}, bounds or Bounds())


def test_value_is_provisional_if_an_input_is() -> None:
    assert outcome(said("Radwege", 1), said("Straßen", 3)) == Outcome(Decimal("33.3333"))
    assert outcome(said("Radwege", 1, provisional=True), said("Straßen", 4)) == Outcome(
        Decimal(25), provisional=True
    )


def test_missing_inputs_are_named_with_their_reason() -> None:
    found = outcome(missing("Radwege", MissingReason.NOT_COLLECTED), said("Straßen", 3))
    assert found == Outcome(None, "not_collected", "Dafür fehlt: Radwege (nicht erhoben).")


def test_different_reasons_become_another_one() -> None:
    found = outcome(
        missing("Radwege", MissingReason.NOT_COLLECTED),
        missing("Straßen", MissingReason.CONFIDENTIAL),
    )
    assert found.missing_reason == "other"
    assert found.missing_note == (
        "Dafür fehlt: Radwege (nicht erhoben) und Straßen (unterliegt der Geheimhaltung)."
    )


def test_input_that_was_never_said_leaves_nothing_to_say() -> None:
    found = outcome(said("Radwege", 1), said("Straßen", is_silent=True))
    assert found.is_silent
    assert (found.value, found.missing_reason) == (None, "not_yet_available")
    assert found.missing_note == "Dafür fehlt noch: Straßen."


def test_division_by_zero_is_a_reason() -> None:
    found = outcome(said("Radwege", 1), said("Straßen", 0))
    assert (found.value, found.missing_reason) == (None, "other")
    assert found.missing_note == "Nicht berechenbar. Division durch null: B ist 0."


def test_impossible_result_is_a_reason() -> None:
    above = outcome(said("Radwege", 3), said("Straßen", 2), Bounds(upper=Decimal(100)))
    assert above.missing_note == (
        "Nicht berechenbar. Das Ergebnis 150,0000 liegt über dem größten möglichen Wert."
    )
    below = outcome(said("Radwege", -3), said("Straßen", 2), Bounds(lower=Decimal(0)))
    assert below.missing_note == (
        "Nicht berechenbar. Das Ergebnis −150,0000 liegt unter dem kleinsten möglichen Wert."
    )
    assert outcome(said("Radwege", 2), said("Straßen", 2), Bounds(upper=Decimal(100))).value == 100


def test_long_list_fits_into_the_note() -> None:
    found = outcome(said("R" * 400, is_silent=True), said("S" * 400, is_silent=True))
    assert len(found.missing_note) == LONGEST_NOTE == Measurement.missing_note.field.max_length
    assert found.missing_note.endswith("…")


def test_reasons_are_those_of_the_ledger() -> None:
    assert MissingReason.OTHER == OTHER
    assert MissingReason.NOT_YET_AVAILABLE == NOT_YET_AVAILABLE
