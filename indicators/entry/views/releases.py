"""Release of submitted values by a second person."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
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
    return decided(request, row)


# What the views above are made of -------------------------------------------------


def row_or_404(pk: int) -> Measurement:
    return get_object_or_404(Measurement.objects.select_related("indicator", "district"), pk=pk)


def carry_out(row: Measurement, form: DecisionForm, person: User) -> Measurement:
    said = form.cleaned_data
    if said["decision"] == Step.RELEASE:
        return services.release(row=row, version=said["version"], by=person)
    return services.send_back(row=row, version=said["version"], comment=said["comment"], by=person)


def decided(request: HtmxHttpRequest, row: Measurement) -> HttpResponse:
    """Say what was decided: in the value's place, or without JavaScript above the list."""
    outcome = Outcome(Slot.of(row), row)
    if not request.htmx:
        messages.success(request, f"{outcome.title}: {outcome.words}.")
        return redirect("indicators:release-queue")
    context = {"outcome": outcome, "late": False, "count": submitted_rows().count()}
    return render(request, "indicators/entry/_decided_answer.html", context)


def show_again(
    request: HtmxHttpRequest, person: User, form: DecisionForm, *, status: int
) -> HttpResponse:
    """The same value with what is wrong, or as it stands now if it has changed."""
    if not request.htmx:
        return show_queue(request, person, form, status=status)
    found = load_queue(person, submitted_rows().filter(pk=form.pk))
    if found:
        context: dict[str, object] = {"item": Item(found[0], form, changed=status == 409)}
        return render(request, "indicators/entry/_waiting.html", context, status=status)
    row = row_or_404(form.pk)
    context = {
        "outcome": Outcome(Slot.of(row), row),
        "late": True,
        "count": submitted_rows().count(),
    }
    return render(request, "indicators/entry/_decided_answer.html", context, status=status)


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
    items = [item_of(one, form, filters, status) for one in load_queue(person, rows[:SHOWN])]
    context = {
        "nav": "release",
        "groups": grouped(items),
        "filters": filters,
        "count": rows.count(),
        "shown": len(items),
        "plain": sum(item.can_come_chosen for item in items),
        "problem": problem,
        "overtaken": form is not None and all(item.form is not form for item in items),
    }
    return render(request, PAGE, context, status=status)


def item_of(one: Waiting, form: DecisionForm | None, filters: QueueFilterForm, status: int) -> Item:
    """A value with the form that was sent about it, else with an empty one."""
    if form and form.pk == one.row.pk:
        return Item(one, form, changed=status == 409)
    item = Item(one, DecisionForm(pk=one.row.pk))
    return replace(item, is_chosen=filters.chooses_plain and item.can_come_chosen)
