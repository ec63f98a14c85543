"""The way to an outlook, step by step."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessment import Target, assess
from indicators.freshness import freshness
from indicators.german_numbers import parse_number
from indicators.sentences import worked_example
from indicators.sentences.worked import Step

D = Decimal
T = "t je Einwohner"
DOWN = Target("target_value", "decrease", D(2), 2030)
LIMIT = Target("limit_every_year", "decrease", D(40))
BAND = Target("band", "none", lower=D(4), upper=D(6))


def series(*values: str, last: int = 2024) -> dict[int, Decimal]:
    return {last - len(values) + 1 + n: D(value) for n, value in enumerate(values)}


def steps(
    points: dict[int, Decimal],
    target: Target,
    unit: str = T,
    decimals: int = 1,
    *,
    min_points: int = 6,
    series_start: int | None = None,
    name: str = "",
) -> list[tuple[str, str, str]]:
    """The steps as plain texts, as of the last year."""
    assessment = assess(
        points, target, max(points, default=0), min_points, series_start=series_start
    )
    found = worked_example(assessment, points, unit, decimals, target=name)
    return [
        (one.label, one.calculation.replace("\u00a0", " "), one.result.replace("\u00a0", " "))
        for one in found
    ]


def test_a_target_value() -> None:
    points = {2001: D(99)} | series("8.65", "8.3", "7.95", "7.6", "7.25", "6.9")
    assert steps(points, DOWN, name="Zielpfad vom 5. Oktober 2022 (Fassung 2)") == [
        (
            "Fenster: die letzten 6 Werte (Regel R1)",
            "2019: 8,65; 2020: 8,3; 2021: 7,95; 2022: 7,6; 2023: 7,25; 2024: 6,9",
            "6 Werte, 2019 bis 2024",
        ),
        ("Mittlere Änderung je Jahr (Regel R2)", "(6,9 − 8,65) : (2024 − 2019)", "−0,35 t je Jahr"),
        ("Ziel (Regel B)", "Zielpfad vom 5. Oktober 2022 (Fassung 2)", "2,0 t bis 2030"),
        ("Noch zurückzulegender Weg", "2,0 − 6,9", "−4,9 t"),
        ("Fortschreibung bis 2030", "6,9 + 6 × (−0,35)", "4,8 t"),
        ("Was vom Weg offen bleibt", "(2,0 − 4,8) : (2,0 − 6,9)", "57 %"),
        (
            "Ergebnis (Regel A)",
            (
                "unter 5 %: Sonne; 5 bis 20 %: leicht bewölkt; über 20 %: Wolke; "
                "keine Bewegung zum Ziel: Gewitter"
            ),
            "Wolke",
        ),
    ]


def test_a_target_that_will_be_reached() -> None:
    found = steps(series("12", "10", "8", "7", "6", "5"), DOWN)
    assert found[-2][:2] == ("Was vom Weg offen bleibt", "(2,0 − (−3,4)) : (2,0 − 5,0)")
    assert found[-2][2] == "nichts, das Ziel wird erreicht"
    assert found[-1][2] == "Sonne"


@pytest.mark.parametrize(
    ("last", "moves"),
    [("7", "der Wert bewegt sich vom Ziel weg"), ("6", "der Wert bewegt sich nicht")],
)
def test_the_wrong_direction(last: str, moves: str) -> None:
    found = steps(series("6", "6", "6", "6", "6", last), DOWN)
    assert found[-2] == ("Richtung (Regel R3)", moves, "nicht auf das Ziel zu")
    assert found[-1][2] == "Gewitter"


def test_exact_edges_are_shown_as_they_are() -> None:
    found = steps(series("7", "6.6", "6.2", "5.8", "5.4", "5"), DOWN, decimals=0)
    assert found[-2][1:] == ("(2 − 2,6) : (2 − 5)", "20 %")
    assert found[-1][2] == "leicht bewölkt"


@pytest.mark.parametrize(
    ("values", "place", "course", "outlook"),
    [
        (("44", "43", "42", "41", "40", "39"), "39 < 40", "wird nicht schlechter", "Sonne"),
        (("30", "31", "32", "33", "34", "40"), "40 = 40", "wird schlechter", "leicht bewölkt"),
        (("60", "58", "56", "54", "52", "50"), "50 > 40", "wird besser", "Wolke"),
        (("50", "50", "50", "50", "50", "50"), "50 > 40", "wird nicht besser", "Gewitter"),
    ],
)
def test_a_limit(values: tuple[str, ...], place: str, course: str, outlook: str) -> None:
    found = steps(series(*values), LIMIT, "Unfälle", 0, name="Zielpfad (Fassung 1)")
    label, calculation, kept = found[2]
    assert label == "Vorgabe für jedes Jahr"
    unit = "Unfälle"
    assert calculation == f"Zielpfad (Fassung 1): verlangt höchstens 40 {unit}; {place}"
    assert kept == ("nicht eingehalten" if ">" in place else "eingehalten")
    assert found[3][0] == "Richtung (Regel R3)"
    assert found[3][1].startswith("gewünscht ist ein Rückgang, im Mittel sind es ")
    assert found[3][2] == course
    assert (found[4][0], found[4][2]) == ("Ergebnis (Regel C)", outlook)


def test_a_target_whose_year_has_come() -> None:
    target = Target("target_value", "increase", D(10), 2024)
    found = steps(series("1", "2", "3", "4", "5", "6"), target)
    assert found[2] == (
        "Ziel bis 2024",
        "verlangt mindestens 10,0 t; 6,0 < 10,0",
        "nicht erreicht",
    )


@pytest.mark.parametrize(
    ("values", "place", "outlook", "count"),
    [
        (("5", "5", "5", "5", "5", "6"), "im Zielkorridor", "Sonne", 4),
        (("9", "8.8", "8.6", "8.4", "8.2", "8"), "2,0 t über dem Zielkorridor", "Wolke", 5),
        (("3", "3", "3", "3", "3", "3"), "1,0 t unter dem Zielkorridor", "Gewitter", 5),
    ],
)
def test_a_band(values: tuple[str, ...], place: str, outlook: str, count: int) -> None:
    found = steps(series(*values), BAND)
    assert found[2][0] == "Zielkorridor"
    assert found[2][1].startswith("verlangt mindestens 4,0 und höchstens 6,0; Wert ")
    assert found[2][2] == place
    assert (found[-1][2], len(found)) == (outlook, count)


def test_a_direction_across_a_gap() -> None:
    points = {2014: D(1), 2015: D(2), 2016: D(4), 2018: D(5), 2019: D(9), 2024: D(8)}
    found = steps(points, Target("direction", "increase"), "%", 0)
    assert found[1] == (
        "Mittlere Änderung je Jahr (Regel R2)",
        "(8 − 1) : (2024 − 2014)",
        "+0,7 Prozentpunkte je Jahr",
    )
    assert found[2] == ("Letzte Änderung, 2019 bis 2024", "8 − 9", "−1 Prozentpunkt")
    assert found[3] == (
        "Gewünschte Richtung (Regel R3)",
        "gewünscht ist ein Anstieg; keine Änderung zählt nicht",
        "mittlere Änderung richtig, letzte nicht richtig",
    )
    assert found[4][2] == "leicht bewölkt"


def test_a_direction_toward_a_number() -> None:
    target = Target("direction", "toward", D(5))
    found = steps(series("9", "8.8", "8", "7", "6.5", "6"), target)
    assert found[3][1] == "gewünscht ist die Annäherung an 5,0 t; keine Änderung zählt nicht"
    on_it = steps(series("9", "8.8", "8", "7", "6.5", "5"), target)
    assert on_it[2] == ("Angestrebter Wert", "möglichst nah an 5,0 t", "genau erreicht")
    assert on_it[3][2] == "Sonne"


@pytest.mark.parametrize(
    ("value", "year", "results"),
    [
        ("1", 2030, ["erreicht", "Sonne"]),
        ("0", 2024, ["nicht erreicht", "das Jahr 2024 ist gekommen", "Gewitter"]),
        ("0", 2030, ["nicht erreicht", "das Jahr 2030 ist noch nicht gekommen", "nicht bewertet"]),
    ],
)
def test_a_milestone(value: str, year: int, results: list[str]) -> None:
    found = steps(series(value), Target("milestone", "none", year=year), "", 0)
    assert [result for _, _, result in found] == results


def test_too_few_values() -> None:
    assert steps(series("3", "4", "5"), DOWN) == [
        (
            "Fenster (Regel R1)",
            "2022: 3,0; 2023: 4,0; 2024: 5,0",
            "3 von 6 nötigen Jahreswerten: nicht bewertet",
        )
    ]


def test_after_a_break_only_the_new_values_are_shown() -> None:
    points = series("9", "8", "7", "6", "5", "4", "3")
    assert steps(points, DOWN, series_start=2022) == [
        (
            "Fenster (Regel R1)",
            "2022: 5,0; 2023: 4,0; 2024: 3,0 (erst ab der Umstellung 2022)",
            "3 von 6 nötigen Jahreswerten: nicht bewertet",
        )
    ]
    enough = steps(points, DOWN, series_start=2021, min_points=4)
    assert enough[0] == (
        "Fenster: die letzten 4 Werte (Regel R1)",
        "2021: 6,0; 2022: 5,0; 2023: 4,0; 2024: 3,0 (erst ab der Umstellung 2021)",
        "4 Werte, 2021 bis 2024",
    )


@pytest.mark.parametrize(
    ("points", "target", "step"),
    [
        ({}, DOWN, ("Wert", "kein Jahreswert liegt vor", "nicht bewertet (Regel R0)")),
        (
            series("1", "2", "3", "4", "5", "6"),
            Target("direction", "none"),
            (
                "Gewünschte Richtung (Regel R3)",
                "für diese Kennzahl nicht festgelegt",
                "nicht bewertet",
            ),
        ),
        (
            series("1", "2", "3", "4", "5", "6"),
            Target("direction", "toward"),
            ("Angestrebter Wert", "für diese Kennzahl nicht festgelegt", "nicht bewertet"),
        ),
    ],
)
def test_without_what_a_rating_needs(
    points: dict[int, Decimal], target: Target, step: tuple[str, str, str]
) -> None:
    assert steps(points, target) == [step]


def test_a_stale_value_is_not_worked_with() -> None:
    points = series("8.65", "8.3", "7.95", "7.6", "7.25", "6.9", last=2020)
    state = freshness(date(2020, 1, 1), "year", 6, date(2024, 3, 1))
    assessment = assess(points, DOWN, 2020)
    assert worked_example(assessment, points, T, 1, state) == (
        Step(
            "Aktualität",
            "letzter Wert für 2020; seitdem fehlen 2 erwartete Werte, "
            "ab zwei gilt die Kennzahl als veraltet",
            "veraltet: kein Ausblick",
        ),
    )


# What is written can be computed ---------------------------------------------------------


def computed(calculation: str) -> Fraction:
    """Compute a written calculation as a reader would, with nothing but the digits shown."""
    text = calculation.replace(" − ", " ~ ")
    text = re.sub(r"−?[\d.]+(?:,\d+)?", lambda found: f"F('{parse_number(found[0])}')", text)
    text = text.replace("~", "-").replace("×", "*").replace(":", "/")
    return Fraction(eval(text, {"F": Fraction}))  # noqa: S307 -- our own text, digits and signs


@given(
    st.lists(st.integers(-400, 400), min_size=6, max_size=6),
    st.integers(-400, 400),
    st.integers(2025, 2040),
    st.sampled_from(["increase", "decrease"]),
)
def test_every_calculation_gives_its_result(
    values: list[int], goal: int, year: int, direction: str
) -> None:
    """Five calendar years give a mean with one decimal more at the most, so nothing is rounded."""
    points = {2019 + n: D(value) / 10 for n, value in enumerate(values)}
    target = Target("target_value", direction, D(goal) / 10, year)
    assessment = assess(points, target, 2024)
    found = {one.label: one for one in worked_example(assessment, points, "", 1)}
    results = {label: one.result.partition(" ")[0].lstrip("+") for label, one in found.items()}
    for label in (
        "Mittlere Änderung je Jahr (Regel R2)",
        "Noch zurückzulegender Weg",
        f"Fortschreibung bis {year}",
    ):
        if label in found:
            assert computed(found[label].calculation) == Fraction(parse_number(results[label]))
    share = found.get("Was vom Weg offen bleibt")
    if share and assessment.miss and assessment.miss > 0:
        told = parse_number(share.result.partition("\u00a0")[0])
        assert abs(computed(share.calculation) * 100 - Fraction(told)) <= Fraction(1, 2)
