"""Finding words in German text, whatever the case and however umlauts are typed. Pure.

A query is understood against everything there is to search: a word that is written somewhere is
taken as it is; else without its ending, with the umlauts as plain vowels ("Bäumen" finds "Baum");
else as the word that was probably meant ("Radferkehr").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from strategy.near_words import FEWEST_LETTERS, Near, nearest

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
WRITTEN_WORD = re.compile(r"\w+")
PLAIN_VOWEL = re.compile(r"([aou])e")
ENDINGS = ("ern", "en", "em", "er", "es", "e", "n", "s")
SHORT = 2  # letters; words up to here are found at the beginning of words only
MOST_WORDS = 12  # of a query; what follows is not looked for
NEAR = 0.6  # of difflib's ratio, for suggestions


def folded(text: str) -> str:
    """Text in the form it is compared in: "Öffentlich" and "oeffentlich" are the same."""
    return unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS)


def plain(text: str) -> str:
    """Folded text with umlauts as the vowels they come from: "baeume" as "baume"."""
    return PLAIN_VOWEL.sub(r"\1", text)


def stem(word: str) -> str:
    """A folded word without its ending, as far as enough of it is left: "baeumen" as "baum"."""
    bare = plain(word)
    for ending in ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= FEWEST_LETTERS:
            return bare.removesuffix(ending)
    return bare


def matches(query: str, *texts: str) -> bool:
    """Whether every word of the query occurs in one of the texts; an empty query matches."""
    searched = Wording(texts)
    return all(needle.is_in(searched) for needle in needles_of(query))


def written_words(texts: Iterable[str]) -> dict[str, str]:
    """Every word of these texts as it is written, by its folded form."""
    return {
        folded(word): word
        for text in texts
        for word in WRITTEN_WORD.findall(unicodedata.normalize("NFC", text))
    }


# What is searched, and what for ------------------------------------------------------


@dataclass(frozen=True)
class Wording:
    """Texts in the two forms they are compared in."""

    texts: tuple[str, ...]

    @cached_property
    def folded(self) -> str:
        return "\n".join(folded(text) for text in self.texts)

    @cached_property
    def plain(self) -> str:
        return plain(self.folded)


@dataclass(frozen=True, slots=True)
class Needle:
    """A word that is looked for."""

    word: str
    is_plain: bool = False  # without ending and umlauts, to be compared with the plain form

    @property
    def is_letter(self) -> bool:
        """Nearly every long text has a word that begins with it."""
        return len(self.word) == 1 and self.word.isalpha()

    def is_in(self, searched: Wording) -> bool:
        text = searched.plain if self.is_plain else searched.folded
        if len(self.word) <= SHORT:
            return any(begins_word(text, place) for place in places_of(self.word, text))
        return self.word in text

    def begins_word_in(self, searched: Wording) -> bool:
        text = searched.plain if self.is_plain else searched.folded
        return any(begins_word(text, place) for place in places_of(self.word, text))


def needles_of(query: str) -> list[Needle]:
    """The words of a query as they are typed."""
    return [Needle(word) for word in folded(query).split()[:MOST_WORDS]]


def places_of(word: str, text: str) -> Iterable[int]:
    """Where a word begins in a text, each time it occurs."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def begins_word(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()


# Understanding -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Understood:
    """What is looked for in place of a query."""

    needles: tuple[Needle, ...]
    told: str  # the query as understood, if it is another one; else empty


def understood(query: str, searched: Collection[Wording]) -> Understood:
    """Take every word of a query as it can be found in what is searched."""
    typed = needles_of(query)
    known = Vocabulary(searched)
    meant = [known.meaning(needle) for needle in typed]
    told = [said or needle.word for needle, (_, said) in zip(typed, meant, strict=True)]
    is_other = any(said for _, said in meant)
    return Understood(tuple(needle for needle, _ in meant), " ".join(told) if is_other else "")


@dataclass(frozen=True)
class Vocabulary:
    """All words of what is searched."""

    searched: Collection[Wording]

    @cached_property
    def words(self) -> dict[str, str]:
        """As they are written, by their plain forms."""
        texts = (text for one in self.searched for text in one.texts)
        return {plain(word): written for word, written in written_words(texts).items()}

    def meaning(self, needle: Needle) -> tuple[Needle, str]:
        """What to look for in place of a word, and how to say so if it is another word."""
        bare = Needle(stem(needle.word), is_plain=True)
        if is_anywhere(needle, self.searched):
            return needle, ""
        if is_anywhere(bare, self.searched):
            return bare, ""
        near = nearest(plain(needle.word), self.words)
        if near is None:
            return needle, ""
        return Needle(near.part, is_plain=True), written_part(self.words[near.known], near)


def written_part(written: str, near: Near) -> str:
    """The part of a written word that its plain form is near with."""
    _, origins = spelled(written, is_plain=True)
    return written[origins[near.begin] : origins[near.end - 1] + 1]


def is_anywhere(needle: Needle, searched: Iterable[Wording]) -> bool:
    # A stem of few letters would be found in too many words.
    if needle.is_plain and len(needle.word) < FEWEST_LETTERS:
        return False
    return any(needle.is_in(one) for one in searched)


def suggestions(query: str, searched: Iterable[Wording], most: int = 3) -> list[str]:
    """Words that resemble one of the query at least a little, as they are written."""
    words = written_words(text for one in searched for text in one.texts)
    known = [word for word in words if len(word) >= FEWEST_LETTERS]
    found: dict[str, str] = {}
    for needle in needles_of(query):
        for near in get_close_matches(needle.word, known, n=most, cutoff=NEAR):
            found.setdefault(near, words[near])
    return list(found.values())[:most]


# Showing what was found ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it is one of the words looked for."""

    text: str
    is_hit: bool


def pieces(text: str, needles: Sequence[Needle]) -> list[Piece]:
    """A text cut where words begin and end that were looked for; joined it is the same text."""
    shown = unicodedata.normalize("NFC", text)
    hit = [False] * len(shown)
    for is_plain in (False, True):
        letters, origins = spelled(shown, is_plain=is_plain)
        for needle in needles:
            if needle.is_plain == is_plain:
                for place in marked_places(needle, letters):
                    for origin in origins[place : place + len(needle.word)]:
                        hit[origin] = True
    cut: list[Piece] = []
    for letter, is_hit in zip(shown, hit, strict=True):
        if cut and cut[-1].is_hit == is_hit:
            cut[-1] = Piece(cut[-1].text + letter, is_hit)
        else:
            cut.append(Piece(letter, is_hit))
    return cut


def marked_places(needle: Needle, letters: str) -> list[int]:
    """Where a needle is marked; short ones at the beginning of words only."""
    places = places_of(needle.word, letters)
    if len(needle.word) > SHORT:
        return list(places)
    return [place for place in places if begins_word(letters, place)]


def spelled(text: str, *, is_plain: bool) -> tuple[str, list[int]]:
    """A text as it is compared, and for each letter of that where it comes from."""
    letters = [(letter, place) for place, one in enumerate(text) for letter in folded(one)]
    if is_plain:
        letters = [
            one
            for number, one in enumerate(letters)
            if not (one[0] == "e" and number and letters[number - 1][0] in "aou")
        ]
    return "".join(letter for letter, _ in letters), [place for _, place in letters]


def excerpt(text: str, needles: Sequence[Needle], around: int = 60) -> str:
    """The part of a long text around the first word looked for; empty if it has none."""
    shown = unicodedata.normalize("NFC", text)
    place = 0
    for piece in pieces(shown, needles):
        if piece.is_hit:
            return cut_out(shown, place, around)
        place += len(piece.text)
    return ""


def cut_out(text: str, place: int, around: int) -> str:
    """Whole words on both sides of a place, with marks where something is left out."""
    begin, end = max(0, place - around), min(len(text), place + 2 * around)
    if begin:
        begin = text.find(" ", begin, place) + 1 or begin
    if end < len(text):
        end = max(text.rfind(" ", place, end), place + 1)
    before, after = ("… " if begin else ""), (" …" if end < len(text) else "")
    return f"{before}{text[begin:end].strip()}{after}"
