from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.sample.figures import (
    CITY,
    Figure,
    Subject,
    annual_values_of,
    at_volume,
    figures,
    further_parts,
    released_years,
)
from indicators.sample.parts import weighted_mean
from indicators.sample.series import Sketch

YEARS = range(2014, 2026)
WEIGHTS = {
    "kernstadt": Decimal(41500),
    "ampen": Decimal(1533),
    "katrop": Decimal(115),
    "roellingsen": Decimal(100),
    "ruploh": Decimal(38),
}
SUBJECT = Subject(
    code="MOB-02",
    sketch=Sketch(Decimal(14), Decimal(262), Decimal(4), "late", decimals=0, lower=Decimal(0)),
    record="complete",
)


def of_year(found: list[Figure], year: int) -> dict[str, Figure]:
    return {figure.place: figure for figure in found if figure.period == date(year, 1, 1)}


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        ("complete", []),
        ("gaps", [2015, 2018, 2019, 2022]),
        ("stale", [2023, 2024, 2025]),
        ("due", [2025]),
        ("draft", [2025]),
        ("short", list(range(2014, 2023))),
        ("missing", []),
    ],
)
def test_released_years_leave_out_what_the_record_lacks(record: str, missing: list[int]) -> None:
    assert sorted(set(YEARS) - set(released_years(record, YEARS))) == missing


def test_unknown_record_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown record"):
        released_years("lost", YEARS)


def test_city_alone_has_one_figure_a_year() -> None:
    found = figures(SUBJECT, YEARS, WEIGHTS)
    assert [figure.period.year for figure in found] == list(YEARS)
    assert {figure.place for figure in found} == {CITY}


def test_sums_of_parts_are_the_city() -> None:
    found = figures(replace(SUBJECT, relation="sum"), YEARS, WEIGHTS)
    for year in YEARS:
        values = {place: figure.value for place, figure in of_year(found, year).items()}
        city = values.pop(CITY)
        assert sum(value for value in values.values() if value is not None) == city


def test_weighted_mean_of_parts_is_the_city() -> None:
    sketch = Sketch(Decimal("90.1"), Decimal("97.3"), Decimal("0.3"), "even", 1, None, Decimal(100))
    city, parts = annual_values_of(
        replace(SUBJECT, sketch=sketch, relation="weighted_mean"), YEARS, WEIGHTS
    )
    for year in YEARS:
        assert abs(weighted_mean(parts[year], WEIGHTS) - city[year]) <= Decimal("0.05")
        assert max(parts[year].values()) <= 100
        assert len(set(parts[year].values())) > 1


def test_independent_values_of_the_smallest_parts_are_confidential() -> None:
    year = of_year(figures(replace(SUBJECT, relation="independent"), YEARS, WEIGHTS), 2025)
    reasons = {place: figure.missing_reason for place, figure in year.items()}
    assert reasons == {
        CITY: "",
        "kernstadt": "",
        "ampen": "",
        "katrop": "confidential",
        "roellingsen": "confidential",
        "ruploh": "confidential",
    }
    assert all((figure.value is None) == bool(figure.missing_reason) for figure in year.values())


def test_records_mark_their_years() -> None:
    provisional = figures(replace(SUBJECT, record="provisional"), YEARS, WEIGHTS)
    assert [figure.period.year for figure in provisional if figure.provisional] == [2025]
    revised = figures(replace(SUBJECT, record="revised"), YEARS, WEIGHTS)
    assert [figure.period.year for figure in revised if figure.former] == [2022, 2024]
    missing = figures(replace(SUBJECT, record="missing"), YEARS, WEIGHTS)
    assert [figure.period.year for figure in missing if figure.value is None] == [2018, 2019]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_value_in_work_is_that_of_the_last_year(state: str) -> None:
    *released, last = figures(replace(SUBJECT, record=state), YEARS, WEIGHTS)
    assert {figure.state for figure in released} == {"released"}
    assert (last.period, last.state, last.place) == (date(2025, 1, 1), state, CITY)


def test_scale_one_is_the_figures_themselves() -> None:
    found = figures(SUBJECT, YEARS, WEIGHTS)
    assert at_volume({SUBJECT: found}, [], 1) == [(SUBJECT, figure) for figure in found]


def test_scale_takes_values_of_parts_first_and_then_former_values() -> None:
    found = figures(SUBJECT, YEARS, WEIGHTS)
    further = [(SUBJECT, figure) for figure in further_parts(SUBJECT, YEARS, WEIGHTS)]
    assert len(further) == 60

    three = [figure for _, figure in at_volume({SUBJECT: found}, further, 3)]
    assert sum(figure.rows for figure in three) == 36
    assert three == [*found, *(figure for _, figure in further[:24])]

    ten = [figure for _, figure in at_volume({SUBJECT: found}, further, 10)]
    assert sum(figure.rows for figure in ten) == 120
    assert len(ten) == 72
    assert {figure.rows for figure in ten} == {1, 2}


def test_scale_gives_no_former_values_to_slots_without_a_value() -> None:
    missing = replace(SUBJECT, record="missing")
    found = at_volume({missing: figures(missing, YEARS, WEIGHTS)}, [], 4)
    assert sum(figure.rows for _, figure in found) == 48
    assert all(figure.former == () for _, figure in found if figure.value is None)
