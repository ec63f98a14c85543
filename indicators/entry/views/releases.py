"""Release of submitted values by a second person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from indicators.entry import services
from indicators.entry.people import coordinator
from indicators.entry.queue_forms import DecisionForm, QueueFilterForm
from indicators.entry.release_queue import (
    Item,
    Outcome,
    Waiting,
    count_id,
    counts_by_department,
    grouped,
    load_queue,
    submitted_rows,
)
from indicators.entry.slots import Slot
from indicators.entry.workflow import Step, StepRefused
from indicators.models import Measurement
from soest.http import HtmxHttpRequest

PAGE = "indicators/entry/release_queue.html"
SHOWN = 100  # values on one page
OUTSIDE_BOUNDS = (
    "Die Grenzen dieser Kennzahl wurden geändert, seit der Wert eingereicht wurde; jetzt liegt er "
    "außerhalb. Es wurde nichts entschieden. Bitte prüfen Sie die Grenzen in der Verwaltung."
)


@require_safe
def queue(request: HtmxHttpRequest) -> HttpResponse:
    """The submitted values, by department."""
    return show_queue(request, coordinator(request))


@require_POST
def decide(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """Release or return one value, as it was seen."""
    person = coordinator(request)
    row = row_or_404(pk)
    form = DecisionForm(request.POST, pk=pk)
    if not form.is_valid():
        return show_again(request, person, form, status=422)
    try:
        row = carry_out(row, form, person)
    except (services.Conflict, StepRefused):
        return show_again(request, person, form, status=409)
    except services.OutsideBounds:
        form.add_error(None, OUTSIDE_BOUNDS)
        return show_again(request, person, form, status=422)
    return decided(request, person, row)


# What the views above are made of -------------------------------------------------


def row_or_404(pk: int) -> Measurement:
    return get_object_or_404(
        Measurement.objects.select_related("indicator__department", "district"), pk=pk
    )


def carry_out(row: Measurement, form: DecisionForm, person: User) -> Measurement:
    said = form.cleaned_data
    if said["decision"] == Step.RELEASE:
        return services.release(row=row, version=said["version"], by=person)
    return services.send_back(row=row, version=said["version"], comment=said["comment"], by=person)


def decided(request: HtmxHttpRequest, person: User, row: Measurement) -> HttpResponse:
    """Say what was decided: in the value's place, or without JavaScript above the list."""
    outcome = Outcome(Slot.of(row), row)
    if not request.htmx:
        messages.success(request, f"{outcome.title}: {outcome.words}.")
        return redirect("indicators:release-queue")
    return show_outcome(request, person, outcome)


def show_outcome(
    request: HtmxHttpRequest,
    person: User,
    outcome: Outcome,
    *,
    late: bool = False,
    status: int = 200,
) -> HttpResponse:
    """What became of a value, with what the page around it counts."""
    filters = QueueFilterForm(QueryDict(urlsplit(request.htmx.current_url or "").query))
    rows = filters.apply(submitted_rows())
    counts = counts_by_department(rows)
    department = outcome.slot.indicator.department
    context = {
        "outcome": outcome,
        "late": late,
        "filters": filters,
        "count": sum(counts.values()),
        "group_count": counts.get(department.pk if department else None, 0),
        "count_id": count_id(department),
        "plain": plain_among(load_queue(person, rows[:SHOWN])),
    }
    return render(request, "indicators/entry/_decided_answer.html", context, status=status)


def show_again(
    request: HtmxHttpRequest, person: User, form: DecisionForm, *, status: int
) -> HttpResponse:
    """The same value with what is wrong, or as it stands now if it has changed."""
    if not request.htmx:
        return show_queue(request, person, form, status=status)
    found = load_queue(person, submitted_rows().filter(pk=form.pk))
    if found:
        context = {"item": Item(found[0], form, changed=status == 409)}
        return render(request, "indicators/entry/_waiting.html", context, status=status)
    row = row_or_404(form.pk)
    return show_outcome(request, person, Outcome(Slot.of(row), row), late=True, status=status)


def show_queue(
    request: HtmxHttpRequest,
    person: User,
    form: DecisionForm | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The list; `form` is the one that was sent, with its errors, and its value comes first.

    `problem` says why nothing could be released together.
    """
    filters = QueueFilterForm(request.GET)
    rows = filters.apply(submitted_rows(first=form.pk if form else None))
    counts = counts_by_department(rows)
    waits = load_queue(person, rows[:SHOWN])
    items = [item_of(one, form, filters, status) for one in waits]
    context = {
        "nav": "release",
        "groups": grouped(items, counts),
        "filters": filters,
        "count": sum(counts.values()),
        "shown": len(items),
        "plain": plain_among(waits),
        "problem": problem,
        "overtaken": form is not None and all(item.form is not form for item in items),
    }
    return render(request, PAGE, context, status=status)


def item_of(one: Waiting, form: DecisionForm | None, filters: QueueFilterForm, status: int) -> Item:
    """A value with the form that was sent about it, else with an empty one."""
    if form and form.pk == one.row.pk:
        return Item(one, form, changed=status == 409)
    item = Item(one, DecisionForm(pk=one.row.pk))
    return replace(item, is_chosen=filters.chooses_plain and one.can_come_chosen)


def plain_among(waits: Iterable[Waiting]) -> int:
    """How many of them come chosen on demand."""
    return sum(one.can_come_chosen for one in waits)
