"""The hidden key of a row: which slot it was made for, and what it said then.

With it an upload tells a row that nobody touched from one that was typed, so that a file which
was downloaded before somebody else's change does not turn that change back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.entry.files.layout import INPUTS

_KEY = re.compile(
    r"(?P<indicator>[-\w]+)\|(?P<district>[-\w]+)\|(?P<period>[-\w]+)"
    r"\|(?P<version>\d{1,9})\.(?P<revision>\d{1,9})\|(?P<mark>[0-9a-f]{12})"
)


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a row was made for."""

    indicator: str  # slug
    district: str  # slug
    period: str  # slug
    version: int  # of the row in work then
    revision: int  # of the released row then
    mark: str  # of what the input cells said then

    @classmethod
    def parse(cls, text: str) -> RowKey | None:
        """None for a text that is no key of ours."""
        found = _KEY.fullmatch(text.strip())
        if found is None:
            return None
        return cls(
            found["indicator"],
            found["district"],
            found["period"],
            int(found["version"]),
            int(found["revision"]),
            found["mark"],
        )

    @property
    def place(self) -> tuple[str, str, str]:
        return self.indicator, self.district, self.period

    def __str__(self) -> str:
        seen = f"{self.version}.{self.revision}"
        return "|".join((*self.place, seen, self.mark))


def mark_of(said: Mapping[str, object]) -> str:
    """A short mark of what input cells say: the same for the same words and number."""
    parts = [_canonical(said.get(field)) for field in INPUTS]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def _canonical(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
