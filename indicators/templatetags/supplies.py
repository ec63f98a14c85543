"""Addresses of the pages that a link opens."""

from __future__ import annotations

from django import template

from indicators.entry.supplies.links import path_of
from indicators.models import DataRequest

register = template.Library()


@register.simple_tag
def supply_url(request: DataRequest, name: str, *args: int) -> str:
    """The path of a view of this data request, its token included."""
    return path_of(request, name, *args)
