"""Addresses of the whole site. Public paths are promises: tests write them literally."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from soest import changes, health, overview, pages

handler500 = "soest.errors.server_error"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("aenderungen/", changes.changes, name="changes"),
    path("", include("indicators.urls")),
    path("", include("strategy.urls")),
    path("berichte/", include("reports.urls")),
    path("", include("accounts.urls")),
    # method and legal pages
    path("methodik/", pages.methodology, name="methodology"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    # operation
    path("verwaltung/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
