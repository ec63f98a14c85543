"""Comparisons of places in templates."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.district_profiles import ProfileLine
from indicators.place_comparisons import Difference

register = template.Library()


@register.simple_tag
def difference(line: ProfileLine, found: Difference) -> SafeString:
    """ "+0,4 besser", "−2,1 Prozentpunkte weniger"; "gleich" alone."""
    if not found.amount:
        return format_html("{}", found.word)
    return format_html("<b>{}</b> {}", line.amount(found), found.word)
