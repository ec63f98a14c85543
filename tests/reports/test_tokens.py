from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.annual_values import PROTECTED, YearValue
from reports.tokens import CITY, Numbers, Series, Token, read_token, resolve, write_token

NUMBERS: Numbers = {
    "K-1": Series(
        "t je Einwohner",
        1,
        {
            CITY: {
                2023: YearValue(2023, Decimal("-7.25")),
                2024: YearValue(2024, Decimal("6.94"), provisional=True),
                2022: YearValue(2022, None, "not_collected"),
            },
            "ampen": {2024: YearValue(2024, None, PROTECTED), 2023: YearValue(2023, Decimal(3))},
        },
        {2030: Decimal(2)},
    ),
    "W.2": Series("Wohnungen", 0, {CITY: {2024: YearValue(2024, Decimal(21345))}}),
    "X": Series("", 2, {}),
}


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("{{ kennzahl:K-1:2024 }}", Token("kennzahl", "K-1", 2024, CITY)),
        ("{{kennzahl:K-1:2024}}", Token("kennzahl", "K-1", 2024, CITY)),
        (
            "{{ kennzahl : K-1 : 2024 : bad-sassendorf }}",
            Token("kennzahl", "K-1", 2024, "bad-sassendorf"),
        ),
        ("{{ kennzahl: K-1: 2024: ampen }}", Token("kennzahl", "K-1", 2024, "ampen")),
        ("{{ kennzahl:\nK-1:2024 }}", Token("kennzahl", "K-1", 2024, CITY)),
        ("{{ ziel:W.2:2030 }}", Token("ziel", "W.2", 2030, CITY)),
        ("{{ ziel:W.2:2030:ampen }}", None),
        ("{{ kennzahl:K-1 }}", None),
        ("{{ kennzahl:K-1:24 }}", None),
        ("{{ kennzahl:K-1:٢٠٢٤ }}", None),
        ("{{ Kennzahl:K-1:2024 }}", None),
        ("{{ kenzahl:K-1:2024 }}", None),
        ("{{ kennzahl:Wärme.1-a:2024 }}", Token("kennzahl", "Wärme.1-a", 2024, CITY)),
        ("{{ kennzahl:K\x001:2024 }}", None),
        ("{{ 7*7 }}", None),
        ("{{", None),
    ],
)
def test_reading(text: str, token: Token | None) -> None:
    assert read_token(text) == token


@pytest.mark.parametrize("place", [CITY, "ampen"])
def test_what_is_written_can_be_read(place: str) -> None:
    token = Token("kennzahl", "K-1", 2024, place)
    assert read_token(write_token(token)) == token


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("{{ kennzahl:K-1:2023 }}", "−7,3 t je Einwohner"),
        ("{{ kennzahl:K-1:2024 }}", "6,9 t je Einwohner (vorläufig)"),
        ("{{ kennzahl:K-1:2023:ampen }}", "3,0 t je Einwohner"),
        ("{{ kennzahl:W.2:2024 }}", "21.345 Wohnungen"),
        ("{{ ziel:K-1:2030 }}", "2,0 t je Einwohner"),
    ],
)
def test_number(text: str, number: str) -> None:
    token = read_token(text)
    assert token is not None
    said = resolve(token, NUMBERS)
    assert (said.number.replace("\N{NO-BREAK SPACE}", " "), said.problem) == (number, "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ kennzahl:K-9:2024 }}", "Eine Kennzahl K-9 gibt es nicht."),
        ("{{ kennzahl:K-1:1999 }}", "Für K-1 ist 1999 kein Wert freigegeben."),
        ("{{ kennzahl:K-1:2022 }}", "Für K-1 ist 2022 kein Wert freigegeben."),
        ("{{ kennzahl:X:2024 }}", "Für X ist 2024 kein Wert freigegeben."),
        ("{{ kennzahl:K-1:2024:ampen }}", "wird zum Schutz kleiner Zahlen nicht gezeigt"),
        ("{{ kennzahl:K-1:2024:bergede }}", "keinen freigegebenen Wert eines Ortsteils „bergede“"),
        ("{{ ziel:K-1:2035 }}", "kein Zielwert für 2035 beschlossen. Beschlossen ist etwas für 20"),
        ("{{ ziel:W.2:2030 }}", "Für W.2 ist kein Zielwert für 2030 beschlossen."),
    ],
)
def test_why_there_is_no_number(text: str, problem: str) -> None:
    token = read_token(text)
    assert token is not None
    said = resolve(token, NUMBERS)
    assert said.number == ""
    assert problem in said.problem
