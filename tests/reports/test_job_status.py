from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reports.job_status import LOST_AFTER, UNTOUCHED_AFTER, is_lost, queue, status
from reports.models import RenderJob, RenderState

NOW = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)


def job(state: RenderState, *, key: int = 7, seconds: float = 5, **values: object) -> RenderJob:
    """A job asked for, begun and last seen so many seconds ago."""
    then = NOW - timedelta(seconds=seconds)
    return RenderJob(
        pk=key, state=state, requested_at=then, started_at=then, seen_at=then, **values
    )


@pytest.mark.parametrize(
    ("one", "words", "percent", "is_open", "has_failed"),
    [
        (job(RenderState.WAITING), "Kommt als Nächstes.", None, True, False),
        (
            job(RenderState.RUNNING, step="Seite 3 wird umbrochen", percent=20),
            "Seite 3 wird umbrochen.",
            20,
            True,
            False,
        ),
        (job(RenderState.RUNNING), "Die Inhalte werden zusammengestellt.", 0, True, False),
        (
            job(RenderState.RUNNING, seconds=31),
            "Abgebrochen: Der Prozess, der das PDF erzeugte, wurde währenddessen beendet.",
            None,
            False,
            True,
        ),
        (job(RenderState.DONE, seconds=3600), "Fertig.", None, False, False),
        (job(RenderState.FAILED, error="Kein Speicher."), "Kein Speicher.", None, False, True),
        (job(RenderState.ABORTED, error="Abgebrochen."), "Abgebrochen.", None, False, True),
    ],
)
def test_status_in_words(
    one: RenderJob, words: str, percent: int | None, is_open: bool, has_failed: bool
) -> None:
    told = status(one, queue([one] if is_open else [], NOW))
    assert (told.key, told.words, told.percent) == (7, words, percent)
    assert (told.is_open, told.has_failed, told.is_untouched) == (is_open, has_failed, False)


def test_places_in_the_queue() -> None:
    jobs = [job(RenderState.RUNNING, key=4), *(job(RenderState.WAITING, key=k) for k in (5, 6, 7))]
    waiting = queue(jobs, NOW)
    assert [status(one, waiting).words for one in jobs[1:]] == [
        "Kommt als Nächstes.",
        "Wartet auf Platz 2.",
        "Wartet auf Platz 3.",
    ]


@pytest.mark.parametrize(
    ("others", "seconds", "untouched"),
    [
        ([], 20, False),
        ([], 21, True),
        ([job(RenderState.RUNNING, key=1)], 600, False),
        ([job(RenderState.RUNNING, key=1, seconds=31)], 600, True),
        ([job(RenderState.WAITING, key=1, seconds=600)], 600, True),
    ],
)
def test_job_that_nobody_does_is_noticed(
    others: list[RenderJob], seconds: float, untouched: bool
) -> None:
    one = job(RenderState.WAITING, seconds=seconds)
    told = status(one, queue([*others, one], NOW))
    assert told.is_untouched == untouched
    assert ("kein Hintergrunddienst" in told.words) == untouched
    assert told.is_open


def test_limits_are_seconds() -> None:
    """Both are far above what a running worker needs, and far below a person's patience."""
    assert timedelta(seconds=5) < UNTOUCHED_AFTER <= LOST_AFTER < timedelta(minutes=1)


def test_only_a_running_job_is_lost() -> None:
    assert not is_lost(job(RenderState.WAITING, seconds=9999), NOW)
    assert not is_lost(job(RenderState.RUNNING, seconds=30), NOW)
    assert is_lost(RenderJob(state=RenderState.RUNNING, requested_at=NOW), NOW)
