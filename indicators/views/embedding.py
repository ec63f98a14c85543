"""The card of an indicator for other websites: the only page that may stand in a frame."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from indicators.models import Indicator
from indicators.scorecards import current_scorecards
from indicators.trends import trend_of
from soest.http import HtmxHttpRequest
from soest.public_pages import public_page


# Outermost, so that a page from the store may be framed too.
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
@require_safe
def card(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    indicator = get_object_or_404(Indicator, slug=slug)
    scorecard = current_scorecards(Indicator.objects.filter(pk=indicator.pk))[0]
    context = {"card": scorecard, "chart": trend_of(scorecard)}
    return render(request, "indicators/embedded_card.html", context)
