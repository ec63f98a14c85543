from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Berichte"

    def ready(self) -> None:
        from reports.triggers import triggers
        from soest.triggers import keep_installed

        keep_installed(self.label, triggers())
