"""How many letters two spellings differ in: for words that nobody has written so. Pure.

Counted are letters that are wrong, missing, too many, or changed with their neighbour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_LETTERS = 4  # of a word that may be misspelled; shorter ones resemble too many
LONG = 8  # letters; from here on two of them may be wrong
MOST_LETTERS = 40  # longer words are nobody's typing mistake


@dataclass(frozen=True, slots=True)
class Likeness:
    """The part of a text that is most like a word."""

    mistakes: int
    end: int  # position in the text behind that part


def allowed_mistakes(word: str) -> int:
    """How many letters of a word may be wrong."""
    if not FEWEST_LETTERS <= len(word) <= MOST_LETTERS:
        return 0
    return 1 if len(word) < LONG else 2


def likeness(word: str, text: str) -> Likeness:
    """Compare a word with every part of a text at once.

    The algorithm of Myers (1999) with the transpositions of Hyyrö (2003): a column of the table
    of edit distances is two whole numbers, so that a letter of the text costs a few operations
    however long the word is.
    """
    top, whole = 1 << (len(word) - 1), (1 << len(word)) - 1
    places = dict.fromkeys(word, 0)
    for number, letter in enumerate(word):
        places[letter] |= 1 << number
    rises, falls, diagonal, former = whole, 0, 0, 0
    mistakes = best = len(word)
    end = 0
    for position, letter in enumerate(text, start=1):
        place = places.get(letter, 0)
        swapped = ((~diagonal & place) << 1) & former
        diagonal = ((((place & rises) + rises) ^ rises) | place | falls | swapped) & whole
        up, down = (falls | ~(diagonal | rises)) & whole, diagonal & rises
        mistakes += bool(up & top) - bool(down & top)
        up, down = (up << 1) & whole, (down << 1) & whole
        rises, falls, former = (down | ~(diagonal | up)) & whole, up & diagonal, place
        if mistakes < best:
            best, end = mistakes, position
    return Likeness(best, end)


@dataclass(frozen=True, slots=True)
class Near:
    """What was probably meant by a word: a known word, or within a compound a part of it."""

    known: str
    begin: int
    end: int

    @property
    def part(self) -> str:
        return self.known[self.begin : self.end]


def nearest(word: str, known: Iterable[str]) -> Near | None:
    """The known word that a word is most like; None if none is near enough.

    The fewest mistakes count, then the same length, then the same beginning.
    """
    allowed = allowed_mistakes(word)
    if not allowed:
        return None
    fitting = (
        (found.mistakes, abs(len(one) - len(word)), one[:1] != word[:1], one, found.end)
        for one in known
        if len(one) >= len(word) - allowed and (found := likeness(word, one)).mistakes <= allowed
    )
    best = min(fitting, default=None)
    if best is None:
        return None
    mistakes, longer, _, one, end = best
    if longer <= allowed:
        return Near(one, 0, len(one))
    return Near(one, begin_of_part(word, one[:end], mistakes), end)


def begin_of_part(word: str, text: str, mistakes: int) -> int:
    """Where the part begins that ends with the text and is most like the word as a whole."""
    fewest, most = max(1, len(word) - mistakes), min(len(text), len(word) + mistakes)
    begins = (len(text) - length for length in range(fewest, most + 1))
    return min(begins, key=lambda begin: difference(word, text[begin:]))


def difference(word: str, part: str) -> tuple[int, int]:
    """How many mistakes lie between two words from end to end, and how their lengths differ."""
    ends = likeness(f"<{word}>", f"<{part}>")
    return ends.mistakes, abs(len(part) - len(word))
