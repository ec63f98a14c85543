"""What became better or worse between two moments: the same indicators, judged twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.distributions import RATED, steps
from indicators.scorecards import Scorecard


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator whose outlook is another one now."""

    before: Scorecard
    after: Scorecard

    @property
    def steps(self) -> int:
        """How many symbols better (positive) or worse (negative)."""
        return steps(self.before.status, self.after.status)


@dataclass(frozen=True, slots=True)
class Changes:
    """All comparisons of two moments."""

    improved: tuple[Change, ...]  # the largest improvement first
    worsened: tuple[Change, ...]  # the largest setback first
    equal: int  # rated both times, with the same outlook
    unrated: int  # not rated at one of the moments at least: nothing to compare


def compare(before: Iterable[Scorecard], after: Iterable[Scorecard]) -> Changes:
    """Compare the outlooks of indicators that were rated at both moments."""
    present = list(after)
    former = {card.indicator.pk: card for card in before}
    changes = [
        Change(former[card.indicator.pk], card)
        for card in present
        if card.status in RATED
        and card.indicator.pk in former
        and former[card.indicator.pk].status in RATED
    ]
    improved = sorted((one for one in changes if one.steps > 0), key=lambda one: -one.steps)
    worsened = sorted((one for one in changes if one.steps < 0), key=lambda one: one.steps)
    equal = sum(one.steps == 0 for one in changes)
    return Changes(tuple(improved), tuple(worsened), equal, len(present) - len(changes))
