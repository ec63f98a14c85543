"""The 17 Sustainable Development Goals and the indicators that touch them."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.goal_tree import ScoreRow
from indicators.models import Indicator
from indicators.scorecards import current_scorecards
from soest.public_pages import public_page
from strategy.models import Sdg


@public_page
@require_safe
def sdg_list(request: HttpRequest) -> HttpResponse:
    sdgs = Sdg.objects.prefetch_related("indicators")
    cards = {
        card.indicator.pk: card
        for card in current_scorecards(Indicator.objects.filter(sdgs__isnull=False).distinct())
    }
    rows: defaultdict[int, list[ScoreRow]] = defaultdict(list)
    for sdg in sdgs:
        rows[sdg.number] = [ScoreRow(None, cards[one.pk]) for one in sdg.indicators.all()]
    context = {
        "sections": [(sdg, rows[sdg.number]) for sdg in sdgs],
        "every_row": [row for sdg in sdgs for row in rows[sdg.number]],
    }
    return render(request, "indicators/sdg_list.html", context)
