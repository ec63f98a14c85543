"""Pages and fragments about one value."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.entry import services
from indicators.entry.conversations import load_remarks_of
from indicators.entry.forms import PeriodForm, PlaceForm, SeenForm, ValueForm
from indicators.entry.owed import load_agenda
from indicators.entry.people import signed_in
from indicators.entry.remark_forms import remark_context
from indicators.entry.slots import Seen, Slot, recent_rows
from indicators.entry.workflow import Step, StepRefused
from indicators.entry.worksheets import Preview, Worksheet, load_worksheet
from indicators.enums import DistrictRelation
from indicators.formula_pages import formula_in_names
from indicators.models import Indicator, Measurement
from indicators.named_periods import Period
from soest.http import HtmxHttpRequest, render_page
from strategy.models import District

logger = logging.getLogger(__name__)

PAGE = "indicators/entry/value.html"
PARTIAL = "indicators/entry/_value_answer.html"


@require_safe
def choose_period(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """The last values of an indicator, and the way to any other period or part of the city.

    Of a computed one, how it is computed.
    """
    indicator = answered_or_404(request, slug)
    if indicator.is_computed:
        return show_computed(request, indicator)
    form = PeriodForm(request.GET or None, indicator=indicator, today=timezone.localdate())
    if form.is_valid():
        place = district_or_404(indicator, form.cleaned_data.get("ortsteil", ""))
        return redirect(Slot(indicator, place, form.period).url)
    context = {
        "nav": "entry",
        "indicator": indicator,
        "form": form,
        "rows": recent_rows(indicator),
    }
    status = 422 if form.is_bound else 200
    return render(request, "indicators/entry/indicator.html", context, status=status)


def show_computed(request: HtmxHttpRequest, indicator: Indicator) -> HttpResponse:
    context = {
        "nav": "entry",
        "indicator": indicator,
        "formula": formula_in_names(indicator),
        "rows": recent_rows(indicator),
    }
    return render(request, "indicators/entry/computed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def value(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """The form for one value; nobody enters what is computed."""
    indicator = answered_or_404(request, slug)
    if indicator.is_computed:
        return redirect("indicators:entry-indicator", slug)
    sheet = load_worksheet(slot_of(request, indicator, period), signed_in(request))
    if request.method == "POST":
        return save(request, sheet)
    return show(request, sheet, ValueForm(sheet=sheet))


def save(request: HtmxHttpRequest, sheet: Worksheet) -> HttpResponse:
    submit = request.POST.get("step") == Step.SUBMIT
    form = posted_form(request, sheet, submit=submit)
    seen = SeenForm(request.POST).seen
    if seen == sheet.rows.seen and not form.is_valid():
        return show(request, sheet, form, status=422)
    try:
        write(sheet, form, seen)
    except (services.Conflict, StepRefused):
        return conflict(request, sheet.slot, submit=submit)
    done = "Eingereicht" if submit else "Entwurf gesichert"
    notice = f"{done}: {sheet.slot.told(form.content)}."
    return saved(request, sheet.slot, notice, handed_in=submit)


def posted_form(request: HtmxHttpRequest, sheet: Worksheet, *, submit: bool) -> ValueForm:
    form = ValueForm(request.POST, sheet=sheet, submitting=submit)
    if form.unknown_fields:
        logger.warning("unknown fields ignored at %s: %s", sheet.slot.url, form.unknown_fields)
    return form


def write(sheet: Worksheet, form: ValueForm, seen: Seen | None) -> Measurement:
    """Save what was typed. Raises Conflict if it cannot be compared with what was seen."""
    if seen is None or not form.is_valid():
        raise services.Conflict
    return services.save(
        slot=sheet.slot,
        content=form.content,
        seen=seen,
        by=sheet.person,
        submit=form.submitting,
        oddities=[f"{odd.title}: {odd.text}" for odd in form.oddities],
    )


@require_POST
def reading(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """What the text typed so far means; nothing is saved."""
    sheet = worksheet_or_404(request, slug, period)
    form = ValueForm(request.POST, sheet=sheet)
    context = {"sheet": sheet, "form": form, "live": True, "preview": preview_of(sheet, form)}
    return render(request, "indicators/entry/_reading_answer.html", context)


@require_POST
def withdraw(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """Take a submitted value back."""
    return take_back(request, slug, period, services.withdraw, "Zurückgezogen")


@require_POST
def discard(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """Empty a draft."""
    return take_back(request, slug, period, services.discard, "Entwurf verworfen")


# What the views above are made of -------------------------------------------------


def take_back(
    request: HtmxHttpRequest,
    slug: str,
    period: Period,
    service: Callable[..., Measurement],
    done: str,
) -> HttpResponse:
    sheet = worksheet_or_404(request, slug, period)
    seen = SeenForm(request.POST).seen
    try:
        if seen is None:
            raise services.Conflict
        service(slot=sheet.slot, seen=seen, by=sheet.person)
    except (services.Conflict, StepRefused):
        return show(request, sheet, ValueForm(sheet=sheet), overtaken=True, status=409)
    return saved(request, sheet.slot, f"{done}: {sheet.slot.title}.")


def saved(
    request: HtmxHttpRequest, slot: Slot, notice: str, *, handed_in: bool = False
) -> HttpResponse:
    """Say what was done: in place, or without JavaScript on the next page."""
    if not request.htmx:
        messages.success(request, notice)
        return redirect("indicators:entry-home" if handed_in else slot.url)
    sheet = load_worksheet(slot, signed_in(request))
    agenda = load_agenda(sheet.person, slot, sheet.today) if handed_in else None
    return show(request, sheet, ValueForm(sheet=sheet), notice=notice, agenda=agenda)


def conflict(request: HtmxHttpRequest, slot: Slot, *, submit: bool) -> HttpResponse:
    """Show what is stored now beside what was typed; sending again is done knowingly."""
    sheet = load_worksheet(slot, signed_in(request))
    form = ValueForm(request.POST, sheet=sheet, submitting=submit)
    return show(request, sheet, form, conflict=True, status=409)


def show(
    request: HtmxHttpRequest, sheet: Worksheet, form: ValueForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of the value, or to htmx its changing part."""
    context = {
        "nav": "entry",
        "parts": sheet.parts,
        "period_form": PeriodForm(
            indicator=sheet.slot.indicator,
            today=sheet.today,
            shown=sheet.slot,
        ),
    }
    context |= remark_context(load_remarks_of(sheet.slot)) | form_context(sheet, form) | more
    return render_page(request, PAGE, PARTIAL, context, status=status)


def form_context(sheet: Worksheet, form: ValueForm, *, inline: bool = False) -> dict[str, Any]:
    """What the form needs, on its own page or in a line of the list."""
    return {
        "sheet": sheet,
        "form": form,
        "inline": inline,
        "post_url": sheet.slot.inline_url if inline else sheet.slot.url,
        "conflict": False,  # somebody else has saved meanwhile: both values are shown
        "overtaken": False,  # a step came too late: the present state is shown
        "notice": "",
        "agenda": None,
        "unsaved": "",  # why what is typed could not be kept
        "live": False,  # a part of the page is renewed while somebody types
        "preview": preview_of(sheet, form),
    }


def preview_of(sheet: Worksheet, form: ValueForm) -> Preview | None:
    """The trend with the value as typed; without it if that is what is released already."""
    typed = form.reading.value
    known = sheet.released.value if sheet.released else None
    is_missing = typed is None and bool(form["missing_reason"].value())
    return sheet.preview(None if typed == known else typed, is_missing=is_missing)


def worksheet_or_404(request: HtmxHttpRequest, slug: str, period: Period) -> Worksheet:
    return load_worksheet(slot_or_404(request, slug, period), signed_in(request))


def slot_or_404(request: HtmxHttpRequest, slug: str, period: Period) -> Slot:
    """The slot of the address, if this person may enter it and the period has begun."""
    return slot_of(request, indicator_or_404(request, slug), period)


def slot_of(request: HtmxHttpRequest, indicator: Indicator, period: Period) -> Slot:
    if period.frequency != indicator.frequency or period.first_day > timezone.localdate():
        raise Http404
    return Slot(indicator, place_or_404(request, indicator), period)


def answered_or_404(request: HtmxHttpRequest, slug: str) -> Indicator:
    """An indicator this person answers for, computed or not."""
    answered = Indicator.objects.answered_by(signed_in(request))
    return get_object_or_404(answered.select_related("department"), slug=slug)


def indicator_or_404(request: HtmxHttpRequest, slug: str) -> Indicator:
    """One whose values this person may enter."""
    enterable = Indicator.objects.enterable_by(signed_in(request))
    return get_object_or_404(enterable.select_related("department"), slug=slug)


def place_or_404(request: HtmxHttpRequest, indicator: Indicator) -> District:
    """The part of the city in the query string, or the whole of it."""
    form = PlaceForm(request.GET)
    if not form.is_valid():
        raise Http404
    return district_or_404(indicator, form.cleaned_data["ortsteil"])


def district_or_404(indicator: Indicator, slug: str) -> District:
    """The named part of the city, or without a name the whole of it."""
    if not slug:
        return District.objects.city()
    if indicator.district_relation == DistrictRelation.NONE:
        raise Http404
    return get_object_or_404(District, slug=slug)
