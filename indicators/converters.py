"""Parts of addresses that are more than a word."""

from __future__ import annotations


class GoalCode:
    """The number of a strategic ("1.2") or operational goal ("1.2.3")."""

    regex = r"[1-8]\.[1-9][0-9]?(?:\.[1-9][0-9]?)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class IndicatorCode:
    """The code of an indicator: up to 20 characters of any kind, but none that controls."""

    regex = r"[^\x00-\x1f\x7f]{1,20}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
