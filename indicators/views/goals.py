"""Pages of strategic and operational goals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.action_effects import expected_by_actions
from indicators.goal_tree import goal_nodes, strategic_nodes
from indicators.models import Indicator
from indicators.scorecards import current_scorecards
from indicators.trends import trend_of
from soest.public_pages import public_page
from strategy.action_lines import present_lines
from strategy.models import Action, OperationalGoal, StrategicGoal


@public_page
@require_safe
def goal_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A strategic goal ("1.2") or an operational one ("1.2.3")."""
    if code.count(".") == 1:
        return strategic_goal(request, code)
    return operational_goal(request, code)


def strategic_goal(request: HttpRequest, code: str) -> HttpResponse:
    goals = StrategicGoal.objects.select_related("area").prefetch_related("sdgs")
    goal = get_object_or_404(goals, code=code)
    below = goal.operational_goals.select_related("strategic_goal", "department")
    cards = current_scorecards(Indicator.objects.filter(goals__strategic_goal=goal).distinct())
    actions = Action.objects.filter(operational_goals__strategic_goal=goal).distinct()
    context = {
        "nav": "areas",
        "node": strategic_nodes([goal], goal_nodes(below, cards))[0],
        "hidden_actions": 0,
        "lines": present_lines(actions),
        "effects": expected_by_actions(cards, timezone.now()),
    }
    return render(request, "indicators/strategic_goal.html", context)


def operational_goal(request: HttpRequest, code: str) -> HttpResponse:
    goals = OperationalGoal.objects.select_related("strategic_goal__area", "department")
    goal = get_object_or_404(goals, code=code)
    cards = current_scorecards(goal.indicators.all())
    node = goal_nodes([goal], cards)[0]
    context = {
        "nav": "areas",
        "node": node,
        "chart": trend_of(node.lead) if node.lead and node.lead.latest else None,
        "hidden_actions": 0,
        "lines": present_lines(goal.actions.all()),
        "effects": expected_by_actions(cards, timezone.now()),
    }
    return render(request, "indicators/operational_goal.html", context)
