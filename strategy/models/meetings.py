"""Meetings of the council and its committees: days from which readers count what changed."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from strategy.models.sample import SampleMark

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class CouncilMeetingQuerySet(models.QuerySet["CouncilMeeting"]):
    def until(self, day: date) -> CouncilMeetingQuerySet:
        """Meetings held by the end of a day, the newest first."""
        return self.filter(date__lte=day).order_by("-date", "body")


class CouncilMeeting(SampleMark):
    """A meeting of the council or of a committee, held or planned."""

    date = models.DateField("Tag")
    body = models.CharField("Gremium", max_length=100, default="Rat", help_text="zum Beispiel Rat")
    title = models.CharField(
        "Hinweis", max_length=200, blank=True, help_text="zum Beispiel Haushaltssitzung"
    )
    link = models.URLField(
        "Link", max_length=500, blank=True, help_text="zur Tagesordnung oder Niederschrift"
    )

    objects = CouncilMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"
        ordering = ["-date", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "body"],
                name="strategy_meeting_one_a_day",
                violation_error_message="Die Sitzung dieses Gremiums an diesem Tag gibt es schon.",
            ),
            models.CheckConstraint(
                condition=Q(date__range=(FIRST_DAY, LAST_DAY)),
                name="strategy_meeting_date",
                violation_error_message="Möglich sind Tage von 2000 bis 2099.",
            ),
            models.CheckConstraint(
                condition=~Q(body=""),
                name="strategy_meeting_has_body",
                violation_error_message="Bitte das Gremium nennen, zum Beispiel: Rat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.date:%d.%m.%Y}"
