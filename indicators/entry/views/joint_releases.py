"""Release of many values: chosen in the queue, shown once more, then released together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import User
from indicators.entry.joint_release import JointConflict, JointlyOutside, release_all
from indicators.entry.people import coordinator
from indicators.entry.queue_forms import SelectionForm
from indicators.entry.selections import Selection, load_selection
from indicators.entry.views.releases import show_queue
from soest.http import HtmxHttpRequest

PAGE = "indicators/entry/release_selection.html"


@require_POST
def look(request: HtmxHttpRequest) -> HttpResponse:
    """What would be released; nothing is written."""
    person = coordinator(request)
    form = SelectionForm(request.POST)
    if not form.is_valid():
        return show_queue(request, person, problem=form.problem, status=422)
    return show_selection(request, load_selection(form.versions, person))


@require_POST
def carry_out(request: HtmxHttpRequest) -> HttpResponse:
    """Release all of them, or none."""
    person = coordinator(request)
    form = SelectionForm(request.POST)
    if not form.is_valid():
        return show_queue(request, person, problem=form.problem, status=422)
    try:
        count = len(release_all(versions=form.versions, by=person))
    except JointConflict:
        return refused(request, form, person)
    except JointlyOutside as error:
        return refused(request, form, person, outside=error.keys)
    messages.success(request, told(count))
    return redirect("indicators:release-queue")


# What the views above are made of -------------------------------------------------


def refused(
    request: HtmxHttpRequest,
    form: SelectionForm,
    person: User,
    outside: frozenset[int] | None = None,
) -> HttpResponse:
    """Nothing was released: what stands in the way, and what could be released without it."""
    selection = load_selection(form.versions, person, outside or frozenset())
    status = 409 if outside is None else 422
    return show_selection(request, selection, tried=True, status=status)


def show_selection(
    request: HtmxHttpRequest,
    selection: Selection,
    *,
    tried: bool = False,
    status: int | None = None,
) -> HttpResponse:
    context = {"nav": "release", "selection": selection, "tried": tried}
    status = status or (200 if selection.is_as_seen else 409)
    return render(request, PAGE, context, status=status)


def told(count: int) -> str:
    """What was done; none of them was left when the same form had been sent before."""
    if count == 0:
        return "Diese Werte waren schon freigegeben."
    return "1 Wert freigegeben." if count == 1 else f"{count} Werte freigegeben."
