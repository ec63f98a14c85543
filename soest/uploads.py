"""A limit for what people send, held before any of it is read."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

LARGEST_REQUEST: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE  # bytes
PIECE = 64 * 2**10  # bytes
MOST_SWALLOWED = 64 * 2**20  # bytes


class RequestSizeMiddleware:
    """Answers a request that is too large by 413, in plain words.

    Its body is read and thrown away, piece by piece: a browser that is still sending takes an
    early answer for a broken connection and shows nothing of it. Of what is larger still, no more
    is read, and the connection breaks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if announced_size(request) <= LARGEST_REQUEST:
            return self.get_response(request)
        logger.warning("request of %s bytes refused at %s", announced_size(request), request.path)
        swallow(request)
        is_text = request.content_type == "application/x-www-form-urlencoded"
        return HttpResponse(render_to_string("413.html", {"is_text": is_text}), status=413)


def announced_size(request: HttpRequest) -> int:
    """The size the sender gives. Django reads no further than this, and nothing without it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def swallow(request: HttpRequest) -> None:
    left = MOST_SWALLOWED
    while left > 0 and (piece := request.read(PIECE)):
        left -= len(piece)
