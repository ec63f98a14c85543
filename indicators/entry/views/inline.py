"""The form of a value, opened in its line of "Meine Kennzahlen"."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from indicators.entry import services
from indicators.entry.forms import SeenForm, ValueForm
from indicators.entry.owed import load_lines
from indicators.entry.people import signed_in
from indicators.entry.slots import Slot
from indicators.entry.views.autosave import keep
from indicators.entry.views.home import overview
from indicators.entry.views.values import (
    form_context,
    posted_form,
    worksheet_or_404,
    write,
)
from indicators.entry.workflow import Step, StepRefused
from indicators.entry.worksheets import Worksheet, load_worksheet
from indicators.named_periods import Period
from soest.http import HtmxHttpRequest

CLOSE = "close"  # keep what can be kept, and close
LEAVE = "leave"  # close without keeping anything


@require_http_methods(["GET", "HEAD", "POST"])
def inline(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """Open the form in its line, save it there, and close it."""
    sheet = worksheet_or_404(request, slug, period)
    if not request.htmx:
        return redirect(sheet.slot.url)
    if request.method == "POST":
        return save(request, sheet)
    if sheet.is_submitted or sheet.is_mixed:
        return closed(request, sheet.slot)
    return opened(request, sheet, ValueForm(sheet=sheet))


def save(request: HtmxHttpRequest, sheet: Worksheet) -> HttpResponse:
    step = request.POST.get("step", "")
    if step == LEAVE:
        return closed(request, sheet.slot)
    submit = step == Step.SUBMIT
    form = posted_form(request, sheet, submit=submit)
    seen = SeenForm(request.POST).seen
    try:
        if step == CLOSE and keep(sheet, form, seen):
            return closed(request, sheet.slot)
        if seen == sheet.rows.seen and not form.is_valid():
            return opened(request, sheet, form, status=422)
        write(sheet, form, seen)
    except (services.Conflict, StepRefused):
        sheet = load_worksheet(sheet.slot, sheet.person)
        form = ValueForm(request.POST, sheet=sheet, submitting=submit)
        return opened(request, sheet, form, conflict=True, status=409)
    done = "Eingereicht" if submit else "Entwurf gesichert"
    return closed(
        request, sheet.slot, notice=f"{done}: {sheet.slot.told(form.content)}.", done=submit
    )


def opened(
    request: HtmxHttpRequest, sheet: Worksheet, form: ValueForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The line with the form in it; the work goes on in the value field."""
    form.fields["value"].widget.attrs["data-focus"] = True
    context = form_context(sheet, form, inline=True) | more
    return render(request, "indicators/entry/_inline.html", context, status=status)


def closed(
    request: HtmxHttpRequest, slot: Slot, *, notice: str = "", done: bool = False
) -> HttpResponse:
    """The line as it stands now. The focus stays there, or goes on to the next if it is done."""
    person = signed_in(request)
    lines = load_lines(person, timezone.localdate())
    context = {
        "slot": slot,
        "line": next((line for line in lines if line.slot == slot), None),
        "notice": notice,
        **overview(person, lines),
    }
    response = render(request, "indicators/entry/_inline_closed.html", context)
    place = {"line": f"line-{slot.key}", "done": done}
    return trigger_client_event(response, "line:closed", place, after="settle")
