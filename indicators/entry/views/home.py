"""Meine Kennzahlen: what the person who signed in owes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.entry.due import Progress
from indicators.entry.owed import groups_of, load_lines
from indicators.entry.people import signed_in


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if not person.enters_values:
        return render(request, "indicators/entry/no_entry.html", {"nav": "entry"})
    lines = load_lines(person, timezone.localdate())
    context = {
        "nav": "entry",
        "groups": groups_of(lines),
        "progress": Progress.of(line.standing for line in lines),
        "departments": list(person.departments.all()),
    }
    return render(request, "indicators/entry/home.html", context)
