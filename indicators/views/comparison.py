"""Up to four indicators beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.charts.side_by_side import (
    as_index,
    base_year,
    compared_years,
    over_the_same_years,
)
from indicators.charts.trend import TrendChart
from indicators.filters import ComparisonForm
from indicators.models import Indicator
from indicators.scorecards import Scorecard, current_scorecards
from indicators.trends import trend_of
from soest.http import HtmxHttpRequest
from soest.public_pages import public_page


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the indicators that stand beside each other."""

    card: Scorecard
    chart: TrendChart
    without_url: str  # the same comparison without it


@dataclass(frozen=True, slots=True)
class Addition:
    """An indicator that could stand beside them as well."""

    indicator: Indicator
    url: str


@public_page
@require_safe
def comparison(request: HtmxHttpRequest) -> HttpResponse:
    form = ComparisonForm(request.GET)
    if form.has_names:
        return redirect(address([one.slug for one in form.chosen()], form.wants_index))
    cards = in_order(form.chosen())
    charts = over_the_same_years([trend_of(card) for card in cards])
    year = base_year(charts)
    if form.wants_index and year is not None:
        charts = as_index(charts, year)
    context = {
        "nav": "indicators",
        "form": form,
        "similar": [Addition(one, addition(cards, one, form)) for one in form.similar()],
        "compared": compared(cards, charts, index=form.wants_index),
        "years": compared_years(charts),
        "others": form.others(),
        "is_full": len(cards) == form.MOST,
        "base_year": year if form.wants_index else None,
        "has_no_base": form.wants_index and bool(cards) and year is None,
    }
    return render(request, "indicators/comparison.html", context)


# What the view above is made of ---------------------------------------------------


def in_order(indicators: Sequence[Indicator]) -> list[Scorecard]:
    """The scorecards in the order of the indicators."""
    keys = [one.pk for one in indicators]
    cards = current_scorecards(Indicator.objects.filter(pk__in=keys))
    return sorted(cards, key=lambda card: keys.index(card.indicator.pk))


def compared(
    cards: Sequence[Scorecard], charts: Sequence[TrendChart], *, index: bool
) -> list[Compared]:
    slugs = [card.indicator.slug for card in cards]
    return [
        Compared(card, chart, address([one for one in slugs if one != card.indicator.slug], index))
        for card, chart in zip(cards, charts, strict=True)
    ]


def addition(cards: Sequence[Scorecard], one: Indicator, form: ComparisonForm) -> str:
    """Where one more indicator stands beside these."""
    return address([*(card.indicator.slug for card in cards), one.slug], form.wants_index)


def address(slugs: Sequence[str], index: bool) -> str:
    """Where these indicators stand beside each other."""
    query = [*(("k", slug) for slug in slugs), *([("skala", "index")] if index else [])]
    path = reverse("indicators:comparison")
    return f"{path}?{urlencode(query)}" if query else path
