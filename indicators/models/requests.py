"""Data requests: a link that lets somebody without an account answer for a department."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime

from indicators.enums import RequestEventKind
from indicators.models.rounds import CollectionRound
from strategy.models import Department, SampleMark

KEY_BYTES = 24


def new_key() -> str:
    """A key nobody can guess; the address carries it with a signature."""
    return secrets.token_urlsafe(KEY_BYTES)


class DataRequest(SampleMark):
    """A link for one department and round. Open until it expires, is revoked or is answered."""

    round = models.ForeignKey(
        CollectionRound,
        on_delete=models.CASCADE,
        related_name="data_requests",
        verbose_name="Erhebungsrunde",
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="data_requests",
        verbose_name="Abteilung",
    )
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    recipient_name = models.CharField("Name", max_length=150)
    recipient_office = models.CharField("Stelle", max_length=200)
    recipient_email = models.EmailField("E-Mail")
    message = models.TextField("Nachricht", max_length=2000, blank=True)
    delegated_from = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name="weitergegeben von",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_requests",
        verbose_name="angelegt von",
    )
    created_at = models.DateTimeField("angelegt am")
    expires_at = models.DateTimeField("gilt bis")
    revoked_at = models.DateTimeField("widerrufen am", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="revoked_data_requests",
        verbose_name="widerrufen von",
    )
    last_used_at = models.DateTimeField("zuletzt benutzt am", null=True, blank=True)
    finished_at = models.DateTimeField("abgeschlossen am", null=True, blank=True)

    class Meta:
        verbose_name = "Zulieferung"
        verbose_name_plural = "Zulieferungen"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="indicators_datarequest_expires_later",
                violation_error_message="Der Link muss in der Zukunft ablaufen.",
            ),
            models.CheckConstraint(
                condition=Q(created_by__isnull=False) | Q(delegated_from__isnull=False),
                name="indicators_datarequest_has_origin",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False),
                name="indicators_datarequest_revoked_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}, {self.recipient_name}"


class DataRequestEvent(models.Model):
    """What happened to a data request, when and through whom. Only ever added to.

    Opening the link leaves no trace: mail scanners open every link, and so would look like people.
    """

    data_request = models.ForeignKey(
        DataRequest, on_delete=models.CASCADE, related_name="events", verbose_name="Zulieferung"
    )
    kind = models.CharField("Vorgang", max_length=10, choices=RequestEventKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_request_events",
        verbose_name="von",
    )
    sender = models.CharField(
        "von (ohne Konto)", max_length=400, blank=True, help_text="Name und Stelle"
    )
    at = models.DateTimeField("am")
    note = models.CharField("Bemerkung", max_length=500, blank=True)

    class Meta:
        verbose_name = "Vorgang einer Zulieferung"
        verbose_name_plural = "Vorgänge der Zulieferungen"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RequestEventKind.values), name="indicators_requestevent_kind"
            ),
            models.CheckConstraint(
                condition=(Q(by__isnull=False) & Q(sender=""))
                | (Q(by__isnull=True) & ~Q(sender="")),
                name="indicators_requestevent_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({localtime(self.at):%d.%m.%Y})"

    @property
    def author(self) -> str:
        """Who did it, as people read it."""
        return str(self.by) if self.by else f"{self.sender} (über den Link)"
