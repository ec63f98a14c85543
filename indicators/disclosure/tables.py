"""Which rows of a table of the city and its parts may be shown, and since when. Pure.

A table is one indicator in one period: the rows of all places, corrections included. It is gone
through release by release, and at each of them as much is shown as leaves every secret open, given
all that was shown before. What is held back for the sake of another number is shown later if that
becomes possible.

It is gone through twice, and shown is what may be shown both times: once as if the present rule had
always held, for a reader of what is published now; and once for a reader who remembers what was
published before the rule was changed. What is known already cannot hide anything from the second.

Held back first are the smallest parts, the city's own value only if nothing else helps.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from indicators.disclosure.inference import Sum, are_open

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Row:
    """A released row of the ledger."""

    key: int
    place: int
    released_at: datetime
    superseded_at: datetime | None  # None: in force
    cases: Fraction | None  # what adds up to the city's; None: there is no value
    is_secret: bool = False  # never shown, for its own sake or that of what it is made of
    free_since: datetime | None = None  # when all it is made of was shown; None: always
    known_since: datetime | None = None  # readers saw it under an earlier decision or rule

    def in_force(self, moment: datetime) -> bool:
        return self.released_at <= moment and (
            self.superseded_at is None or self.superseded_at > moment
        )

    def is_free(self, moment: datetime) -> bool:
        """Whether it may be shown, as far as it alone is concerned."""
        return not self.is_secret and (self.free_since is None or self.free_since <= moment)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one indicator in one period."""

    rows: Sequence[Row]
    city: int
    parts: Sequence[int]
    adds_up: bool  # the cases of the parts sum to the city's
    least: int  # no secret may be narrowed down to less than this
    guards_gaps: bool = True  # a part without a value might have a small one

    def shown_since(self) -> dict[int, datetime]:
        """When each row was shown first, by its key; rows that are not shown are left out."""
        anew = self._gone_through(remembering=False)
        known = {row.key for row in self.rows if row.known_since is not None}
        if not known:
            return anew
        remembered = self._gone_through(remembering=True)
        return {
            key: at if key in known else max(at, remembered[key])
            for key, at in anew.items()
            if key in known or key in remembered
        }

    def _gone_through(self, *, remembering: bool) -> dict[int, datetime]:
        history = _History(self, remembering)
        for moment in self.moments():
            history.go_on(moment)
        return history.shown

    def moments(self) -> list[datetime]:
        """When anything could change, ascending."""
        freed = {row.free_since for row in self.rows if row.free_since is not None}
        known = {row.known_since for row in self.rows if row.known_since is not None}
        return sorted({row.released_at for row in self.rows} | freed | known)


@dataclass
class _History:
    """What the public has seen so far."""

    table: Table
    remembers: bool
    rows: dict[Hashable, Row] = field(default_factory=dict)  # released so far
    shown: dict[int, datetime] = field(default_factory=dict)
    # What was in force together, the city first. A part that was never released has its own key.
    sums: list[tuple[Hashable, ...]] = field(default_factory=list)

    def go_on(self, moment: datetime) -> None:
        """Show what may be shown of the rows now in force, knowing nothing of later ones."""
        self.rows = {row.key: row for row in self.table.rows if row.released_at <= moment}
        in_force = {row.place: row for row in self.table.rows if row.in_force(moment)}
        self._note_sum(moment, in_force)
        if self.remembers:
            for row in self.rows.values():
                if row.known_since is not None and row.known_since <= moment:
                    self.shown.setdefault(row.key, row.known_since)
        coming = [
            row for row in in_force.values() if row.key not in self.shown and row.is_free(moment)
        ]
        held_back = self._held_back(coming)
        self.shown |= {row.key: moment for row in coming if row.key not in held_back}

    def _note_sum(self, moment: datetime, in_force: Mapping[int, Row]) -> None:
        city = in_force.get(self.table.city)
        if not self.table.adds_up or city is None or city.cases is None:
            return
        keys = (city.key, *(self._key_of(part, moment, in_force) for part in self.table.parts))
        if keys not in self.sums:
            self.sums.append(keys)

    def _key_of(self, part: int, moment: datetime, in_force: Mapping[int, Row]) -> Hashable:
        """The row that holds the part's number; before its first release, the row to come."""
        if part in in_force:
            return in_force[part].key
        rows = [row for row in self.table.rows if row.place == part and row.released_at > moment]
        first = min(rows, key=lambda row: row.released_at, default=None)
        return first.key if first else ("never released", part)

    def _held_back(self, coming: Sequence[Row]) -> set[int]:
        """The rows, small ones first, without which the others may be shown."""
        order = sorted(
            (row for row in coming if row.cases is not None),
            key=lambda row: (row.place == self.table.city, row.cases),
        )
        held_back: list[int] = []
        for row in order:
            if self._is_safe(coming, held_back):
                break
            held_back.append(row.key)
        for key in reversed(held_back[:-1]):  # the last one made it safe, so it is needed
            fewer = [one for one in held_back if one != key]
            if self._is_safe(coming, fewer):
                held_back = fewer
        return set(held_back)

    def _is_safe(self, coming: Sequence[Row], held_back: Collection[int]) -> bool:
        """Whether every secret stays open if the other rows are shown."""
        shown = {*self.shown, *(row.key for row in coming if row.key not in held_back)}
        known = {key for key in shown if self.rows[key].cases is not None}
        hidden = self._true_numbers(known)
        secrets = [key for key in hidden if self._is_secret(key)]
        sums = [hidden_part(keys, known) for keys in self.sums]
        return are_open(secrets, hidden, sums, self.table.least)

    def _is_secret(self, key: Hashable) -> bool:
        row = self.rows.get(key)
        is_gap = row is None or row.cases is None
        return (is_gap and self.table.guards_gaps) or (row is not None and row.is_secret)

    def _true_numbers(self, known: Collection[Hashable]) -> dict[Hashable, Fraction]:
        """The hidden numbers. Gaps share what the parts lack of the city's value."""
        numbers: dict[Hashable, Fraction] = {}
        for city, *parts in self.sums:
            values = {key: self._cases(key) for key in parts}
            gaps = [key for key, value in values.items() if value is None]
            rest = (self._cases(city) or NOTHING) - sum(filter(None, values.values()), NOTHING)
            share = max(rest, NOTHING) / max(len(gaps), 1)
            numbers |= {key: share if value is None else value for key, value in values.items()}
            numbers[city] = self._cases(city) or NOTHING
        return {key: number for key, number in numbers.items() if key not in known}

    def _cases(self, key: Hashable) -> Fraction | None:
        row = self.rows.get(key)
        return row.cases if row else None


def hidden_part(keys: Sequence[Hashable], known: Collection[Hashable]) -> Sum:
    """What of a sum is not known: parts count 1, the city's value on the other side −1."""
    city, *parts = keys
    signs = dict.fromkeys(parts, 1) | {city: -1}
    return {key: sign for key, sign in signs.items() if key not in known}
