"""Reporting frameworks: bring in their criteria, and choose one for a report."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from indicators.entry.people import coordinator
from reports.criteria import report_completeness, row_of, take_over
from reports.criteria_tables import HEADS, CriteriaError
from reports.framework_forms import FrameworkForm, StructureForm
from reports.frameworks import delete_framework, framework_lines
from reports.models import CriterionKind, Report, ReportingFramework
from reports.services import ReportError, restructure
from soest.spreadsheets.writing import as_csv

LIST, STRUCTURE = "reports/making/frameworks.html", "reports/making/structure.html"


@require_http_methods(["GET", "HEAD", "POST"])
def framework_list(request: HttpRequest) -> HttpResponse:
    """All frameworks; a POST takes over a file, all or nothing."""
    person = coordinator(request)
    sends = request.method == "POST"
    form = FrameworkForm(request.POST, request.FILES) if sends else FrameworkForm()
    if form.is_valid():
        try:
            changes = take_over(form.named, form.rows, by=person)
        except CriteriaError as error:
            form.add_error("file", list(error.problems))
        else:
            messages.success(request, f"{form.named.name} übernommen: {changes.summary}.")
            return redirect("reports:framework-list")
    context = {"nav": "reports", "form": form, "lines": framework_lines()}
    return render(request, LIST, context, status=form.status)


@require_POST
def remove_framework(request: HttpRequest, code: str) -> HttpResponse:
    """Take away a framework that no report uses."""
    coordinator(request)
    framework = get_object_or_404(ReportingFramework, code=code)
    try:
        delete_framework(framework)
    except CriteriaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{framework} ist gelöscht.")
    return redirect("reports:framework-list")


@require_safe
def framework_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The criteria as a file that can be changed and brought in again."""
    coordinator(request)
    framework = get_object_or_404(ReportingFramework, code=code)
    rows = [row_of(one) for one in framework.criteria.prefetch_related("indicators")]
    table = as_csv(
        HEADS,
        [
            (
                *(row.part, row.code, row.title, CriterionKind(row.kind).label),
                *(row.explanation, ", ".join(row.indicators)),
            )
            for row in rows
        ],
    )
    response = HttpResponse(table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{framework.code}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def structure(request: HttpRequest, year: int) -> HttpResponse:
    """Framework and order of a report."""
    person = coordinator(request)
    report = get_object_or_404(Report.objects.select_related("framework"), year=year)
    form = StructureForm(request.POST if request.method == "POST" else None, instance=report)
    if form.is_valid() and restructured(form, report, person):
        messages.success(request, "Berichtsrahmen und Gliederung sind gespeichert.")
        return redirect("reports:structure", year)
    context = {
        "nav": "reports",
        "form": form,
        "report": report,
        "completeness": report_completeness(report),
    }
    return render(request, STRUCTURE, context, status=422 if form.errors else 200)


# What the views above are made of -------------------------------------------------


def restructured(form: StructureForm, report: Report, person: User) -> bool:
    """Store what a valid form says; a refusal becomes an error of the form."""
    choice = form.cleaned_data
    try:
        restructure(
            report=report, framework=choice["framework"], order=choice["content_order"], by=person
        )
    except ReportError as error:
        form.add_error(None, str(error))
        return False
    return True
