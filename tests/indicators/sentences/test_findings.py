from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessment import Assessment, Outlook, Target, assess
from indicators.freshness import Freshness, FreshnessState
from indicators.sentences import assessment_sentence

D = Decimal


def sentence(
    values: tuple[float | str, ...], target: Target, unit: str, decimals: int, year: int = 2024
) -> str:
    """Assess values that end in the year; no-break spaces are plain ones here."""
    points = {year - len(values) + 1 + n: D(str(value)) for n, value in enumerate(values)}
    text = assessment_sentence(assess(points, target, year), unit, decimals)
    return text.replace("\u00a0", " ")


DOWN = Target("target_value", "decrease", D(2), 2030)
UP = Target("target_value", "increase", D(60), 2030)
LIMIT = Target("limit_every_year", "decrease", D(40))
BAND = Target("band", "none", lower=D(4), upper=D(6))
T = "t je Einwohner"


@pytest.mark.parametrize(
    ("values", "target", "unit", "decimals", "expected"),
    [
        (
            (8.65, 8.3, 7.95, 7.6, 7.25, 6.9),
            DOWN,
            T,
            1,
            (
                "2024 lag der Wert bei 6,9 t je Einwohner; "
                "bei gleichem Tempo wären es 2030 noch 4,8 t statt 2,0 t."
            ),
        ),
        (
            (37, 38, 39, 40, 41, 42),
            UP,
            "%",
            0,
            "2024 lag der Wert bei 42 %; bei gleichem Tempo wären es 2030 erst 48 % statt 60 %.",
        ),
        (
            # Slightly missed: 0.9 of 5.7.
            (10, 9.2, 8.4, 7.6, 6.8, 6),
            Target("target_value", "decrease", D("0.3"), 2030),
            T,
            1,
            (
                "2024 lag der Wert bei 6,0 t je Einwohner; "
                "bei gleichem Tempo wären es 2030 noch 1,2 t statt 0,3 t."
            ),
        ),
        (
            (6, 5, 5, 4, 4, 3.5),
            Target("target_value", "decrease", D(0), 2029),
            "Anlagen",
            0,
            (
                "2024 lag der Wert bei 4 Anlagen; "
                "bei gleichem Tempo wäre es 2029 noch 1 Anlage statt 0 Anlagen."
            ),
        ),
        (
            # Rounded to no decimals, both would be 60.
            (57.5, 57.5, 57.6, 57.6, 57.7, 57.8),
            Target("target_value", "increase", D(60), 2054),
            "%",
            0,
            (
                "2024 lag der Wert bei 57,8 %; "
                "bei gleichem Tempo wären es 2054 erst 59,6 % statt 60,0 %."
            ),
        ),
        (
            (9, 8.1, 7.2, 6.3, 5.4, 4.5),
            DOWN,
            T,
            1,
            (
                "2024 lag der Wert bei 4,5 t je Einwohner; "
                "bei gleichem Tempo wird das Ziel von 2,0 t bis 2030 erreicht."
            ),
        ),
        (
            (9.3, 8.3, 8, 7, 6.5, 6.0),
            Target("target_value", "decrease", D(2), 2030),
            T,
            1,
            (
                "2024 lag der Wert bei 6,00 t je Einwohner; "
                "bei gleichem Tempo wird das Ziel von 2,00 t bis 2030 mit 2,04 t nahezu erreicht."
            ),
        ),
        (
            (6.6, 8, 8, 7, 7, 6.9),
            DOWN,
            T,
            1,
            (
                "2024 lag der Wert bei 6,9 t je Einwohner; seit 2019 entfernt er sich im Mittel "
                "um 0,06 t je Jahr vom für 2030 gesetzten Ziel von 2,0 t."
            ),
        ),
        (
            (6.9, 8, 8, 7, 7, 6.9),
            DOWN,
            T,
            1,
            (
                "2024 lag der Wert bei 6,9 t je Einwohner; seit 2019 bewegt er sich im Mittel "
                "nicht auf das für 2030 gesetzte Ziel von 2,0 t zu."
            ),
        ),
        (
            (3, 8, 8, 7, 7, 1.9),
            DOWN,
            T,
            1,
            (
                "2024 lag der Wert bei 1,9 t je Einwohner; "
                "das für 2030 gesetzte Ziel von 2,0 t ist damit erreicht."
            ),
        ),
        (
            (1.5, 8, 8, 7, 7, 1.9),
            DOWN,
            T,
            1,
            (
                "2024 lag der Wert bei 1,9 t je Einwohner; das für 2030 gesetzte Ziel von 2,0 t "
                "ist damit erreicht, der Wert verschlechtert sich seit 2019 aber im Mittel "
                "um 0,08 t je Jahr."
            ),
        ),
        (
            (40, 40, 41, 41, 42, 45),
            Target("target_value", "increase", D(60), 2023),
            "%",
            0,
            (
                "2024 lag der Wert bei 45 %; das für 2023 gesetzte Ziel von 60 % ist damit nicht "
                "erreicht, der Wert nähert sich ihm seit 2019 aber im Mittel "
                "um 1,0 Prozentpunkte je Jahr."
            ),
        ),
        (
            (50, 48, 46, 45, 44, 42),
            Target("target_value", "increase", D(60), 2024),
            "%",
            0,
            (
                "2024 lag der Wert bei 42 %; das für 2024 gesetzte Ziel von 60 % ist damit nicht "
                "erreicht, und der Wert entfernt sich seit 2019 im Mittel "
                "um 1,6 Prozentpunkte je Jahr weiter davon."
            ),
        ),
        (
            (50, 48, 46, 45, 44, 39),
            LIMIT,
            "µg/m³",
            0,
            (
                "2024 lag der Wert bei 39 µg/m³; "
                "die jährliche Vorgabe von höchstens 40 µg/m³ ist damit eingehalten."
            ),
        ),
        (
            (50, 48, 46, 45, 44, 42),
            LIMIT,
            "µg/m³",
            0,
            (
                "2024 lag der Wert bei 42 µg/m³; die jährliche Vorgabe von höchstens 40 µg/m³ ist "
                "damit nicht eingehalten, der Wert nähert sich ihr seit 2019 aber im Mittel "
                "um 1,6 µg/m³ je Jahr."
            ),
        ),
        (
            (42, 48, 46, 45, 44, 42),
            LIMIT,
            "µg/m³",
            0,
            (
                "2024 lag der Wert bei 42 µg/m³; die jährliche Vorgabe von höchstens 40 µg/m³ ist "
                "damit nicht eingehalten, und der Wert kommt ihr seit 2019 im Mittel nicht näher."
            ),
        ),
        (
            (3, 3, 3, 3, 3, 4),
            Target("limit_every_year", "increase", D("3.5")),
            "%",
            1,
            (
                "2024 lag der Wert bei 4,0 %; "
                "die jährliche Vorgabe von mindestens 3,5 % ist damit eingehalten."
            ),
        ),
        (
            (3, 3, 3, 3, 3, 1),
            Target("limit_every_year", "toward", D(1)),
            "Verhältnis",
            1,
            "2024 lag der Wert bei 1,0; die jährliche Vorgabe von genau 1,0 ist damit eingehalten.",
        ),
        (
            (4, 4, 4, 4, 4, 5),
            BAND,
            "%",
            1,
            "2024 lag der Wert bei 5,0 % und damit im Zielkorridor von 4,0 bis 6,0 %.",
        ),
        (
            (9, 4, 4, 4, 4, 7),
            BAND,
            "%",
            1,
            (
                "2024 lag der Wert bei 7,0 % und damit über dem Zielkorridor von 4,0 bis 6,0 %; "
                "seit 2019 nähert er sich ihm im Mittel um 0,40 Prozentpunkte je Jahr."
            ),
        ),
        (
            (9, 4, 4, 4, 4, 3),
            BAND,
            "%",
            1,
            (
                "2024 lag der Wert bei 3,0 % und damit unter dem Zielkorridor von 4,0 bis 6,0 %; "
                "seit 2019 entfernt er sich im Mittel um 1,20 Prozentpunkte je Jahr weiter davon."
            ),
        ),
        (
            (7, 4, 4, 4, 4, 7),
            Target("band", "none", upper=D(6)),
            "%",
            1,
            (
                "2024 lag der Wert bei 7,0 % und damit über dem Zielkorridor bis 6,0 %; "
                "seit 2019 kommt er ihm im Mittel nicht näher."
            ),
        ),
        (
            (3, 3, 3, 3, 3, 3),
            Target("band", "none", lower=D(4)),
            "%",
            1,
            (
                "2024 lag der Wert bei 3,0 % und damit unter dem Zielkorridor ab 4,0 %; "
                "seit 2019 kommt er ihm im Mittel nicht näher."
            ),
        ),
        (
            (99, 99),
            UP,
            "je 1.000 EW",
            0,
            (
                "2024 lag der Wert bei 99 je 1.000 EW; "
                "für eine Bewertung liegen erst 2 von 6 nötigen Jahreswerten vor."
            ),
        ),
        (
            (99,),
            UP,
            "",
            0,
            (
                "2024 lag der Wert bei 99; "
                "für eine Bewertung liegt erst 1 von 6 nötigen Jahreswerten vor."
            ),
        ),
        (
            (99,),
            Target("direction", "none"),
            "m² je Einwohner",
            0,
            (
                "2024 lag der Wert bei 99 m² je Einwohner; "
                "für diese Kennzahl ist keine gewünschte Richtung festgelegt."
            ),
        ),
        (
            (99,),
            Target("direction", "toward"),
            "%",
            0,
            "2024 lag der Wert bei 99 %; ein angestrebter Wert ist noch nicht festgelegt.",
        ),
        (
            (0,),
            Target("milestone", "none", year=2030),
            "",
            0,
            "Der Meilenstein ist noch nicht erreicht (Stand 2024); vorgesehen ist er bis 2030.",
        ),
        (
            (1,),
            Target("milestone", "none", year=2030),
            "",
            0,
            "Der Meilenstein ist erreicht (Stand 2024).",
        ),
        (
            (0,),
            Target("milestone", "none", year=2023),
            "",
            0,
            "Der Meilenstein war bis 2023 vorgesehen und ist nicht erreicht (Stand 2024).",
        ),
    ],
)
def test_assessment_sentence(
    values: tuple[float, ...], target: Target, unit: str, decimals: int, expected: str
) -> None:
    assert sentence(values, target, unit, decimals) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            (0, 0, 0, 0, 4, 5),
            ("stieg seit 2019 im Mittel um 1,0 t je Jahr und auch zuletzt, wie gewünscht"),
        ),
        (
            (0, 0, 0, 0, 5, 5),
            ("stieg seit 2019 im Mittel wie gewünscht um 1,0 t je Jahr, blieb zuletzt aber gleich"),
        ),
        (
            (0, 0, 0, 0, 6, 5),
            ("stieg seit 2019 im Mittel wie gewünscht um 1,0 t je Jahr, sank zuletzt aber um 1 t"),
        ),
        (
            (5, 0, 0, 0, 4, 5),
            ("stieg zuletzt wie gewünscht um 1 t, blieb seit 2019 im Mittel aber gleich"),
        ),
        (
            (6, 0, 0, 0, 4, 5),
            ("stieg zuletzt wie gewünscht um 1 t, sank seit 2019 im Mittel aber um 0,2 t je Jahr"),
        ),
        (
            (5, 0, 0, 0, 5, 5),
            ("blieb seit 2019 im Mittel gleich und auch zuletzt, gewünscht ist ein Anstieg"),
        ),
        (
            (6, 0, 0, 0, 6, 5),
            (
                "sank seit 2019 im Mittel um 0,2 t je Jahr und auch zuletzt, "
                "gewünscht ist ein Anstieg"
            ),
        ),
        (
            (6, 0, 0, 0, 5, 5),
            (
                "sank seit 2019 im Mittel um 0,2 t je Jahr und blieb zuletzt gleich, "
                "gewünscht ist ein Anstieg"
            ),
        ),
        (
            (5, 0, 0, 0, 6, 5),
            ("blieb seit 2019 im Mittel gleich und sank zuletzt um 1 t, gewünscht ist ein Anstieg"),
        ),
    ],
)
def test_assessment_sentence_of_a_direction(values: tuple[float, ...], expected: str) -> None:
    text = sentence(values, Target("direction", "increase"), T, 0)
    assert text == f"2024 lag der Wert bei 5 t je Einwohner; er {expected}."


@pytest.mark.parametrize(
    ("values", "target", "ending"),
    [
        (
            (4, 4, 4, 4, 4, 5),
            Target("direction", "decrease"),
            (
                "; er stieg seit 2019 im Mittel um 0,2 t je Jahr und auch zuletzt, "
                "gewünscht ist ein Rückgang."
            ),
        ),
        (
            (4, 4, 4, 4, 4, 5),
            Target("direction", "toward", D(1)),
            (
                "; er stieg seit 2019 im Mittel um 0,2 t je Jahr und auch zuletzt, "
                "gewünscht ist eine Annäherung an 1 t."
            ),
        ),
        (
            (4, 4, 4, 4, 4, 5),
            Target("direction", "toward", D(5)),
            " und damit genau beim angestrebten Wert.",
        ),
    ],
)
def test_assessment_sentence_of_other_directions(
    values: tuple[float, ...], target: Target, ending: str
) -> None:
    assert sentence(values, target, T, 0) == f"2024 lag der Wert bei 5 t je Einwohner{ending}"


STALE = FreshnessState(Freshness.STALE, date(2021, 1, 1), date(2023, 7, 1), 3)
CURRENT = FreshnessState(Freshness.CURRENT, date(2022, 1, 1), None, 0)
EMPTY = FreshnessState(Freshness.EMPTY, None, None, 0)
POINTS = {2021: D("6.9")}
MILESTONE = Target("milestone", "none", year=2030)


@pytest.mark.parametrize(
    ("target", "points", "year", "state", "expected"),
    [
        (
            DOWN,
            POINTS,
            2021,
            STALE,
            "Der Wert wurde seit 2021 nicht mehr erhoben; damals lag er bei 6,9 t je Einwohner.",
        ),
        (
            DOWN,
            {2020: D(7)},
            2020,
            STALE,
            "Der Wert wurde seit 2021 nicht mehr erhoben; 2020 lag er bei 7,0 t je Einwohner.",
        ),
        (DOWN, POINTS, 2024, STALE, "Der Wert wurde seit 2021 nicht mehr erhoben."),
        (
            MILESTONE,
            {2021: D(0)},
            2021,
            STALE,
            (
                "Der Stand wurde seit 2021 nicht mehr erhoben; "
                "2021 war der Meilenstein noch nicht erreicht."
            ),
        ),
        (
            MILESTONE,
            {2021: D(1)},
            2021,
            STALE,
            "Der Stand wurde seit 2021 nicht mehr erhoben; 2021 war der Meilenstein erreicht.",
        ),
        (
            DOWN,
            POINTS,
            2024,
            CURRENT,
            "Für 2024 liegt kein Wert vor; der letzte stammt aus dem Jahr 2022.",
        ),
        (DOWN, POINTS, 2024, None, "Für 2024 liegt kein Wert vor."),
        (DOWN, {}, 0, EMPTY, "Es liegt noch kein Wert vor."),
        (DOWN, {}, 0, None, "Es liegt noch kein Wert vor."),
        (DOWN, {}, 0, CURRENT, "Es liegt noch kein Jahreswert vor."),
    ],
)
def test_assessment_sentence_without_an_outlook(
    target: Target,
    points: dict[int, Decimal],
    year: int,
    state: FreshnessState | None,
    expected: str,
) -> None:
    text = assessment_sentence(assess(points, target, year), T, 1, state)
    assert text.replace("\u00a0", " ") == expected


def test_assessment_sentence_keeps_number_and_unit_on_one_line() -> None:
    points = {2019 + n: D(value) for n, value in enumerate((42, 41, 40, 39, 38, 37))}
    text = assessment_sentence(assess(points, DOWN, 2024), "t", 0)
    assert "bei 37\u00a0t;" in text
    assert "noch 31\u00a0t statt 2\u00a0t." in text


def test_assessment_sentence_of_a_due_value_keeps_its_outlook() -> None:
    due = FreshnessState(Freshness.DUE, date(2024, 1, 1), date(2026, 7, 1), 1)
    points = {2019 + n: D(value) for n, value in enumerate((42, 41, 40, 39, 38, 37))}
    assessment = assess(points, DOWN, 2024)
    assert assessment_sentence(assessment, T, 1, due) == assessment_sentence(assessment, T, 1)


def test_assessment_sentence_refuses_an_assessment_without_its_numbers() -> None:
    assessment = Assessment(
        Outlook.CLOUD, "A", "too_slow", 2024, value=D(1), target_value=D(2), target_year=2030
    )
    with pytest.raises(ValueError, match="lacks a number"):
        assessment_sentence(assessment, T, 1)


VALUES = st.integers(-400, 400).map(lambda n: D(n) / 100)


@given(
    st.lists(VALUES, min_size=1, max_size=6),
    st.sampled_from(["target_value", "limit_every_year", "direction", "band", "milestone"]),
    st.sampled_from(["increase", "decrease", "toward", "none"]),
    VALUES,
    st.integers(2020, 2035),
    st.sampled_from(["t je Einwohner", "%", "Anlagen", "je 1.000 EW", ""]),
    st.integers(0, 2),
)
def test_assessment_sentence_is_one_whole_sentence(
    values: list[Decimal],
    kind: str,
    direction: str,
    goal: Decimal,
    year: int,
    unit: str,
    decimals: int,
) -> None:
    points = {2025 - len(values) + n: value for n, value in enumerate(values)}
    edges = {"lower": goal, "upper": goal + 1} if kind == "band" else {}
    assessment = assess(points, Target(kind, direction, goal, year, **edges), 2024)
    text = assessment_sentence(assessment, unit, decimals)
    assert re.fullmatch(r"(2024|Der Meilenstein) [^\n]*[^ .]\.", text)
    assert "None" not in text
    assert "  " not in text
    # Numbers set against each other are never shown alike.
    against = re.search(r"(?:noch|erst) (\S+) statt (\S+?)\.$", text.replace("\u00a0t", ""))
    assert against is None or against[1] != against[2]


# After a break, and of provisional values ---------------------------------------------------


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (2022, "; seit der Umstellung 2022 liegen erst 3 von 6 nötigen Jahreswerten vor."),
        (2024, "; seit der Umstellung 2024 liegt erst 1 von 6 nötigen Jahreswerten vor."),
    ],
)
def test_too_few_values_since_a_break(start: int, expected: str) -> None:
    points = {2018 + n: D(9 - n) for n in range(7)}
    text = assessment_sentence(assess(points, DOWN, 2024, series_start=start), T, 1)
    assert text.replace("\u00a0", " ") == f"2024 lag der Wert bei 3,0 t je Einwohner{expected}"


def test_a_break_before_the_window_is_not_spoken_of() -> None:
    points = {2018 + n: D(9 - n) for n in range(7)}
    broken = assess(points, DOWN, 2024, series_start=2019)
    assert assessment_sentence(broken, T, 1) == assessment_sentence(
        assess(points, DOWN, 2024), T, 1
    )


def test_a_provisional_value_says_so() -> None:
    points = {2019 + n: D(9 - n) for n in range(6)}
    text = assessment_sentence(assess(points, DOWN, 2024), T, 1, provisional=True)
    assert text.startswith("2024 lag der Wert vorläufig bei 4,0\u00a0t je Einwohner; ")
    done = assess({2024: D(1)}, Target("milestone", "none", year=2030), 2024)
    assert assessment_sentence(done, "", 0, provisional=True) == (
        "Der Meilenstein ist erreicht (Stand 2024, vorläufig)."
    )
