"""The search over everything public."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from indicators.filters import SearchForm
from indicators.site_search import search as search_everything
from soest.http import HtmxHttpRequest, render_page
from soest.public_pages import public_page


@public_page
@require_safe
def search(request: HtmxHttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    context = {"form": form, "findings": search_everything(form.query)}
    return render_page(
        request, "indicators/search.html", "indicators/_search_results.html", context
    )
