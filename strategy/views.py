"""The list of actions and the cross-cutting goals they are checked against."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from soest.http import HtmxHttpRequest, render_page
from soest.public_pages import public_page
from strategy.action_lines import present_lines
from strategy.enums import ActionPhase, Effect
from strategy.forms import ActionFilterForm
from strategy.models import Action, CrossCuttingGoal


@public_page
@require_safe
def action_list(request: HtmxHttpRequest) -> HttpResponse:
    form = ActionFilterForm(request.GET)
    lines = present_lines(form.apply(Action.objects.all()))
    context = {"nav": "actions", "form": form, "lines": lines, "total": Action.objects.count()}
    return render_page(request, "strategy/action_list.html", "strategy/_action_table.html", context)


@public_page
@require_safe
def cross_cutting_goal_list(request: HttpRequest) -> HttpResponse:
    """The goals every action is checked against, and how the checks turned out."""
    counts = {
        f"effect_{effect.name.lower()}": Count("checks", filter=Q(checks__effect=effect))
        for effect in Effect
    }
    goals = CrossCuttingGoal.objects.annotate(**counts, checked=Count("checks"))
    waiting = Action.objects.filter(phase=ActionPhase.IDEA).annotate(done=Count("checks"))
    context = {
        "goals": goals,
        "actions": Action.objects.count(),
        "unchecked": waiting.filter(done__lt=CrossCuttingGoal.objects.count()).count(),
    }
    return render(request, "strategy/cross_cutting_goal_list.html", context)
