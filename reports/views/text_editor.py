"""Writing one text: draft, preview, review, approval, former versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.entry.people import coordinator, signed_in
from reports.models import Report, TextStep, TextVersion
from reports.services import ReportError
from reports.writing import services
from reports.writing.diffs import difference
from reports.writing.forms import AssignForm, BodyForm, NoteForm, NumberSearchForm, SeenForm
from reports.writing.places import find_place
from reports.writing.sheets import (
    TextSheet,
    former_text,
    load_sheet,
    offered_indicators,
    preview_of,
)
from reports.writing.writers import assign, may_write, possible_writers
from soest.http import HtmxHttpRequest, render_page

PAGE = "reports/texts/editor.html"
PARTIAL = "reports/texts/_text.html"


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    """The page of one text; POST saves it, and hands it in if that was asked for."""
    sheet = sheet_or_404(request, year, place)
    if request.method != "POST":
        return show(request, sheet, blank(sheet))
    form, seen = BodyForm(request.POST, place=sheet.place), SeenForm(request.POST).seen
    if not form.is_valid():
        return show(request, sheet, form, status=422)
    handing_in = request.POST.get("step") == "submit"
    try:
        with transaction.atomic():  # what cannot be handed in is not saved either
            written = write(sheet, form.typed, seen, TextStep.SAVED)
            if handing_in:
                services.submit(place=sheet.place, seen=written.version, by=sheet.person)
    except services.Conflict:
        return show(request, reloaded(sheet), form, conflict=True, status=409)
    except ReportError as error:
        form.add_error(None, str(error))
        return show(request, reloaded(sheet), form, status=422)
    return done(request, sheet, "Zur Prüfung gegeben." if handing_in else "Gespeichert.")


@require_POST
def autosave(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    """Keep what is typed as a draft; the field stays as it is, because somebody is typing."""
    sheet = sheet_or_404(request, year, place)
    form, seen = BodyForm(request.POST, place=sheet.place), SeenForm(request.POST).seen
    if not form.is_valid():
        first = next(iter(form.errors.values()))[0]
        return told(request, sheet, str(first), status=422)
    if not sheet.is_draft and seen == sheet.version:
        return told(request, sheet, "Dieser Text ist kein Entwurf mehr.", status=422)
    try:
        write(sheet, form.typed, seen, None)
    except services.Conflict:
        context = {"sheet": reloaded(sheet), "form": form, "live": True, "conflict": True}
        return render(request, "reports/texts/_autosave_conflict.html", context, status=409)
    except ReportError as error:
        return told(request, sheet, str(error), status=422)
    return told(request, reloaded(sheet), "")


@require_POST
def preview(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    """What the wording typed so far looks like; nothing is saved."""
    sheet = sheet_or_404(request, year, place)
    form = BodyForm(request.POST, place=sheet.place)
    context = {"sheet": sheet, "preview": preview_of(form.shown, year), "live": True}
    return render(request, "reports/texts/_preview.html", context)


@require_safe
def numbers(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    """Placeholders that can be put into the text; without JavaScript the page of the text."""
    sheet = sheet_or_404(request, year, place)
    if not request.htmx:
        return show(request, sheet, blank(sheet))
    return render(request, "reports/texts/_numbers.html", number_context(request, sheet))


@require_POST
def take_over(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    """Begin with the text of the year before, if there is none yet."""
    sheet, former = sheet_or_404(request, year, place), None
    if not sheet.body.strip():
        former = former_text(sheet.place)
    if former is None:
        messages.error(request, "Es gibt nichts zu übernehmen, oder hier steht schon ein Text.")
        return redirect(sheet.place.url)
    try:
        write(sheet, kept(sheet, former.body), SeenForm(request.POST).seen, TextStep.TAKEN)
    except (services.Conflict, ReportError) as error:
        messages.error(request, str(error) or "Inzwischen steht hier ein Text. Siehe unten.")
    else:
        messages.success(request, f"Der Text von {former.year} ist als Entwurf übernommen.")
    return redirect(sheet.place.url)


@require_POST
def approve(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    coordinator(request)
    return decide(request, sheet_or_404(request, year, place), "Freigegeben.", services.approve)


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    """Give a text back, and say what is missing. Loaded anew after a refusal: the text."""
    coordinator(request)
    sheet, form = sheet_or_404(request, year, place), NoteForm(request.POST)
    if request.method != "POST":
        return redirect(sheet.place.url)
    if not form.is_valid():
        body = blank(sheet)
        return show(request, sheet, body, note_form=form, status=422)
    note = form.cleaned_data["note"]
    return decide(request, sheet, "Zurückgegeben.", services.send_back, note=note)


@require_POST
def assign_text(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    """Ask somebody for this one text."""
    person = coordinator(request)
    sheet = sheet_or_404(request, year, place)
    people = possible_writers(sheet.place.report)
    form = AssignForm(request.POST, people=people, prefix="one", is_single=True)
    if not form.is_valid():
        body = blank(sheet)
        return show(request, sheet, body, assign_form=form, status=422)
    try:
        assign(report=sheet.place.report, places=[sheet.place], wish=form.wish, by=person)
    except ReportError as error:
        messages.error(request, str(error))
    return redirect(sheet.place.url)


@require_safe
def history(request: HtmxHttpRequest, year: int, place: str) -> HttpResponse:
    """All versions that were kept, the newest first."""
    sheet = sheet_or_404(request, year, place)
    versions = TextVersion.objects.filter(text=sheet.text).select_related("by").defer("body")
    context = {"nav": "reports", "sheet": sheet, "versions": versions if sheet.text else []}
    return render(request, "reports/texts/history.html", context)


@require_safe
def version(request: HtmxHttpRequest, year: int, place: str, pk: int) -> HttpResponse:
    """A former version, and what has changed since."""
    sheet = sheet_or_404(request, year, place)
    row = version_or_404(sheet, pk)
    pieces = difference(row.body, sheet.body)
    is_same = (row.body, row.stance) == (sheet.body, sheet.stance)
    context = {"sheet": sheet, "version": row, "pieces": pieces, "is_same": is_same}
    return render(request, "reports/texts/version.html", {"nav": "reports", **context})


@require_POST
def restore(request: HtmxHttpRequest, year: int, place: str, pk: int) -> HttpResponse:
    """Make a former version the present draft; the present wording stays among the versions."""
    sheet = sheet_or_404(request, year, place)
    row = version_or_404(sheet, pk)
    try:
        former = services.Wording.of(row)
        write(sheet, former, SeenForm(request.POST).seen, TextStep.RESTORED)
    except (services.Conflict, ReportError) as error:
        messages.error(request, str(error) or OVERTAKEN)
        return redirect("reports:text-version", year, place, pk)
    messages.success(request, f"Fassung {row.number} ist wieder der Entwurf.")
    return redirect(sheet.place.url)


# What the views above are made of -----------------------------------------------------

OVERTAKEN = "Der Text hat sich inzwischen geändert; es wurde nichts überschrieben."


def sheet_or_404(request: HtmxHttpRequest, year: int, key: str) -> TextSheet:
    """The text of an address, if this person may write it."""
    person = signed_in(request)
    found = find_place(get_object_or_404(Report, year=year), key)
    if found is None:
        raise Http404
    sheet = load_sheet(found, person, timezone.localdate())
    if not may_write(person, sheet.text):
        raise Http404
    return sheet


def version_or_404(sheet: TextSheet, pk: int) -> TextVersion:
    return get_object_or_404(TextVersion.objects.select_related("by"), pk=pk, text=sheet.text)


def reloaded(sheet: TextSheet) -> TextSheet:
    return load_sheet(sheet.place, sheet.person, sheet.today)


def blank(sheet: TextSheet) -> BodyForm:
    """The form with what is stored."""
    return BodyForm(initial=sheet.initial, place=sheet.place)


def kept(sheet: TextSheet, body: str) -> services.Wording:
    """Another body; a criterion stays answered as it is."""
    return services.Wording(body, sheet.stance)


def write(
    sheet: TextSheet, wording: services.Wording, seen: int | None, step: TextStep | None
) -> Any:
    """Save a wording. Raises Conflict if it cannot be told what was seen."""
    if seen is None:
        raise services.Conflict
    return services.save(place=sheet.place, wording=wording, seen=seen, by=sheet.person, step=step)


def decide(
    request: HtmxHttpRequest, sheet: TextSheet, notice: str, service: Any, **more: str
) -> HttpResponse:
    """Approve or give back what the person has seen."""
    seen = SeenForm(request.POST).seen
    try:
        if seen is None:
            raise services.Conflict
        service(place=sheet.place, seen=seen, by=sheet.person, **more)
    except (services.Conflict, ReportError) as error:
        messages.error(request, str(error) or OVERTAKEN)
    else:
        messages.success(request, notice)
    return redirect(sheet.place.url)


def done(request: HtmxHttpRequest, sheet: TextSheet, notice: str) -> HttpResponse:
    """Say what was done: in place, or without JavaScript on the next page."""
    if not request.htmx:
        messages.success(request, notice)
        return redirect(sheet.place.url)
    now = reloaded(sheet)
    return show(request, now, blank(now), notice=notice)


def told(
    request: HtmxHttpRequest, sheet: TextSheet, unsaved: str, status: int = 200
) -> HttpResponse:
    """One line about saving, and the version that was seen."""
    context = {"sheet": sheet, "unsaved": unsaved, "live": True}
    return render(request, "reports/texts/_autosave_answer.html", context, status=status)


def show(
    request: HtmxHttpRequest, sheet: TextSheet, form: BodyForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of the text, or to htmx its changing part."""
    context = {
        "nav": "reports",
        "sheet": sheet,
        "form": form,
        "preview": preview_of(form.shown, sheet.place.report.year),
        "note_form": NoteForm(),
        "conflict": False,
        "notice": "",
        "unsaved": "",
        "live": False,
    }
    if not request.htmx:
        context |= number_context(request, sheet) | beside(sheet)
    return render_page(request, PAGE, PARTIAL, context | more, status=status)


def beside(sheet: TextSheet) -> dict[str, Any]:
    """What the page shows around the text, and htmx leaves as it is."""
    form = None
    if sheet.person.coordinates:
        due = sheet.text.due_on if sheet.text else None
        writer = sheet.text.writer_id if sheet.text else None
        initial = {"due_on": due, "writer": str(writer or "")}
        people = possible_writers(sheet.place.report)
        form = AssignForm(people=people, prefix="one", initial=initial, is_single=True)
    return {"former": former_text(sheet.place), "assign_form": form}


def number_context(request: HtmxHttpRequest, sheet: TextSheet) -> dict[str, Any]:
    form = NumberSearchForm(request.GET)
    found = offered_indicators(form.asked, sheet.place)
    return {"sheet": sheet, "search": form, "asked": form.asked, "offered": found}
