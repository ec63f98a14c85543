"""Tables of many values: typed into, pasted into, reviewed, handed in as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators.entry.batches import BatchRefused
from indicators.entry.forms import part_choices
from indicators.entry.grid.balances import feet
from indicators.entry.grid.forms import BlockForm, Making, YearsForm
from indicators.entry.grid.previews import Preview, preview
from indicators.entry.grid.reviews import Review, review, write
from indicators.entry.grid.sheets import Sheet, load_sheet
from indicators.entry.grid.submissions import Submission, nothing_typed, read_submission
from indicators.entry.grid.tables import department_table, district_table, usual_years
from indicators.entry.grid.wording import letters, written
from indicators.entry.people import signed_in
from indicators.entry.services import Conflict
from indicators.enums import DistrictRelation
from indicators.models import Indicator
from soest.http import HtmxHttpRequest, render_page
from strategy.models import Department

PAGE = "indicators/entry/grid/page.html"
PARTIAL = "indicators/entry/grid/_grid.html"


@require_safe
def index(request: HtmxHttpRequest) -> HttpResponse:
    """Every table this person may fill in."""
    person = signed_in(request)
    indicators = Indicator.objects.enterable_by(person).distinct()
    departments = Department.objects.filter(indicators__in=indicators).distinct().order_by("name")
    divided = indicators.exclude(district_relation=DistrictRelation.NONE).order_by("name")
    context = {"nav": "grid", "departments": departments, "divided": divided}
    return render(request, "indicators/entry/grid/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def department(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Years × indicators of a department."""
    enterable = Indicator.objects.enterable_by(signed_in(request)).distinct()
    indicators = list(enterable.filter(department__slug=slug).order_by("name", "code"))
    if not indicators:
        raise Http404
    place = get_object_or_404(Department, slug=slug)
    today = timezone.localdate()
    form = YearsForm(request.GET, usual=usual_years(today, indicators), newest=today.year)
    return answer(request, form, lambda years: department_table(place, indicators, years, today))


@require_http_methods(["GET", "HEAD", "POST"])
def districts(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """Districts × years of an indicator."""
    enterable = Indicator.objects.enterable_by(signed_in(request)).distinct()
    divided = enterable.exclude(district_relation=DistrictRelation.NONE)
    indicator = get_object_or_404(divided, slug=slug)
    today = timezone.localdate()
    form = YearsForm(
        request.GET,
        usual=usual_years(today, [indicator]),
        newest=today.year,
        parts=part_choices(indicator.frequency),
    )
    return answer(request, form, lambda years: district_table(indicator, form.part, years, today))


# What the views above are made of -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """One request to a table."""

    request: HtmxHttpRequest
    years_form: YearsForm
    sheet: Sheet


def answer(request: HtmxHttpRequest, form: YearsForm, making: Making) -> HttpResponse:
    """Show the table, or do what was asked for with what was sent back of it."""
    table = form.table(making)
    if table is None:
        context = {"nav": "grid", "years_form": form, "mode": "none"}
        return render(request, PAGE, context, status=422)
    sheet = load_sheet(table, signed_in(request))
    visit = Visit(request, form, sheet)
    if request.method != "POST" or form.errors:
        return show_table(visit, nothing_typed(sheet), status=422 if form.errors else 200)
    step = STEPS.get(request.POST.get("step", ""), look)
    return step(visit, read_submission(request.POST, sheet))


def look(visit: Visit, sent: Submission) -> HttpResponse:
    """List what would be handed in, and ask what has to be said with it."""
    found = review(sent, submit=True)
    if stopped := stop(visit, found):
        return stopped
    return show_review(visit, found, told=False)


def hand_in(visit: Visit, sent: Submission) -> HttpResponse:
    return carry_out(visit, sent, submit=True)


def save(visit: Visit, sent: Submission) -> HttpResponse:
    return carry_out(visit, sent, submit=False)


def edit(visit: Visit, sent: Submission) -> HttpResponse:
    """Back to the table, with everything that was typed."""
    return show_table(visit, sent)


def paste(visit: Visit, sent: Submission) -> HttpResponse:
    """Show what a block would change."""
    form = BlockForm(visit.request.POST, table=visit.sheet.table)
    if not form.is_valid():
        return show_table(visit, sent, block_form=form, status=422)
    return show_preview(visit, preview(sent, form.placed), form)


def take(visit: Visit, sent: Submission) -> HttpResponse:
    """Type a block into the table, once its ambiguous numbers are confirmed."""
    form = BlockForm(visit.request.POST, table=visit.sheet.table)
    if not form.is_valid():
        return show_table(visit, sent, block_form=form, status=422)
    found = preview(sent, form.placed)
    if found.ambiguous and not is_confirmed(visit, found.fingerprint):
        return show_preview(visit, found, form, unconfirmed=True, status=422)
    return show_table(visit, found.taken_over(), taken=found.taken)


STEPS: dict[str, Callable[[Visit, Submission], HttpResponse]] = {
    "look": look,
    "submit": hand_in,
    "save": save,
    "edit": edit,
    "paste": paste,
    "take": take,
}


def carry_out(visit: Visit, sent: Submission, *, submit: bool) -> HttpResponse:
    """Write everything or nothing."""
    found = review(sent, submit=submit)
    if stopped := stop(visit, found):
        return stopped
    unconfirmed = bool(sent.ambiguous) and not is_confirmed(visit, found.fingerprint)
    if unconfirmed or not found.is_answered:
        return show_review(visit, found, unconfirmed=unconfirmed, status=422)
    try:
        write(sent, submit=submit)
    except (Conflict, BatchRefused):
        sheet = load_sheet(visit.sheet.table, visit.sheet.person)
        late = Visit(visit.request, visit.years_form, sheet)
        return show_table(late, sent.beside(sheet), overtaken=True, status=409)
    return done(visit, written(found.written, found.emptied, submit=submit))


def stop(visit: Visit, found: Review) -> HttpResponse | None:
    """What keeps a submission from being reviewed, shown in the table; None: nothing does."""
    if found.conflicts or found.is_impossible:
        return show_table(visit, found.submission)
    if not found.items:
        return done(visit, "Es gibt nichts zu sichern: Alles steht schon so in der Tabelle.")
    return None


def done(visit: Visit, notice: str) -> HttpResponse:
    """Say what was done: in place, or without JavaScript on the page fetched anew."""
    if not visit.request.htmx:
        messages.success(visit.request, notice)
        return redirect(visit.sheet.table.address)
    sheet = load_sheet(visit.sheet.table, visit.sheet.person)
    fresh = Visit(visit.request, visit.years_form, sheet)
    return show_table(fresh, nothing_typed(sheet), notice=notice)


def is_confirmed(visit: Visit, fingerprint: str) -> bool:
    return visit.request.POST.get("confirmed") == fingerprint


def show_table(
    visit: Visit, sent: Submission, *, status: int = 200, overtaken: bool = False, **more: Any
) -> HttpResponse:
    """The table, with what is wrong at its cells; whoever reads it has seen the conflicts."""
    found = review(sent, submit=False)
    if overtaken or found.conflicts:
        status = 409
    elif found.is_impossible:
        status = 422
    foot_head, foot = feet(visit.sheet.table, sent.values)
    context = {
        "mode": "table",
        "foot_head": foot_head,
        "foot": foot,
        "rows": visit.sheet.lines(sent.typed, found.remarks),
        "first_wrong": next(iter(found.remarks), ""),
        "found": found,
        "overtaken": overtaken,
        "token": visit.sheet.token,
        "block_form": BlockForm(table=visit.sheet.table),
        "letters": letters(),
        "notice": "",
        "taken": 0,
    }
    return respond(visit, sent, context | more, status)


def show_review(
    visit: Visit,
    found: Review,
    *,
    told: bool = True,
    unconfirmed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The list of changes; `told` says what is missing, which nobody does before it was tried."""
    context = {
        "mode": "review",
        "found": found,
        "told": told,
        "unconfirmed": unconfirmed,
        "token": visit.sheet.token,
    }
    return respond(visit, found.submission, context, status)


def show_preview(
    visit: Visit,
    found: Preview,
    form: BlockForm,
    *,
    unconfirmed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """What a block would change. The page before it stays the one that was seen."""
    context = {
        "mode": "preview",
        "preview": found,
        "block_form": form,
        "unconfirmed": unconfirmed,
        "token": visit.request.POST.get("seen", ""),
    }
    return respond(visit, found.submission, context, status)


def respond(visit: Visit, sent: Submission, context: dict[str, Any], status: int) -> HttpResponse:
    shared = {
        "nav": "grid",
        "years_form": visit.years_form,
        "table": visit.sheet.table,
        "sheet": visit.sheet,
        "sent": sent,
    }
    return render_page(visit.request, PAGE, PARTIAL, shared | context, status=status)
