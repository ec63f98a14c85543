"""Comments and files beside a value."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.entry import evidence
from indicators.entry.conversations import NothingEntered, add_comment, load_remarks_of
from indicators.entry.people import signed_in
from indicators.entry.remark_forms import CommentForm, EvidenceForm, remark_context
from indicators.entry.slots import Slot
from indicators.entry.views.values import slot_or_404
from indicators.models import Evidence
from indicators.named_periods import Period
from soest.http import HtmxHttpRequest, render_page

logger = logging.getLogger(__name__)

PAGE = "indicators/entry/remarks.html"
THREAD = "indicators/entry/_thread.html"
EVIDENCE = "indicators/entry/_evidence.html"

NOTHING_ENTERED = (
    "Für diesen Zeitraum ist noch nichts gespeichert. Bitte sichern Sie zuerst einen Entwurf."
)
TOO_MANY = (
    f"Bei diesem Wert liegen schon {evidence.MOST_FILES} Dateien. "
    "Bitte fassen Sie Belege zusammen oder entfernen Sie eine."
)
KEPT = (
    "Der Beleg wurde nicht entfernt: Sein Wert ist eingereicht oder freigegeben, "
    "und damit gehört der Beleg fest dazu."
)
LOST = (
    "Diese Datei lässt sich auf dem Server gerade nicht lesen. Bitte sagen Sie der Administration "
    "Bescheid; an der Angabe zum Wert ändert sich nichts."
)


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """The conversation about a value; a POST adds to it."""
    slot = slot_or_404(request, slug, period)
    if request.method != "POST":
        return show(request, slot, THREAD)
    form = CommentForm(request.POST, name=slot.key)
    if not form.is_valid():
        return show(request, slot, THREAD, comment_form=form, status=422)
    try:
        add_comment(slot=slot, text=form.cleaned_data["text"], by=signed_in(request))
    except NothingEntered:
        form.add_error("text", NOTHING_ENTERED)
        return show(request, slot, THREAD, comment_form=form, status=422)
    return commented(request, slot, in_queue=form.cleaned_data["in_queue"])


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HtmxHttpRequest, slug: str, period: Period) -> HttpResponse:
    """The files of a value; a POST adds one."""
    slot = slot_or_404(request, slug, period)
    if request.method != "POST":
        return show(request, slot, EVIDENCE)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        keep(slot, form, request)
    if form.errors:
        return show(request, slot, EVIDENCE, evidence_form=form, status=422)
    return changed(request, slot, f"Beleg hinzugefügt: {form.name}")


@require_safe
def file(request: HtmxHttpRequest, slug: str, period: Period, pk: int) -> HttpResponse:
    """One file, for saving; a browser never shows it as a page of this site."""
    slot = slot_or_404(request, slug, period)
    found = evidence_or_404(slot, pk)
    try:
        with found.file.open() as opened:
            content = opened.read()
    except OSError as error:
        logger.error("evidence %s cannot be read: %s", found.pk, error)
        return show(request, slot, EVIDENCE, evidence_refusal=LOST, status=404)
    disposition = content_disposition_header(as_attachment=True, filename=found.name)
    headers = {
        "Content-Disposition": disposition or "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(content, content_type=found.content_type, headers=headers)


@require_POST
def remove(request: HtmxHttpRequest, slug: str, period: Period, pk: int) -> HttpResponse:
    """Take a file away while its value is in work."""
    slot = slot_or_404(request, slug, period)
    try:
        name = evidence.remove_evidence(slot=slot, pk=pk, by=signed_in(request))
    except evidence.EvidenceKept:
        return show(request, slot, EVIDENCE, evidence_refusal=KEPT, status=409)
    except NothingEntered as error:
        raise Http404 from error
    return changed(request, slot, f"Beleg entfernt: {name}" if name else "Der Beleg ist schon weg")


# What the views above are made of -------------------------------------------------


def keep(slot: Slot, form: EvidenceForm, request: HtmxHttpRequest) -> None:
    """Store a valid file; what prevents it becomes an error of the form."""
    try:
        evidence.add_evidence(
            slot=slot, name=form.name, kind=form.kind, content=form.content, by=signed_in(request)
        )
    except NothingEntered:
        form.add_error("file", NOTHING_ENTERED)
    except evidence.TooManyFiles:
        form.add_error("file", TOO_MANY)


def commented(request: HtmxHttpRequest, slot: Slot, *, in_queue: bool) -> HttpResponse:
    if request.htmx:
        form = CommentForm(name=slot.key, in_queue=in_queue)
        return show(request, slot, THREAD, comment_form=form)
    messages.success(request, f"Kommentar gespeichert: {slot.title}.")
    if in_queue:
        return redirect(f"{reverse('indicators:release-queue')}#thread-{slot.key}")
    return redirect(slot.address("entry-comments"))


def changed(request: HtmxHttpRequest, slot: Slot, notice: str) -> HttpResponse:
    if request.htmx:
        return show(request, slot, EVIDENCE, evidence_notice=f"{notice}.")
    messages.success(request, f"{notice}.")
    return redirect(slot.address("entry-evidence"))


def show(
    request: HtmxHttpRequest, slot: Slot, partial: str, *, status: int = 200, **more: object
) -> HttpResponse:
    """The page with both, or to htmx the part that has changed."""
    remarks = load_remarks_of(slot)
    context = remark_context(remarks) | {"nav": "entry", "slot": slot} | more
    return render_page(request, PAGE, partial, context, status=status)


def evidence_or_404(slot: Slot, pk: int) -> Evidence:
    of_slot = Evidence.objects.filter(
        measurement__indicator=slot.indicator,
        measurement__district=slot.district,
        measurement__period=slot.period.first_day,
    )
    return get_object_or_404(of_slot, pk=pk)
