"""Signing in."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Django's form; a refusal says what to look at, not that something is missing."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "Benutzername und Passwort passen nicht zusammen. "
        "Achten Sie bitte auf Groß- und Kleinschreibung.",
    }
