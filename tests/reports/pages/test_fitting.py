from __future__ import annotations

import pytest

from indicators.charts.print_font import printed_width
from reports.pages.fitting import ELLIPSIS, fitted, lines_of, more_than, named

LONG = "Treibhausgasemissionen der kommunalen Gebäude je Quadratmeter Nutzfläche und Jahr"


def test_what_fits_stays_as_it_is() -> None:
    assert fitted("Pkw-Dichte", 200, 8) == "Pkw-Dichte"
    assert fitted("", 200, 8) == ""


def test_what_does_not_fit_is_cut_at_a_word_and_says_so() -> None:
    shown = fitted(LONG, 200, 8)
    assert shown == f"Treibhausgasemissionen der kommunalen Gebäude je{ELLIPSIS}"
    assert printed_width(shown, 8, False) <= 200


@pytest.mark.parametrize("width", [60, 120, 240, 480])
@pytest.mark.parametrize("lines", [1, 2, 3])
@pytest.mark.parametrize(
    "text", [LONG * 5, "Donaudampfschifffahrt" * 20, "漢字" * 200, "🚲 " * 200, "i " * 500]
)
def test_a_cut_text_takes_the_lines_it_may_take(text: str, lines: int, width: int) -> None:
    shown = fitted(text, width, 9.4, lines=lines)
    assert shown.endswith(ELLIPSIS)
    assert lines_of(shown.split(" "), width, 9.4, semibold=False) <= lines


def test_more_lines_show_more() -> None:
    assert len(fitted(LONG, 100, 8)) < len(fitted(LONG, 100, 8, lines=2)) < len(LONG)


def test_semibold_needs_more_room() -> None:
    room = printed_width(LONG, 8, False) / 0.97 + 0.1
    assert fitted(LONG, room, 8) == LONG
    assert fitted(LONG, room, 8, semibold=True) != LONG


def test_a_very_narrow_place_keeps_the_mark() -> None:
    assert fitted("Wort", 1, 8).strip() == "…"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A und B"),
        (("A", "B", "C"), "A, B und C"),
        (("A", "B", "C", "D"), "A, B, C und 1 weitere"),
        (("A", "B", "C", "D", "E"), "A, B, C und 2 weitere"),
    ],
)
def test_named(names: tuple[str, ...], words: str) -> None:
    assert named(names, 3) == words


@pytest.mark.parametrize(("count", "words"), [(0, ""), (8, ""), (9, "und 1 weitere")])
def test_more_than(count: int, words: str) -> None:
    assert more_than(count, 8) == words
