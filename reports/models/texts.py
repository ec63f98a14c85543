"""What people write for a report."""

from __future__ import annotations

import functools
import operator

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from indicators.models import Indicator
from reports.models.criteria import Criterion
from reports.models.reports import Report
from strategy.models import ActionArea, SampleMark, StrategicGoal


class Section(models.TextChoices):
    """Places of the report that carry editorial text."""

    FOREWORD = "foreword", "Vorwort"
    SUMMARY = "summary", "Zusammenfassung"
    AREA = "area", "Handlungsfeld"
    GOAL = "goal", "strategisches Ziel"
    INDICATOR = "indicator", "Kennzahl"
    CRITERION = "criterion", "Kriterium"
    ANNEX = "annex", "Anhang"


SINGLE = (Section.FOREWORD, Section.SUMMARY, Section.ANNEX)  # of which a report has one each


# The row that a text of these sections is about.
PLACES: dict[Section, str] = {
    Section.AREA: "area",
    Section.GOAL: "goal",
    Section.INDICATOR: "indicator",
    Section.CRITERION: "criterion",
}


def only(section: Section) -> Q:
    """A text of a section is about the row that belongs to it, and about no other."""
    own = PLACES.get(section)
    wanted = {f"{name}__isnull": name != own for name in PLACES.values()}
    return Q(section=section, **wanted)


class Stance(models.TextChoices):
    """How a report answers a criterion of its framework."""

    REPORTS = "reports", "berichtet"
    EXPLAINS = "explains", "begründet nicht berichtet"


class TextState(models.TextChoices):
    DRAFT = "draft", "Entwurf"
    REVIEW = "review", "in Prüfung"
    APPROVED = "approved", "freigegeben"


class ReportTextQuerySet(models.QuerySet["ReportText"]):
    def placed(self) -> ReportTextQuerySet:
        """Texts whose place their report has; of criteria only those of its framework."""
        return self.filter(Q(criterion=None) | Q(criterion__framework=F("report__framework")))


class ReportText(SampleMark):
    """An editorial text at one place of a report. Only approved texts are printed.

    `version` counts the states of `body` that were saved; 0 is a place that was assigned to
    somebody and has no text yet. Who approves a text is not the one who wrote it last.
    """

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
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_texts",
        verbose_name="Kennzahl",
    )
    criterion = models.ForeignKey(
        Criterion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="report_texts",
        verbose_name="Kriterium",
    )
    stance = models.CharField(
        "Antwort", max_length=10, choices=Stance, blank=True, help_text="Nur bei Kriterien."
    )
    body = models.TextField("Text", max_length=20_000, blank=True)
    state = models.CharField("Stand", max_length=10, choices=TextState, default=TextState.DRAFT)
    version = models.PositiveIntegerField("Fassung", default=1)
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_texts",
        verbose_name="schreibt",
    )
    due_on = models.DateField("fertig bis", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="saved_texts",
        verbose_name="zuletzt geschrieben von",
    )
    saved_at = models.DateTimeField("zuletzt geschrieben am", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_texts",
        verbose_name="freigegeben von",
    )
    approved_at = models.DateTimeField("freigegeben am", null=True, blank=True)
    note = models.TextField("Anmerkung zur Rückgabe", max_length=2_000, blank=True)

    objects = ReportTextQuerySet.as_manager()

    class Meta:
        verbose_name = "Text eines Berichts"
        verbose_name_plural = "Texte der Berichte"
        ordering = ["report", "section", "area__number", "goal__code", "indicator__code"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["report", *fields],
                    condition=Q(section__in=sections),
                    name=f"reports_text_once_a_{place}",
                    violation_error_message="Für diese Stelle gibt es schon einen Text.",
                )
                for place, fields, sections in (
                    ("section", ["section"], SINGLE),
                    ("area", ["area"], [Section.AREA]),
                    ("goal", ["goal"], [Section.GOAL]),
                    ("indicator", ["indicator"], [Section.INDICATOR]),
                    ("criterion", ["criterion"], [Section.CRITERION]),
                )
            ),
            models.CheckConstraint(
                condition=functools.reduce(operator.or_, map(only, (*PLACES, *SINGLE))),
                name="reports_text_place",
                violation_error_message="Handlungsfeld, Ziel, Kennzahl und Kriterium gehören nur "
                "zu den Abschnitten gleichen Namens.",
            ),
            models.CheckConstraint(
                condition=Q(stance="") | Q(section=Section.CRITERION, stance__in=Stance.values),
                name="reports_text_stance",
                violation_error_message="Eine Antwort gehört nur zu einem Kriterium.",
            ),
            models.CheckConstraint(
                condition=~Q(section=Section.CRITERION)
                | ~Q(state=TextState.APPROVED)
                | ~Q(stance=""),
                name="reports_text_answers",
                violation_error_message="Bitte sagen, ob der Bericht zu diesem Kriterium "
                "berichtet oder begründet, warum nicht.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TextState.values), name="reports_text_state"
            ),
            models.CheckConstraint(
                condition=Q(state=TextState.DRAFT) | ~Q(body=""),
                name="reports_text_has_body",
                violation_error_message="Ein leerer Text bleibt ein Entwurf.",
            ),
            models.CheckConstraint(
                condition=Q(version__gt=0) | Q(body=""), name="reports_text_version"
            ),
            models.CheckConstraint(
                condition=Q(state=TextState.APPROVED) | Q(approved_by=None, approved_at=None),
                name="reports_text_approval",
            ),
            # A text without an author was put there by the program.
            models.CheckConstraint(
                condition=~Q(state=TextState.APPROVED)
                | Q(saved_by=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=F("saved_by")),
                name="reports_text_four_eyes",
                violation_error_message="Wer einen Text zuletzt geschrieben hat, gibt ihn nicht "
                "selbst frei.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}, {self.report}"


class TextStep(models.TextChoices):
    """What a version of a text was kept for."""

    SAVED = "saved", "gespeichert"
    SUBMITTED = "submitted", "zur Prüfung gegeben"
    APPROVED = "approved", "freigegeben"
    RETURNED = "returned", "zurückgegeben"
    RESTORED = "restored", "wiederhergestellt"
    TAKEN = "taken", "aus dem Vorjahr übernommen"


class TextVersion(SampleMark):
    """A text as it was when something was done to it. Triggers let nobody change or remove it."""

    text = models.ForeignKey(
        ReportText, on_delete=models.PROTECT, related_name="versions", verbose_name="Text"
    )
    number = models.PositiveIntegerField("Fassung")
    step = models.CharField("Schritt", max_length=10, choices=TextStep)
    body = models.TextField("Wortlaut", blank=True)
    stance = models.CharField("Antwort", max_length=10, choices=Stance, blank=True)
    note = models.TextField("Anmerkung", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="text_versions",
        verbose_name="von",
    )
    at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Fassung eines Textes"
        verbose_name_plural = "Fassungen der Texte"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=TextStep.values), name="reports_version_step"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=["", *Stance.values]), name="reports_version_stance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}, Fassung {self.number}"
