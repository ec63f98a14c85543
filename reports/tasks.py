"""Work that does not belong into a request."""

from __future__ import annotations

from django_tasks import task

from accounts.models import User
from reports.jobs import open_job, run_job
from reports.models import RenderJob, ReportEdition


@task
def make_report_file(job: int) -> None:
    """Do the work of a render job."""
    run_job(job)


def request_file(*, edition: ReportEdition, by: User | None) -> RenderJob:
    """Ask a worker for the PDF of an edition. Raises ReportError.

    Not one transaction on purpose: the worker must see the job, and where tasks run at once the
    database must not be held for the time it takes to set a hundred pages.
    """
    job = open_job(edition=edition, by=by)
    make_report_file.enqueue(job.pk)
    job.refresh_from_db()
    return job
