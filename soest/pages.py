"""Pages of fixed text: method and legal duties."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from soest.public_pages import public_page


def text_page(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A public view that shows `template`."""

    @public_page
    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, template)

    return page


methodology = text_page("pages/methodology.html")
imprint = text_page("pages/imprint.html")
privacy = text_page("pages/privacy.html")
accessibility = text_page("pages/accessibility.html")
