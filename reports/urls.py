"""Addresses below /berichte/."""

from __future__ import annotations

from django.urls import path

from reports.views import checking, making, public

app_name = "reports"

urlpatterns = [
    path("", public.report_list, name="report-list"),
    # /berichte/verwaltung/
    path("verwaltung/", making.manage, name="manage"),
    path("verwaltung/neu/", making.create, name="create"),
    path("verwaltung/<int:year>/pruefung/", checking.check, name="check"),
    path("verwaltung/<int:year>/einfrieren/", checking.freeze, name="freeze"),
    path("verwaltung/ausgaben/<int:pk>/", making.edition_state, name="edition-state"),
    path("verwaltung/ausgaben/<int:pk>/erzeugen/", making.request_pdf, name="request-pdf"),
    path("verwaltung/ausgaben/<int:pk>/veroeffentlichen/", making.publish, name="publish"),
    path("verwaltung/ausgaben/<int:pk>/bericht.pdf", making.preview, name="preview"),
    # /berichte/<year>/
    path("<int:year>/", public.report_detail, name="report-detail"),
    path("<int:year>/bericht.pdf", public.report_pdf, name="report-pdf"),
    path("<int:year>/ausgabe-<int:number>/bericht.pdf", public.report_pdf, name="report-pdf"),
]
