"""Target decisions in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from indicators.sentences import moved_sentence, path_name, rated_by, superseded_by
from indicators.target_paths import PathPoint, TargetPathLine

D = Decimal


@dataclass(frozen=True)
class Decision:
    version: int
    line: TargetPathLine
    decided_by: str = "Rat der Stadt"
    decided_on: date | None = date(2022, 10, 5)
    reference: str = "123/2022"


def line(
    value: str = "2", year: int = 2030, kind: str = "target_value", direction: str = "decrease"
) -> TargetPathLine:
    return TargetPathLine(kind, direction, (PathPoint(year, D(value)),))


def band(lower: str | None, upper: str | None) -> TargetPathLine:
    edges = (D(edge) if edge else None for edge in (lower, upper))
    return TargetPathLine("band", "none", (), None, "linear", *edges)


def moved(former: TargetPathLine, path: TargetPathLine, decimals: int = 1) -> str:
    before = Decision(1, former, "Fachausschuss", date(2018, 3, 1), "")
    text = moved_sentence(before, Decision(2, path), "t je Einwohner", decimals)
    return text.replace("\u00a0", " ")


def test_a_path_is_named_by_its_decision() -> None:
    assert path_name(Decision(2, line())) == "Zielpfad vom 5. Oktober 2022 (Fassung 2)"
    assert path_name(Decision(1, line(), decided_on=None)) == "Zielpfad (Fassung 1)"


def test_rated_by() -> None:
    path = Decision(2, line())
    assert rated_by(path, is_rated=True) == (
        "Bewertet nach dem Zielpfad vom 5. Oktober 2022 (Fassung 2)."
    )
    assert rated_by(path, is_rated=False) == (
        "Es gilt der Zielpfad vom 5. Oktober 2022 (Fassung 2)."
    )
    assert rated_by(None, is_rated=True) == (
        "Ein Zielpfad ist nicht beschlossen; es zählt allein die gewünschte Richtung."
    )


def test_superseded_by_the_next_version() -> None:
    first, second, third = (Decision(number, line()) for number in (1, 2, 3))
    assert superseded_by(third, [third, second, first]) is second
    assert superseded_by(first, [third, second, first]) is None
    assert superseded_by(None, [first]) is None


def test_moved_names_numbers_years_and_decisions() -> None:
    assert moved(line("4", 2025), line("2", 2030)) == (
        "Das Ziel wurde verschoben: bisher 4,0 t je Einwohner bis 2025 "
        "(Fachausschuss, 1. März 2018), jetzt 2,0 t je Einwohner bis 2030 "
        "(Rat der Stadt, 5. Oktober 2022, Vorlage 123/2022)."
    )


@pytest.mark.parametrize(
    ("former", "path", "words"),
    [
        (line("4"), line("4", 2035), "bisher 4,0 t je Einwohner bis 2030 ("),
        (
            line("4", kind="limit_every_year"),
            line("3", kind="limit_every_year"),
            "jetzt höchstens 3,0 t je Einwohner in jedem Jahr bis 2030 (",
        ),
        (
            line("4", kind="limit_every_year", direction="increase"),
            line(),
            "bisher mindestens 4,0 t je Einwohner in jedem Jahr bis 2030 (",
        ),
        (band("4", "6"), band("5", "6"), "bisher 4,0 bis 6,0 t je Einwohner ("),
        (band("4", "6"), band("5", None), "jetzt mindestens 5,0 t je Einwohner ("),
        (band("4", "6"), band(None, "7"), "jetzt höchstens 7,0 t je Einwohner ("),
        (line("1", kind="milestone"), line(), "bisher ein Meilenstein bis 2030 ("),
        (TargetPathLine("direction", "decrease", ()), line(), "bisher nur die Richtung ("),
        (line("2.04"), line("2.01"), "bisher 2,04 t je Einwohner bis 2030 ("),
    ],
)
def test_moved_of_every_kind(former: TargetPathLine, path: TargetPathLine, words: str) -> None:
    assert words in moved(former, path)


def test_the_same_target_on_another_way_was_not_moved() -> None:
    other_way = TargetPathLine(
        "target_value", "decrease", (PathPoint(2027, D(5)), PathPoint(2030, D(2)))
    )
    assert moved(line(), other_way) == ""


def test_counts_stand_in_the_nominative() -> None:
    text = moved_sentence(Decision(1, line("93")), Decision(2, line("1")), "Unfälle", 0)
    assert "bisher 93\u00a0Unfälle bis 2030" in text
    assert "jetzt 1\u00a0Unfall bis 2030" in text


def test_without_a_known_decision() -> None:
    former = Decision(1, line("4"), decided_by="", decided_on=None, reference="")
    text = moved_sentence(former, Decision(2, line()), "", 0)
    assert "bisher 4 bis 2030 (Beschluss nicht hinterlegt), jetzt 2 bis 2030" in text
