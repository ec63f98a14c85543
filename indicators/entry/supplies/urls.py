"""Addresses of data requests: for staff below /erfassung/, and those that a link opens."""

from __future__ import annotations

from django.urls import path

from indicators.entry.views import links, requests

staff_patterns = [
    path(
        "runden/<int:year>/zulieferung/<slug:slug>/",
        requests.supply_requests,
        name="supply-requests",
    ),
    path("zulieferungen/<int:pk>/senden/", requests.send, name="supply-send"),
    path("zulieferungen/<int:pk>/verlaengern/", requests.prolong, name="supply-prolong"),
    path("zulieferungen/<int:pk>/widerrufen/", requests.revoke, name="supply-revoke"),
]

link_patterns = [
    path("<str:token>/", links.supply, name="supply"),
    path("<str:token>/abschliessen/", links.supply_finish, name="supply-finish"),
    path("<str:token>/quittung/", links.supply_receipt, name="supply-receipt"),
    path("<str:token>/weitergeben/", links.supply_delegate, name="supply-delegate"),
    path(
        "<str:token>/weitergeben/<int:pk>/zurueckholen/",
        links.supply_take_back,
        name="supply-take-back",
    ),
]
