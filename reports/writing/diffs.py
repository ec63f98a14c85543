"""What has changed between two versions of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that both versions have, or only the former or only the later one."""

    kind: str  # SAME, GONE or NEW
    text: str

    @property
    def is_gone(self) -> bool:
        return self.kind == GONE

    @property
    def is_new(self) -> bool:
        return self.kind == NEW


def difference(former: str, later: str) -> list[Piece]:
    """The pieces of both versions in their order; put together without GONE they are the later."""
    return list(pieces(words_of(former), words_of(later)))


def pieces(former: list[str], later: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, former, later)
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            yield Piece(SAME, "".join(former[a:b]))
            continue
        if b > a:
            yield Piece(GONE, "".join(former[a:b]))
        if d > c:
            yield Piece(NEW, "".join(later[c:d]))


def words_of(text: str) -> list[str]:
    """Words, each with the blanks behind it."""
    return re.findall(r"\S+\s*|\s+", text)
