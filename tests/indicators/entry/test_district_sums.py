"""What the parts of the city say together, beside what the city says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.entry.district_sums import DistrictSum, PartValue, listed
from indicators.entry.plausibility import Scale

NBSP = "\N{NO-BREAK SPACE}"
PLAIN = Scale("", 0)
EURO = Scale("€", 2)
PERCENT = Scale("%", 1)


def parts(*values: str | None, weights: tuple[int | None, ...] = ()) -> tuple[PartValue, ...]:
    """Parts named A, B, C …; None is no value."""
    named = zip("ABCDEFGHIJKLMNOPQRS", values, strict=False)
    known = weights or (None,) * len(values)
    return tuple(
        PartValue(name, None if value is None else Decimal(value), weight)
        for (name, value), weight in zip(named, known, strict=True)
    )


def of_sum(*values: str | None, city: str | None, scale: Scale = PLAIN) -> DistrictSum:
    return DistrictSum("sum", scale, parts(*values), None if city is None else Decimal(city))


def of_mean(*values: str | None, weights: tuple[int | None, ...], city: str | None) -> DistrictSum:
    known = None if city is None else Decimal(city)
    return DistrictSum("weighted_mean", PERCENT, parts(*values, weights=weights), known)


# Sums --------------------------------------------------------------------------------


def test_sum_beside_the_city() -> None:
    found = of_sum(*["60"] * 18, "160", city="1300")
    assert found.sentence == "Die 19 Teile ergeben 1.240, die Gesamtstadt sagt 1.300: 60 weniger."
    assert (found.total, found.difference) == (Decimal(1240), Decimal(-60))
    assert found.is_consistent is False


def test_sum_that_says_more() -> None:
    found = of_sum("10.50", "20.00", city="20.10", scale=EURO)
    assert found.sentence == (
        f"Die 2 Teile ergeben 30,50{NBSP}€, die Gesamtstadt sagt 20,10{NBSP}€: 10,40{NBSP}€ mehr."
    )


def test_sum_that_is_the_same() -> None:
    found = of_sum("1", "2", city="3")
    assert found.sentence == "Die 2 Teile ergeben 3, genau wie die Gesamtstadt."
    assert found.is_consistent is True


@pytest.mark.parametrize(
    ("city", "consistent"),
    [("6", True), ("7", True), ("8", True), ("9", False), ("4", True), ("3", False)],
)
def test_rounding_explains_half_a_unit_a_value(city: str, consistent: bool) -> None:
    """Three parts and the city, each rounded by a half at most: two together."""
    found = of_sum("1", "2", "3", city=city)
    assert found.tolerance == 2
    assert found.is_consistent is consistent


def test_rounding_depends_on_the_decimals() -> None:
    assert of_sum("1", "2", "3", city="6", scale=EURO).tolerance == Decimal("0.02")


def test_small_difference_may_be_rounding() -> None:
    found = of_sum("1", "2", "3", city="7")
    assert found.sentence == (
        "Die 3 Teile ergeben 6, die Gesamtstadt sagt 7: 1 weniger, was am Runden liegen kann."
    )


def test_difference_that_would_be_written_as_nothing_is_none() -> None:
    found = of_sum("1", "2", "3", city="6.4")
    assert found.difference == 0
    assert found.sentence == "Die 3 Teile ergeben 6, genau wie die Gesamtstadt."


def test_zero_is_a_value() -> None:
    found = of_sum("0", "0", city="0")
    assert found.given == 2
    assert found.difference == 0
    assert found.is_consistent is True


# What cannot be said -----------------------------------------------------------------


def test_missing_parts_are_named() -> None:
    found = of_sum("60", None, "20", None, city="100")
    assert found.sentence == (
        "2 von 4 Teilen ergeben 80. Für den Abgleich mit der Gesamtstadt (100) fehlen B und D."
    )
    assert found.total == 80
    assert found.difference is None
    assert found.is_consistent is None


def test_one_missing_part() -> None:
    found = of_sum("60", None, city="100")
    assert found.sentence == (
        "1 von 2 Teilen ergibt 60. Für den Abgleich mit der Gesamtstadt (100) fehlt B."
    )


def test_many_missing_parts_are_counted() -> None:
    found = of_sum("60", None, None, None, None, city=None)
    assert found.sentence == "1 von 5 Teilen ergibt 60. Es fehlen 4 Teile."


def test_incomplete_parts_that_exceed_the_city_already() -> None:
    found = of_sum("60", "70", None, city="100")
    assert found.sentence == (
        "2 von 3 Teilen ergeben 130. "
        "Das sind schon 30 mehr als die Gesamtstadt (100), und es fehlt C."
    )
    assert found.is_consistent is None


def test_negative_parts_exceed_nothing() -> None:
    """A migration balance: the missing part may be negative, too."""
    found = of_sum("130", "-10", None, city="100")
    assert "schon" not in found.sentence


def test_no_part_at_all() -> None:
    found = of_sum(None, None, city="100")
    assert found.sentence == "Noch hat keiner der 2 Teile einen Wert."
    assert found.total is None
    assert found.difference is None


def test_city_without_a_value() -> None:
    found = of_sum("1", "2", city=None)
    assert found.sentence == "Die 2 Teile ergeben 3. Für die Gesamtstadt gibt es keinen Wert."
    assert found.is_consistent is None


@pytest.mark.parametrize(
    ("values", "city", "gives"),
    [(("1", "2"), None, True), (("1", None), None, False), (("1", "2"), "3", False)],
)
def test_parts_make_the_city_only_if_all_are_there(
    values: tuple[str | None, ...], city: str | None, gives: bool
) -> None:
    assert of_sum(*values, city=city).can_give_city is gives


def test_without_parts_nothing_is_complete() -> None:
    """Before the catalogue is loaded there are no districts."""
    found = of_sum(city=None)
    assert not found.is_complete
    assert not found.can_give_city


# Weighted means ----------------------------------------------------------------------


def test_mean_is_weighted_and_rounded() -> None:
    found = of_mean("10.0", "20.0", weights=(2000, 1000), city="14.0")
    assert found.total == Decimal("13.3")
    assert found.sentence == (
        f"Das mit Einwohnern gewichtete Mittel der 2 Teile beträgt 13,3{NBSP}%, "
        f"die Gesamtstadt sagt 14,0{NBSP}%: 0,7{NBSP}Prozentpunkte weniger."
    )
    assert found.is_consistent is False
    assert not found.can_give_city


@pytest.mark.parametrize(
    ("city", "consistent"), [("13.2", True), ("13.3", True), ("13.4", True), ("13.5", False)]
)
def test_mean_may_be_off_by_one_unit(city: str, consistent: bool) -> None:
    """Half of one for the parts, half of one for the city."""
    assert of_mean("10", "20", weights=(2, 1), city=city).is_consistent is consistent


def test_mean_of_some_parts() -> None:
    found = of_mean("10", None, weights=(2, 1), city="13.3")
    assert found.sentence == (
        f"Das mit Einwohnern gewichtete Mittel aus 1 von 2 Teilen beträgt 10,0{NBSP}%. "
        f"Für den Abgleich mit der Gesamtstadt (13,3{NBSP}%) fehlt B."
    )


@pytest.mark.parametrize("weight", [None, 0])
def test_mean_needs_inhabitants(weight: int | None) -> None:
    found = of_mean("10", "20", weights=(2, weight), city="13.3")
    assert found.total is None
    assert found.is_consistent is None
    assert found.sentence == (
        "Das Mittel lässt sich nicht bilden: Für B ist keine Einwohnerzahl hinterlegt."
    )


def test_inhabitants_of_a_part_without_value_are_not_asked_for() -> None:
    assert of_mean("10", None, weights=(2, None), city=None).total == Decimal("10.0")


# Independent -------------------------------------------------------------------------


def test_independent_parts_are_counted_only() -> None:
    found = DistrictSum("independent", PLAIN, parts("1", None), Decimal(7))
    assert found.total is None
    assert found.is_consistent is None
    assert found.sentence == (
        "1 von 2 Teilen hat einen Wert. "
        "Sie sind vom Wert der Gesamtstadt unabhängig, ein Abgleich entfällt."
    )


@pytest.mark.parametrize(
    ("names", "text"), [(["A"], "A"), (["A", "B"], "A und B"), (["A", "B", "C"], "A, B und C")]
)
def test_listed(names: list[str], text: str) -> None:
    assert listed(names) == text
