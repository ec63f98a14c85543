"""The site and the empty view it is measured against."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from soest.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [*urlpatterns, path("leer/", empty)]
