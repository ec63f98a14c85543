"""Counting statuses."""

from __future__ import annotations

import pytest

from indicators.distributions import STATUSES, Distribution


def test_counts_keep_every_status_in_order() -> None:
    distribution = Distribution.of("goals", ["cloud", "sun", "cloud"])
    assert list(distribution.counts) == list(STATUSES)
    assert distribution.statuses == ["sun", "cloud", "cloud"]
    assert distribution.in_words == "1 Sonne, 2 Wolke"


def test_three_groups_add_up() -> None:
    distribution = Distribution.of("goals", STATUSES)
    assert (distribution.on_course, distribution.off_course, distribution.unclear) == (2, 2, 2)
    assert distribution.total == 6


@pytest.mark.parametrize(
    ("counted", "number", "expected"),
    [
        ("goals", 1, "1 Ziel"),
        ("goals", 2, "2 Zielen"),
        ("indicators", 1, "1 Kennzahl"),
        ("indicators", 0, "0 Kennzahlen"),
    ],
)
def test_noun(counted: str, number: int, expected: str) -> None:
    assert Distribution.of(counted, ["sun"] * number).noun_dative == expected


def test_nothing_counted() -> None:
    assert Distribution.of("goals", []).in_words == "noch nichts zu bewerten"


def test_unknown_status_is_refused() -> None:
    with pytest.raises(KeyError):
        Distribution.of("goals", ["rain"])
