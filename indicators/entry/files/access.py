"""Who may see which file."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from indicators.enums import ImportKind
from indicators.models import ImportedFile, Indicator, MeasurementEvent


def visible_files(person: User) -> QuerySet[ImportedFile]:
    """Files of values: one's own; once applied, also those about indicators one enters alone.

    Coordination enters values for all, and so sees every applied file. A file that also holds
    values of other departments stays hidden, because they may not be released yet.
    """
    if not person.enters_values:
        return ImportedFile.objects.none()
    mine = Indicator.objects.answered_by(person).values("pk")
    events = MeasurementEvent.objects.filter(file=OuterRef("pk"))
    foreign = events.exclude(measurement__indicator__in=mine)
    of_mine = Q(applied_at__isnull=False) & Exists(events) & ~Exists(foreign)
    files = ImportedFile.objects.filter(kind=ImportKind.VALUES)
    return files.filter(Q(uploaded_by=person) | of_mine).select_related("uploaded_by")
