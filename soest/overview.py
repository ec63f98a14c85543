"""The start page: where Soest stands, in 30 seconds. It wires all apps, so it belongs to none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.developments import Developments, Move
from indicators.distributions import Distribution
from indicators.freshness import Freshness
from indicators.goal_tree import AreaNode, area_nodes, arrange
from indicators.scorecards import Scorecard
from soest.public_pages import public_page
from soest.since import SinceForm
from strategy.models import StrategyFrame

SHOWN_CHANGES = 3
SHOWN_LATE = 3


@public_page
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """With `?seit=` compared with another moment than the last report."""
    form = SinceForm(request.GET, now=timezone.now())
    comparison = form.comparison
    found, cards = comparison.found, comparison.after
    areas = area_nodes(cards)
    context = {
        "nav": "overview",
        "frame": StrategyFrame.objects.first(),
        "distribution": whole(areas, cards),
        "former": whole(judged_before(areas, comparison.before), comparison.before),
        "areas": [AreaLine(node, *moved_in(node, found)) for node in areas],
        "report": form.report,
        "form": form,
        "since": form.since,
        "found": found,
        "improved": found.improved[:SHOWN_CHANGES],
        "worsened": found.worsened[:SHOWN_CHANGES],
        "timeliness": timeliness(cards),
    }
    return render(request, "soest/overview.html", context, status=form.status)


# What the view above is made of ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A Handlungsfeld, and how many of its indicators have another outlook than before."""

    node: AreaNode
    improved: int
    worsened: int


def whole(areas: Sequence[AreaNode], cards: Iterable[Scorecard]) -> Distribution:
    """The distribution of all operational goals; of all indicators while there are no goals."""
    statuses = [node.status for area in areas for node in area.goals]
    if statuses:
        return Distribution.of("goals", statuses)
    return Distribution.of("indicators", (card.status for card in cards))


def judged_before(areas: Sequence[AreaNode], before: Sequence[Scorecard]) -> list[AreaNode]:
    """The goals of today with the scorecards of an earlier moment."""
    goals = [node.goal for area in areas for node in area.goals]
    return arrange([area.area for area in areas], goals, before)


def moved_in(node: AreaNode, found: Developments) -> tuple[int, int]:
    """How many indicators of a Handlungsfeld improved, and how many worsened."""
    keys = {card.indicator.pk for card in node.cards}
    return count_of(found.improved, keys), count_of(found.worsened, keys)


def count_of(moves: Iterable[Move], keys: set[int]) -> int:
    return sum(move.after.indicator.pk in keys for move in moves)


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How many indicators have an up-to-date value, and which have been owed the longest."""

    current: int
    due: int
    stale: int
    empty: int
    late: tuple[Scorecard, ...]


def timeliness(cards: list[Scorecard]) -> Timeliness:
    states = [card.freshness.freshness for card in cards]
    owed = [card for card in cards if card.freshness.due_since is not None]
    late = sorted(owed, key=lambda card: (card.freshness.due_since, card.indicator.name))
    return Timeliness(
        current=states.count(Freshness.CURRENT),
        due=states.count(Freshness.DUE),
        stale=states.count(Freshness.STALE),
        empty=states.count(Freshness.EMPTY),
        late=tuple(late[:SHOWN_LATE]),
    )
