"""Sending the stored files of an edition, whole or in parts."""

from __future__ import annotations

import logging
import os
from typing import IO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from reports.file_names import download_name
from reports.models import FileKind, ReportFile
from reports.ranges import ByteRange, NotSatisfiable, byte_range

logger = logging.getLogger(__name__)


def send_file(request: HttpRequest, row: ReportFile, caching: str) -> HttpResponseBase:
    """Stream the file, a part of it, or answer 304 to a reader who has it.

    Nothing is rendered here. A file that is missing on disk, or has another size than it had when
    it was made, gives 404 and a line in the log.
    """
    headers = {
        "ETag": f'"{row.sha256}"',
        "Cache-Control": caching,
        "Accept-Ranges": "bytes",
    }
    known = get_conditional_response(request, etag=headers["ETag"])
    answer = known or asked_for(request, row)
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def asked_for(request: HttpRequest, row: ReportFile) -> HttpResponseBase:
    """The file or the part of it that a reader wants. Raises Http404."""
    try:
        return content_response(row, wanted_range(request, row))
    except NotSatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{row.size}"})


def wanted_range(request: HttpRequest, row: ReportFile) -> ByteRange | None:
    """The part asked for; None: all of it. Raises NotSatisfiable.

    With `If-Range` a part is wanted only of the very file that the reader has begun to load.
    """
    etag = f'"{row.sha256}"'
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return byte_range(request.headers.get("Range", ""), row.size)


def content_response(row: ReportFile, part: ByteRange | None) -> FileResponse:
    """The bytes of a file, or of a part of it. Raises Http404."""
    file = stored_file(row)  # the server sends a whole file by its own quick way
    response = LargeBlocks(
        Section(file, part) if part else file,
        filename=download_name(FileKind(row.kind), row.edition),
        content_type="application/pdf",
    )
    if part:
        response.status_code = 206
        response.headers["Content-Length"] = str(part.length)
        response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{row.size}"
    return response


def stored_file(row: ReportFile) -> IO[bytes]:
    """The file on disk, opened. Raises Http404."""
    try:
        content: IO[bytes] = row.file.open("rb").file
    except FileNotFoundError as error:
        logger.exception("The file of report edition %s is missing.", row.edition_id)
        raise Http404 from error
    if os.fstat(content.fileno()).st_size != row.size:
        content.close()
        logger.error("The file of report edition %s was changed on disk.", row.edition_id)
        raise Http404
    return content


class Section:
    """A part of an open file, read like a file."""

    def __init__(self, file: IO[bytes], part: ByteRange) -> None:
        self.file, self.left = file, part.length
        file.seek(part.first)

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; b"" at the end."""
        chunk = self.file.read(min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.file.close()


class LargeBlocks(FileResponse):
    """Sends a report in a few dozen steps: each one costs the server far more than its bytes."""

    block_size = 64 * 1024
