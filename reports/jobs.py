"""Making the files of an edition: one rendering at a time, and what becomes of it.

A job is open while it waits or runs. The database lets an edition have one open job a kind, and
lets one job run in the whole installation; the others wait for it. Whoever runs a job gives a sign
of life each second. Without one for a while the job counts as lost: it makes room for the next one,
and may be asked for again. A job that somebody else closes ends its child within a second.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.utils import timezone

from accounts.models import User
from reports.file_names import stored_name
from reports.job_status import LOST, is_lost
from reports.models import FOLDER, OPEN, FileKind, RenderJob, RenderState, ReportEdition, ReportFile
from reports.progress import Progress
from reports.rendering import RenderedFile, RenderError, RenderStopped, render_report
from reports.services import SAMPLE_ACCOUNT, ReportError
from reports.snapshot import SnapshotError, read
from soest.child_process import Attendant

logger = logging.getLogger(__name__)

PATIENCE = 1.0  # seconds until it is looked again whether the rendering before has ended
EXPECTED_PAGES = {FileKind.FULL: 116, FileKind.COUNCIL: 2, FileKind.CITIZENS: 14}
FAULT = "Unerwarteter Fehler; Einzelheiten stehen im Protokoll des Hintergrunddienstes."


# Asking ----------------------------------------------------------------------------------


@transaction.atomic
def open_jobs(
    *, edition: ReportEdition, by: User | None, kinds: Iterable[FileKind] = FileKind
) -> list[RenderJob]:
    """Ask for files of an edition: those of these kinds that nobody has asked for already.

    Raises ReportError, also when there is nothing left to ask for.
    """
    if by is not None and by.is_sample and not edition.is_sample:
        raise ReportError(SAMPLE_ACCOUNT)
    # Two people who ask at once ask one after the other.
    locked = ReportEdition.objects.select_for_update().get(pk=edition.pk)
    if locked.published_at is not None:
        raise ReportError("Eine veröffentlichte Ausgabe wird nicht noch einmal gesetzt.")
    close_lost()
    taken = set(edition.jobs.open().values_list("kind", flat=True))
    wanted = [kind for kind in kinds if kind not in taken]
    if not wanted:
        raise ReportError("Diese PDF werden gerade erzeugt.")
    now = timezone.now()
    return [
        RenderJob.objects.create(
            edition=edition,
            kind=kind,
            requested_by=by,
            requested_at=now,
            is_sample=edition.is_sample,
        )
        for kind in wanted
    ]


def abort(*, job: RenderJob, by: User) -> None:
    """Close an open job; its child is stopped within a second. Raises ReportError."""
    if by.is_sample and not job.is_sample:
        raise ReportError(SAMPLE_ACCOUNT)
    words = f"Abgebrochen von {by}."
    if not any(finish(job.pk, state, RenderState.ABORTED, words) for state in OPEN):
        raise ReportError("Dieser Auftrag ist schon beendet.")


# Doing -----------------------------------------------------------------------------------


def run_job(key: int, *, patient: bool = True) -> None:
    """Do the work of a waiting job; one that somebody else has begun or closed is left alone.

    While another job runs, wait for its end; or leave the job waiting if not `patient`.
    """
    while not begin(key):
        if not patient or not RenderJob.objects.filter(pk=key, state=RenderState.WAITING).exists():
            return
        close_lost()
        time.sleep(PATIENCE)
    job = RenderJob.objects.select_related("edition__report").get(pk=key)
    try:
        store(job, make_file(job))
    except RenderStopped:
        logger.info("Render job %s was stopped.", key)  # and closed by the one who wanted it
    except (RenderError, SnapshotError) as error:
        finish(key, RenderState.RUNNING, RenderState.FAILED, str(error))
    except Exception:
        logger.exception("Render job %s failed.", key)
        finish(key, RenderState.RUNNING, RenderState.FAILED, FAULT)


def begin(key: int) -> bool:
    """Take a waiting job. False if it waits no more, or another one runs."""
    now = timezone.now()
    waiting = RenderJob.objects.filter(pk=key, state=RenderState.WAITING)
    try:
        with transaction.atomic():
            return bool(waiting.update(state=RenderState.RUNNING, started_at=now, seen_at=now))
    except IntegrityError:
        return False


def finish(key: int, expected: RenderState, state: RenderState, error: str = "") -> bool:
    """Close a job. False if it is not in the expected state: somebody else has closed it."""
    return bool(
        RenderJob.objects.filter(pk=key, state=expected).update(
            state=state, error=error, finished_at=timezone.now()
        )
    )


def close_lost() -> None:
    """Close the job whose process is gone; `remove_remains` deletes what it left unfinished."""
    for job in RenderJob.objects.filter(state=RenderState.RUNNING):
        if is_lost(job, timezone.now()):
            finish(job.pk, RenderState.RUNNING, RenderState.ABORTED, LOST)


class Watch(Attendant):
    """Gives signs of life of a running job, and stops its child once somebody closed it."""

    def __init__(self, job: RenderJob) -> None:
        self.job = job
        self.progress = Progress(expected=expected_pages(FileKind(job.kind)))
        self.told = time.monotonic()

    def hear(self, line: bytes) -> None:
        self.progress.take(line)

    def wants_stop(self) -> bool:
        if time.monotonic() - self.told < 1:
            return False
        self.told = time.monotonic()
        running = RenderJob.objects.filter(pk=self.job.pk, state=RenderState.RUNNING)
        try:
            return not running.update(
                step=self.progress.step, percent=self.progress.percent, seen_at=timezone.now()
            )
        except (OperationalError, InterfaceError):
            # A database that is away for a moment is no reason to throw the work away.
            logger.warning("No sign of life of render job %s.", self.job.pk, exc_info=True)
            connection.close_if_unusable_or_obsolete()
            return False


def expected_pages(kind: FileKind) -> int:
    """About how many pages it will have: as many as the last one."""
    last = ReportFile.objects.filter(kind=kind).order_by("-rendered_at").first()
    return last.pages if last else EXPECTED_PAGES[kind]


def make_file(job: RenderJob) -> RenderedFile:
    """Set the pages, into a file of the job's own."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    remove_remains(folder)
    edition = job.edition
    return render_report(
        read(edition.snapshot),
        folder / f"auftrag-{job.pk}.pdf",
        kind=FileKind(job.kind),
        stored=edition.snapshot,
        attendant=Watch(job),
    )


def remove_remains(folder: Path) -> None:
    """Delete what killed processes left unfinished. Only one job runs, and it has not begun yet."""
    for pattern in (".auftrag-*.tmp", "auftrag-*.pdf"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)


@transaction.atomic
def store(job: RenderJob, made: RenderedFile) -> None:
    """Close the job and move its file into its edition's row, if nobody closed it meanwhile.

    A former file is deleted when that is certain.
    """
    if not finish(job.pk, RenderState.RUNNING, RenderState.DONE):
        made.path.unlink(missing_ok=True)
        return
    kind = FileKind(job.kind)
    name = stored_name(kind, job.edition, made.sha256)
    made.path.replace(made.path.with_name(name))
    former = ReportFile.objects.filter(edition=job.edition, kind=kind).first()
    ReportFile.objects.update_or_create(
        edition=job.edition,
        kind=kind,
        defaults={
            "file": f"{FOLDER}/{name}",
            "sha256": made.sha256,
            "size": made.size,
            "pages": made.pages,
            "rendered_at": timezone.now(),
            "is_sample": job.edition.is_sample,
        },
    )
    if former is not None and former.file.name != f"{FOLDER}/{name}":
        transaction.on_commit(lambda: former.file.delete(save=False))
