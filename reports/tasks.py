"""Work that does not belong into a request."""

from __future__ import annotations

from collections.abc import Iterable

from django_tasks import task

from accounts.models import User
from reports.jobs import open_jobs, run_job
from reports.models import FileKind, RenderJob, ReportEdition


@task
def make_report_file(job: int) -> None:
    """Do the work of a render job."""
    run_job(job)


def request_files(
    *, edition: ReportEdition, by: User | None, kinds: Iterable[FileKind] = FileKind
) -> list[RenderJob]:
    """Ask a worker for the files of an edition. Raises ReportError.

    Not one transaction on purpose: the worker must see the jobs, and where tasks run at once the
    database must not be held for the time it takes to set a hundred pages.
    """
    jobs = open_jobs(edition=edition, by=by, kinds=kinds)
    for job in jobs:
        make_report_file.enqueue(job.pk)
    return jobs
