from __future__ import annotations

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "Kennzahlen"

    def ready(self) -> None:
        from indicators.triggers import triggers
        from soest.triggers import keep_installed

        keep_installed(self.label, triggers())
