"""Pages of the Ortsteile."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from indicators.corrections import revised_places
from indicators.district_profiles import district_profile
from indicators.district_values import DistrictTable, district_table
from indicators.filters import DistrictMapForm
from indicators.publishable import value_history
from indicators.revisions import revision_legend
from soest.public_pages import public_page
from strategy.enums import DistrictKind
from strategy.models import District


@public_page
@require_safe
def district_list(request: HttpRequest) -> HttpResponse:
    """The tile map of one indicator, chosen by `?kennzahl=`, and the table of all places."""
    form = DistrictMapForm(request.GET)
    districts = list(District.objects.all())
    indicator = form.chosen()
    table = district_table(indicator, districts) if indicator and districts else None
    context = {
        "nav": "districts",
        "form": form,
        "table": table,
        "revised_places": revised_legend(table, districts) if table else "",
        "indicator": indicator,
        "city": next((place for place in districts if place.kind == DistrictKind.CITY), None),
        "parts": [place for place in districts if place.kind != DistrictKind.CITY],
    }
    return render(request, "indicators/district_list.html", context)


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


def revised_legend(table: DistrictTable, districts: list[District]) -> str:
    """When the values of the table that are marked "r" were revised."""
    history = value_history(table.indicator.pk)
    return revision_legend(revised_places(history, districts, table.year))
