"""Text that a spreadsheet would take for a formula, marked and unmarked again.

A text cell of a CSV file that begins with one of these would be run on opening (OWASP ASVS 5.0,
1.2.10). An apostrophe before it marks it as text. Numbers are written by their type and never
marked, so that -5 stays a number.
"""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
MARK = "'"


def guarded(text: str) -> str:
    """The text for a CSV file. What begins with marks already gets one more, so none is lost."""
    return MARK + text if text.lstrip(MARK).startswith(FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    is_marked = text.startswith(MARK) and text.lstrip(MARK).startswith(FORMULA_STARTS)
    return text.removeprefix(MARK) if is_marked else text
