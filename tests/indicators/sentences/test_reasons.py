from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.assessment import Outlook, Target, assess
from indicators.freshness import Freshness, FreshnessState
from indicators.sentences import outlook_reason

D = Decimal
DOWN = Target("target_value", "decrease", D(2), 2030)
LIMIT = Target("limit_every_year", "decrease", D(40))
BAND = Target("band", "none", lower=D(4), upper=D(6))
UP = Target("direction", "increase")
MILESTONE = Target("milestone", "none", year=2030)


@pytest.mark.parametrize(
    ("values", "target", "expected"),
    [
        (
            (8.65, 8.3, 7.95, 7.6, 7.25, 6.9),
            DOWN,
            (
                "Bei gleichem Tempo (im Mittel seit 2019 −0,35 t je Jahr) bleiben bis 2030 "
                "noch 57 % des nötigen Wegs offen; über 20 % gilt Wolke (Regel A)."
            ),
        ),
        (
            (9.1, 8, 8, 7, 6, 6),
            DOWN,
            (
                "Bei gleichem Tempo (im Mittel seit 2019 −0,62 t je Jahr) bleiben bis 2030 "
                "noch 7 % des nötigen Wegs offen; von 5 bis 20 % gilt leicht bewölkt (Regel A)."
            ),
        ),
        (
            (9, 8, 7, 6, 5, 4),
            DOWN,
            (
                "Bei gleichem Tempo (im Mittel seit 2019 −1,00 t je Jahr) ist das Ziel bis 2030 "
                "erreicht; dann gilt Sonne (Regel A)."
            ),
        ),
        (
            (6, 6, 6, 6, 6, 6.1),
            DOWN,
            (
                "Der Wert bewegt sich nicht auf das Ziel zu (im Mittel seit 2019 +0,02 t je Jahr); "
                "dann gilt Gewitter (Regel A)."
            ),
        ),
        (
            (3, 3, 3, 3, 3, 2),
            DOWN,
            (
                "Das Ziel ist erreicht und der Wert wird nicht schlechter "
                "(im Mittel seit 2019 −0,20 t je Jahr); dann gilt Sonne (Regel C)."
            ),
        ),
        (
            (1, 3, 3, 3, 3, 2),
            DOWN,
            (
                "Das Ziel ist erreicht, der Wert wird aber schlechter "
                "(im Mittel seit 2019 +0,20 t je Jahr); dann gilt leicht bewölkt (Regel C)."
            ),
        ),
        (
            (51, 50, 49, 48, 47, 46),
            LIMIT,
            (
                "Die jährliche Vorgabe ist nicht eingehalten, der Wert wird aber besser "
                "(im Mittel seit 2019 −1,00 t je Jahr); dann gilt Wolke (Regel C)."
            ),
        ),
        (
            (46, 50, 49, 48, 47, 46),
            LIMIT,
            (
                "Die jährliche Vorgabe ist nicht eingehalten und der Wert wird nicht besser "
                "(im Mittel seit 2019 0,00 t je Jahr); dann gilt Gewitter (Regel C)."
            ),
        ),
        (
            (5, 5, 5, 5, 5, 5),
            BAND,
            "Der Wert liegt im Zielkorridor; dann gilt Sonne (Regel C).",
        ),
        (
            (9, 5, 5, 5, 5, 7),
            BAND,
            (
                "Der Wert liegt außerhalb des Zielkorridors, nähert sich ihm aber "
                "(im Mittel seit 2019 −0,40 t je Jahr); dann gilt Wolke (Regel C)."
            ),
        ),
        (
            (5, 5, 5, 5, 5, 7),
            BAND,
            (
                "Der Wert liegt außerhalb des Zielkorridors und nähert sich ihm nicht "
                "(im Mittel seit 2019 +0,40 t je Jahr); dann gilt Gewitter (Regel C)."
            ),
        ),
        (
            (0, 0, 0, 0, 4, 5),
            UP,
            (
                "Die mittlere Änderung seit 2019 (+1,00 t je Jahr) und die letzte (+1,0 t) "
                "gehen in die gewünschte Richtung; dann gilt Sonne (Regel D)."
            ),
        ),
        (
            (0, 0, 0, 0, 5, 5),
            UP,
            (
                "Die mittlere Änderung seit 2019 (+1,00 t je Jahr) geht in die "
                "gewünschte Richtung, die letzte (0,0 t) nicht; dann gilt leicht bewölkt (Regel D)."
            ),
        ),
        (
            (6, 0, 0, 0, 4, 5),
            UP,
            (
                "Die letzte Änderung (+1,0 t) geht in die gewünschte Richtung, "
                "die mittlere seit 2019 (−0,20 t je Jahr) nicht; dann gilt Wolke (Regel D)."
            ),
        ),
        (
            (6, 0, 0, 0, 6, 5),
            UP,
            (
                "Weder die mittlere Änderung seit 2019 (−0,20 t je Jahr) noch die letzte (−1,0 t) "
                "geht in die gewünschte Richtung; dann gilt Gewitter (Regel D)."
            ),
        ),
        (
            (4, 4, 4, 4, 4, 5),
            Target("direction", "toward", D(5)),
            "Der Wert liegt genau beim angestrebten Wert; dann gilt Sonne (Regel D).",
        ),
        (
            (5, 5),
            DOWN,
            "Eine Bewertung braucht mindestens 6 Jahreswerte, vorhanden sind 2 (Regel R1).",
        ),
        (
            (5,),
            DOWN,
            "Eine Bewertung braucht mindestens 6 Jahreswerte, vorhanden ist 1 (Regel R1).",
        ),
        ((), DOWN, "Ohne Jahreswert ist keine Bewertung möglich (Regel R0)."),
        (
            (5,),
            Target("direction", "none"),
            (
                "Eine Bewertung braucht eine gewünschte Richtung, "
                "für diese Kennzahl fehlt sie (Regel R3)."
            ),
        ),
        (
            (5,),
            Target("direction", "toward"),
            (
                "Eine Bewertung braucht einen angestrebten Wert, "
                "für diese Kennzahl fehlt er (Regel R3)."
            ),
        ),
        ((1,), MILESTONE, "Der Meilenstein ist erreicht; dann gilt Sonne."),
        (
            (0,),
            MILESTONE,
            "Ein Meilenstein, der noch nicht erreicht ist, wird erst 2030 bewertet.",
        ),
        (
            (0,),
            Target("milestone", "none", year=2023),
            "Der für 2023 vorgesehene Meilenstein ist nicht erreicht; dann gilt Gewitter.",
        ),
    ],
)
def test_outlook_reason(values: tuple[float, ...], target: Target, expected: str) -> None:
    points = {2025 - len(values) + n: D(str(value)) for n, value in enumerate(values)}
    text = outlook_reason(assess(points, target, 2024), "t je Einwohner", 1)
    assert text.replace("\u00a0", " ") == expected


def test_outlook_reason_names_the_year_without_a_value() -> None:
    text = outlook_reason(assess({2020: D(1)}, DOWN, 2024), "t", 1)
    assert text == "Ohne Wert für 2024 ist keine Bewertung möglich (Regel R0)."


def test_outlook_reason_of_a_stale_value() -> None:
    points = {2016 + n: D(8 - n) for n in range(6)}
    state = FreshnessState(Freshness.STALE, date(2021, 1, 1), date(2023, 7, 1), 3)
    assert outlook_reason(assess(points, DOWN, 2021), "t", 1, state) == (
        "Seit 2021 fehlen 3 erwartete Werte; aus veralteten Werten wird kein Ausblick abgeleitet."
    )


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("-49.8", "bleiben bis 2030 noch 0,4 % des nötigen Wegs offen; unter 5 % gilt Sonne"),
        ("-49.5", "bleibt bis 2030 noch 1 % des nötigen Wegs offen; unter 5 % gilt Sonne"),
        ("-47.51", "bleiben bis 2030 noch 4,98 % des nötigen Wegs offen; unter 5 % gilt Sonne"),
        ("-47.5", "noch 5 % des nötigen Wegs offen; von 5 bis 20 % gilt leicht bewölkt"),
        ("-40", "noch 20 % des nötigen Wegs offen; von 5 bis 20 % gilt leicht bewölkt"),
        ("-39.99", "noch 20,02 % des nötigen Wegs offen; über 20 % gilt Wolke"),
    ],
)
def test_outlook_reason_never_contradicts_its_limit(first: str, expected: str) -> None:
    """100 still to go in ten years; the window of five years brings 0 - first."""
    points = {2015: D(first)} | {year: D(0) for year in range(2016, 2021)}
    target = Target("target_value", "increase", D(100), 2030)
    text = outlook_reason(assess(points, target, 2020), "%", 1)
    assert expected in text.replace("\u00a0", " ")


VALUES = st.integers(-40, 40).map(lambda n: D(n) / 4)


@given(
    st.lists(VALUES, max_size=6),
    st.sampled_from(["target_value", "limit_every_year", "direction", "band", "milestone"]),
    st.sampled_from(["increase", "decrease", "toward", "none"]),
    VALUES,
    st.integers(2020, 2035),
)
def test_outlook_reason_is_one_whole_sentence(
    values: list[Decimal], kind: str, direction: str, goal: Decimal, year: int
) -> None:
    points = {2025 - len(values) + n: value for n, value in enumerate(values)}
    edges = {"lower": goal, "upper": goal + 1} if kind == "band" else {}
    assessment = assess(points, Target(kind, direction, goal, year, **edges), 2024)
    text = outlook_reason(assessment, "%", 1)
    assert re.fullmatch(r"[A-Z][^\n]*[^ .]\.", text)
    assert "None" not in text
    if assessment.outlook is not Outlook.NOT_RATED:
        assert f"gilt {assessment.outlook.label}" in text


@pytest.mark.parametrize(("start", "there"), [(2022, "sind es erst 3"), (2024, "ist es erst 1")])
def test_too_few_values_since_a_break(start: int, there: str) -> None:
    points = {2018 + n: D(9 - n) for n in range(7)}
    reason = outlook_reason(assess(points, DOWN, 2024, series_start=start), "t", 1)
    assert reason == (
        "Eine Bewertung braucht mindestens 6 Jahreswerte; "
        f"seit der Umstellung {start} {there} (Regel R1)."
    )
