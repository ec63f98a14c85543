"""Held against a reader who tries every table that fits what was shown."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure.tables import Row, Table

FIRST = datetime(2025, 3, 1, tzinfo=UTC)
CITY = 0
LEAST = 3


def day(number: int) -> datetime:
    return FIRST + timedelta(days=number)


def table(values: Sequence[int | None], city: int | None = None, **options: object) -> Table:
    """All released on the same day; parts are called 1, 2, 3 …, their rows as well."""
    rows = [row(place, value) for place, value in enumerate(values, start=1)]
    total = sum(filter(None, values)) if city is None else city
    return Table((row(CITY, total), *rows), CITY, range(1, len(values) + 1), True, LEAST, **options)  # type: ignore[arg-type]


def row(place: int, value: int | None, key: int | None = None, released: int = 0) -> Row:
    cases = None if value is None else Fraction(value)
    small = place != CITY and value is not None and abs(value) < LEAST
    return Row(place if key is None else key, place, day(released), None, cases, small)


def hidden(table: Table) -> set[int]:
    return {row.key for row in table.rows} - table.shown_since().keys()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([10, 20, 30], set()),
        ([1, 20, 30], {1, 2}),  # the smallest other part hides it
        ([1, 2, 30], {1, 2}),  # two that add up to enough hide each other
        ([1, 1, 30, 40], {1, 2, 3}),  # two that add up to 2 do not
        ([0, 20, 30], {1, 2}),  # none is a small number, too
        ([1, 1, 1], {1, 2, 3}),
        ([1], {1, CITY}),  # only the city's own value can hide a single part
        ([20, 30, 1, 3], {3, 4}),
    ],
)
def test_held_back(values: list[int], expected: set[int]) -> None:
    assert hidden(table(values)) == expected


def test_parts_that_do_not_add_up_hide_only_themselves() -> None:
    independent = replace(table([1, 20, 30]), adds_up=False)
    assert hidden(independent) == {1}


def test_part_without_value_is_not_left_alone() -> None:
    gap = table([None, 20, 30], city=51)
    assert hidden(gap) == {2}  # the reason for no value is shown
    assert hidden(replace(gap, guards_gaps=False)) == set()


def test_negative_numbers_are_hidden_by_any_other() -> None:
    assert hidden(table([-1, 40, -20])) == {1, 3}


def test_large_part_released_last_is_shown_with_the_one_held_back_for_it() -> None:
    rows = (row(CITY, 60), row(1, 10), row(2, 20, released=1), row(3, 30, released=2))
    shown = Table(rows, CITY, (1, 2, 3), True, LEAST).shown_since()
    # After the second part the third was known, and it might have been small.
    assert shown == {CITY: day(0), 1: day(0), 2: day(2), 3: day(2)}


def test_small_part_released_last_keeps_the_one_before_it_hidden() -> None:
    rows = (row(CITY, 31), row(1, 10), row(2, 20, released=1), row(3, 1, released=2))
    shown = Table(rows, CITY, (1, 2, 3), True, LEAST).shown_since()
    assert shown == {CITY: day(0), 1: day(0)}


def test_corrected_to_a_small_number_after_all_was_shown() -> None:
    before = replace(row(1, 10, key=11), superseded_at=day(5))
    total = replace(row(CITY, 60, key=10), superseded_at=day(5))
    rows = (before, total, row(2, 20), row(3, 30), row(1, 2, released=5), row(CITY, 52, released=5))
    shown = Table(rows, CITY, (1, 2, 3), True, LEAST).shown_since()
    # Everybody knows the others, so only the new value of the city can hide the new small one.
    assert set(shown) == {11, 10, 2, 3}


def test_small_number_that_grew_stays_secret_as_it_was() -> None:
    before = replace(row(1, 1, key=11), superseded_at=day(5))
    total = replace(row(CITY, 51, key=10), superseded_at=day(5))
    rows = (before, total, row(2, 20), row(3, 30), row(1, 8, released=5), row(CITY, 58, released=5))
    shown = Table(rows, CITY, (1, 2, 3), True, LEAST).shown_since()
    assert 11 not in shown
    assert attacked(Table(rows, CITY, (1, 2, 3), True, LEAST)) == []


def test_made_of_something_shown_later() -> None:
    late = replace(row(1, 10), free_since=day(4))
    shown = Table((row(CITY, 60), late, row(2, 20), row(3, 30)), CITY, (1, 2, 3), True, LEAST)
    assert shown.shown_since()[1] == day(4)


# The reader ------------------------------------------------------------------------


def attacked(table: Table) -> list[tuple[int, int, int]]:
    """The secrets that can be narrowed too far, each with the least and greatest it can be."""
    shown = table.shown_since()
    found: dict[int, set[int]] = {}
    for world in worlds(table, shown.keys()):
        for key, value in world.items():
            found.setdefault(key, set()).add(value)
    secrets = {row.key for row in table.rows if row.is_secret}
    return [
        (key, min(values), max(values))
        for key, values in found.items()
        if key in secrets and max(values) - min(values) < table.least
    ]


def worlds(table: Table, shown: object) -> Iterator[dict[int, int]]:
    """Every way to fill in the hidden rows with numbers from 0 on so that all sums are right."""
    rows = {row.key: row for row in table.rows}
    hidden = [key for key in rows if key not in shown]  # type: ignore[operator]
    most = max(int(row.cases or 0) for row in table.rows) + LEAST
    sums = list(equations(table))
    for numbers in product(range(most + 1), repeat=len(hidden)):
        world = dict(zip(hidden, numbers, strict=True))
        values = {key: world.get(key, int(row.cases or 0)) for key, row in rows.items()}
        if all(values[city] == sum(values[part] for part in parts) for city, *parts in sums):
            yield world


def equations(table: Table) -> Iterator[list[int]]:
    for moment in sorted({row.released_at for row in table.rows}):
        now = {row.place: row.key for row in table.rows if row.in_force(moment)}
        if all(place in now for place in (CITY, *table.parts)):
            yield [now[CITY], *(now[part] for part in table.parts)]


@st.composite
def corrected_tables(draw: st.DrawFn) -> Table:
    """Three parts that add up, corrected up to twice, with the city's value or without."""
    values = {place: draw(st.integers(0, 8)) for place in (1, 2, 3)}
    rows: list[Row] = []

    def release(place: int, value: int, on: int) -> None:
        former = next((one for one in reversed(rows) if one.place == place), None)
        if former:
            rows[rows.index(former)] = replace(former, superseded_at=day(on))
        rows.append(row(place, value, key=len(rows) + 10, released=on))

    for place, value in values.items():
        release(place, value, 0)
    release(CITY, sum(values.values()), 0)
    for on in range(1, 1 + draw(st.integers(0, 2))):
        place = draw(st.sampled_from((1, 2, 3)))
        values[place] = draw(st.integers(0, 8))
        release(place, values[place], on)
        release(CITY, sum(values.values()), on)
    return Table(tuple(rows), CITY, (1, 2, 3), True, LEAST)


@settings(max_examples=60, deadline=None)
@given(corrected_tables())
def test_no_secret_can_be_narrowed_down(table: Table) -> None:
    if len(hidden(table)) <= 4:  # more would take the reader too long to try
        assert attacked(table) == []


@settings(max_examples=200, deadline=None)
@given(corrected_tables())
def test_what_comes_later_changes_nothing_that_was_decided(table: Table) -> None:
    later = table.shown_since()
    for moment in table.moments():
        known = [row for row in table.rows if row.released_at <= moment]
        earlier = replace(table, rows=[known_at(row, moment) for row in known])
        assert earlier.shown_since() == {k: at for k, at in later.items() if at <= moment}


def known_at(row: Row, moment: datetime) -> Row:
    late = row.superseded_at is not None and row.superseded_at > moment
    return replace(row, superseded_at=None) if late else row


def test_what_is_remembered_hides_nothing_any_more() -> None:
    """The 7 was shown before fewer than 8 counted as few: beside the 6 it would give the 2 away."""
    rule = 8
    rows = [row(place, value) for place, value in enumerate((2, 6, 7, 50), start=1)]
    rows = [replace(one, is_secret=(one.cases or 0) < rule) for one in rows if one.cases != 6]
    six = row(2, 6)
    known = [replace(one, known_since=day(0)) if one.cases in (7, 50) else one for one in rows]
    city = replace(row(CITY, 65), known_since=day(0))
    table = Table((city, six, *known), CITY, (1, 2, 3, 4), True, LEAST)
    assert set(table.shown_since()) == {CITY, 4}
    forgotten = [replace(one, known_since=None) for one in table.rows]
    assert set(replace(table, rows=forgotten).shown_since()) == {CITY, 2, 4}


def test_large_table_with_corrections_is_decided_quickly() -> None:
    parts = range(1, 20)
    rows = [row(place, 2 if place < 4 else 10 * place) for place in parts]
    total = sum(one.cases or 0 for one in rows)
    rows.append(row(CITY, int(total)))
    for number in range(1, 6):
        former = rows[10 + number]
        rows[10 + number] = replace(former, superseded_at=day(number))
        rows.append(row(former.place, 7 * number, key=100 + number, released=number))
    started = time.process_time()
    Table(rows, CITY, parts, True, LEAST).shown_since()
    assert time.process_time() - started < 2
