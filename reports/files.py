"""Sending the stored PDF of an edition."""

from __future__ import annotations

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from reports.models import ReportFile

logger = logging.getLogger(__name__)


def send_file(request: HttpRequest, row: ReportFile, caching: str) -> HttpResponseBase:
    """Stream the file, or answer 304 to a reader who has it. Nothing is rendered here.

    A file that is missing on disk gives 404 and a line in the log.
    """
    headers = {"ETag": f'"{row.sha256}"', "Cache-Control": caching}
    known = get_conditional_response(request, etag=headers["ETag"])
    if known is not None:
        for header, value in headers.items():
            known.headers[header] = value
        return known
    try:
        content = row.file.open("rb")
    except FileNotFoundError as error:
        logger.exception("The file of report edition %s is missing.", row.edition_id)
        raise Http404 from error
    edition = row.edition
    name = f"Nachhaltigkeitsbericht-Soest-{edition.report.year}-Ausgabe-{edition.number}.pdf"
    return FileResponse(
        content,
        filename=name,
        content_type="application/pdf",
        headers=headers,
    )
