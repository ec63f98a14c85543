"""The bridge from expected effects to what pages show: the expectation beside the values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from indicators.charts.effect import EffectDrawing, effect_drawing
from indicators.enums import TargetKind
from indicators.expected_changes import Comparison, ExpectedChange, compare
from indicators.freshness import Freshness
from indicators.models import ExpectedEffect, Indicator
from indicators.models.effects import ExpectedEffectQuerySet
from indicators.scorecards import Scorecard
from indicators.sentences.effects import (
    change_quantities,
    change_text,
    effect_sentence,
    expected_text,
    outcome_text,
    period_text,
)
from indicators.sentences.quantities import Quantities
from strategy.models import Action

REACHED = Decimal(1)  # what a milestone counts as reached from, unless its path says otherwise


@dataclass(frozen=True)
class EffectLine:
    """One expected effect with the values of its indicator."""

    effect: ExpectedEffect
    card: Scorecard
    comparison: Comparison

    @property
    def reached_at(self) -> Decimal | None:
        """From which value on a milestone is reached; None for what is measured in numbers."""
        target = self.card.target
        if target is None or target.line.kind != TargetKind.MILESTONE:
            return None
        return target.line.points[-1].value if target.line.points else REACHED

    @property
    def is_stale(self) -> bool:
        """Newer values should be there, and belong to the time in which the effect is expected."""
        until, latest = self.effect.until_year, self.comparison.after
        is_over = until is not None and latest is not None and latest.year >= until
        return self.card.freshness.freshness is Freshness.STALE and not is_over

    @cached_property
    def sentence(self) -> str:
        return effect_sentence(
            self.comparison,
            self.card.indicator.unit,
            self.card.indicator.decimals,
            reached_at=self.reached_at,
            is_stale=self.is_stale,
        )

    @property
    def outcome(self) -> str:
        """The comparison in a word or two."""
        return outcome_text(self.comparison, reached_at=self.reached_at)

    @property
    def expected(self) -> str:
        """The range as a phrase: "1,0 bis 2,5 kWp mehr"."""
        if self.reached_at is not None:
            return "Meilenstein erreicht"
        return expected_text(self.comparison.expected, self._quantities)

    @property
    def period(self) -> str:
        """When it is expected: "ab 2023"."""
        return period_text(self.comparison.expected)

    @property
    def observed(self) -> str:
        """The observed change: "0,8 kWp mehr"; empty if there is none to tell."""
        change = self.comparison.change
        if change is None or self.reached_at is not None:
            return ""
        return change_text(change, self._quantities)

    @property
    def _quantities(self) -> Quantities:
        indicator = self.card.indicator
        return change_quantities(self.comparison, indicator.unit, indicator.decimals)

    @cached_property
    def drawing(self) -> EffectDrawing | None:
        """The chart; None without a value, and for a milestone, which is no line."""
        if self.reached_at is not None:
            return None
        return effect_drawing(
            self.card.years, self.comparison, decimals=self.card.indicator.decimals
        )

    @property
    def title_id(self) -> str:
        """The id of its heading on a page of one action."""
        return f"wirkung-{self.card.indicator.slug}"


def indicators_of_action(action: Action) -> QuerySet[Indicator]:
    """What its page shows: the indicators of its goals, and those it is expected to change."""
    shown = Q(goals__actions=action) | Q(expected_effects__action=action)
    return Indicator.objects.filter(shown).distinct()


def effects_of_action(
    action: Action, cards: Iterable[Scorecard], moment: datetime
) -> list[EffectLine]:
    """What an action is expected to change of these indicators, in one query."""
    known = list(cards)
    return effect_lines(effects_on(known).filter(action=action), known, moment)


def expected_by_actions(cards: Iterable[Scorecard], moment: datetime) -> list[EffectLine]:
    """What actions are expected to change of these indicators, in one query."""
    known = list(cards)
    return effect_lines(effects_on(known), known, moment)


def effects_on(cards: Iterable[Scorecard]) -> ExpectedEffectQuerySet:
    keys = [card.indicator.pk for card in cards]
    return ExpectedEffect.objects.for_pages().filter(indicator__in=keys)


def effect_lines(
    effects: Iterable[ExpectedEffect], cards: Iterable[Scorecard], moment: datetime
) -> list[EffectLine]:
    """Lay each expectation beside the scorecard of its indicator."""
    by_indicator: Mapping[int, Scorecard] = {card.indicator.pk: card for card in cards}
    this_year = timezone.localdate(moment).year
    return [effect_line(effect, by_indicator[effect.indicator_id], this_year) for effect in effects]


def effect_line(effect: ExpectedEffect, card: Scorecard, this_year: int) -> EffectLine:
    return EffectLine(effect, card, compare(card.years, expected_change(effect), this_year))


def expected_change(effect: ExpectedEffect) -> ExpectedChange:
    """The pure form of an expectation."""
    return ExpectedChange(effect.lower, effect.upper, effect.from_year, effect.until_year)
