"""The page on which the city and its 19 parts are entered in one go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from indicators.entry.batches import Batch, BatchRefused, write_batch
from indicators.entry.district_entry import DistrictSheet, counted, open_sheet, sent_sheet
from indicators.entry.people import signed_in
from indicators.entry.places import load_places
from indicators.entry.services import Conflict
from indicators.entry.views.values import indicator_or_404
from indicators.entry.workflow import Step
from indicators.enums import DistrictRelation
from indicators.models import Indicator
from indicators.named_periods import Period
from soest.http import HtmxHttpRequest, render_page

FOLDER = "indicators/entry/districts"
TAKE_SUM = "take_sum"
NOTHING_NEW = "Es gab nichts Neues zu sichern."


@require_http_methods(["GET", "HEAD", "POST"])
def districts(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """All places of an indicator and a period."""
    indicator = divided_or_404(request, slug, period)
    if request.method != "POST":
        return show(request, open_sheet(indicator, period, signed_in(request)))
    if request.POST.get("step") == TAKE_SUM:
        return take_sum(request, indicator, period)
    return save(request, indicator, period)


@require_POST
def reading(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """What the numbers typed so far mean and add up to; nothing is saved."""
    indicator = divided_or_404(request, slug, period)
    sheet = sent_sheet(indicator, period, signed_in(request), request.POST, submit=False)
    return render(request, f"{FOLDER}/_reading_answer.html", {"sheet": sheet, "live": True})


# What the views above are made of -------------------------------------------------


def save(request: HtmxHttpRequest, indicator: Indicator, period: Period) -> HttpResponse:
    """Write all rows as drafts, or hand them in; all or none."""
    person = signed_in(request)
    submit = request.POST.get("step") == Step.SUBMIT
    places = load_places(indicator, period, person)
    sheet = DistrictSheet(indicator, period, places, request.POST)
    try:
        if not sheet.shared.is_valid():
            return refused(request, indicator, period, submit=submit)
        batch = write_batch(sheet.lines, seen=sheet.seen, by=person, submit=submit)
    except (BatchRefused, Conflict):
        return refused(request, indicator, period, submit=submit)
    return saved(request, open_sheet(indicator, period, person), batch, submit=submit)


def take_sum(request: HtmxHttpRequest, indicator: Indicator, period: Period) -> HttpResponse:
    """Type the sum of the parts into the row of the city; nothing is saved."""
    person = signed_in(request)
    sheet = sent_sheet(indicator, period, person, request.POST, submit=False)
    if sheet.can_take_sum:
        data = sheet.with_sum_taken(request.POST)
        sheet = sent_sheet(indicator, period, person, data, submit=False)
        notice = f"{sheet.sum_words} steht jetzt bei „Gesamtstadt“, ist aber noch nicht gesichert."
        return show(request, sheet, notice=notice)
    return show(request, sheet)


def refused(
    request: HtmxHttpRequest, indicator: Indicator, period: Period, *, submit: bool
) -> HttpResponse:
    """The same page with what is wrong, or with what somebody else has saved meanwhile."""
    sheet = sent_sheet(indicator, period, signed_in(request), request.POST, submit=submit)
    sheet.tells_problems = True
    return show(request, sheet, status=409 if sheet.overtaken else 422)


def saved(
    request: HtmxHttpRequest, sheet: DistrictSheet, batch: Batch, *, submit: bool
) -> HttpResponse:
    """Say what was done: in place, or without JavaScript on the page anew."""
    done = "Eingereicht" if submit else "Als Entwurf gesichert"
    notice = (
        f"{done}: {counted(batch)}." if batch.is_writable else "Es gab nichts Neues zu sichern."
    )
    if submit and sheet.still_open:
        notice += f" Offen: {sheet.still_open} von {len(sheet.places)}."
    if request.htmx:
        return show(request, sheet, notice=notice)
    messages.success(request, notice)
    return redirect(request.path)


def show(
    request: HtmxHttpRequest, sheet: DistrictSheet, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    """The page, or to htmx its changing part."""
    context: dict[str, Any] = {"nav": "entry", "sheet": sheet, "notice": notice, "live": False}
    return render_page(
        request, f"{FOLDER}/districts.html", f"{FOLDER}/_districts.html", context, status=status
    )


def divided_or_404(request: HtmxHttpRequest, slug: str, period: Period) -> Indicator:
    """An indicator this person may enter, with values for parts of the city, in a period begun."""
    indicator = indicator_or_404(request, slug)
    is_divided = indicator.district_relation != DistrictRelation.NONE
    fits = period.frequency == indicator.frequency and period.first_day <= timezone.localdate()
    if not (is_divided and fits):
        raise Http404
    return indicator
