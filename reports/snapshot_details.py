"""Frozen facts that stand behind ratings, computed values and actions, and lists of changes.

Parts of `reports.snapshot`; those of format 1 lack all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """The outlook of one year, by its values and the target path valid at its end."""

    year: int
    outlook: str
    reason: str  # why, in German
    target_version: int | None  # None: no path was valid then
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class InputFacts:
    """An indicator that another one is computed from."""

    code: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class ComputationFacts:
    """How the values of an indicator follow from those of others."""

    expression: str  # with codes, as it was entered
    words: str  # with names
    inputs: tuple[InputFacts, ...]  # each once
    example: str  # the newest value, computed with its numbers; "" if that cannot be shown


@dataclass(frozen=True, slots=True)
class EffectFacts:
    """What an action was expected to change of an indicator, beside what was observed."""

    indicator: str  # code
    name: str
    lower: Decimal | None  # of the expected change, in the indicator's unit; None: open
    upper: Decimal | None
    from_year: int
    until_year: int | None  # None: it is expected to last
    basis: str  # what the estimate rests on
    link: str
    is_decided: bool  # it stood in the paper that was decided
    outcome: str  # the comparison in a word or two
    sentence: str  # the comparison with its numbers


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One difference between two snapshots, worded as it is printed."""

    kind: str  # of reports.snapshot_changes.KINDS
    code: str  # of the indicator, goal or action; "" for the report as a whole
    subject: str  # its name
    what: str  # "Wert 2023", "Einheit"
    before: str  # "": it was not there
    after: str  # "": it is gone
