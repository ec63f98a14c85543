"""Made-up expectations of what the sample actions change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.models import ExpectedEffect, Indicator
from indicators.sample.tables import SampleEffect
from strategy.models import Action


def add_effects(
    effects: Iterable[SampleEffect], indicators: Mapping[str, Indicator], last_year: int
) -> None:
    """Write them; `last_year` is the last complete one, from which their years count."""
    rows = Action.objects.filter(is_sample=True).in_bulk(field_name="slug")
    ExpectedEffect.objects.bulk_create(
        ExpectedEffect(
            action=rows[effect.action],
            indicator=indicators[effect.code],
            lower=effect.lower,
            upper=effect.upper,
            from_year=last_year + effect.begins,
            until_year=None if effect.ends is None else last_year + effect.ends,
            basis=effect.basis,
            is_decided=effect.is_decided,
            is_sample=True,
        )
        for effect in effects
    )
