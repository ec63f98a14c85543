"""Collection rounds: coordination makes them and sees how complete they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.entry import rounds
from indicators.entry.completeness import HEAD, asks_of, load_completeness
from indicators.entry.owed import load_asked_lines
from indicators.entry.people import coordinator
from indicators.entry.responsible import responsible_people
from indicators.entry.round_forms import (
    RoundForm,
    RoundValuesForm,
    SeenRoundForm,
    initial_of,
    with_area,
)
from indicators.entry.round_lists import differences, load_rounds
from indicators.entry.rounds import Plan
from indicators.models import CollectionRound, Indicator
from soest.spreadsheets.writing import as_csv

FORM = "indicators/entry/round_form.html"


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    coordinator(request)
    today = timezone.localdate()
    context = {"nav": "rounds", "rounds": load_rounds(today)}
    return render(request, "indicators/entry/rounds.html", context)


@require_safe
def round_detail(request: HttpRequest, year: int) -> HttpResponse:
    """Completeness by department and Handlungsfeld."""
    coordinator(request)
    found = load_completeness(round_or_404(year), timezone.localdate())
    context = {"nav": "rounds", "round": found.round, "found": found, "today": timezone.localdate()}
    return render(request, "indicators/entry/round.html", context)


@require_safe
def round_csv(request: HttpRequest, year: int) -> HttpResponse:
    coordinator(request)
    found = load_completeness(round_or_404(year), timezone.localdate())
    name = f"erhebungsrunde-{year}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(as_csv(HEAD, found.rows), "text/csv; charset=utf-8", headers=headers)


@require_safe
def round_values(request: HttpRequest, year: int) -> HttpResponse:
    """The values behind a number."""
    coordinator(request)
    collection = round_or_404(year)
    lines = load_asked_lines(asks_of([collection]), timezone.localdate())
    form = RoundValuesForm(request.GET, lines=lines)
    context = {
        "nav": "rounds",
        "round": collection,
        "form": form,
        "lines": form.apply(lines),
        "total": len(lines),
    }
    return render(request, "indicators/entry/round_values.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest) -> HttpResponse:
    person = coordinator(request)
    initial = initial_of(rounds.proposal(timezone.localdate()), Indicator.objects.all())
    if request.method != "POST":
        return show(request, round_form(None, initial=initial))
    if is_choice(request.POST):
        return show(request, chosen(request.POST))
    form = round_form(request.POST, initial=initial)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        made = rounds.make_round(form.plan, by=person)
    except rounds.YearTaken:
        form.add_error("year", f"Für {form.plan.year} gibt es schon eine Runde.")
        return show(request, form, status=422)
    messages.success(request, f"Angelegt: {made}.")
    return redirect("indicators:round-detail", made.year)


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request: HttpRequest, year: int) -> HttpResponse:
    coordinator(request)
    collection = round_or_404(year)
    stored = Plan.of(collection)
    initial = initial_of(stored, Indicator.objects.all())
    if request.method != "POST":
        return show(request, round_form(None, initial=initial, year=year), collection, stored)
    seen = seen_in(request.POST)
    if is_choice(request.POST):
        return show(request, chosen(request.POST, year=year), collection, stored, seen=seen)
    form = round_form(request.POST, initial=initial, year=year)
    if seen == stored.fingerprint and not form.is_valid():
        return show(request, form, collection, stored, status=422)
    try:
        changed = rounds.change_round(collection, plan_of(form), seen)
    except rounds.RoundChanged:
        now = Plan.of(round_or_404(year))
        return show(request, form, collection, now, conflict=True, status=409)
    messages.success(request, f"Gesichert: {changed}.")
    return redirect("indicators:round-detail", year)


@require_POST
def round_delete(request: HttpRequest, year: int) -> HttpResponse:
    """Take a round back for which no link has been sent."""
    coordinator(request)
    collection = round_or_404(year)
    try:
        rounds.delete_round(collection, seen_in(request.POST))
    except rounds.RoundChanged:
        messages.error(request, "Die Runde wurde inzwischen geändert und deshalb nicht gelöscht.")
        return redirect("indicators:round-edit", year)
    except rounds.RoundInUse:
        messages.error(request, "Zu dieser Runde gibt es Zulieferungen; sie bleibt bestehen.")
        return redirect("indicators:round-edit", year)
    messages.success(request, f"Gelöscht: {collection}. Erfasste Werte sind geblieben.")
    return redirect("indicators:round-list")


# What the views above are made of -------------------------------------------------


def round_or_404(year: int) -> CollectionRound:
    return get_object_or_404(CollectionRound, year=year)


def round_form(
    data: QueryDict | None, initial: Mapping[str, Any], year: int | None = None
) -> RoundForm:
    return RoundForm(data, initial=initial, people=responsible_people(), year=year)


def is_choice(data: QueryDict) -> bool:
    """A button was pressed that only ticks or unticks a Handlungsfeld."""
    return "all" in data or "none" in data


def chosen(data: QueryDict, year: int | None = None) -> RoundForm:
    """The form as it was, with a Handlungsfeld ticked or unticked; nothing is saved."""
    return round_form(
        None, initial=with_area(data, Indicator.objects.select_related("area")), year=year
    )


def seen_in(data: QueryDict) -> str:
    """The fingerprint the form began with; empty, which fits nothing, if it is missing."""
    form = SeenRoundForm(data)
    return form.cleaned_data["seen"] if form.is_valid() else ""


def plan_of(form: RoundForm) -> Plan:
    """Raises RoundChanged for invalid input, which cannot be written over another state."""
    if not form.is_valid():
        raise rounds.RoundChanged
    return form.plan


def show(
    request: HttpRequest,
    form: RoundForm,
    collection: CollectionRound | None = None,
    stored: Plan | None = None,
    *,
    seen: str = "",
    conflict: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form; after a conflict it goes on from what is stored now, which is shown beside it."""
    context = {
        "nav": "rounds",
        "round": collection,
        "form": form,
        "seen": seen or (stored.fingerprint if stored else ""),
        "conflict": conflict,
        "differences": differences(form, stored) if conflict and stored else [],
    }
    return render(request, FORM, context, status=status)
