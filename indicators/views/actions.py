"""The page of one action: how far it has come, and what it is expected to change."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.action_effects import effects_of_action, indicators_of_action
from indicators.goal_tree import goal_nodes
from indicators.scorecards import load_ledger
from soest.public_pages import public_page
from strategy.action_lines import action_line, checks_of
from strategy.models import Action


@public_page
@require_safe
def action_detail(request: HttpRequest, slug: str) -> HttpResponse:
    action = get_object_or_404(Action.objects.for_lines(), slug=slug)
    now = timezone.now()
    cards = load_ledger(indicators_of_action(action)).scorecards(now)
    context = {
        "nav": "actions",
        "line": action_line(action, checks_of([action])[action.pk], timezone.localdate(now)),
        "nodes": goal_nodes(action.operational_goals.all(), cards),
        "effects": effects_of_action(action, cards, now),
    }
    return render(request, "indicators/action_detail.html", context)
