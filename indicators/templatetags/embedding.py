"""What other websites paste to show the card of an indicator."""

from __future__ import annotations

from html import escape

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from indicators.models import Indicator

register = template.Library()

HEIGHT = 720  # pixels: what the card of a long sentence needs at a width of 320


@register.simple_tag(takes_context=True)
def embed_code(context: Context, indicator: Indicator) -> str:
    """The markup of a frame around the card, as plain text that is escaped where it is shown."""
    request: HttpRequest = context["request"]
    url = request.build_absolute_uri(reverse("indicators:indicator-card", args=[indicator.slug]))
    title = f"{indicator.name} – Zielmonitor der Stadt Soest"
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" width="100%" height="{HEIGHT}" '
        'loading="lazy" style="border: 0"></iframe>'
    )
