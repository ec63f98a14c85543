"""Handlungsfelder, their strategic and operational goals, and what cuts across them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from strategy.models.organisation import Department
from strategy.models.sample import SampleMark


class Sdg(models.Model):
    """One of the 17 Sustainable Development Goals of the United Nations."""

    number = models.PositiveSmallIntegerField("Nummer", primary_key=True)
    name = models.CharField("Name", max_length=120)

    class Meta:
        verbose_name = "SDG"
        verbose_name_plural = "SDG"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__range=(1, 17)), name="strategy_sdg_number"),
        ]

    def __str__(self) -> str:
        return f"SDG {self.number} {self.name}"


class CrossCuttingGoal(models.Model):
    """A goal that every action is checked against: Klimaneutralität, Resilienz, …"""

    slug = models.SlugField("Kurzname in der Adresse", unique=True)
    name = models.CharField("Name", max_length=100, unique=True)
    description = models.TextField("Beschreibung", blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", unique=True)
    source = models.URLField("Quelle", max_length=500, blank=True)

    class Meta:
        verbose_name = "übergeordnetes Ziel"
        verbose_name_plural = "übergeordnete Ziele"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class ActionArea(models.Model):
    """One of the eight Handlungsfelder."""

    number = models.PositiveSmallIntegerField("Nummer", unique=True)
    slug = models.SlugField("Kurzname in der Adresse", unique=True)
    name = models.CharField("Name", max_length=100, unique=True)
    guideline = models.TextField("Leitlinie", blank=True)
    guideline_confirmed = models.BooleanField("Wortlaut der Leitlinie bestätigt", default=False)
    source = models.URLField("Quelle", max_length=500, blank=True)

    class Meta:
        verbose_name = "Handlungsfeld"
        verbose_name_plural = "Handlungsfelder"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__range=(1, 8)), name="strategy_area_number"),
            models.CheckConstraint(
                condition=Q(guideline_confirmed=False) | ~Q(guideline=""),
                name="strategy_area_confirmed_guideline",
                violation_error_message="Eine leere Leitlinie kann nicht bestätigt werden.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:area-detail", args=[self.slug])


class StrategicGoal(models.Model):
    """One of the 28 strategic goals, code "1.2": second goal of area 1."""

    area = models.ForeignKey(
        ActionArea,
        on_delete=models.PROTECT,
        related_name="strategic_goals",
        verbose_name="Handlungsfeld",
    )
    position = models.PositiveSmallIntegerField("Reihenfolge")
    code = models.CharField("Nummer", max_length=8, unique=True)
    title = models.CharField("Titel", max_length=300)
    description = models.TextField("Beschreibung", blank=True)
    wording_confirmed = models.BooleanField(
        "Wortlaut bestätigt",
        default=False,
        help_text="Solange der amtliche Wortlaut fehlt, steht überall „Arbeitstitel“ dabei.",
    )
    sdgs = models.ManyToManyField(
        Sdg, blank=True, related_name="strategic_goals", verbose_name="SDG"
    )

    class Meta:
        verbose_name = "strategisches Ziel"
        verbose_name_plural = "strategische Ziele"
        ordering = ["area__number", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "position"], name="strategy_strategicgoal_one_a_position"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="strategy_strategicgoal_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:goal-detail", args=[self.code])


class OperationalGoal(SampleMark):
    """A goal with a year and an indicator, code "1.2.3"."""

    strategic_goal = models.ForeignKey(
        StrategicGoal,
        on_delete=models.PROTECT,
        related_name="operational_goals",
        verbose_name="strategisches Ziel",
    )
    position = models.PositiveSmallIntegerField("Reihenfolge")
    code = models.CharField("Nummer", max_length=12, unique=True)
    title = models.CharField("Titel", max_length=300)
    description = models.TextField("Beschreibung", blank=True)
    due_year = models.PositiveSmallIntegerField("Zieljahr", null=True, blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="operational_goals",
        verbose_name="zuständig",
    )
    wording_confirmed = models.BooleanField("Wortlaut bestätigt", default=False)

    class Meta:
        verbose_name = "operatives Ziel"
        verbose_name_plural = "operative Ziele"
        ordering = ["strategic_goal__area__number", "strategic_goal__position", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategic_goal", "position"],
                name="strategy_operationalgoal_one_a_position",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="strategy_operationalgoal_has_title"
            ),
            models.CheckConstraint(
                condition=Q(due_year__isnull=True) | Q(due_year__range=(2000, 2100)),
                name="strategy_operationalgoal_due_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("indicators:goal-detail", args=[self.code])
