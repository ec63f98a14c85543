"""Pages of indicators: the list with its filter, and one indicator in full."""

from __future__ import annotations

from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.distributions import Distribution
from indicators.filters import IndicatorFilterForm
from indicators.goal_tree import ScoreRow
from indicators.indicator_pages import page_content
from indicators.models import Indicator
from indicators.published_states import StandForm
from indicators.scorecards import current_scorecards
from indicators.series_choice import SeriesForm
from soest.http import HtmxHttpRequest, render_page
from soest.public_pages import public_page


@public_page
@require_safe
def indicator_list(request: HtmxHttpRequest) -> HttpResponse:
    form = IndicatorFilterForm(request.GET)
    indicators = form.apply(Indicator.objects.by_area())
    cards = form.choose(current_scorecards(indicators))
    context = {
        "nav": "indicators",
        "form": form,
        "rows": [ScoreRow(None, card) for card in cards],
        "distribution": Distribution.of("indicators", (card.status for card in cards)),
        "total": Indicator.objects.count(),
    }
    return render_page(
        request, "indicators/indicator_list.html", "indicators/_indicator_results.html", context
    )


# Plotly positions its labels by style attributes; style sheets stay our own files. Outermost,
# so that a page from the store has it too.
@csp_update({"style-src-attr": ["'unsafe-inline'"]})
@public_page
@require_safe
def indicator_detail(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """One indicator, with `?stand=2026-03-31` as it was published at the end of that day.

    `?ansicht=index&ort=ampen` chooses the series of its chart; htmx gets that chart alone.
    """
    indicator = get_object_or_404(Indicator.objects.prefetch_related("sdgs"), slug=slug)
    stand = StandForm(request.GET)
    context = {
        "nav": "indicators",
        "sdgs": indicator.sdgs.all(),
        "stand": stand,
        "shown_day": stand.day or timezone.localdate(),
        **page_content(indicator, stand.moment, SeriesForm(request.GET)),
    }
    page, partial = "indicators/indicator_detail.html", "indicators/_series.html"
    status = 200 if stand.is_valid() else 422
    return render_page(request, page, partial, context, status)
