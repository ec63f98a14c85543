"""Texts and lists cut to the room they have, so that a page of a fixed size stays one.

What is left out is said: a text ends with "…", a list with "und 3 weitere".
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

from indicators.charts.print_font import printed_width

ELLIPSIS = "\N{NO-BREAK SPACE}…"
TOLERANCE = 0.97  # of the room: setting differs a little from the sum of widths


def fitted(text: str, width: float, size: float, *, lines: int = 1, semibold: bool = False) -> str:
    """As much of a text as goes into so many lines of a width; width and type size in points."""
    words = text.split()
    room = width * TOLERANCE
    if lines_of(words, room, size, semibold) <= lines:
        return " ".join(words)
    whole = " ".join(words)
    low, high = 0, len(whole)
    while low < high:  # the longest beginning that fits with its mark
        middle = (low + high + 1) // 2
        cut = f"{whole[:middle].rstrip()}{ELLIPSIS}"
        if lines_of(cut.split(" "), room, size, semibold) <= lines:
            low = middle
        else:
            high = middle - 1
    return f"{at_a_word(whole[:low])}{ELLIPSIS}"


def at_a_word(text: str) -> str:
    """Leave a word that was cut out, unless that is much of the text."""
    head, blank, tail = text.rpartition(" ")
    shown = head if blank and len(tail) < len(text) / 3 else text
    return shown.rstrip(" ,;:–-")


def lines_of(words: Sequence[str], width: float, size: float, semibold: bool) -> int:
    """How many lines words take; one that is longer than a line is broken anywhere."""
    blank = printed_width(" ", size, semibold)
    lines, used = 1, 0.0
    for word in words:
        length = word_width(word, size, semibold)
        if used and used + blank + length > width:
            lines, used = lines + 1, 0.0
        used += length + (blank if used else 0)
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def word_width(word: str, size: float, semibold: bool) -> float:
    """Its width; letters that come from a wider font take a whole square."""
    wide = sum(east_asian_width(letter) in "WF" for letter in word)
    return printed_width(word, size, semibold) + wide * size * 0.7


def named(names: Sequence[str], most: int) -> str:
    """The first names of a list and how many more there are: "A, B und 3 weitere"."""
    shown, more = list(names[:most]), len(names) - most
    if more > 0:
        return f"{', '.join(shown)} und {more} weitere"
    return " und ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def more_than(count: int, most: int) -> str:
    """What follows a list that shows only so many: "und 3 weitere"; "" if it shows all."""
    return f"und {count - most} weitere" if count > most else ""
