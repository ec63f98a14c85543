"""Data requests as the department and coordination see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from indicators.entry.mail_delivery import is_configured
from indicators.entry.people import signed_in
from indicators.entry.supplies import requests
from indicators.entry.supplies.forms import LastDayForm, RequestForm
from indicators.entry.supplies.overview import load_overview
from indicators.models import CollectionRound, DataRequest
from strategy.models import Department

PAGE = "indicators/supply/requests.html"
CLOSED = "Es wurde nichts geändert: Dieser Link ist inzwischen geschlossen."
BY_HAND = (
    "Es ist kein Mailserver eingestellt. Bitte kopieren Sie den Link unten und schicken Sie ihn "
    "selbst."
)


@require_http_methods(["GET", "HEAD", "POST"])
def supply_requests(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """The links of a department for a round, and the form for another one."""
    asked_by, department = place_or_404(request, year, slug)
    today = timezone.localdate()
    if request.method == "POST":
        form = RequestForm(request.POST, today=today)
        if form.is_valid():
            return made(request, asked_by, department, form)
        return show(request, asked_by, department, form, status=422)
    last_day = requests.default_last_day(asked_by, today)
    form = RequestForm(today=today, initial={"last_day": last_day})
    return show(request, asked_by, department, form)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a link once more."""
    found = request_or_404(request, pk)
    try:
        requests.send_again(request=found, by=signed_in(request))
    except requests.LinkClosed:
        messages.error(request, CLOSED)
    else:
        messages.success(
            request, told_way(f"Der Link geht noch einmal an {found.recipient_email}.")
        )
    return redirect(address_of(found))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a link at once."""
    found = request_or_404(request, pk)
    requests.revoke(request=found, by=signed_in(request))
    messages.success(request, f"Widerrufen: Der Link an {found.recipient_name} gilt nicht mehr.")
    return redirect(address_of(found))


@require_POST
def prolong(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a link hold until another day."""
    found = request_or_404(request, pk)
    form = LastDayForm(request.POST, today=timezone.localdate(), prefix=f"r{pk}")
    if not form.is_valid():
        today = timezone.localdate()
        new = RequestForm(today=today)
        return show(request, found.round, found.department, new, prolonging=form, status=422)
    try:
        requests.prolong(
            request=found, last_day=form.cleaned_data["last_day"], by=signed_in(request)
        )
    except requests.LinkClosed:
        messages.error(request, CLOSED)
    except requests.DelegationRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Verlängert: Der Link an {found.recipient_name}.")
    return redirect(address_of(found))


# What the views above are made of -------------------------------------------------


def made(
    request: HttpRequest, asked_by: CollectionRound, department: Department, form: RequestForm
) -> HttpResponse:
    """Make the request and say that its link is on the way."""
    new = requests.make_request(
        asked_by=asked_by,
        department=department,
        recipient=form.recipient,
        message=form.cleaned_data["message"],
        last_day=form.cleaned_data["last_day"],
        by=signed_in(request),
    )
    way = told_way(f"Der Link geht an {new.recipient_email}. Er steht auch unten.")
    messages.success(request, f"Link angelegt. {way}")
    return redirect(address_of(new))


def told_way(mailed: str) -> str:
    """How the link gets to the person: as `mailed` says, or by hand if nothing sends mails."""
    return mailed if is_configured() else BY_HAND


def show(
    request: HttpRequest,
    asked_by: CollectionRound,
    department: Department,
    form: RequestForm,
    *,
    prolonging: LastDayForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "nav": "entry",
        "round": asked_by,
        "department": department,
        "form": form,
        "overview": load_overview(asked_by, department, prolonging),
        "asked": asked_by.requested.owed().filter(department=department).count(),
        "sends_mails": is_configured(),
    }
    return render(request, PAGE, context, status=status)


def address_of(found: DataRequest) -> str:
    args = [found.round.year, found.department.slug]
    return f"{reverse('indicators:supply-requests', args=args)}#zulieferung-{found.pk}"


def place_or_404(request: HttpRequest, year: int, slug: str) -> tuple[CollectionRound, Department]:
    """A round and one of the departments it asks, if this person may ask others for it."""
    person = signed_in(request)
    asked_by = get_object_or_404(CollectionRound, year=year)
    department = get_object_or_404(
        Department.objects.filter(requested_indicators__round=asked_by).distinct(), slug=slug
    )
    if not requests.may_request(person, department):
        raise Http404
    return asked_by, department


def request_or_404(request: HttpRequest, pk: int) -> DataRequest:
    found = get_object_or_404(DataRequest.objects.select_related("round", "department"), pk=pk)
    if not requests.may_request(signed_in(request), found.department):
        raise Http404
    return found
