"""What stands in place of a value, in German."""

from __future__ import annotations

from indicators.annual_values import DERIVED_REASONS, PROTECTED
from indicators.enums import MissingReason


def reason_in_words(reason: str) -> str:
    """Why there is no value: "nicht erhoben"; empty for an empty reason."""
    if reason in DERIVED_REASONS:
        return DERIVED_REASONS[reason]
    return str(MissingReason(reason).label) if reason else ""


def in_place_of_value(reason: str) -> str:
    """ "geheim" where there is a value that must not be shown, else "kein Wert"."""
    return "geheim" if reason == PROTECTED else "kein Wert"
