from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StrategyConfig(AppConfig):
    name = "strategy"
    verbose_name = "Strategie"

    def ready(self) -> None:
        from soest.triggers import keep_installed
        from strategy.triggers import TRIGGERS

        keep_installed(self.label, TRIGGERS)
        post_migrate.connect(make_data_version, self, dispatch_uid="strategy.data_version")


def make_data_version(*, using: str, **kwargs: Any) -> None:
    """The one row of the data version exists as soon as its table does."""
    from django.db import connections
    from django.utils import timezone

    from strategy.models import DataVersion

    if DataVersion._meta.db_table in connections[using].introspection.table_names():
        DataVersion.objects.using(using).get_or_create(defaults={"changed_at": timezone.now()})
