"""Which numbers about people are too small to be shown. Pure.

Sources: the thresholds of the statistics of the Federal Employment Agency (fewer than three cases
are never shown, more detail asks for more) and of the Federal Statistical Office for quotas of
small areas (a base of at least 100 persons).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts as small for one indicator; cases and bases are numbers of people or things."""

    min_cases: int  # fewer cases, or fewer people who are no case, are not shown
    min_base: int | None = None  # of fewer people nothing is said at all; None: no such rule
    factor: int | None = None  # the value is cases × factor ÷ base; None: it counts the cases
    has_base: bool = False  # there is a base that cases are part of
    zero_is_harmless: bool = False  # none, or all, tells nothing about anybody


def cases_of(value: Decimal, base: Decimal | None, factor: int | None) -> Fraction | None:
    """How many cases a value stands for; None if its base is not known."""
    if factor is None:
        return Fraction(value)
    return None if base is None else Fraction(value) * Fraction(base) / factor


def is_small(value: Decimal, base: Decimal | None, rule: Rule) -> bool:
    """Whether showing the value would tell something about single persons.

    `base` is the number of people of the same place and period (None: not known, which counts as
    small where the rule needs it).
    """
    if base is None and rule.has_base:
        return True
    if base is not None and rule.min_base is not None and base < rule.min_base:
        return True
    cases = cases_of(value, base, rule.factor)
    if cases is None or _is_few(cases, rule):
        return True
    return base is not None and _is_few(Fraction(base) - cases, rule)


def _is_few(cases: Fraction, rule: Rule) -> bool:
    if not cases and rule.zero_is_harmless:
        return False
    return abs(cases) < rule.min_cases
