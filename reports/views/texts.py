"""The texts of a report: how far they are, and who writes what by when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from indicators.entry.people import coordinator, signed_in
from reports.models import Report
from reports.services import ReportError
from reports.writing.forms import AssignForm, TextFilterForm
from reports.writing.lists import Progress, all_lines, load_groups, load_own
from reports.writing.writers import assign, possible_writers

PAGE = "reports/texts/list.html"


@require_safe
def text_list(request: HttpRequest, year: int) -> HttpResponse:
    """All places of a report, for the coordination."""
    coordinator(request)
    return show(request, get_object_or_404(Report, year=year))


@require_safe
def my_texts(request: HttpRequest) -> HttpResponse:
    """What the person who signed in was asked to write, for all reports."""
    lines = load_own(signed_in(request), timezone.localdate())
    context = {"nav": "texts", "lines": lines, "progress": Progress.of(lines)}
    return render(request, "reports/texts/mine.html", context)


@require_POST
def assign_texts(request: HttpRequest, year: int, group: str) -> HttpResponse:
    """Ask somebody for the texts of a Handlungsfeld."""
    person = coordinator(request)
    report = get_object_or_404(Report, year=year)
    groups = load_groups(report, timezone.localdate())
    chosen = next((one for one in groups if one.key == group), None)
    if chosen is None:
        raise Http404
    form = AssignForm(request.POST, people=possible_writers(report), prefix=group)
    if not form.is_valid():
        return show(request, report, refused=form, status=422)
    places = [line.place for line in chosen.lines]
    try:
        done = assign(report=report, places=places, wish=form.wish, by=person)
    except ReportError as error:
        form.add_error(None, str(error))
        return show(request, report, refused=form, status=422)
    messages.success(request, assigned_words(chosen.title, done.done, done.without))
    return redirect("reports:text-list", year)


# What the views above are made of -----------------------------------------------------


def assigned_words(title: str, done: int, without: int) -> str:
    """What an assignment did, in a sentence."""
    changed = (
        f"{done} {'Stelle' if done == 1 else 'Stellen'} geändert" if done else "nichts geändert"
    )
    rest = f"; für {without} ist niemand zuständig" if without else ""
    return f"{title}: {changed}{rest}."


def show(
    request: HttpRequest, report: Report, *, refused: AssignForm | None = None, status: int = 200
) -> HttpResponse:
    groups = load_groups(report, timezone.localdate())
    filtering = TextFilterForm(request.GET, groups=groups)
    prefix = refused.prefix if refused else None
    people = list(possible_writers(report))
    context: dict[str, Any] = {
        "nav": "reports",
        "report": report,
        "filter": filtering,
        "progress": Progress.of(all_lines(groups)),
        "groups": [
            {
                "group": group,
                "form": refused
                if group.key == prefix
                else AssignForm(people=people, prefix=group.key),
            }
            for group in filtering.apply(groups)
        ],
    }
    return render(request, PAGE, context, status=status)
