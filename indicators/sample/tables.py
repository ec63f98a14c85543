"""The made-up indicators, goals, numbers, actions and effects, as files in indicators/data say."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

DATA = Path(__file__).resolve().parent.parent / "data"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class SampleIndicator:
    """An indicator that exists only in the sample data."""

    code: str
    slug: str
    name: str
    short_name: str
    definition: str
    unit: str
    decimals: int
    direction: str
    lower_bound: Decimal | None
    upper_bound: Decimal | None
    area: int
    sdgs: tuple[int, ...]
    frequency: str
    annual_rule: str
    due_after_months: int
    district_relation: str  # "none": the city alone
    measures_population: bool
    min_cases: int | None  # fewer are not shown
    base: str  # code of the indicator that counts all, "" without
    base_factor: int | None
    min_base: int | None
    expression: str  # "": its values are entered


@dataclass(frozen=True, slots=True)
class SampleSeries:
    """An operational goal, the numbers of its leading indicator, and the target set for it.

    The numbers of a computed indicator follow from those of others; here they are for comparison.
    """

    code: str  # of the leading indicator, from this sample or the catalogue of SDG indicators
    area: int
    goal: str
    start: Decimal
    end: Decimal
    wobble: Decimal
    course: str
    record: str
    target_kind: str  # "": no target
    target: str  # "2.0", for a band "30..45", "" for a mere direction
    former_target: Decimal | None  # of a superseded first decision


@dataclass(frozen=True, slots=True)
class SampleAction:
    area: int
    kind: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class SampleEffect:
    """What an action is expected to change; years count from the last complete one."""

    action: str  # its slug
    code: str  # of the indicator
    lower: Decimal | None
    upper: Decimal | None
    begins: int
    ends: int | None  # None: it lasts
    is_decided: bool
    basis: str


def sample_indicators() -> list[SampleIndicator]:
    return read_rows("sample_indicators.csv", _indicator)


def sample_series() -> list[SampleSeries]:
    return read_rows("sample_series.csv", _series)


def sample_actions() -> list[SampleAction]:
    return read_rows("sample_actions.csv", _action)


def sample_effects() -> list[SampleEffect]:
    return read_rows("sample_effects.csv", _effect)


def read_rows(name: str, make: Callable[[Mapping[str, str]], Row]) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return [make(row) for row in csv.DictReader(file, delimiter=";")]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _count(text: str) -> int | None:
    return int(text) if text else None


def _indicator(row: Mapping[str, str]) -> SampleIndicator:
    return SampleIndicator(
        code=row["code"],
        slug=row["slug"],
        name=row["name"],
        short_name=row["short_name"],
        definition=row["definition"],
        unit=row["unit"],
        decimals=int(row["decimals"]),
        direction=row["direction"],
        lower_bound=_number(row["lower_bound"]),
        upper_bound=_number(row["upper_bound"]),
        area=int(row["area"]),
        sdgs=tuple(int(number) for number in row["sdgs"].split(",")),
        frequency=row["frequency"],
        annual_rule=row["annual_rule"],
        due_after_months=int(row["due_after_months"]),
        district_relation=row["district_relation"],
        measures_population=row["measures_population"] == "ja",
        min_cases=_count(row["min_cases"]),
        base=row["base"],
        base_factor=_count(row["base_factor"]),
        min_base=_count(row["min_base"]),
        expression=row["expression"],
    )


def _series(row: Mapping[str, str]) -> SampleSeries:
    return SampleSeries(
        code=row["code"],
        area=int(row["area"]),
        goal=row["goal"],
        start=Decimal(row["start"]),
        end=Decimal(row["end"]),
        wobble=Decimal(row["wobble"]),
        course=row["course"],
        record=row["record"],
        target_kind=row["target_kind"],
        target=row["target"],
        former_target=_number(row["former_target"]),
    )


def _action(row: Mapping[str, str]) -> SampleAction:
    return SampleAction(
        area=int(row["area"]), kind=row["kind"], slug=row["slug"], title=row["title"]
    )


def _effect(row: Mapping[str, str]) -> SampleEffect:
    return SampleEffect(
        action=row["action"],
        code=row["code"],
        lower=_number(row["lower"]),
        upper=_number(row["upper"]),
        begins=int(row["from"]),
        ends=int(row["until"]) if row["until"] else None,
        is_decided=row["decided"] == "ja",
        basis=row["basis"],
    )
