"""What a reader can work out about numbers that are not shown. Pure, and exact.

The reader knows sums: "these hidden numbers add up to that". Everything shown has moved to the
other side of its equation already, so a sum holds hidden numbers only, each with a coefficient
(the total of a table, if it is hidden itself, has −1). Numbers of people are not negative, and the
reader knows that too.

A hidden number is open if two tables fit everything the reader knows and differ in this number by
enough. Such a pair is looked for from the true table outwards, so what is found is proof; not
finding one says nothing, and counts as not open.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Sum = Mapping[Hashable, int]
Change = dict[Hashable, Fraction]

_ZERO = Fraction(0)


def are_open(
    keys: Iterable[Hashable],
    hidden: Mapping[Hashable, Fraction],
    sums: Sequence[Sum],
    enough: int,
) -> bool:
    """Whether a reader can narrow none of these hidden numbers down to less than `enough`.

    `hidden` are the true numbers. One that is negative shows that numbers may be, and then only
    an exact answer would give something away.
    """
    basis = null_space(sums)
    told = {key for one in sums for key in one}
    if any(number < 0 for number in hidden.values()):
        return all(any(way.get(key) for way in basis) for key in told.intersection(keys))
    paired: list[Change] = []  # made once, and only if single steps do not reach far enough
    for key in told.intersection(keys):
        if _spread(key, hidden, basis, enough) >= enough:
            continue
        paired = paired or [*basis, *_pairs(basis)]
        if _spread(key, hidden, paired, enough) < enough:
            return False
    return True


def _spread(
    key: Hashable, hidden: Mapping[Hashable, Fraction], ways: Sequence[Change], enough: int
) -> Fraction:
    """How far apart two tables can be in this number; at least so far."""
    of_key = [way for way in ways if way.get(key)]
    up = _reach(key, 1, hidden, of_key, enough)
    return up if up >= enough else up + _reach(key, -1, hidden, of_key, enough)


def _reach(
    key: Hashable,
    goal: int,
    hidden: Mapping[Hashable, Fraction],
    ways: Sequence[Change],
    enough: int,
) -> Fraction:
    """How far the number can go up (goal 1) or down (−1) without contradicting anything.

    At least so far: the search ends with `enough`, and takes only these steps. All move the number.
    """
    table = dict(hidden)
    moved = _ZERO
    for way in ways:
        sign = goal if way[key] > 0 else -goal
        limits = [table[one] / abs(step) for one, step in way.items() if sign * step < 0]
        if not limits:  # nothing shrinks: this can go on for ever
            return Fraction(enough)
        length = min(limits)
        for one, step in way.items():
            table[one] += sign * length * step
        moved += length * abs(way[key])
        if moved >= enough:
            break
    return moved


def _pairs(basis: Sequence[Change]) -> Iterator[Change]:
    """Changes made of two: they leave every sum as it is, too."""
    for one, other in combinations(basis, 2):
        for sign in (1, -1):
            keys = one.keys() | other.keys()
            way = {key: one.get(key, _ZERO) + sign * other.get(key, _ZERO) for key in keys}
            yield {key: step for key, step in way.items() if step}


def null_space(sums: Sequence[Sum]) -> list[Change]:
    """A basis of the changes that leave every sum as it is.

    Gauss-Jordan elimination with fractions: what the sums determine is zero in all of them.
    """
    columns = list(dict.fromkeys(key for one in sums for key in one))
    rows = [{key: Fraction(number) for key, number in one.items()} for one in sums]
    solved: dict[Hashable, Change] = {}  # by the number it determines, in terms of the others
    for column in columns:
        pivot = next((row for row in rows if row.get(column)), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        scale = pivot.pop(column)
        solution = {key: -number / scale for key, number in pivot.items() if number}
        for row in (*rows, *solved.values()):
            _substitute(row, column, solution)
        solved[column] = solution
    free = [column for column in columns if column not in solved]
    return [
        {key: Fraction(1)} | {one: way[key] for one, way in solved.items() if way.get(key)}
        for key in free
    ]


def _substitute(row: Change, column: Hashable, solution: Change) -> None:
    factor = row.pop(column, _ZERO)
    if factor:
        for key, number in solution.items():
            row[key] = row.get(key, _ZERO) + factor * number
