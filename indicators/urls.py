"""Addresses of goals, indicators, districts and entry."""

from __future__ import annotations

from django.urls import include, path, register_converter

from indicators import converters
from indicators.entry.supplies.urls import link_patterns
from indicators.entry.urls import urlpatterns as entry_patterns
from indicators.views import (
    actions,
    areas,
    boundaries,
    catalogue,
    comparison,
    districts,
    downloads,
    embedding,
    goals,
    indicators,
    sdgs,
    search,
)

register_converter(converters.GoalCode, "goal_code")
register_converter(converters.IndicatorCode, "indicator_code")

app_name = "indicators"

urlpatterns = [
    # /handlungsfelder/
    path("handlungsfelder/", areas.area_list, name="area-list"),
    path("handlungsfelder/<slug:slug>/", areas.area_detail, name="area-detail"),
    # /ziele/
    path("ziele/<goal_code:code>/", goals.goal_detail, name="goal-detail"),
    # /kennzahlen/
    path("kennzahlen/", indicators.indicator_list, name="indicator-list"),
    path("kennzahlen/vergleich/", comparison.comparison, name="comparison"),
    path("kennzahlen/<slug:slug>/", indicators.indicator_detail, name="indicator-detail"),
    path("kennzahlen/<slug:slug>/einbetten/", embedding.card, name="indicator-card"),
    path("kennzahlen/<slug:slug>/reihen.csv", downloads.series, name="indicator-series"),
    path("kennzahlen/<slug:slug>/daten.csv", downloads.csv, name="indicator-csv"),
    path("kennzahlen/<slug:slug>/daten.json", downloads.json, name="indicator-json"),
    path("kennzahlen/<slug:slug>/daten.xlsx", downloads.xlsx, name="indicator-xlsx"),
    # /k/<code>/, as printed in reports
    path("k/<indicator_code:code>/", indicators.short_link, name="short-link"),
    # /ortsteile/
    path("ortsteile/", districts.district_list, name="district-list"),
    path("ortsteile/<slug:slug>/", districts.district_detail, name="district-detail"),
    # /massnahmen/; their list is a page of the strategy alone
    path("massnahmen/<slug:slug>/", actions.action_detail, name="action-detail"),
    # /erfassung/katalog/
    path("erfassung/katalog/", catalogue.files, name="catalogue-files"),
    path("erfassung/katalog/katalog.xlsx", catalogue.workbook, name="catalogue-workbook"),
    path("erfassung/katalog/<int:pk>/", catalogue.file, name="catalogue-file"),
    path("erfassung/katalog/<int:pk>/datei/", catalogue.download, name="catalogue-file-download"),
    # /erfassung/katalog/grenzen/
    path("erfassung/katalog/grenzen/", boundaries.boundaries, name="boundaries"),
    path("erfassung/katalog/grenzen/uebernehmen/", boundaries.store, name="boundaries-store"),
    path("erfassung/katalog/grenzen/entfernen/", boundaries.remove, name="boundaries-remove"),
    # /erfassung/
    path("erfassung/", include(entry_patterns)),
    # /zulieferung/<token>/
    path("zulieferung/", include(link_patterns)),
    # /suche/
    path("suche/", search.search, name="search"),
    # /sdg/
    path("sdg/", sdgs.sdg_list, name="sdg-list"),
]
