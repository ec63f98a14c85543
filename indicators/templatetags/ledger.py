"""Words for the ledger in templates: values, periods, reasons for missing ones, whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import template
from django.utils.html import format_html

from indicators.german_numbers import format_number
from indicators.goal_tree import ScoreRow
from indicators.missing_reasons import in_place_of_value, missing_words
from indicators.named_periods import Period
from indicators.publishable import PublishedValue

register = template.Library()

PROVISIONAL = '{} <abbr title="vorläufig">p</abbr>'


@register.filter
def missing(reason: str) -> str:
    """Why there is no value: "nicht erhoben"; empty for an empty reason."""
    return missing_words(reason)


@register.filter
def no_value(reason: str) -> str:
    """What stands in place of a value: "geheim" or "kein Wert"."""
    return in_place_of_value(reason)


@register.filter
def any_provisional(rows: Iterable[ScoreRow]) -> bool:
    """Whether one of the rows shows a provisional value."""
    latest = (row.card.latest for row in rows if row.card)
    return any(one is not None and one.provisional for one in latest)


@register.filter
def published(row: PublishedValue, decimals: int) -> str:
    """A value with the mark of a provisional one: "48.250 p"; without a value why there is none."""
    if row.value is None:
        return missing_words(row.missing_reason)
    words = format_number(row.value, decimals)
    return format_html(PROVISIONAL, words) if row.provisional else words


@register.filter
def period(first_day: date, frequency: str) -> str:
    """A period by its name: "2025", "3. Quartal 2025"."""
    return Period(first_day, frequency).label


@register.filter
def whole(count: int | None) -> str:
    """A count with points between thousands; None, "not known", is a dash."""
    return "–" if count is None else f"{count:,}".replace(",", ".")
