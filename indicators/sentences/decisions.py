"""Target decisions in words: which one a rating used, and how a target was moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeVar

from indicators.revisions import written
from indicators.sentences.quantities import Quantities, telling_decimals
from indicators.target_paths import PathPoint, TargetPathLine

KIND_PHRASES = {"direction": "nur die Richtung", "milestone": "ein Meilenstein"}


Path = TypeVar("Path", bound="Decided")


class Decided(Protocol):
    """A target path with its decision, whoever keeps it."""

    @property
    def version(self) -> int: ...
    @property
    def line(self) -> TargetPathLine: ...
    @property
    def decided_by(self) -> str: ...
    @property
    def decided_on(self) -> date | None: ...
    @property
    def reference(self) -> str: ...


def path_name(path: Decided) -> str:
    """Name a path by its decision: "Zielpfad vom 5. Oktober 2022 (Fassung 2)"."""
    day = f" vom {written(path.decided_on)}" if path.decided_on else ""
    return f"Zielpfad{day} (Fassung {path.version})"


def rated_by(path: Decided | None, *, is_rated: bool) -> str:
    """Say by which path an indicator is rated, or while it is not, which one is valid."""
    if path is None:
        return "Ein Zielpfad ist nicht beschlossen; es zählt allein die gewünschte Richtung."
    return f"{'Bewertet nach dem' if is_rated else 'Es gilt der'} {path_name(path)}."


def superseded_by(path: Path | None, versions: Iterable[Path]) -> Path | None:
    """The version just before a path; None if it is the first one."""
    if path is None:
        return None
    older = [one for one in versions if one.version < path.version]
    return max(older, key=lambda one: one.version, default=None)


def moved_sentence(former: Decided, path: Decided, unit: str, decimals: int) -> str:
    """Say how a target was moved, with both numbers, years and decisions.

    Empty if both paths demand the same in the end: then only the way there was decided anew.
    """
    before, after = _demands(former.line), _demands(path.line)
    if before == after:
        return ""
    numbers = [number for demand in (before, after) for number in demand[1:] if number is not None]
    places = telling_decimals(decimals, *(one for one in numbers if isinstance(one, Decimal)))
    quantities = Quantities(unit, places)
    return (
        f"Das Ziel wurde verschoben: bisher {_in_words(former.line, quantities)} "
        f"({_decision(former)}), jetzt {_in_words(path.line, quantities)} ({_decision(path)})."
    )


def _demands(line: TargetPathLine) -> tuple[str, Decimal | None, Decimal | None, int | None]:
    """What a path demands in the end: kind, the number or the edges of a band, and the year."""
    if line.kind == "band":
        return line.kind, line.lower, line.upper, None
    end = _end(line)
    return line.kind, end.value if end else None, None, end.year if end else None


def _in_words(line: TargetPathLine, quantities: Quantities) -> str:
    if line.kind == "band":
        return _band(line, quantities)
    end = _end(line)
    if line.kind in KIND_PHRASES or end is None:
        year = f" bis {end.year}" if end and line.kind == "milestone" else ""
        return f"{KIND_PHRASES.get(line.kind, 'ein Zielpfad ohne Zahl')}{year}"
    number = quantities.full(end.value)
    if line.kind == "limit_every_year":
        bound = {"increase": "mindestens ", "decrease": "höchstens "}.get(line.direction, "")
        return f"{bound}{number} in jedem Jahr bis {end.year}"
    return f"{number} bis {end.year}"


def _band(line: TargetPathLine, quantities: Quantities) -> str:
    if line.upper is None or line.lower is None:
        edge = line.lower if line.upper is None else line.upper
        side = "mindestens" if line.upper is None else "höchstens"
        return f"{side} {quantities.full(edge or Decimal(0))}"
    upper = quantities.full(line.upper)
    return f"{quantities.number(line.lower)} bis {upper}"


def _end(line: TargetPathLine) -> PathPoint | None:
    return max(line.points, key=lambda point: point.year, default=None)


def _decision(path: Decided) -> str:
    """ "Rat der Stadt, 5. Oktober 2022, Vorlage 123/2022" """
    parts = [
        path.decided_by or "Beschluss nicht hinterlegt",
        written(path.decided_on) if path.decided_on else "",
        f"Vorlage {path.reference}" if path.reference else "",
    ]
    return ", ".join(part for part in parts if part)
