"""The page that says what has changed since a moment the reader picks. It wires all apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from soest.public_pages import public_page
from soest.since import SinceForm

MANY = 12  # new values; a longer table is folded, for outlooks and targets matter more


@public_page
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    form = SinceForm(request.GET, now=timezone.now())
    found = form.comparison.found
    context = {
        "nav": "overview",
        "form": form,
        "since": form.since,
        "found": found,
        "is_long": len(found.new_values) > MANY,
    }
    return render(request, "soest/changes.html", context, status=form.status)
