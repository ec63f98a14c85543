"""Mails as they wait to be sent, and who has been reminded of what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.enums import MailState, ReminderStage
from indicators.models.requests import DataRequest
from indicators.models.rounds import CollectionRound
from strategy.models import Department, SampleMark

LONGEST_SUBJECT = 200
LONGEST_ERROR = 500


class MailQuerySet(models.QuerySet["Mail"]):
    def waiting(self) -> MailQuerySet:
        """What is still to be sent, now or later."""
        return self.filter(state=MailState.WAITING)


class Mail(SampleMark):
    """A mail to one address, written once and sent as soon as the mail server takes it.

    It is sent at least once: a process that is killed between sending and noting so sends it
    again, under the same `message_id`.
    """

    to = models.EmailField("an")
    subject = models.CharField("Betreff", max_length=LONGEST_SUBJECT)
    text = models.TextField("Text", blank=True, help_text="leer, wenn die Aufbewahrung endete")
    message_id = models.CharField("Kennung", max_length=300, unique=True)
    state = models.CharField("Zustand", max_length=10, choices=MailState, default=MailState.WAITING)
    queued_at = models.DateTimeField("angelegt am", default=timezone.now)
    due_at = models.DateTimeField("nächster Versuch", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    sent_at = models.DateTimeField("verschickt am", null=True, blank=True)
    error = models.CharField("letzter Fehler", max_length=LONGEST_ERROR, blank=True)
    reminder_day = models.DateField("Erinnerung des Tages", null=True, blank=True)

    objects: ClassVar[models.Manager[Mail]] = models.Manager.from_queryset(MailQuerySet)()

    class Meta:
        verbose_name = "Nachricht"
        verbose_name_plural = "Nachrichten"
        ordering = ["-queued_at", "-id"]
        indexes = [models.Index(fields=["state", "due_at"], name="indicators_mail_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MailState.values), name="indicators_mail_state"
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="indicators_mail_sent_at",
            ),
            # One reminder a person and day, however often the command runs.
            models.UniqueConstraint(
                fields=["to", "reminder_day", "is_sample"], name="indicators_mail_reminder_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Reminder(models.Model):
    """Somebody was reminded of what a department owes to a round.

    A moved deadline is another one: people are reminded of it anew.
    """

    mail = models.ForeignKey(
        Mail, on_delete=models.CASCADE, related_name="reminders", verbose_name="Nachricht"
    )
    round = models.ForeignKey(
        CollectionRound,
        on_delete=models.CASCADE,
        related_name="reminders",
        verbose_name="Erhebungsrunde",
    )
    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, related_name="reminders", verbose_name="Abteilung"
    )
    data_request = models.ForeignKey(
        DataRequest,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name="Zulieferung",
    )
    to = models.EmailField("an")
    stage = models.CharField("Stufe", max_length=10, choices=ReminderStage)
    deadline = models.DateField("Frist")

    class Meta:
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        ordering = ["-mail__queued_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=ReminderStage.values), name="indicators_reminder_stage"
            ),
            models.UniqueConstraint(
                fields=["round", "department", "stage", "deadline", "to"],
                condition=Q(data_request__isnull=True),
                name="indicators_reminder_once",
            ),
            models.UniqueConstraint(
                fields=["data_request", "stage", "deadline", "to"],
                name="indicators_reminder_request_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}, {self.department}: {self.get_stage_display()}"
