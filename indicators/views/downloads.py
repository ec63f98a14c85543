"""Downloads of one indicator: CSV, JSON, XLSX."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from indicators.export import (
    VALUE_HEAD,
    as_json,
    as_xlsx,
    target_rows,
    value_rows,
)
from indicators.models import Indicator
from indicators.publishable import value_history
from indicators.scorecards import target_versions
from soest.public_pages import public_page
from soest.spreadsheets.writing import Row, as_csv
from strategy.models import District

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@public_page
@require_safe
def csv(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = get_object_or_404(Indicator, slug=slug)
    content = as_csv(VALUE_HEAD, values_of(indicator))
    return HttpResponse(content, "text/csv; charset=utf-8", headers=attachment(slug, "csv"))


@public_page
@require_safe
def json(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = get_object_or_404(Indicator, slug=slug)
    content = as_json(indicator, values_of(indicator), targets_of(indicator))
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(content, json_dumps_params=options, headers=attachment(slug, "json"))


@public_page
@require_safe
def xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    indicator = get_object_or_404(Indicator, slug=slug)
    content = as_xlsx(values_of(indicator), targets_of(indicator))
    return HttpResponse(content, XLSX, headers=attachment(slug, "xlsx"))


def values_of(indicator: Indicator) -> list[Row]:
    places = {place.pk: place for place in District.objects.all()}
    return value_rows(indicator, value_history(indicator.pk), places)


def targets_of(indicator: Indicator) -> list[Row]:
    versions = target_versions([indicator.pk], {indicator.pk: indicator.direction})
    return target_rows(versions.get(indicator.pk, ()))


def attachment(slug: str, ending: str) -> dict[str, str]:
    """Slugs hold ASCII letters, digits and hyphens only, so the name needs no quoting."""
    return {"Content-Disposition": f'attachment; filename="{slug}.{ending}"'}
