"""How the requests for files stand, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.models import RenderJob, RenderState

LOST_AFTER = timedelta(seconds=30)  # without a sign of life, which comes each second
UNTOUCHED_AFTER = timedelta(seconds=20)  # a worker that has nothing to do looks each second
LOST = "Abgebrochen: Der Prozess, der das PDF erzeugte, wurde währenddessen beendet."
UNTOUCHED = "Wartet, aber kein Hintergrunddienst nimmt den Auftrag an."
BEGINNING = "Die Inhalte werden zusammengestellt"


def is_lost(job: RenderJob, now: datetime) -> bool:
    """Whether a running job has nobody who works on it any more."""
    return job.state == RenderState.RUNNING and (
        job.seen_at is None or now - job.seen_at > LOST_AFTER
    )


@dataclass(frozen=True, slots=True)
class Queue:
    """The open jobs of the whole installation at a moment."""

    now: datetime
    is_working: bool  # one of them is being done
    places: Mapping[int, int]  # of those that wait, by key: 1 comes next


def queue(jobs: Iterable[RenderJob], now: datetime) -> Queue:
    """The queue from all open jobs, in their order."""
    listed = list(jobs)
    waiting = [job.pk for job in listed if job.state == RenderState.WAITING]
    return Queue(
        now=now,
        is_working=any(
            job.state == RenderState.RUNNING and not is_lost(job, now) for job in listed
        ),
        places={key: place for place, key in enumerate(waiting, start=1)},
    )


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How a job stands."""

    key: int
    words: str
    percent: int | None  # None: not being done
    is_open: bool  # worth asking again
    is_untouched: bool  # it waits, and nobody seems to be there to do it
    has_failed: bool  # it ended without a file


def status(job: RenderJob, waiting: Queue) -> JobStatus:
    """What to say about a job."""
    is_running = job.state == RenderState.RUNNING and not is_lost(job, waiting.now)
    is_open = is_running or job.state == RenderState.WAITING
    is_untouched = (
        job.state == RenderState.WAITING
        and not waiting.is_working
        and waiting.now - job.requested_at > UNTOUCHED_AFTER
    )
    return JobStatus(
        key=job.pk,
        words=UNTOUCHED if is_untouched else words(job, waiting),
        percent=job.percent if is_running else None,
        is_open=is_open,
        is_untouched=is_untouched,
        has_failed=not is_open and job.state != RenderState.DONE,
    )


def words(job: RenderJob, waiting: Queue) -> str:
    if job.state == RenderState.WAITING:
        place = waiting.places.get(job.pk, 1)
        return "Kommt als Nächstes." if place == 1 else f"Wartet auf Platz {place}."
    if job.state == RenderState.RUNNING:
        return LOST if is_lost(job, waiting.now) else f"{job.step or BEGINNING}."
    return "Fertig." if job.state == RenderState.DONE else job.error
