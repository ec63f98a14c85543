"""Downloads of one indicator: CSV, JSON, XLSX."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.charts.series_content import file_head, file_rows
from indicators.export import (
    VALUE_HEAD,
    as_json,
    as_xlsx,
    note_rows,
    target_rows,
    value_rows,
)
from indicators.indicator_pages import chosen_series
from indicators.models import Indicator
from indicators.publishable import value_history
from indicators.published_states import StandForm
from indicators.scorecards import target_versions
from indicators.series_choice import SeriesForm
from indicators.series_notes import entered_notes, known_notes
from soest.public_pages import public_page
from soest.spreadsheets.writing import Row, as_csv
from strategy.models import District

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


Download = Callable[[HttpRequest, Indicator, StandForm], HttpResponse]


def at_stand(view: Download) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give the view the indicator and the day whose state is wanted; refuse what is no day."""

    @wraps(view)
    def answered(request: HttpRequest, slug: str) -> HttpResponse:
        indicator = get_object_or_404(Indicator, slug=slug)
        stand = StandForm(request.GET)
        return view(request, indicator, stand) if stand.is_valid() else refused(stand)

    return answered


@public_page
@require_safe
@at_stand
def csv(request: HttpRequest, indicator: Indicator, stand: StandForm) -> HttpResponse:
    content = as_csv(VALUE_HEAD, values_of(indicator, stand))
    return HttpResponse(
        content, "text/csv; charset=utf-8", headers=attachment(indicator.slug, stand, "csv")
    )


@public_page
@require_safe
@at_stand
def json(request: HttpRequest, indicator: Indicator, stand: StandForm) -> HttpResponse:
    content = as_json(
        indicator,
        values_of(indicator, stand),
        targets_of(indicator, stand),
        notes_of(indicator, stand),
        stand=stand.day,
    )
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(
        content, json_dumps_params=options, headers=attachment(indicator.slug, stand, "json")
    )


@public_page
@require_safe
@at_stand
def xlsx(request: HttpRequest, indicator: Indicator, stand: StandForm) -> HttpResponse:
    content = as_xlsx(
        values_of(indicator, stand), targets_of(indicator, stand), notes_of(indicator, stand)
    )
    return HttpResponse(content, XLSX, headers=attachment(indicator.slug, stand, "xlsx"))


@public_page
@require_safe
@at_stand
def series(request: HttpRequest, indicator: Indicator, stand: StandForm) -> HttpResponse:
    """The table of the series that the page shows for the same query string."""
    chosen = chosen_series(indicator, stand.moment, SeriesForm(request.GET))
    content = as_csv(file_head(chosen.chart), file_rows(chosen.chart))
    name = f"{indicator.slug}-reihen-{chosen.choice.view}"
    return HttpResponse(content, "text/csv; charset=utf-8", headers=attachment(name, stand, "csv"))


# What the views above are made of -------------------------------------------------


def refused(stand: StandForm) -> HttpResponse:
    """Say which days are possible."""
    text = " ".join(map(str, stand.errors["stand"]))
    return HttpResponse(text, "text/plain; charset=utf-8", status=422)


def values_of(indicator: Indicator, stand: StandForm) -> list[Row]:
    places = {place.pk: place for place in District.objects.all()}
    return value_rows(indicator, value_history(indicator.pk, at=stand.moment), places)


def targets_of(indicator: Indicator, stand: StandForm) -> list[Row]:
    versions = target_versions([indicator.pk], {indicator.pk: indicator.direction})
    known = versions.get(indicator.pk, [])
    if stand.moment is not None:
        moment = stand.moment
        known = [one.known_at(moment) for one in known if one.adopted_at <= moment]
    return target_rows(known)


def notes_of(indicator: Indicator, stand: StandForm) -> list[Row]:
    entered = entered_notes([indicator.pk])[indicator.pk]
    return note_rows(known_notes(entered, stand.moment or timezone.now()))


def attachment(slug: str, stand: StandForm, ending: str) -> dict[str, str]:
    """Slugs hold ASCII letters, digits and hyphens only, so the name needs no quoting."""
    name = f"{slug}-stand-{stand.day.isoformat()}" if stand.day else slug
    return {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
