"""Making reports: begin, have the PDF set, look at it, publish. For the coordination."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from indicators.entry.people import coordinator
from reports import services
from reports.files import send_file
from reports.forms import ReportForm
from reports.jobs import abort, run_job
from reports.models import FileKind, RenderJob, ReportEdition, ReportFile
from reports.tasks import request_files
from reports.workbench import edition_line, present_queue, report_lines

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
    """Ask for what an edition lacks, or for all its files once more."""
    person = coordinator(request)
    edition = get_object_or_404(ReportEdition, pk=pk)
    line = edition_line(edition, present_queue(timezone.now()))
    ask_for_files(request, edition, person, line.wanting)
    return redirect("reports:manage")


@require_POST
def make_here(request: HttpRequest, pk: int) -> HttpResponse:
    """Do the waiting work within this request, because no worker does it."""
    coordinator(request)
    edition = get_object_or_404(ReportEdition, pk=pk)
    for job in edition.jobs.open():
        run_job(job.pk, patient=False)
    return redirect("reports:manage")


@require_POST
def abort_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the making of a file."""
    person = coordinator(request)
    job = get_object_or_404(RenderJob, pk=pk)
    try:
        abort(job=job, by=person)
    except services.ReportError as error:
        messages.error(request, str(error))
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
    context = {"line": edition_line(edition, present_queue(timezone.now()))}
    return render(request, "reports/making/_edition.html", context)


@require_safe
def preview(request: HttpRequest, pk: int, kind: FileKind) -> HttpResponseBase:
    """A file before it is published."""
    coordinator(request)
    row = get_object_or_404(ReportFile.objects.with_edition(), edition=pk, kind=kind)
    return send_file(request, row, "private, no-store")


# What the views above are made of -------------------------------------------------


def ask_for_files(
    request: HttpRequest, edition: ReportEdition, person: User, kinds: Iterable[FileKind] = FileKind
) -> None:
    try:
        request_files(edition=edition, by=person, kinds=kinds)
    except services.ReportError as error:
        messages.error(request, str(error))


def show(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"nav": "reports", "form": form, "lines": report_lines(timezone.now())}
    return render(request, PAGE, context, status=status)
