"""One-page sheets of goals and Handlungsfelder, for everybody."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from reports.pages.sheets import area_subject, goal_subject
from reports.sheets import Find, SheetUnavailable, sheet_file
from strategy.models import ActionArea, OperationalGoal, StrategicGoal


@login_not_required
@require_safe
def goal_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """A strategic goal ("1.2") or an operational one ("1.2.3") on one page."""
    goal: StrategicGoal | OperationalGoal
    if code.count(".") == 1:
        goal = get_object_or_404(StrategicGoal, code=code)
    else:
        goal = get_object_or_404(OperationalGoal, code=code)
    find = partial(goal_subject, code=code)
    return send_sheet(request, f"ziel-{code}", find, goal.get_absolute_url())


@login_not_required
@require_safe
def area_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A Handlungsfeld on one page."""
    area = get_object_or_404(ActionArea, slug=slug)
    find = partial(area_subject, slug=slug)
    return send_sheet(request, f"handlungsfeld-{slug}", find, area.get_absolute_url())


def send_sheet(request: HttpRequest, name: str, find: Find, page: str) -> HttpResponse:
    """The file, 304 to a reader who has it, or a page that says when to come again."""
    try:
        file = sheet_file(name, find, f"{settings.SITE_URL}{page}")
    except SheetUnavailable as error:
        return unavailable(request, page, error.seconds)
    headers = {
        "ETag": f'"{file.tag}"',
        "Cache-Control": "public, no-cache",  # ask whether it has changed
        "Content-Disposition": f'inline; filename="Soest-{name}.pdf"',
    }
    response = HttpResponse(file.content, content_type="application/pdf", headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response


def unavailable(request: HttpRequest, page: str, seconds: int) -> HttpResponse:
    context = {"page": page, "seconds": seconds}
    response = render(request, "reports/sheet_unavailable.html", context, status=503)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
