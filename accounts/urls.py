"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import views
from django.urls import path, reverse_lazy

from accounts.forms import SignInForm

app_name = "accounts"

urlpatterns = [
    path(
        "anmelden/",
        views.LoginView.as_view(
            template_name="accounts/login.html",
            authentication_form=SignInForm,
            redirect_authenticated_user=True,
        ),
        name="login",
    ),
    path("abmelden/", views.LogoutView.as_view(), name="logout"),
    path(
        "passwort/",
        views.PasswordChangeView.as_view(
            template_name="accounts/password_change.html",
            success_url=reverse_lazy("accounts:password-change-done"),
        ),
        name="password-change",
    ),
    path(
        "passwort/geaendert/",
        views.PasswordChangeDoneView.as_view(template_name="accounts/password_change_done.html"),
        name="password-change-done",
    ),
]
