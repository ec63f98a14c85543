"""Pages of indicators: the list with its filter, and one indicator in full."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from indicators.goal_tree import ScoreRow
from indicators.indicator_pages import page_content
from indicators.list_filter import IndicatorFilterForm
from indicators.models import Indicator
from indicators.published_states import StandForm
from indicators.scorecards import current_scorecards
from indicators.series_choice import SeriesForm
from soest.http import HtmxHttpRequest, render_page
from soest.public_pages import public_page


@public_page
@require_safe
def indicator_list(request: HtmxHttpRequest) -> HttpResponse:
    form = IndicatorFilterForm(request.GET, current_scorecards(Indicator.objects.by_area()))
    context = {
        "nav": "indicators",
        "form": form,
        "rows": [ScoreRow(None, card) for card in form.results],
        "distribution": form.distribution,
        "total": len(form.cards),
    }
    response = render_page(
        request, "indicators/indicator_list.html", "indicators/_indicator_results.html", context
    )
    if request.htmx:
        response["HX-Replace-Url"] = form.address
    return response


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


@login_not_required
@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """The address printed in reports, by a code that people may type in small letters.

    Browsers remember the answer for a day only: the page's own address can change.
    """
    alike = Indicator.objects.filter(code__iexact=code).order_by("code")
    indicator = alike.filter(code=code).first() or alike.first()
    if indicator is None:
        raise Http404(f"no indicator {code}")
    response = HttpResponsePermanentRedirect(indicator.get_absolute_url())
    patch_cache_control(response, public=True, max_age=24 * 60 * 60)
    return response
