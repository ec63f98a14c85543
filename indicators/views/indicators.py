"""Pages of indicators: the list with its filter, and one indicator in full."""

from __future__ import annotations

from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from indicators.charts.plotly_content import plotly_content
from indicators.distributions import Distribution
from indicators.district_values import district_table
from indicators.filters import IndicatorFilterForm
from indicators.goal_tree import ScoreRow
from indicators.models import Indicator
from indicators.publishable import value_history
from indicators.scorecards import current_scorecards
from indicators.trends import trend_of
from soest.http import HtmxHttpRequest, render_page
from soest.public_pages import public_page
from strategy.models import District

SHOWN_HISTORY = 20


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
    indicator = get_object_or_404(Indicator.objects.prefetch_related("sdgs"), slug=slug)
    card = current_scorecards(Indicator.objects.filter(pk=indicator.pk))[0]
    chart = trend_of(card)
    rows = chart.rows()
    districts = {place.pk: place for place in District.objects.all()}
    history = value_history(indicator.pk)
    context = {
        "nav": "indicators",
        "card": card,
        "indicator": card.indicator,
        "sdgs": indicator.sdgs.all(),
        "chart": chart,
        "rows": rows,
        "has_path": any(row.expected is not None for row in rows),
        "explorable": plotly_content(chart),
        "districts": district_table(card.indicator, list(districts.values())),
        "history": [(row, districts[row.district_id]) for row in history[:SHOWN_HISTORY]],
        "history_length": len(history),
    }
    return render(request, "indicators/indicator_detail.html", context)
