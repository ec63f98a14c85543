"""Writes over reports. Each function is one transaction.

What holds sample content bears the sample mark, and so does what a sample account makes: it can
be taken away again with the sample data, even when it is published.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from reports.contents import make_snapshot
from reports.models import FileKind, Report, ReportEdition
from reports.snapshot import fingerprint, write


class ReportError(Exception):
    """The step is not possible now; the message is for people, in German."""


TITLE = "Nachhaltigkeitsbericht"
SAMPLE_ACCOUNT = "Ein Beispielkonto kann keinen echten Bericht bearbeiten."


@transaction.atomic
def create_report(*, year: int, by: User, title: str = TITLE) -> Report:
    """Begin the report of a year. Raises ReportError if there is one."""
    try:
        with transaction.atomic():
            return Report.objects.create(year=year, title=title, is_sample=by.is_sample)
    except IntegrityError as error:
        raise ReportError(f"Den Bericht für {year} gibt es schon.") from error


@transaction.atomic
def freeze_edition(
    *, report: Report, by: User | None, changes: str = "", moment: datetime | None = None
) -> ReportEdition:
    """Freeze the state at a moment (None: now) as the next edition. Raises ReportError.

    `by` None is the program itself.
    """
    if by is not None and by.is_sample and not report.is_sample:
        raise ReportError(SAMPLE_ACCOUNT)
    # Two people who freeze at once get two numbers.
    Report.objects.select_for_update().get(pk=report.pk)
    last = report.editions.aggregate(last=Max("number"))["last"] or 0
    if last and not changes.strip():
        raise ReportError("Bitte angeben, was sich gegenüber der vorigen Ausgabe geändert hat.")
    moment = moment or timezone.now()
    snapshot = make_snapshot(report, edition=last + 1, moment=moment, changes=changes.strip())
    text = write(snapshot)
    return ReportEdition.objects.create(
        report=report,
        number=last + 1,
        snapshot=text,
        snapshot_sha256=fingerprint(text),
        frozen_at=moment,
        frozen_by=by,
        changes=changes.strip(),
        is_sample=snapshot.report.is_sample,
    )


@transaction.atomic
def publish_edition(
    *, edition: ReportEdition, by: User, moment: datetime | None = None
) -> ReportEdition:
    """Make a frozen edition and its file public, for good, as of a moment (None: now).

    Raises ReportError.
    """
    locked = ReportEdition.objects.select_for_update().get(pk=edition.pk)
    if by.is_sample and not locked.is_sample:
        raise ReportError(SAMPLE_ACCOUNT)
    if locked.published_at is not None:
        raise ReportError("Diese Ausgabe ist schon veröffentlicht.")
    made = set(locked.files.values_list("kind", flat=True))
    missing = [str(kind.label) for kind in FileKind if kind not in made]
    if missing:
        raise ReportError(f"Es fehlt noch als PDF: {', '.join(missing)}. Bitte zuerst erzeugen.")
    if locked.jobs.open().exists():
        raise ReportError("Ein PDF wird gerade neu erzeugt; bitte das Ende abwarten.")
    locked.published_at, locked.published_by = moment or timezone.now(), by
    locked.save(update_fields=["published_at", "published_by"])
    return locked
