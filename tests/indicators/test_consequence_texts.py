"""What the person is told who changed an indicator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.sentences.consequences import (
    Standing,
    breaks_text,
    computed_text,
    formula_gone_text,
)

BEFORE = Standing((2015,), "Sonne", "Das Ziel wird erreicht.")


@pytest.mark.parametrize(("rows", "text"), [(1, "Ein Wert wurde"), (7, "7 Werte wurden")])
def test_computed_values_are_counted(rows: int, text: str) -> None:
    assert computed_text(rows) == f"{text} neu berechnet."


def test_same_breaks_are_no_news() -> None:
    assert breaks_text(BEFORE, replace(BEFORE, outlook="Wolke"), ["A"]) == ""


def test_break_that_moved_is_both_gone_and_new() -> None:
    after = Standing((2016,), "Wolke", "Zu langsam.")
    assert breaks_text(BEFORE, after, ["A", "B"]) == (
        "Bruch ab 2016: Mit Werten davor wird nicht mehr verglichen. "
        "Kein Bruch mehr ab 2015: Werte davor zählen wieder mit. "
        "Der Ausblick wurde neu bewertet: bisher Sonne, jetzt Wolke. Zu langsam. "
        "Die Änderung gilt auch für das, was daraus berechnet wird: „A“, „B“."
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (0, "Berechnete Werte gab es nicht."),
        (1, "Der eine berechnete Wert gilt weiter, bis ihn jemand ändert."),
        (2, "Die 2 berechneten Werte gelten weiter, bis sie jemand ändert."),
    ],
)
def test_values_stay_without_the_formula(values: int, words: str) -> None:
    assert formula_gone_text(values, []) == (
        f"Die Formel ist entfernt. {words} Neue werden nicht mehr berechnet, sondern erfasst."
    )
