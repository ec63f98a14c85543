"""The start page: where Soest stands, in 30 seconds. It wires all apps, so it belongs to none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.changes import compare
from indicators.distributions import Distribution
from indicators.freshness import Freshness
from indicators.goal_tree import AreaNode, area_nodes
from indicators.scorecards import Scorecard, load_ledger
from reports.models import ReportFile
from soest.public_pages import public_page
from strategy.models import StrategyFrame

SHOWN_CHANGES = 3
SHOWN_LATE = 5


@public_page
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    report = ReportFile.objects.latest_published()
    since = report.edition.frozen_at if report else now - timedelta(days=365)
    ledger = load_ledger(since=since)
    cards = ledger.scorecards(now)
    areas = area_nodes(cards)
    changes = compare(ledger.scorecards(since), cards)
    context = {
        "nav": "overview",
        "frame": StrategyFrame.objects.first(),
        "distribution": whole(areas, cards),
        "areas": areas,
        "report": report,
        "since": since,
        "changes": changes,
        "improved": changes.improved[:SHOWN_CHANGES],
        "worsened": changes.worsened[:SHOWN_CHANGES],
        "timeliness": timeliness(cards),
    }
    return render(request, "soest/overview.html", context)


def whole(areas: list[AreaNode], cards: list[Scorecard]) -> Distribution:
    """The distribution of all operational goals; of all indicators while there are no goals."""
    statuses = [node.status for area in areas for node in area.goals]
    if statuses:
        return Distribution.of("goals", statuses)
    return Distribution.of("indicators", (card.status for card in cards))


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
