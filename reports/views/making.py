"""Making reports: begin, have the PDF set, look at it, publish. For the coordination."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from reports import services
from reports.files import send_file
from reports.forms import ReportForm
from reports.models import ReportEdition, ReportFile
from reports.tasks import request_file
from reports.workbench import edition_line, report_lines

PAGE = "reports/making/manage.html"


@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """All reports and how far they are."""
    coordinator(request)
    return show(request, ReportForm())


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    person = coordinator(request)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            report = services.create_report(year=form.cleaned_data["year"], by=person)
        except services.ReportError as error:
            form.add_error("year", str(error))
        else:
            messages.success(request, f"Der Bericht für {report.year} ist angelegt.")
            return redirect("reports:manage")
    return show(request, form, status=422)


@require_POST
def request_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the PDF of an edition once more."""
    person = coordinator(request)
    ask_for_file(request, get_object_or_404(ReportEdition, pk=pk), person)
    return redirect("reports:manage")


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    person = coordinator(request)
    edition = get_object_or_404(ReportEdition, pk=pk)
    try:
        services.publish_edition(edition=edition, by=person)
    except services.ReportError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Ausgabe {edition.number} ist veröffentlicht.")
    return redirect("reports:manage")


@require_safe
def edition_state(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition as it stands now; the page asks for it while a PDF is being set."""
    coordinator(request)
    edition = get_object_or_404(ReportEdition.objects.defer("snapshot"), pk=pk)
    context = {"line": edition_line(edition, timezone.now())}
    return render(request, "reports/making/_edition.html", context)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF before it is published."""
    coordinator(request)
    row = get_object_or_404(ReportFile.objects.with_edition(), edition=pk)
    return send_file(request, row, "private, no-store")


# What the views above are made of -------------------------------------------------


def coordinator(request: HttpRequest) -> User:
    """The person who signed in, if they may make reports."""
    person = request.user
    if not isinstance(person, User) or not person.coordinates:
        raise PermissionDenied
    return person


def ask_for_file(request: HttpRequest, edition: ReportEdition, person: User) -> None:
    try:
        request_file(edition=edition, by=person)
    except services.ReportError as error:
        messages.error(request, str(error))


def show(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"nav": "reports", "form": form, "lines": report_lines(timezone.now())}
    return render(request, PAGE, context, status=status)
