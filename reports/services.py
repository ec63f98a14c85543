"""Writes over reports. Each function is one transaction.

What holds sample content bears the sample mark, and so does what a sample account makes: it can
be taken away again with the sample data, even when it is published.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from reports.criteria import newest_framework
from reports.drafts import Draft, draft_edition
from reports.models import ContentOrder, FileKind, Report, ReportEdition, ReportingFramework
from reports.release_check.rules.findings import write_notes
from reports.snapshot import SnapshotError, fingerprint, read, write
from strategy.models import DataVersion


class ReportError(Exception):
    """The step is not possible now; the message is for people, in German."""


TITLE = "Nachhaltigkeitsbericht"
SAMPLE_ACCOUNT = "Ein Beispielkonto kann keinen echten Bericht bearbeiten."


@transaction.atomic
def create_report(*, year: int, by: User, title: str = TITLE) -> Report:
    """Begin the report of a year, with the newest framework. Raises ReportError if there is one."""
    try:
        with transaction.atomic():
            return Report.objects.create(
                year=year,
                title=title,
                framework=newest_framework(),
                is_sample=by.is_sample,
            )
    except IntegrityError as error:
        raise ReportError(f"Den Bericht für {year} gibt es schon.") from error


@transaction.atomic
def restructure(
    *, report: Report, framework: ReportingFramework | None, order: ContentOrder, by: User
) -> Report:
    """Give a report its framework and the order of its chapters. Raises ReportError."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    if by.is_sample and not locked.is_sample:
        raise ReportError(SAMPLE_ACCOUNT)
    locked.framework, locked.content_order = framework, order
    locked.save(update_fields=["framework", "content_order"])
    return locked


@transaction.atomic
def freeze_edition(
    *,
    report: Report,
    by: User | None,
    changes: str = "",
    seen: str | None = None,
    moment: datetime | None = None,
) -> ReportEdition:
    """Freeze the state at a moment (None: now) as the next edition. Raises ReportError.

    `by` None is the program itself. `seen` is the digest of the notes that a person has seen; None
    where nobody was asked. What the release check finds stops it or is kept with the edition.
    """
    report = hold_state(report)
    if by is not None and by.is_sample and not report.is_sample:
        raise ReportError(SAMPLE_ACCOUNT)
    moment = moment or timezone.now()
    try:
        draft = draft_edition(report, moment=moment, changes=changes.strip())
    except SnapshotError as error:
        raise ReportError(str(error)) from error
    check_draft(draft, changes=changes.strip(), seen=seen)
    text = write(draft.snapshot)
    return ReportEdition.objects.create(
        report=report,
        number=draft.number,
        snapshot=text,
        snapshot_sha256=fingerprint(text),
        frozen_at=moment,
        frozen_by=by,
        changes=changes.strip(),
        notes=write_notes(draft.review.notes),
        is_sample=draft.snapshot.report.is_sample,
    )


def hold_state(report: Report) -> Report:
    """Let nothing that is frozen change until the end of the transaction; the report as of now.

    Every public change raises the one row of the data version and waits for it here, so all that
    is read from now on belongs to one state. Two people who freeze at once get two numbers. Rows
    of the report come first, as its other writers take them.
    """
    rows = Report.objects.select_related("framework").select_for_update(of=("self",))
    locked = rows.get(pk=report.pk)
    list(locked.texts.order_by("pk").select_for_update().values_list("pk"))
    DataVersion.hold()
    return locked


def check_draft(draft: Draft, *, changes: str, seen: str | None) -> None:
    """Refuse what must not be frozen. Raises ReportError."""
    if draft.review.blocking:
        raise ReportError(f"Die Prüfung verhindert das Einfrieren: {blocking_words(draft)}.")
    if draft.corrects is not None and not changes:
        raise ReportError("Bitte angeben, was sich gegenüber der vorigen Ausgabe geändert hat.")
    if draft.former is not None and draft.is_unchanged:
        raise ReportError(
            f"Gegenüber der {draft.former.number}. Ausgabe hat sich nichts geändert; eine neue "
            "Ausgabe wäre dieselbe. Bitte zuerst berichtigen, was falsch war."
        )
    if seen is not None and seen != draft.review.digest:
        raise ReportError(
            "Die Hinweise haben sich geändert, seit Sie die Seite geöffnet haben. Bitte sehen Sie "
            "die Hinweise noch einmal an und bestätigen Sie erneut."
        )


def blocking_words(draft: Draft) -> str:
    """ "Texte in Prüfung (2), Summen, die nicht aufgehen (1)" """
    return "; ".join(
        f"{group.kind.title} ({len(group.findings)})"
        for group in draft.review.groups
        if group.kind.blocks
    )


@transaction.atomic
def publish_edition(
    *, edition: ReportEdition, by: User, moment: datetime | None = None
) -> ReportEdition:
    """Make a frozen edition and its files public, for good, as of a moment (None: now).

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
    check_order(locked)
    locked.published_at, locked.published_by = moment or timezone.now(), by
    locked.save(update_fields=["published_at", "published_by"])
    return locked


def check_order(edition: ReportEdition) -> None:
    """Refuse an edition that is not compared with what readers know. Raises ReportError.

    One that is compared with a draft would tell what never was to be public.
    """
    published = ReportEdition.objects.published().filter(report=edition.report_id)
    newest = published.order_by("-number").values_list("number", flat=True).first()
    if newest is not None and newest > edition.number:
        raise ReportError(f"Die {newest}. Ausgabe ist schon veröffentlicht; diese ist älter.")
    try:
        corrects = read(edition.snapshot).report.corrects
    except SnapshotError as error:
        raise ReportError(str(error)) from error
    if newest is None and corrects is not None:
        raise ReportError(
            f"Diese Ausgabe ist mit der {corrects}. Ausgabe verglichen, die nicht veröffentlicht "
            "ist. Bitte den Stand neu einfrieren."
        )
    if corrects != newest:
        raise ReportError(
            f"Inzwischen ist die {newest}. Ausgabe veröffentlicht, mit der diese nicht verglichen "
            "ist. Bitte den Stand neu einfrieren."
        )
