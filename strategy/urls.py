"""Addresses of actions and cross-cutting goals."""

from __future__ import annotations

from django.urls import path

from strategy import views

app_name = "strategy"

urlpatterns = [
    path("massnahmen/", views.action_list, name="action-list"),
    path("uebergeordnete-ziele/", views.cross_cutting_goal_list, name="cross-cutting-goal-list"),
]
