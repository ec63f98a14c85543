"""What somebody without an account sees and does through a link."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.entry.batches import BatchRefused, Line, key_of
from indicators.entry.mail_delivery import is_configured
from indicators.entry.services import Conflict
from indicators.entry.supplies import requests
from indicators.entry.supplies.access import by_finished_link, by_link, closed
from indicators.entry.supplies.answers import NotFinished, finish, save_answers
from indicators.entry.supplies.forms import RecipientForm, SavedForm
from indicators.entry.supplies.links import MOST_LEVELS, level_of, path_of, sender_of
from indicators.entry.supplies.pages import AnswerPage
from indicators.entry.supplies.questions import load_questionnaire
from indicators.models import DataRequest

logger = logging.getLogger(__name__)

NOT_FINISHED = "Es wurde noch nichts abgeschlossen: Bitte ergänzen Sie erst, was unten steht."


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def supply(request: HttpRequest, data_request: DataRequest) -> HttpResponse:
    """All values that are asked for on one page."""
    data = request.POST if request.method == "POST" else None
    page = AnswerPage.load(data_request, data)
    if data is None:
        saved = SavedForm(request.GET or None).count
        return show(request, page, saved=saved)
    if page.unknown_fields:
        pk = data_request.pk  # never the address: it is a secret
        logger.warning("unknown fields ignored in data request %s: %s", pk, page.unknown_fields)
    if not page.is_valid():
        return show(request, page, status=422)
    return save(request, page)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def supply_finish(request: HttpRequest, data_request: DataRequest) -> HttpResponse:
    """A last look at what was entered, then closing the link."""
    if request.method != "POST":
        return show_finish(request, data_request)
    try:
        finish(request=data_request)
    except requests.LinkClosed as error:
        return closed(request, error.standing)
    except NotFinished:
        return show_finish(request, data_request, error=NOT_FINISHED, status=422)
    return redirect(path_of(data_request, "supply-receipt"))


@by_finished_link
@require_safe
def supply_receipt(request: HttpRequest, data_request: DataRequest) -> HttpResponse:
    """Thanks, with what was sent, for printing."""
    context = {"data_request": data_request, "questionnaire": load_questionnaire(data_request)}
    return render(request, "indicators/supply/receipt.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def supply_delegate(request: HttpRequest, data_request: DataRequest) -> HttpResponse:
    """Hand the link on to somebody else."""
    form = RecipientForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return show_delegations(request, data_request, form)
    if form.is_valid():
        try:
            requests.delegate(
                request=data_request,
                recipient=form.recipient,
                message=form.cleaned_data["message"],
            )
        except requests.LinkClosed as error:
            return closed(request, error.standing)
        except requests.DelegationRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect(path_of(data_request, "supply-delegate"))
    return show_delegations(request, data_request, form, status=422)


@by_link
@require_POST
def supply_take_back(request: HttpRequest, data_request: DataRequest, pk: int) -> HttpResponse:
    """Take a link back that was handed on."""
    given = get_object_or_404(data_request.delegations, pk=pk)
    requests.revoke(request=given, by=sender_of(data_request))
    return redirect(path_of(data_request, "supply-delegate"))


# What the views above are made of -------------------------------------------------


def save(request: HttpRequest, page: AnswerPage) -> HttpResponse:
    """Write what was typed, or show what stands against it beside it."""
    touched = page.touched
    try:
        count = save_answers(
            request=page.request,
            sender=page.sender,
            lines=[Line(one.question.slot, one.said) for one in touched],
            seen={key_of(one.question.slot): one.seen for one in touched},
        )
    except requests.LinkClosed as error:
        return closed(request, error.standing)
    except Conflict:
        return show(request, page.overtaken(), status=409)
    except BatchRefused as error:
        return show(request, page.refused(error.batch), status=409)
    if "finish" in request.POST:
        return redirect(path_of(page.request, "supply-finish"))
    return redirect(f"{path_of(page.request)}?gesichert={count}")


def show(
    request: HttpRequest, page: AnswerPage, *, saved: int | None = None, status: int = 200
) -> HttpResponse:
    context = {"page": page, "data_request": page.request, "saved": saved}
    return render(request, "indicators/supply/answer.html", context, status=status)


def show_finish(
    request: HttpRequest, data_request: DataRequest, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "data_request": data_request,
        "questionnaire": load_questionnaire(data_request),
        "error": error,
    }
    return render(request, "indicators/supply/finish.html", context, status=status)


def show_delegations(
    request: HttpRequest, data_request: DataRequest, form: RecipientForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "data_request": data_request,
        "form": form,
        "delegations": data_request.delegations.order_by("created_at"),
        "sends_mails": is_configured(),
        "can_delegate": level_of(data_request) < MOST_LEVELS,
    }
    return render(request, "indicators/supply/delegate.html", context, status=status)
