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
