"""Who is signed in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def signed_in(request: HttpRequest) -> User:
    """The person behind a request to a page that needs a login."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def coordinator(request: HttpRequest) -> User:
    """The same, if they belong to the coordination. Raises PermissionDenied."""
    person = signed_in(request)
    if not person.coordinates:
        raise PermissionDenied
    return person
