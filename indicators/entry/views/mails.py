"""Nachrichten: the mails that wait, and those that were sent."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from indicators.entry.mail_delivery import is_configured
from indicators.entry.mail_lines import (
    MailFilterForm,
    MailLine,
    PageForm,
    action_of,
    count_mails,
    lines_of,
)
from indicators.entry.mail_retention import ROW_DAYS, TEXT_DAYS
from indicators.entry.mails import send_again
from indicators.entry.people import coordinator
from indicators.models import Mail
from soest.http import HtmxHttpRequest, render_page

PER_PAGE = 50
PAGE = "indicators/entry/mails/list.html"
PARTIAL = "indicators/entry/mails/_mails.html"
NOT_POSSIBLE = "Diese Nachricht lässt sich nicht mehr senden. Es wurde nichts geändert."


@require_safe
def mails(request: HtmxHttpRequest) -> HttpResponse:
    """All mails, newest first."""
    coordinator(request)
    form, part = MailFilterForm(request.GET), PageForm(request.GET)
    page = Paginator(form.apply(Mail.objects.all()), PER_PAGE).get_page(part.number)
    context = {
        "nav": "mails",
        "form": form,
        "page": page,
        "lines": lines_of(page.object_list),
        "is_filtered": any(form.cleaned_data.values()),
        "counts": count_mails(),
        "is_configured": is_configured(),
        "text_days": TEXT_DAYS,
        "row_days": ROW_DAYS,
    }
    return render_page(request, PAGE, PARTIAL, context)


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail with its text."""
    coordinator(request)
    found = get_object_or_404(Mail, pk=pk)
    context = {"nav": "mails", "mail": found, "line": MailLine(found), "text_days": TEXT_DAYS}
    return render(request, "indicators/entry/mails/detail.html", context)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a mail again, or try it at once."""
    coordinator(request)
    found = get_object_or_404(Mail, pk=pk)
    if not action_of(found):
        messages.error(request, NOT_POSSIBLE)
    else:
        send_again(found)
        messages.success(request, told(found))
    return redirect("indicators:mails")


def told(mail: Mail) -> str:
    """What becomes of a mail whose button was pressed."""
    when = "wird verschickt" if is_configured() else "geht hinaus, sobald es einen Mailserver gibt"
    return f"„{mail.subject}“ an {mail.to} {when}."
