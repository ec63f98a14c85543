"""Das schulden Sie: what the person who signed in has to answer for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.entry.due import Progress
from indicators.entry.owed import due_until, groups_of, load_lines, next_deadline, rounds_of
from indicators.entry.people import signed_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if not person.enters_values:
        return render(request, "indicators/entry/no_entry.html", {"nav": "entry"})
    today = timezone.localdate()
    lines = load_lines(person, today)
    deadline = next_deadline(lines)
    context = {
        "nav": "entry",
        "groups": groups_of(lines),
        "progress": Progress.of(line.standing for line in lines),
        "deadline": deadline,
        "days_left": (deadline - today).days if deadline else None,
        "due": due_until(lines, deadline),
        "late": sum(line.is_late for line in lines),
        "rounds": rounds_of(lines),
        "departments": list(person.departments.all()),
    }
    return render(request, "indicators/entry/home.html", context)
