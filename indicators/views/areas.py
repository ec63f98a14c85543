"""Pages of the Handlungsfelder."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from indicators.goal_tree import AreaNode, area_nodes, arrange, strategic_nodes
from indicators.models import Indicator
from indicators.scorecards import current_scorecards
from soest.public_pages import public_page
from strategy.action_lines import present_lines
from strategy.models import Action, ActionArea, OperationalGoal, StrategicGoal

SHOWN_ACTIONS = 3  # the most urgent; the others are one link away


@public_page
@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    areas = area_nodes(current_scorecards())
    context = {
        "nav": "areas",
        "areas": areas,
        "strategic": StrategicGoal.objects.count(),
        "operational": sum(len(node.goals) for node in areas),
    }
    return render(request, "indicators/area_list.html", context)


@public_page
@require_safe
def area_detail(request: HttpRequest, slug: str) -> HttpResponse:
    strategic = list(StrategicGoal.objects.filter(area__slug=slug).select_related("area"))
    area = strategic[0].area if strategic else get_object_or_404(ActionArea, slug=slug)
    node = area_node(area)
    actions = Action.objects.filter(operational_goals__strategic_goal__area=area).distinct()
    lines = present_lines(actions)
    context = {
        "nav": "areas",
        "node": node,
        "strategic": strategic_nodes(strategic, node.goals),
        "lines": sorted(lines, key=lambda line: line.urgency)[:SHOWN_ACTIONS],
        "hidden_actions": max(0, len(lines) - SHOWN_ACTIONS),
    }
    return render(request, "indicators/area_detail.html", context)


def area_node(area: ActionArea) -> AreaNode:
    """One Handlungsfeld with the scorecards of its goals and its other indicators."""
    measuring = Q(goals__strategic_goal__area=area) | Q(area=area, goals__isnull=True)
    cards = current_scorecards(Indicator.objects.filter(measuring).distinct())
    goals = OperationalGoal.objects.filter(strategic_goal__area=area).select_related(
        "strategic_goal", "department"
    )
    return arrange([area], list(goals), cards)[0]
