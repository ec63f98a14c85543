"""The page that says what has changed since a moment the reader picks. It wires all apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.developments import developments
from indicators.scorecards import load_ledger
from soest.public_pages import public_page
from soest.since import SinceForm

MANY = 12  # new values; a longer table is folded, for outlooks and targets matter more


@public_page
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = SinceForm(request.GET, now=now)
    since = form.since
    ledger = load_ledger(since=since.moment)
    before, after = ledger.scorecards(since.moment), ledger.scorecards(now)
    found = developments(ledger, before, after, since.moment)
    context = {
        "nav": "overview",
        "form": form,
        "since": since,
        "found": found,
        "is_long": len(found.new_values) > MANY,
    }
    return render(request, "soest/changes.html", context, status=form.status)
