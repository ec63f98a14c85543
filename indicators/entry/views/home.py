"""Das schulden Sie: what the person who signed in has to answer for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from indicators.entry.due import Progress
from indicators.entry.lines import Line
from indicators.entry.owed import due_until, groups_of, load_lines, next_deadline, rounds_of
from indicators.entry.part_counts import counted_words
from indicators.entry.people import signed_in
from indicators.models import Indicator


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    if not person.enters_values:
        return render(request, "indicators/entry/no_entry.html", {"nav": "entry"})
    lines = load_lines(person, timezone.localdate())
    context = {
        "nav": "entry",
        "groups": groups_of(lines),
        "rounds": rounds_of(lines),
        "computed": Indicator.objects.answered_by(person).computed().order_by("name"),
        **overview(person, lines),
    }
    return render(request, "indicators/entry/home.html", context)


def overview(person: User, lines: Sequence[Line]) -> dict[str, Any]:
    """What the head of the page says about all lines together."""
    deadline = next_deadline(lines)
    return {
        "progress": Progress.of(line.standing for line in lines),
        "counted": counted_words(lines),
        "deadline": deadline,
        "days_left": (deadline - timezone.localdate()).days if deadline else None,
        "due": due_until(lines, deadline),
        "late": sum(line.is_late for line in lines),
        "departments": list(person.departments.all()),
    }
