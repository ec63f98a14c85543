"""What a computed row of the ledger says, from what its inputs say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.formulas.evaluation import NotComputable, evaluate
from indicators.formulas.trees import Tree, inputs_of

# Reasons of indicators.enums, which a pure module cannot import; a test holds them equal.
OTHER = "other"
NOT_YET_AVAILABLE = "not_yet_available"

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What an input says for a place and period."""

    name: str  # as people know it
    value: Decimal | None  # None: there is none
    missing_reason: str = ""
    reason_words: str = ""  # the reason in German
    provisional: bool = False
    is_silent: bool = False  # nothing was ever said here, not even a reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows for the computed indicator."""

    value: Decimal | None
    missing_reason: str = ""
    missing_note: str = ""
    provisional: bool = False
    is_silent: bool = False  # an input was never said, so there is nothing to say here either


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is possible for the result; None: no bound."""

    lower: Decimal | None = None
    upper: Decimal | None = None


def outcome_of(tree: Tree, said: Mapping[str, Said], bounds: Bounds) -> Outcome:
    """Compute, or say why there is nothing to compute.

    An input without a value makes the result one, with the reason of the inputs if they share it;
    the note names them. A result that is impossible for the indicator is no value either: a wrong
    number must not stand in the ledger, and the release that led to it must not fail.
    """
    inputs = [said[name] for name in inputs_of(tree)]
    silent = [one for one in inputs if one.is_silent]
    if silent:
        note = f"Dafür fehlt noch: {_listed([one.name for one in silent])}."
        return Outcome(None, NOT_YET_AVAILABLE, _shortened(note), is_silent=True)
    missing = [one for one in inputs if one.value is None]
    if missing:
        return _missing(missing)
    values = {name: one.value for name, one in said.items() if one.value is not None}
    try:
        value = evaluate(tree, values)
    except NotComputable as error:
        return _impossible(str(error))
    if bounds.lower is not None and value < bounds.lower:
        return _impossible(f"{_told(value)} liegt unter dem kleinsten möglichen Wert.")
    if bounds.upper is not None and value > bounds.upper:
        return _impossible(f"{_told(value)} liegt über dem größten möglichen Wert.")
    return Outcome(value, provisional=any(one.provisional for one in inputs))


def _missing(missing: Sequence[Said]) -> Outcome:
    reasons = {one.missing_reason for one in missing}
    words = [f"{one.name} ({one.reason_words})" for one in missing]
    note = f"Dafür fehlt: {_listed(words)}."
    reason = reasons.pop() if len(reasons) == 1 else OTHER
    return Outcome(None, reason, _shortened(note))


def _impossible(why: str) -> Outcome:
    return Outcome(None, OTHER, _shortened(f"Nicht berechenbar. {why}"))


def _told(value: Decimal) -> str:
    return f"Das Ergebnis {value:f}".replace(".", ",").replace("-", "\N{MINUS SIGN}")


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} und {last}" if first else last


def _shortened(note: str) -> str:
    """What fits into the note of a row; long lists end with dots."""
    return note if len(note) <= LONGEST_NOTE else f"{note[: LONGEST_NOTE - 1]}…"
