"""The list of actions and the cross-cutting goals they are checked against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from soest.http import HtmxHttpRequest, render_page
from soest.public_pages import public_page
from strategy.action_lines import present_lines
from strategy.check_balance import active, conflicts, goal_balances
from strategy.forms import ActionFilterForm
from strategy.models import Action, CrossCuttingGoal


@public_page
@require_safe
def action_list(request: HtmxHttpRequest) -> HttpResponse:
    form = ActionFilterForm(request.GET)
    lines = present_lines(Action.objects.all())
    context = {
        "nav": "actions",
        "form": form,
        "lines": form.choose(lines),
        "facets": form.facets(lines),
        "total": len(lines),
    }
    return render_page(
        request, "strategy/action_list.html", "strategy/_action_results.html", context
    )


@public_page
@require_safe
def cross_cutting_goal_list(request: HttpRequest) -> HttpResponse:
    """The goals every action is checked against, and how the checks turned out."""
    goals = list(CrossCuttingGoal.objects.all())
    every = present_lines(Action.objects.all())
    lines = active(every)
    context = {
        "goals": goals,
        "balances": goal_balances(goals, lines),
        "conflicts": conflicts(lines),
        "actions": len(lines),
        "stopped": len(every) - len(lines),
        "unchecked": sum(bool(line.unchecked) for line in lines),
    }
    return render(request, "strategy/cross_cutting_goal_list.html", context)
