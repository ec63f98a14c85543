"""What a page says of itself to search engines, to those who share it, and on paper."""

from __future__ import annotations

import html
from typing import cast
from urllib.parse import urlencode

from django import forms, template
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.template import Context
from django.utils.html import strip_tags

register = template.Library()

LONGEST_PREVIEW = 200  # characters; more is cut off by those who show it


@register.simple_block_tag
def plain_text(content: str, longest: int | None = None) -> str:
    """What a part of a template says, as one line of text without markup, to be shown anew.

    Used with `as`: the variable is escaped like any text where it is shown. Of a text longer than
    `longest` the words that fit are kept.
    """
    words = " ".join(html.unescape(strip_tags(content)).split())
    return words if longest is None else preview(words, longest)


def preview(text: str, longest: int = LONGEST_PREVIEW) -> str:
    """The words of a text that fit, with an ellipsis for the others."""
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    if not text[longest - 1].isspace():
        start = start.rpartition(" ")[0] or start
    return f"{start.rstrip(' ,;:–')} …".replace(" …", "…")


@register.simple_tag(takes_context=True)
def canonical_url(context: Context) -> str:
    """The address of the page shown, with those choices of its query string that change it.

    Choices are the valid, non-empty fields of the forms on the page that were filled from the
    query string; whatever else somebody appended is left out.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:  # an error page for a request that could not be read
        return ""
    state = [pair for form in query_forms(context, request) for pair in choices(form, request)]
    query = f"?{urlencode(state)}" if state else ""
    try:
        return request.build_absolute_uri(f"{request.path}{query}")
    except DisallowedHost:  # the error page that says so
        return ""


@register.simple_tag(takes_context=True)
def absolute_url(context: Context, path: str) -> str:
    """A path of this site with scheme and host, for use on other sites."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(path)


def query_forms(context: Context, request: HttpRequest) -> list[forms.Form]:
    """The forms of a page that its query string fills."""
    found = []
    for value in context.flatten().values():
        # By its type alone: `isinstance` would wake up the lazy user and the form token, and with
        # them a cookie.
        if issubclass(type(value), forms.Form):
            form = cast(forms.Form, value)
            if form.is_bound and form.data is request.GET:
                found.append(form)
    return found


def choices(form: forms.Form, request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values in the order of the form's fields, as they stand in the address."""
    form.is_valid()
    return [
        (name, value)
        for name in form.fields
        if form.cleaned_data.get(name)
        for value in request.GET.getlist(name)
        if value
    ]
