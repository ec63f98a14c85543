from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.annual_values import NO_POPULATION, YearValue
from indicators.per_capita import per_capita, telling_decimals, years_per_capita


def test_value_per_thousand_inhabitants() -> None:
    assert per_capita(Decimal(93), Decimal(46_500)) == 2
    assert per_capita(Decimal(-1), Decimal(3_000)) == Decimal("-0.3333333333333333333333333333")


@pytest.mark.parametrize("inhabitants", [Decimal(0), Decimal(-5)])
def test_nobody_lives_there(inhabitants: Decimal) -> None:
    with pytest.raises(ValueError, match="no inhabitants"):
        per_capita(Decimal(1), inhabitants)


def test_each_year_takes_its_own_population() -> None:
    values = [YearValue(2023, Decimal(10)), YearValue(2024, Decimal(10), provisional=True)]
    population = [YearValue(2023, Decimal(100)), YearValue(2024, Decimal(200), revised=True)]
    assert years_per_capita(values, population) == (
        YearValue(2023, Decimal(100)),
        YearValue(2024, Decimal(50), provisional=True, revised=True),
    )


@pytest.mark.parametrize("population", [[], [YearValue(2024, None)], [YearValue(2024, Decimal(0))]])
def test_unknown_population_is_said(population: list[YearValue]) -> None:
    found = years_per_capita([YearValue(2024, Decimal(10))], population)
    assert found == (YearValue(2024, None, NO_POPULATION),)


def test_reason_for_no_value_stays() -> None:
    missing = YearValue(2024, None, "not_collected")
    assert years_per_capita([missing], [YearValue(2024, Decimal(10))]) == (missing,)


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([], 0),
        (["0", "0"], 0),
        (["120", "340"], 0),
        (["12", "34"], 0),
        (["1.2", "3.4"], 1),
        (["0.35", "12.4", "14"], 2),
        (["0.035"], 3),
        (["0.000012"], 3),
        (["0.35"], 2),
        (["-0.35"], 2),
        (["0.002", "12", "13", "14", "15", "16", "17", "18"], 0),  # one speck among many
    ],
)
def test_decimals_keep_small_values_apart(values: list[str], decimals: int) -> None:
    assert telling_decimals(map(Decimal, values)) == decimals
