"""Finding words in German text, whatever the case and however umlauts are typed. Pure."""

from __future__ import annotations

import unicodedata

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def folded(text: str) -> str:
    """Text in the form it is compared in: "Öffentlich" and "oeffentlich" are the same."""
    return unicodedata.normalize("NFC", text).casefold().translate(UMLAUTS)


def matches(query: str, *texts: str) -> bool:
    """Whether every word of the query occurs in one of the texts; an empty query matches."""
    searched = " ".join(folded(text) for text in texts)
    return all(word in searched for word in folded(query).split())
