"""Numbers in templates: `{{ value|number:decimals }}`."""

from __future__ import annotations

from decimal import Decimal

from django import template

from indicators.german_numbers import format_number

register = template.Library()


@register.filter
def number(value: Decimal | None, decimals: int | None = None) -> str:
    """A number in German; None, "no value", is a dash."""
    return format_number(value, decimals)


@register.filter
def signed(value: Decimal | None, decimals: int | None = None) -> str:
    """The same with its sign, for differences and changes."""
    return format_number(value, decimals, sign=True)
