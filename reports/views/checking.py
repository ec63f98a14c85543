"""The release check of a report, and freezing what it has looked at. For the coordination."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from indicators.entry.people import coordinator
from reports import services
from reports.drafts import Draft, draft_edition
from reports.forms import FreezeForm
from reports.models import Report
from reports.release_check.addresses import linked_groups
from reports.snapshot import SnapshotError
from reports.views.making import ask_for_files


@require_safe
def check(request: HttpRequest, year: int) -> HttpResponse:
    """What stops the report from being frozen, what is noted, and what would change."""
    coordinator(request)
    report = get_object_or_404(Report, year=year)
    return show(request, report)


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Freeze the present state, and ask for its PDF. Loaded anew after a refusal: the check."""
    person = coordinator(request)
    report = get_object_or_404(Report, year=year)
    if request.method != "POST":
        return redirect("reports:check", year)
    form = FreezeForm(request.POST, is_first=not report.editions.published().exists())
    if not form.is_valid():
        return show(request, report, form)
    content = form.cleaned_data
    try:
        edition = services.freeze_edition(
            report=report, by=person, changes=content.get("changes", ""), seen=content["seen"]
        )
    except services.ReportError as error:
        form.add_error(None, str(error))
        return show(request, report, form)
    messages.success(request, f"Ausgabe {edition.number} ist eingefroren.")
    ask_for_files(request, edition, person)
    return redirect("reports:manage")


# What the views above are made of -------------------------------------------------


def show(request: HttpRequest, report: Report, refused: FreezeForm | None = None) -> HttpResponse:
    """The check as of now; a refused form stays as it was sent, beside the notes of now."""
    try:
        draft = draft_edition(report, moment=timezone.now())
    except SnapshotError as error:
        messages.error(request, str(error))
        return redirect("reports:manage")
    context = {
        "nav": "reports",
        "report": report,
        "draft": draft,
        "groups": linked_groups(draft.review, report),
        "form": refused or blank_form(draft),
        "notes": len(draft.review.notes),
        "is_ticked": refused is not None and refused.has_ticked(draft.review.digest),
        "is_overtaken": refused is not None and is_overtaken(refused, draft),
    }
    status = 422 if refused else 200
    return render(request, "reports/making/check.html", context, status=status)


def is_overtaken(refused: FreezeForm, draft: Draft) -> bool:
    """Whether the page that was sent has shown other findings; it had none that block."""
    return bool(draft.review.blocking) or not refused.has_shown(draft.review.digest)


def blank_form(draft: Draft) -> FreezeForm:
    return FreezeForm(is_first=draft.corrects is None)
