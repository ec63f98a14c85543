"""Finding words in German text, whatever the case and however umlauts are typed. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import get_close_matches

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def folded(text: str) -> str:
    """Text in the form it is compared in: "Öffentlich" and "oeffentlich" are the same."""
    return unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS)


def matches(query: str, *texts: str) -> bool:
    """Whether every word of the query occurs in one of the texts; an empty query matches."""
    searched = " ".join(folded(text) for text in texts)
    return all(word in searched for word in folded(query).split())


WORD = re.compile(r"[0-9a-z]+")
FEWEST_LETTERS = 4  # of a word that may be misspelled; shorter ones resemble too many
NEAR = 0.8  # of difflib's ratio: about one wrong letter in five


def words_of(texts: Iterable[str]) -> set[str]:
    """Every word of these texts, folded."""
    return {word for text in texts for word in WORD.findall(folded(text))}


def mended(query: str, words: Collection[str]) -> str:
    """The query with those words that nothing contains replaced by the most similar one.

    A word that resembles none stays as it is. `words` are folded; the result is, too.
    """
    return " ".join(_mended_word(word, words) for word in folded(query).split())


def _mended_word(word: str, words: Collection[str]) -> str:
    if len(word) < FEWEST_LETTERS or any(word in known for known in words):
        return word
    near = get_close_matches(word, words, n=1, cutoff=NEAR)
    return near[0] if near else word
