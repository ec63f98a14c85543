"""What people write for a report."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from reports.models.reports import Report
from strategy.models import ActionArea, SampleMark, StrategicGoal


class Section(models.TextChoices):
    """Places of the report that carry editorial text."""

    FOREWORD = "foreword", "Vorwort"
    SUMMARY = "summary", "Zusammenfassung"
    AREA = "area", "Handlungsfeld"
    GOAL = "goal", "strategisches Ziel"
    ANNEX = "annex", "Anhang"


class TextState(models.TextChoices):
    DRAFT = "draft", "Entwurf"
    REVIEW = "review", "in Prüfung"
    APPROVED = "approved", "freigegeben"


class ReportText(SampleMark):
    """An editorial text at one place of a report. Only approved texts are printed."""

    report = models.ForeignKey(
        Report, on_delete=models.CASCADE, related_name="texts", verbose_name="Bericht"
    )
    section = models.CharField("Abschnitt", max_length=10, choices=Section)
    area = models.ForeignKey(
        ActionArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_texts",
        verbose_name="Handlungsfeld",
    )
    goal = models.ForeignKey(
        StrategicGoal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_texts",
        verbose_name="strategisches Ziel",
    )
    body = models.TextField("Text", max_length=20_000)
    state = models.CharField("Stand", max_length=10, choices=TextState, default=TextState.DRAFT)
    version = models.PositiveIntegerField("Fassung", default=1)

    class Meta:
        verbose_name = "Text eines Berichts"
        verbose_name_plural = "Texte der Berichte"
        ordering = ["report", "section", "area__number", "goal__code"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["report", *fields],
                    condition=Q(section__in=sections),
                    name=f"reports_text_once_a_{place}",
                    violation_error_message="Für diese Stelle gibt es schon einen Text.",
                )
                for place, fields, sections in (
                    ("section", ["section"], [Section.FOREWORD, Section.SUMMARY, Section.ANNEX]),
                    ("area", ["area"], [Section.AREA]),
                    ("goal", ["goal"], [Section.GOAL]),
                )
            ),
            models.CheckConstraint(
                condition=Q(section=Section.AREA, area__isnull=False, goal__isnull=True)
                | Q(section=Section.GOAL, area__isnull=True, goal__isnull=False)
                | Q(
                    section__in=[Section.FOREWORD, Section.SUMMARY, Section.ANNEX],
                    area__isnull=True,
                    goal__isnull=True,
                ),
                name="reports_text_place",
                violation_error_message="Handlungsfeld und Ziel gehören nur zu den Abschnitten "
                "gleichen Namens.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TextState.values), name="reports_text_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}, {self.report}"
