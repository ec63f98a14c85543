"""Making the file of an edition: one request at a time, and what becomes of it.

A job is open while it waits or runs, and the database lets an edition have one open job a kind.
A worker that is killed leaves its job open; it then counts as lost and makes room for a new one.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from reports.models import FOLDER, FileKind, RenderJob, RenderState, ReportEdition, ReportFile
from reports.rendering import WALL_SECONDS, RenderedFile, RenderError, render_report
from reports.services import SAMPLE_ACCOUNT, ReportError
from reports.snapshot import SnapshotError, read

logger = logging.getLogger(__name__)

LOST_AFTER = timedelta(seconds=WALL_SECONDS + 60)  # running longer than a child may live
UNTOUCHED_AFTER = timedelta(minutes=2)  # waiting longer than a running worker takes to notice
OPEN = (RenderState.WAITING, RenderState.RUNNING)
LOST = "Abgebrochen: Der Hintergrunddienst wurde währenddessen beendet."
UNTOUCHED = "Abgebrochen: Kein Hintergrunddienst hat den Auftrag angenommen."
FAULT = "Unerwarteter Fehler; Einzelheiten stehen im Protokoll des Hintergrunddienstes."


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How a job stands at a moment, in words."""

    state: str
    words: str
    is_open: bool  # worth asking again
    can_restart: bool


def status(job: RenderJob, now: datetime) -> JobStatus:
    """What to say about a job."""
    if job.state == RenderState.RUNNING and is_lost(job, now):
        return JobStatus(job.state, LOST, is_open=False, can_restart=True)
    if job.state == RenderState.WAITING and is_lost(job, now):
        words = "Der Auftrag wartet, aber kein Hintergrunddienst hat ihn angenommen."
        return JobStatus(job.state, words, is_open=True, can_restart=True)
    words = {
        RenderState.WAITING: "Der Auftrag wartet.",
        RenderState.RUNNING: "Das PDF wird gesetzt; das dauert bis zu einer Minute.",
        RenderState.DONE: "Das PDF ist fertig.",
        RenderState.FAILED: job.error,
    }[RenderState(job.state)]
    is_open = job.state in OPEN
    return JobStatus(job.state, words, is_open=is_open, can_restart=not is_open)


def is_lost(job: RenderJob, now: datetime) -> bool:
    """Whether nobody is working on an open job any more."""
    if job.state == RenderState.RUNNING:
        return job.started_at is None or now - job.started_at > LOST_AFTER
    return job.state == RenderState.WAITING and now - job.requested_at > UNTOUCHED_AFTER


@transaction.atomic
def open_job(*, edition: ReportEdition, by: User | None) -> RenderJob:
    """Ask for the full report of an edition. Raises ReportError."""
    if by is not None and by.is_sample and not edition.is_sample:
        raise ReportError(SAMPLE_ACCOUNT)
    if edition.published_at is not None:
        raise ReportError("Eine veröffentlichte Ausgabe wird nicht noch einmal gesetzt.")
    now = timezone.now()
    for job in edition.jobs.filter(state__in=OPEN).select_for_update():
        if is_lost(job, now):
            words = LOST if job.state == RenderState.RUNNING else UNTOUCHED
            finish(job.pk, RenderState(job.state), RenderState.FAILED, words)
    try:
        with transaction.atomic():
            return RenderJob.objects.create(
                edition=edition,
                kind=FileKind.FULL,
                requested_by=by,
                requested_at=now,
                is_sample=edition.is_sample,
            )
    except IntegrityError as error:
        raise ReportError("Dieses PDF wird gerade erzeugt.") from error


def run_job(key: int) -> None:
    """Do the work of a waiting job; one that somebody else has begun or closed is left alone."""
    begun = RenderJob.objects.filter(pk=key, state=RenderState.WAITING)
    if not begun.update(state=RenderState.RUNNING, started_at=timezone.now()):
        return
    job = RenderJob.objects.select_related("edition__report").get(pk=key)
    try:
        store(job, make_file(job))
    except (RenderError, SnapshotError) as error:
        finish(key, RenderState.RUNNING, RenderState.FAILED, str(error))
    except Exception:
        logger.exception("Render job %s failed.", key)
        finish(key, RenderState.RUNNING, RenderState.FAILED, FAULT)
    else:
        finish(key, RenderState.RUNNING, RenderState.DONE)


def finish(key: int, expected: RenderState, state: RenderState, error: str = "") -> None:
    """Close a job, unless somebody else has done so meanwhile."""
    RenderJob.objects.filter(pk=key, state=expected).update(
        state=state, error=error, finished_at=timezone.now()
    )


def make_file(job: RenderJob) -> RenderedFile:
    """Set the pages. The name holds the hash, so a file is never overwritten by another one."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    remove_remains(folder)
    edition = job.edition
    made = render_report(
        read(edition.snapshot),
        folder / f"auftrag-{job.pk}.pdf",
        sha256=edition.snapshot_sha256,
    )
    stem = f"nachhaltigkeitsbericht-{edition.report.year}-ausgabe-{edition.number}"
    path = made.path.replace(folder / f"{stem}-{made.sha256[:12]}.pdf")
    return RenderedFile(path, made.pages, made.size, made.sha256)


def remove_remains(folder: Path) -> None:
    """Delete what a killed worker left unfinished."""
    for path in folder.glob(".*.tmp"):
        if time.time() - path.stat().st_mtime > LOST_AFTER.total_seconds():
            path.unlink(missing_ok=True)


@transaction.atomic
def store(job: RenderJob, made: RenderedFile) -> None:
    """Put the file into its edition's row; a former one is deleted when that is certain."""
    former = ReportFile.objects.filter(edition=job.edition, kind=job.kind).first()
    row, _ = ReportFile.objects.update_or_create(
        edition=job.edition,
        kind=job.kind,
        defaults={
            "file": f"{FOLDER}/{made.path.name}",
            "sha256": made.sha256,
            "size": made.size,
            "pages": made.pages,
            "rendered_at": timezone.now(),
            "is_sample": job.edition.is_sample,
        },
    )
    if former is not None and former.file.name != row.file.name:
        transaction.on_commit(lambda: former.file.delete(save=False))
