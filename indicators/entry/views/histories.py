"""The history of one value, in full and with names."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.entry.slots import Slot
from indicators.entry.value_histories import load_history
from indicators.entry.views.values import answered_or_404, place_or_404
from indicators.named_periods import Period
from soest.http import HtmxHttpRequest


@require_safe
def history(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """Everything that happened at a slot."""
    indicator = answered_or_404(request, slug)
    if period.frequency != indicator.frequency:
        raise Http404
    place = place_or_404(request, indicator)
    slot = Slot(indicator, place, period)
    context = {"nav": "entry", "slot": slot, "revisions": load_history(slot)}
    return render(request, "indicators/entry/history.html", context)
