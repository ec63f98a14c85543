"""How long mails are kept."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from indicators.enums import MailState
from indicators.models import Mail

TEXT_DAYS = 90  # long enough to see next quarter what was asked for
ROW_DAYS = 365  # who was written to, when and about what: until the next year's round


@transaction.atomic
def forget_old_mails() -> None:
    """Delete the texts of mails that are done with, later the mails; what waits stays whole."""
    now = timezone.now()
    done = Mail.objects.exclude(state=MailState.WAITING)
    done.filter(queued_at__lt=now - timedelta(days=ROW_DAYS)).delete()
    done.filter(queued_at__lt=now - timedelta(days=TEXT_DAYS)).exclude(text="").update(text="")
