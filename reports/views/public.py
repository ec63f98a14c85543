"""Published reports: list, summary, file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reports.files import send_file
from reports.models import FileKind, ReportEdition, ReportFile
from reports.published import by_report, edition_cover, published_report
from soest.public_pages import public_page


@public_page
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    context = {"nav": "reports", "reports": by_report(ReportFile.objects.published())}
    return render(request, "reports/report_list.html", context)


@public_page
@require_safe
def report_detail(request: HttpRequest, year: int, number: int | None = None) -> HttpResponse:
    """What the newest published edition or the numbered one finds, and all editions."""
    listed = by_report(ReportFile.objects.published().filter(edition__report__year=year))
    published = published_report(listed[0], number) if listed else None
    if published is None:
        raise Http404
    context = {"nav": "reports", "published": published}
    return render(request, "reports/report_detail.html", context)


@public_page
@require_safe
def report_cover(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The cover of a published edition as a drawing."""
    editions = ReportEdition.objects.published().defer("snapshot")
    edition = get_object_or_404(editions, report__year=year, number=number)
    context = {"cover": edition_cover(edition)}
    return render(request, "reports/cover.svg", context, content_type="image/svg+xml")


@login_not_required
@require_safe
def report_pdf(
    request: HttpRequest, year: int, kind: FileKind, number: int | None = None
) -> HttpResponseBase:
    """A stored file of the newest published edition, or of the numbered one."""
    files = ReportFile.objects.published().filter(edition__report__year=year, kind=kind)
    if number is not None:
        files = files.filter(edition__number=number)
    newest = files.first()
    if newest is None:
        raise Http404
    # A numbered edition never changes; without a number a newer one may come.
    caching = "public, no-cache" if number is None else "public, max-age=31536000, immutable"
    return send_file(request, newest, caching)
