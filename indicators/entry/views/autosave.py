"""What is typed into the form of a value becomes a draft by itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from indicators.entry import services
from indicators.entry.forms import SeenForm, ValueForm
from indicators.entry.people import signed_in
from indicators.entry.slots import Seen
from indicators.entry.views.values import posted_form, worksheet_or_404, write
from indicators.entry.workflow import StepRefused
from indicators.entry.worksheets import Worksheet, load_worksheet
from indicators.named_periods import Period
from soest.http import HtmxHttpRequest

OVERTAKEN = "Inzwischen hat sich der Wert geändert. Oben stehen beide Fassungen."


@require_POST
def autosave(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """Keep what is typed as a draft, and answer with one line; nothing is handed in.

    The fields stay as they are, because somebody is typing in them. Only what the form has seen
    is renewed, so that it does not conflict with itself the next time.
    """
    sheet = worksheet_or_404(request, slug, period)
    form = posted_form(request, sheet, submit=False)
    try:
        kept = keep(sheet, form, SeenForm(request.POST).seen)
    except (services.Conflict, StepRefused):
        return both_versions(request, sheet)
    if kept is None:
        context = {"sheet": sheet, "live": True, "unsaved": form.first_problem}
        return render(request, "indicators/entry/_saved.html", context, status=422)
    context = {
        "sheet": kept,
        "live": True,
        "unsaved": "",
        "begins": kept.has_draft and not sheet.has_draft and is_own_page(request, sheet),
    }
    return render(request, "indicators/entry/_autosave_answer.html", context)


def keep(sheet: Worksheet, form: ValueForm, seen: Seen | None) -> Worksheet | None:
    """The worksheet after saving; None if what is typed cannot be a draft.

    Raises Conflict or StepRefused if the slot is not as the form showed it.
    """
    as_seen = seen == sheet.rows.seen
    if as_seen and (not form.has_changed() or (form.is_valid() and sheet.keeps(form.content))):
        return sheet
    if as_seen and not form.is_valid():
        return None
    return sheet.after(write(sheet, form, seen))


def is_own_page(request: HtmxHttpRequest, sheet: Worksheet) -> bool:
    """The form stands on the page of the value, not in a list; there a draft can be discarded."""
    return request.htmx.current_url_abs_path == sheet.slot.url


def both_versions(request: HtmxHttpRequest, sheet: Worksheet) -> HttpResponse:
    """Show what is stored now beside what is typed. Saving on top of it is left to the person."""
    sheet = load_worksheet(sheet.slot, signed_in(request))
    context = {
        "sheet": sheet,
        "form": ValueForm(request.POST, sheet=sheet),
        "live": True,
        "conflict": True,
        "unsaved": OVERTAKEN,
        "own_page": is_own_page(request, sheet),
    }
    return render(request, "indicators/entry/_autosave_conflict.html", context, status=409)
