"""What the city does: actions, their milestones, and their check against cross-cutting goals."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from strategy.enums import ActionKind, ActionPhase, Effect
from strategy.models.goals import CrossCuttingGoal, OperationalGoal
from strategy.models.organisation import Department
from strategy.models.sample import SampleMark


class ActionQuerySet(models.QuerySet["Action"]):
    def for_lines(self) -> ActionQuerySet:
        """What an action's line on a page shows, but for its checks, in three queries."""
        return self.select_related("department").prefetch_related(
            "milestones",
            models.Prefetch(
                "operational_goals", OperationalGoal.objects.select_related("strategic_goal__area")
            ),
        )

    def for_pages(self) -> ActionQuerySet:
        """The same with the checks, in four queries."""
        checks = CrossCuttingCheck.objects.select_related("goal")
        return self.for_lines().prefetch_related(models.Prefetch("checks", checks))


class Action(SampleMark):
    """A concept, measure or pilot project.

    A trigger refuses the phases decided, running and completed until the action has been checked
    against every cross-cutting goal (strategy/triggers.py).
    """

    slug = models.SlugField("Kurzname in der Adresse", max_length=120, unique=True)
    title = models.CharField("Titel", max_length=200)
    kind = models.CharField("Art", max_length=10, choices=ActionKind)
    phase = models.CharField("Phase", max_length=10, choices=ActionPhase, default=ActionPhase.IDEA)
    description = models.TextField("Beschreibung", blank=True)
    starts_on = models.DateField("Beginn", null=True, blank=True)
    ends_on = models.DateField("Ende", null=True, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="zuständig",
    )
    operational_goals = models.ManyToManyField(
        OperationalGoal, blank=True, related_name="actions", verbose_name="operative Ziele"
    )
    source = models.URLField("Quelle", max_length=500, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "Maßnahme"
        verbose_name_plural = "Maßnahmen"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ActionKind.values), name="strategy_action_kind"
            ),
            models.CheckConstraint(
                condition=Q(phase__in=ActionPhase.values), name="strategy_action_phase"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="strategy_action_ends_after_start",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="strategy_action_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("indicators:action-detail", args=[self.slug])


class Milestone(SampleMark):
    """A dated step of an action; `reached_on` None means not reached yet."""

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="milestones", verbose_name="Maßnahme"
    )
    title = models.CharField("Meilenstein", max_length=200)
    due_on = models.DateField("geplant zum")
    reached_on = models.DateField("erreicht am", null=True, blank=True)

    class Meta:
        verbose_name = "Meilenstein"
        verbose_name_plural = "Meilensteine"
        ordering = ["due_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "title"], name="strategy_milestone_title_once_an_action"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CrossCuttingCheck(SampleMark):
    """The effect of an action on one cross-cutting goal, with its reason."""

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="checks", verbose_name="Maßnahme"
    )
    goal = models.ForeignKey(
        CrossCuttingGoal,
        on_delete=models.PROTECT,
        related_name="checks",
        verbose_name="übergeordnetes Ziel",
    )
    effect = models.SmallIntegerField("Wirkung", choices=Effect)
    reason = models.CharField("Begründung", max_length=500)

    class Meta:
        verbose_name = "Prüfung"
        verbose_name_plural = "Prüfungen"
        ordering = ["goal__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "goal"],
                name="strategy_check_once_a_goal",
                violation_error_message="Gegen dieses übergeordnete Ziel ist schon geprüft.",
            ),
            models.CheckConstraint(
                condition=Q(effect__in=Effect.values), name="strategy_check_effect"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="strategy_check_has_reason",
                violation_error_message="Bitte die Wirkung begründen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.get_effect_display()}"
