"""Addresses below /erfassung/. `indicators.urls` includes them, so their namespace is the same."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from indicators.entry.converters import PeriodSlug
from indicators.entry.supplies.urls import staff_patterns as supply_patterns
from indicators.entry.views import (
    autosave,
    districts,
    files,
    grids,
    histories,
    home,
    inline,
    joint_releases,
    mails,
    releases,
    remarks,
    rounds,
    values,
)

register_converter(PeriodSlug, "period")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="entry-home"),
    # /erfassung/freigabe/
    path("freigabe/", releases.queue, name="release-queue"),
    path("freigabe/<int:pk>/", releases.decide, name="release-decide"),
    path("freigabe/auswahl/", joint_releases.look, name="release-selection"),
    path("freigabe/auswahl/freigeben/", joint_releases.carry_out, name="release-joint"),
    # /erfassung/nachrichten/
    path("nachrichten/", mails.mails, name="mails"),
    path("nachrichten/<int:pk>/", mails.mail, name="mail"),
    path("nachrichten/<int:pk>/senden/", mails.send, name="mail-send"),
    # /erfassung/runden/
    path("runden/", rounds.round_list, name="round-list"),
    path("runden/neu/", rounds.round_new, name="round-new"),
    path("runden/<int:year>/", rounds.round_detail, name="round-detail"),
    path("runden/<int:year>/werte/", rounds.round_values, name="round-values"),
    path("runden/<int:year>/stand.csv", rounds.round_csv, name="round-csv"),
    path("runden/<int:year>/bearbeiten/", rounds.round_edit, name="round-edit"),
    path("runden/<int:year>/loeschen/", rounds.round_delete, name="round-delete"),
    # /erfassung/dateien/
    path("dateien/", files.index, name="entry-files"),
    path("dateien/vorlage/", files.template, name="entry-file-template"),
    path("dateien/<int:pk>/", files.file, name="entry-file"),
    path("dateien/<int:pk>/verwerfen/", files.discard, name="entry-file-discard"),
    path("dateien/<int:pk>/datei/", files.download, name="entry-file-download"),
    # /erfassung/tabelle/
    path("tabelle/", grids.index, name="entry-grids"),
    path("tabelle/<slug:slug>/", grids.department, name="entry-grid"),
    # /erfassung/runden/<year>/zulieferung/<slug>/, /erfassung/zulieferungen/<pk>/
    path("", include(supply_patterns)),
    # /erfassung/<slug>/
    path("<slug:slug>/", values.choose_period, name="entry-indicator"),
    path("<slug:slug>/tabelle/", grids.districts, name="entry-district-grid"),
    path("<slug:slug>/<period:period>/", values.value, name="entry-value"),
    path("<slug:slug>/<period:period>/gelesen/", values.reading, name="entry-reading"),
    path("<slug:slug>/<period:period>/sichern/", autosave.autosave, name="entry-autosave"),
    path("<slug:slug>/<period:period>/zeile/", inline.inline, name="entry-inline"),
    path("<slug:slug>/<period:period>/zurueckziehen/", values.withdraw, name="entry-withdraw"),
    path("<slug:slug>/<period:period>/verwerfen/", values.discard, name="entry-discard"),
    path("<slug:slug>/<period:period>/ortsteile/", districts.districts, name="entry-districts"),
    path(
        "<slug:slug>/<period:period>/ortsteile/gelesen/",
        districts.reading,
        name="entry-districts-reading",
    ),
    path("<slug:slug>/<period:period>/verlauf/", histories.history, name="entry-history"),
    path("<slug:slug>/<period:period>/kommentare/", remarks.comments, name="entry-comments"),
    path("<slug:slug>/<period:period>/belege/", remarks.files, name="entry-evidence"),
    path("<slug:slug>/<period:period>/belege/<int:pk>/", remarks.file, name="entry-evidence-file"),
    path(
        "<slug:slug>/<period:period>/belege/<int:pk>/entfernen/",
        remarks.remove,
        name="entry-evidence-remove",
    ),
]
