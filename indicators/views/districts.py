"""Pages of the Ortsteile."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from indicators.corrections import revised_places
from indicators.district_profiles import district_profile
from indicators.district_values import DistrictTable, district_table
from indicators.filters import DistrictMapForm
from indicators.inhabitants import PlaceCount, load_inhabitants, newest_counts
from indicators.place_years import can_be_per_capita
from indicators.publishable import value_history
from indicators.revisions import revision_legend
from soest.http import HtmxHttpRequest, render_page
from soest.public_pages import public_page
from strategy.enums import DistrictKind
from strategy.models import District

PAGE = "indicators/district_list.html"


@public_page
@require_safe
def district_list(request: HtmxHttpRequest) -> HttpResponse:
    """The map of one indicator in one year, and the table of all places."""
    form = DistrictMapForm(request.GET)
    districts = list(District.objects.all())
    indicator = form.chosen()
    table = None
    if indicator and districts:
        table = district_table(indicator, districts, year=form.year, per_capita=form.per_capita)
    context = {
        "nav": "districts",
        "form": form,
        "table": table,
        "rows": (table.by_value if form.by_value else table.parts) if table else (),
        "legend": legend_of(table, districts) if table else "",
        "indicator": indicator,
        "has_per_capita": indicator is not None and can_be_per_capita(indicator),
        "places": lambda: all_places(table, districts),  # asked for by the whole page alone
    }
    return render_page(request, PAGE, "indicators/_district_map_answer.html", context)


@public_page
@require_safe
def district_detail(request: HttpRequest, slug: str) -> HttpResponse:
    district = get_object_or_404(District, slug=slug)
    city = District.objects.city()
    context = {
        "nav": "districts",
        "district": district,
        "city": city,
        "profile": district_profile(district, city),
    }
    return render(request, "indicators/district_detail.html", context)


# What the views above are made of -------------------------------------------------


def all_places(table: DistrictTable | None, districts: list[District]) -> list[PlaceCount]:
    """The city and its parts with their inhabitants. Two queries, unless the map has them."""
    known = table.series.inhabitants if table else None
    ordered = sorted(districts, key=lambda place: place.kind != DistrictKind.CITY)
    return newest_counts(ordered, known or load_inhabitants())


def legend_of(table: DistrictTable, districts: list[District]) -> str:
    """What the marks in the table stand for, and when those marked "r" were revised."""
    history = value_history(table.indicator.pk)
    return table.legend(revision_legend(revised_places(history, districts, table.year)))
