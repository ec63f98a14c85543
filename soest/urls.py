"""Addresses of the whole site. Public paths are promises: tests write them literally."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from reports.views import sheets
from soest import changes, health, overview, pages

handler500 = "soest.errors.server_error"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("aenderungen/", changes.changes, name="changes"),
    path("", include("indicators.urls")),
    path("", include("strategy.urls")),
    path("berichte/", include("reports.urls")),
    # sheets of goals and Handlungsfelder; the kind of a code comes from the addresses above
    path("ziele/<goal_code:code>/blatt.pdf", sheets.goal_sheet, name="goal-sheet"),
    path("handlungsfelder/<slug:slug>/blatt.pdf", sheets.area_sheet, name="area-sheet"),
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
