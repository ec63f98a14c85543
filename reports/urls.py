"""Addresses below /berichte/."""

from __future__ import annotations

from django.urls import path, register_converter

from reports.file_names import FileKindConverter
from reports.views import checking, frameworks, making, public, text_editor, texts, web

register_converter(FileKindConverter, "file_kind")

app_name = "reports"

urlpatterns = [
    path("", public.report_list, name="report-list"),
    # /berichte/verwaltung/
    path("verwaltung/", making.manage, name="manage"),
    path("verwaltung/neu/", making.create, name="create"),
    path("verwaltung/rahmen/", frameworks.framework_list, name="framework-list"),
    path("verwaltung/rahmen/<slug:code>.csv", frameworks.framework_csv, name="framework-csv"),
    path(
        "verwaltung/rahmen/<slug:code>/loeschen/",
        frameworks.remove_framework,
        name="framework-delete",
    ),
    path("verwaltung/<int:year>/gliederung/", frameworks.structure, name="structure"),
    path("verwaltung/<int:year>/pruefung/", checking.check, name="check"),
    path("verwaltung/<int:year>/einfrieren/", checking.freeze, name="freeze"),
    path("verwaltung/ausgaben/<int:pk>/", making.edition_state, name="edition-state"),
    path("verwaltung/ausgaben/<int:pk>/erzeugen/", making.request_pdf, name="request-pdf"),
    path("verwaltung/ausgaben/<int:pk>/veroeffentlichen/", making.publish, name="publish"),
    path("verwaltung/ausgaben/<int:pk>/hier-erzeugen/", making.make_here, name="make-here"),
    path("verwaltung/ausgaben/<int:pk>/<file_kind:kind>", making.preview, name="preview"),
    path("verwaltung/auftraege/<int:pk>/abbrechen/", making.abort_job, name="abort-job"),
    # /berichte/verwaltung/<year>/texte/
    path("verwaltung/meine-texte/", texts.my_texts, name="my-texts"),
    *(
        path(f"verwaltung/<int:year>/texte/{route}", view, name=name)
        for route, view, name in (
            ("", texts.text_list, "text-list"),
            ("zuweisen/<str:group>/", texts.assign_texts, "assign-texts"),
            ("<str:place>/", text_editor.text, "text"),
            ("<str:place>/sichern/", text_editor.autosave, "text-autosave"),
            ("<str:place>/vorschau/", text_editor.preview, "text-preview"),
            ("<str:place>/zahlen/", text_editor.numbers, "text-numbers"),
            ("<str:place>/uebernehmen/", text_editor.take_over, "text-take-over"),
            ("<str:place>/freigeben/", text_editor.approve, "text-approve"),
            ("<str:place>/zurueckgeben/", text_editor.send_back, "text-send-back"),
            ("<str:place>/zuweisen/", text_editor.assign_text, "text-assign"),
            ("<str:place>/verlauf/", text_editor.history, "text-history"),
            ("<str:place>/verlauf/<int:pk>/", text_editor.version, "text-version"),
            (
                "<str:place>/verlauf/<int:pk>/wiederherstellen/",
                text_editor.restore,
                "text-restore",
            ),
        )
    ),
    # /berichte/<year>/
    path("<int:year>/", public.report_detail, name="report-detail"),
    path("<int:year>/<file_kind:kind>", public.report_pdf, name="report-pdf"),
    path("<int:year>/ausgabe-<int:number>/titelbild.svg", public.report_cover, name="report-cover"),
    path("<int:year>/ausgabe-<int:number>/<file_kind:kind>", public.report_pdf, name="report-pdf"),
    path("<int:year>/ausgabe-<int:number>/", public.report_detail, name="report-detail"),
    path("<int:year>/<slug:chapter>/", web.report_chapter, name="report-chapter"),
    path(
        "<int:year>/ausgabe-<int:number>/<slug:chapter>/",
        web.report_chapter,
        name="report-chapter",
    ),
]
