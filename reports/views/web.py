"""The full report on the site, chapter by chapter: its accessible original."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import ReportEdition
from reports.published import address
from reports.web_edition import web_edition
from soest.public_pages import public_page


@public_page
@require_safe
def report_chapter(
    request: HttpRequest, year: int, chapter: str, number: int | None = None
) -> HttpResponse:
    """A chapter of the newest published edition, or of the numbered one."""
    edition, base = published_edition(year, number), address(year, number)
    chapters = web_edition(edition)
    names = [one.anchor for one in chapters]
    if chapter not in names:
        raise Http404
    place = names.index(chapter)
    context = {
        "nav": "reports",
        "edition": edition,
        "is_numbered": number is not None,
        "base": base,
        "chapters": chapters,
        "chapter": chapters[place],
        "previous": chapters[place - 1] if place else None,
        "next": chapters[place + 1] if place + 1 < len(chapters) else None,
    }
    return render(request, "reports/report_chapter.html", context)


def published_edition(year: int, number: int | None) -> ReportEdition:
    """Raises Http404 if there is none."""
    editions = ReportEdition.objects.published().defer("snapshot").filter(report__year=year)
    if number is not None:
        editions = editions.filter(number=number)
    edition = editions.select_related("report").order_by("-number").first()
    if edition is None:
        raise Http404
    return edition
