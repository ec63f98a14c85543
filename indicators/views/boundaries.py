"""Real boundaries of the parts of the city: look at them, bring them in, take them away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from indicators.boundary_forms import EXPIRED, AgreementForm, BoundaryForm
from indicators.views.catalogue import keeper
from strategy.boundaries import BoundaryError
from strategy.boundaries.drawing import Drawing, Outline, draw
from strategy.boundary_import import (
    NewBoundaries,
    NewPart,
    StoredBoundaries,
    remove_boundaries,
    replace_boundaries,
    stored_boundaries,
)
from strategy.models import District

PAGE = "indicators/catalogue/boundaries.html"


@require_http_methods(["GET", "HEAD", "POST"])
def boundaries(request: HttpRequest) -> HttpResponse:
    """The boundaries there are; a POST shows what a file would bring and stores nothing."""
    keeper(request)
    sends = request.method == "POST"
    form = BoundaryForm(request.POST, request.FILES) if sends else BoundaryForm()
    parts, stored = current()
    if form.is_valid():
        seen = stored.imported_at if stored else None
        context = preview(form.new) | {"signed": form.signed(seen=seen), "form": form}
        return render(request, "indicators/catalogue/boundary_preview.html", context)
    return show(request, parts, stored, form, status=form.status)


@require_POST
def store(request: HttpRequest) -> HttpResponse:
    """Take over what was drawn, unless somebody else was faster."""
    person = keeper(request)
    form = AgreementForm(request.POST)
    if not form.is_valid():
        return refuse(request, EXPIRED)
    agreed = form.cleaned_data["signed"]
    try:
        replace_boundaries(
            agreed.shapes,
            seen=agreed.seen,
            source=agreed.source,
            licence=agreed.licence,
            by=person,
        )
    except BoundaryError as error:
        return refuse(request, str(error))
    messages.success(request, "Übernommen: Die Karten zeigen jetzt diese Grenzen.")
    return redirect("indicators:boundaries")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Go back to the tiles."""
    keeper(request)
    if remove_boundaries():
        messages.success(request, "Entfernt: Die Karten zeigen wieder die Kacheln.")
    return redirect("indicators:boundaries")


# What the views above are made of -------------------------------------------------


def current() -> tuple[list[District], StoredBoundaries | None]:
    parts = list(District.objects.parts())
    return parts, stored_boundaries(parts)


def refuse(request: HttpRequest, why: str) -> HttpResponse:
    """The page as things stand now, and why nothing was taken over."""
    return show(request, *current(), BoundaryForm(), refused=why, status=409)


def preview(new: NewBoundaries) -> dict[str, Any]:
    """The map and the list of what a file would bring."""
    drawing = draw(new.shapes)
    drawn: list[tuple[NewPart, Outline]] = [
        (part, drawing.outlines[part.slug]) for part in new.parts
    ]
    return {
        "nav": "catalogue",
        "new": new,
        "drawing": drawing,
        "drawn": drawn,
        "odd": sum(part.is_odd for part in new.parts),
    }


def show(
    request: HttpRequest,
    parts: list[District],
    stored: StoredBoundaries | None,
    form: BoundaryForm,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    drawing: Drawing | None = stored.drawing() if stored else None
    context = {
        "nav": "catalogue",
        "form": form,
        "stored": stored,
        "drawing": drawing,
        "drawn": [(part, drawing.outlines[part.slug]) for part in parts] if drawing else [],
        "refused": refused,
    }
    return render(request, PAGE, context, status=status)
