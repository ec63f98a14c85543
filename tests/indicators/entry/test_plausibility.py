from __future__ import annotations

from decimal import Decimal
from statistics import mean, stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.entry.plausibility import Dated, Scale, change_text, oddities, year_before
from indicators.named_periods import Period

TONNES = Scale("t", 1)
SHARE = Scale("%", 1)
Y2025 = Period.parse("2025")


def series(*values: str, until: int = 2024) -> list[Dated]:
    """One value a year, the last one in `until`; "" is a gap."""
    first = until - len(values) + 1
    return [
        Dated(Period.of(first + number, "year"), Decimal(value))
        for number, value in enumerate(values)
        if value
    ]


def codes(value: str, values: list[Dated], scale: Scale = TONNES) -> list[str]:
    return [odd.code for odd in oddities(Decimal(value), Y2025, values, scale)]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("value", "last", "found"),
    [
        ("1000", "100", ["factor"]),  # row 10: ten times last year
        ("999.9", "100", ["jump"]),
        ("10", "100", ["factor"]),
        ("10.1", "100", ["jump"]),
        ("299.9", "100", []),  # one value does not say what changes are usual
        ("300", "100", ["jump"]),
        ("33.4", "100", []),
        ("33.3", "100", ["jump"]),
        ("-299", "-100", []),
        ("-300", "-100", ["jump"]),
        ("-1", "0", ["sign"]),  # below zero for the first time
        ("0", "100", ["factor"]),
        ("5", "0", []),  # there is no factor to zero
        ("-1000", "-100", ["factor"]),
        ("-5", "5", ["sign"]),
        ("5", "-5", ["sign"]),
        ("0", "-5", ["factor"]),
        ("-500", "5", ["sign"]),  # one question is enough
    ],
)
def test_compared_with_last_year(value: str, last: str, found: list[str]) -> None:
    assert codes(value, series(last)) == found


def test_first_value_of_a_series_has_nothing_to_compare() -> None:
    assert codes("1000000", []) == []


STEADY = series("2145", "2098.4", "2031.9", "1994", "1987.2")


@pytest.mark.parametrize(
    ("value", "values", "found"),
    [
        ("1234.5", STEADY, ["jump"]),
        ("1960", STEADY, []),
        ("1987.2", STEADY, []),  # nothing changed
        ("13", series("10", "11", "12"), []),  # two changes: only twice the largest is odd
        ("14.1", series("10", "11", "12"), ["jump"]),
        ("14", series("10", "11", "12"), []),
        ("20", series("10", "11"), []),  # one change says nothing
        ("16", series("10", "11", "12", "13", "14"), []),  # never varied: no deviation
        ("16.1", series("10", "11", "12", "13", "14"), ["jump"]),
        ("1987", series("2145", "2098.4", "2031.9", "1994", "1990"), []),  # slows down
        ("111.9", series("120", "118", "116.1", "114", "112"), []),
        # within the largest change, but against the trend of the series
        ("105", series("120", "118", "116.1", "114", "112", "103.2"), []),
        ("114", series("120", "118", "116.1", "114", "112.1"), ["jump"]),
        # a gap of two years may change twice as much
        ("18", series("10", "12", "14", ""), []),
        ("19", series("10", "12", "14"), ["jump"]),
    ],
)
def test_compared_with_the_changes_so_far(
    value: str, values: list[Dated], found: list[str]
) -> None:
    assert codes(value, values) == found


@pytest.mark.parametrize(
    ("value", "values", "scale", "found"),
    [
        ("100", series("95"), SHARE, []),
        ("100.1", series("95"), SHARE, ["share"]),
        ("101", [], SHARE, ["share"]),
        ("104", series("103"), SHARE, []),  # a rate that has been above before
        ("101", series("95"), TONNES, []),
    ],
)
def test_share_of_more_than_the_whole(
    value: str, values: list[Dated], scale: Scale, found: list[str]
) -> None:
    assert codes(value, values, scale) == found


def test_less_than_a_percent_is_no_jump() -> None:
    """However calm the series has been: nobody mistypes by so little."""
    calm = series("8100", "8105", "8110", "8115", "8120")
    assert codes("8155", calm) == []
    assert codes("8201.1", calm) == []  # a little less than one percent
    assert codes("8201.2", calm) == ["jump"]
    assert codes("8038.8", calm) == ["jump"]


def test_jump_in_words() -> None:
    (jump,) = oddities(Decimal("1234.5"), Y2025, STEADY, TONNES)
    assert plain(jump.title) == "37,9 % weniger als 2024"
    assert plain(jump.text) == (
        "1.234,5 t statt 1.987,2 t (2024). Die größte Änderung bisher: −66,5 t (2022)."
    )


def test_factor_in_words() -> None:
    (factor,) = oddities(Decimal("19872"), Y2025, STEADY, TONNES)
    assert factor.title == "10-mal so viel wie 2024"
    assert plain(factor.text) == (
        "19.872,0 t statt 1.987,2 t (2024). "
        "Vielleicht ist das Komma um eine Stelle verrutscht: Gemeint wären dann 1.987,2 t."
    )


@pytest.mark.parametrize(
    ("value", "title", "slip"),
    [
        (
            "1960500",
            "987-mal so viel wie 2024",
            "Vielleicht ist er in kg statt in t angegeben: Das wären 1.960,5 t.",
        ),
        (
            "19.6",
            "nur rund ein Hundertstel so viel wie 2024",
            "Vielleicht ist das Komma um zwei Stellen verrutscht: Gemeint wären dann 1.960,0 t.",
        ),
        ("90000", "45-mal so viel wie 2024", "Stimmen Komma und Einheit?"),
        ("70", "höchstens ein Zehntel so viel wie 2024", "Stimmen Komma und Einheit?"),
        ("0", "höchstens ein Zehntel so viel wie 2024", "Stimmen Komma und Einheit?"),
    ],
)
def test_wrong_unit_is_named(value: str, title: str, slip: str) -> None:
    (factor,) = oddities(Decimal(value), Y2025, STEADY, TONNES)
    assert factor.title == title
    assert plain(factor.text).endswith(f"(2024). {slip}")


def test_leap_in_words() -> None:
    (leap,) = oddities(Decimal(300), Y2025, series("100"), TONNES)
    assert plain(leap.title) == "200,0 % mehr als 2024"
    assert plain(leap.text) == (
        "300,0 t statt 100,0 t (2024). Welche Änderungen üblich sind, zeigt die Reihe noch nicht."
    )


def test_value_below_zero_is_asked_about_once() -> None:
    assert codes("-1", series("0", "1", "0")) == ["sign"]
    assert codes("-1", series("-1", "1", "0")) == []


def test_later_values_do_not_judge_an_earlier_one() -> None:
    later = series("1000", until=2026)
    assert oddities(Decimal(100), Y2025, [*series("95"), *later], TONNES) == ()


def test_quarter_is_compared_with_the_same_quarter() -> None:
    points = [
        Dated(Period.parse(slug), Decimal(value))
        for slug, value in [("2024-q1", 100), ("2024-q2", 5), ("2024-q3", 5), ("2024-q4", 5)]
    ]
    first_quarter = Period.parse("2025-q1")
    assert year_before(points, first_quarter) == points[0]
    assert oddities(Decimal(104), first_quarter, points, TONNES) == ()
    assert year_before(points[1:], first_quarter) == points[-1]


@pytest.mark.parametrize(
    ("value", "before", "scale", "text"),
    [
        ("1234.5", "1987.2", TONNES, "−37,9 %"),
        ("110", "100", TONNES, "+10,0 %"),
        ("100", "100", TONNES, "0,0 %"),
        ("48.5", "50", SHARE, "−1,5 Prozentpunkte"),
        ("5", "0", TONNES, "+5,0 t"),
        ("-2", "-5", TONNES, "+3,0 t"),
        ("50010", "50000", Scale("Einwohner", 0), "+10 Einwohner"),
        ("3", "2", Scale("", 0), "+50,0 %"),
        ("-1", "2", Scale("", 0), "−3"),
    ],
)
def test_change_in_words(value: str, before: str, scale: Scale, text: str) -> None:
    assert plain(change_text(Decimal(value), Decimal(before), scale)) == text


@given(st.lists(st.integers(1, 10**6), min_size=6, max_size=20), st.integers(1, 10**6))
def test_deviation_agrees_with_the_textbook(values: list[int], new: int) -> None:
    """The same rule with the standard library's own standard deviation."""
    last, steps = values[-1], [b - a for a, b in zip(values, values[1:], strict=False)]
    assume(0.1 < new / last < 10 and new != last)
    spread, now = stdev(steps), new - last
    distance = abs(now - mean(steps))
    largest = max(abs(one) for one in steps)
    assume(abs(distance - 3 * spread) > 1e-6 * (1 + distance))  # rounding decides nothing
    slower = 0 <= now <= mean(steps) or mean(steps) <= now <= 0
    far = spread > 0 and distance > 3 * spread and not slower
    odd = far or (largest > 0 and abs(now) > 2 * largest)
    points = series(*(str(value) for value in values))
    assert (codes(str(new), points) == ["jump"]) == odd


@given(st.decimals(-(10**6), 10**6, places=2), st.lists(st.decimals(-(10**6), 10**6, places=2)))
def test_every_oddity_says_something(value: Decimal, values: list[Decimal]) -> None:
    for odd in oddities(value, Y2025, series(*map(str, values[:20])), TONNES):
        assert odd.title
        assert odd.text.endswith((".", "?"))


@pytest.mark.parametrize(
    ("value", "amount", "difference"),
    [
        ("1", "1 Ladepunkt je 1.000 EW", "+1 Ladepunkt je 1.000 EW"),
        ("2", "2 Ladepunkte je 1.000 EW", "+2 Ladepunkte je 1.000 EW"),
    ],
)
def test_one_of_what_is_counted_is_singular(value: str, amount: str, difference: str) -> None:
    scale = Scale("Ladepunkte je 1.000 EW", 0)
    assert scale.amount(Decimal(value)).replace("\u00a0", " ") == amount
    assert scale.difference(Decimal(value)).replace("\u00a0", " ") == difference
