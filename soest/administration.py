"""The admin site of the city, for coordination and administration only."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class Administration(AdminConfig):
    """Replaces `django.contrib.admin` in INSTALLED_APPS."""

    default_site = "soest.administration.CitySite"


class CitySite(AdminSite):
    """Master data of the Zielmonitor under /verwaltung/."""

    site_header = "Zielmonitor Soest 2030 · Verwaltung"
    site_title = "Verwaltung"
    index_title = "Stammdaten"
    site_url = "/"
