"""German words for why there is no value."""

from __future__ import annotations

from indicators.annual_values import DERIVED_REASONS, PROTECTED
from indicators.enums import MissingReason

SECRET = frozenset({PROTECTED, str(MissingReason.CONFIDENTIAL)})
"""There is a value, but it is not shown; every other reason means that there is none."""


def missing_words(reason: str) -> str:
    """Why there is no value: "nicht erhoben"; empty for an empty reason."""
    if reason in DERIVED_REASONS:
        return DERIVED_REASONS[reason]
    return str(MissingReason(reason).label) if reason else ""


def in_place_of_value(reason: str) -> str:
    """ "geheim" where there is a value that must not be shown, else "kein Wert"."""
    return "geheim" if reason in SECRET else "kein Wert"
