from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection, transaction

from accounts.models import User
from reports import jobs
from reports.job_status import LOST_AFTER
from reports.jobs import Watch, abort, expected_pages, open_jobs, run_job
from reports.models import FileKind, RenderJob, RenderState, ReportEdition, ReportFile
from reports.rendering import RenderedFile, RenderError, RenderStopped, set_pages
from reports.services import ReportError
from reports.snapshot import Snapshot, fingerprint, write
from reports.tasks import request_files
from soest.child_process import Attendant
from tests.factories import (
    RenderJobFactory,
    ReportEditionFactory,
    ReportFactory,
    ReportFileFactory,
    UserFactory,
)
from tests.reports.snapshots import make_snapshot

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 11, 3, 9, 30, tzinfo=UTC)
CONTENT = b"%PDF-1.7 gesetzt %%EOF"


def fake_render(content: bytes = CONTENT) -> Callable[..., RenderedFile]:
    """Sets no pages, which takes seconds, but leaves a file as the real one does."""

    def render(snapshot: Snapshot, output: Path, *, kind: FileKind, **options: Any) -> RenderedFile:
        made = content + kind.encode()  # three files, three contents
        output.write_bytes(made)
        return RenderedFile(output, 3, len(made), fingerprint(made.decode()))

    return render


def failing(error: Exception) -> Callable[..., RenderedFile]:
    def render(snapshot: Snapshot, output: Path, **options: Any) -> RenderedFile:
        raise error

    return render


@pytest.fixture
def edition() -> ReportEdition:
    text = write(make_snapshot(areas=1, goals=1))
    return ReportEditionFactory(report=ReportFactory(year=2024), snapshot=text)


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "render_report", fake_render())


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PATIENCE", 0.01)


def request_full(edition: ReportEdition, by: User) -> RenderJob:
    """Ask for the full report alone, and see what became of it."""
    (job,) = request_files(edition=edition, by=by, kinds=[FileKind.FULL])
    job.refresh_from_db()
    return job


# Asking ----------------------------------------------------------------------------------


@time_machine.travel(NOW, tick=False)
def test_one_request_asks_for_all_three_files(edition: ReportEdition, coordinator: User) -> None:
    opened = open_jobs(edition=edition, by=coordinator)
    assert [job.kind for job in opened] == ["full", "council", "citizens"]
    assert list(RenderJob.objects.open()) == opened
    for job in opened:
        assert (job.state, job.requested_by, job.requested_at) == ("waiting", coordinator, NOW)


def test_second_request_asks_for_the_rest(edition: ReportEdition, coordinator: User) -> None:
    open_jobs(edition=edition, by=coordinator, kinds=[FileKind.FULL])
    assert [job.kind for job in open_jobs(edition=edition, by=coordinator)] == [
        "council",
        "citizens",
    ]
    with pytest.raises(ReportError, match="werden gerade erzeugt"):
        open_jobs(edition=edition, by=coordinator)
    assert RenderJob.objects.count() == 3


def running(edition: ReportEdition, *, silent_for: timedelta, **options: Any) -> RenderJob:
    seen = datetime.now(UTC) - silent_for
    return RenderJobFactory(
        edition=edition, state=RenderState.RUNNING, started_at=seen, seen_at=seen, **options
    )


def test_lost_job_makes_room_for_a_new_one(edition: ReportEdition, coordinator: User) -> None:
    lost = running(edition, silent_for=LOST_AFTER + timedelta(seconds=1))
    opened = open_jobs(edition=edition, by=coordinator)
    lost.refresh_from_db()
    assert lost.state == RenderState.ABORTED
    assert "währenddessen beendet" in lost.error
    assert lost.finished_at is not None
    assert len(opened) == 3


def test_job_with_a_sign_of_life_is_left_alone(edition: ReportEdition, coordinator: User) -> None:
    alive = running(edition, silent_for=LOST_AFTER - timedelta(seconds=5))
    opened = open_jobs(edition=edition, by=coordinator)
    alive.refresh_from_db()
    assert alive.state == RenderState.RUNNING
    assert [job.kind for job in opened] == ["council", "citizens"]


def test_published_edition_is_not_set_again(coordinator: User) -> None:
    with pytest.raises(ReportError, match="nicht noch einmal gesetzt"):
        open_jobs(edition=ReportEditionFactory(published=True), by=coordinator)


def test_sample_account_sets_no_real_report(edition: ReportEdition) -> None:
    person = UserFactory(coordination=True, is_sample=True)
    with pytest.raises(ReportError, match="Beispielkonto"):
        open_jobs(edition=edition, by=person)
    with pytest.raises(ReportError, match="Beispielkonto"):
        abort(job=RenderJobFactory(edition=edition), by=person)


# Ending ----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [RenderState.WAITING, RenderState.RUNNING])
def test_open_job_can_be_aborted_and_asked_for_again(
    edition: ReportEdition, coordinator: User, state: RenderState
) -> None:
    job = RenderJobFactory(edition=edition, state=state, seen_at=datetime.now(UTC))
    abort(job=job, by=coordinator)
    job.refresh_from_db()
    assert (job.state, job.error) == ("aborted", "Abgebrochen von Karla Koordination.")
    assert job.finished_at is not None
    assert len(open_jobs(edition=edition, by=coordinator)) == 3


@pytest.mark.parametrize("state", [RenderState.DONE, RenderState.FAILED, RenderState.ABORTED])
def test_ended_job_cannot_be_aborted(
    edition: ReportEdition, coordinator: User, state: RenderState
) -> None:
    job = RenderJobFactory(edition=edition, state=state)
    with pytest.raises(ReportError, match="schon beendet"):
        abort(job=job, by=coordinator)
    job.refresh_from_db()
    assert job.state == state


def test_watch_gives_signs_of_life_and_progress(edition: ReportEdition) -> None:
    job = running(edition, silent_for=timedelta(seconds=20))
    watch = Watch(job)
    watch.hear(b"progress: Step 5 - Creating layout - Page 29")
    assert not watch.wants_stop()  # too soon for another write
    job.refresh_from_db()
    assert job.step == ""
    watch.told -= 1
    assert not watch.wants_stop()
    job.refresh_from_db()
    assert (job.step, job.percent) == ("Seite 29 von etwa 116 wird umbrochen", 23)
    assert job.seen_at is not None
    assert datetime.now(UTC) - job.seen_at < timedelta(seconds=5)


def test_watch_wants_a_stop_once_the_job_is_closed(
    edition: ReportEdition, coordinator: User
) -> None:
    job = running(edition, silent_for=timedelta())
    watch = Watch(job)
    watch.told -= 1
    abort(job=job, by=coordinator)
    assert watch.wants_stop()


def test_database_that_is_away_for_a_moment_stops_nothing(
    edition: ReportEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **options: object) -> int:
        raise OperationalError("away")

    watch = Watch(running(edition, silent_for=timedelta()))
    watch.told -= 1
    monkeypatch.setattr("django.db.models.query.QuerySet.update", away)
    assert not watch.wants_stop()


def test_pages_are_expected_as_the_last_file_had_them() -> None:
    assert expected_pages(FileKind.COUNCIL) == 2
    ReportFileFactory(kind=FileKind.FULL, pages=130, rendered_at=NOW)
    ReportFileFactory(
        edition=ReportEditionFactory(), kind=FileKind.FULL, pages=90, rendered_at=NOW - LOST_AFTER
    )
    assert expected_pages(FileKind.FULL) == 130
    assert expected_pages(FileKind.CITIZENS) == 14


# Doing -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("rendering")
def test_jobs_leave_three_files(
    edition: ReportEdition, coordinator: User, media_root: Path
) -> None:
    for job in request_files(edition=edition, by=coordinator):
        job.refresh_from_db()
        assert (job.state, job.error) == (RenderState.DONE, "")
        assert job.started_at is not None
        assert job.finished_at is not None
        row = edition.files.get(kind=job.kind)
        content = CONTENT + job.kind.encode()
        assert (row.pages, row.size) == (3, len(content))
        assert row.sha256 == fingerprint(content.decode())
        assert Path(row.file.path).read_bytes() == content
    names = [Path(row.file.name or "").name[:-17] for row in edition.files.order_by("pk")]
    assert names == [
        "nachhaltigkeitsbericht-soest-2024-ausgabe-1",
        "nachhaltigkeitsbericht-ratsvorlage-soest-2024-ausgabe-1",
        "nachhaltigkeitsbericht-buergerausgabe-soest-2024-ausgabe-1",
    ]
    assert list((media_root / "berichte").glob("*auftrag*")) == []


@pytest.mark.usefixtures("rendering")
def test_new_file_takes_the_place_of_the_former(
    edition: ReportEdition,
    coordinator: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    request_full(edition, coordinator)
    former = Path(edition.files.get().file.path)
    monkeypatch.setattr(jobs, "render_report", fake_render(b"%PDF-1.7 anders %%EOF"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        request_full(edition, coordinator)
    assert ReportFile.objects.count() == 1
    assert Path(edition.files.get().file.path).read_bytes() == b"%PDF-1.7 anders %%EOFfull"
    assert not former.exists()


@pytest.mark.usefixtures("rendering")
def test_same_bytes_again_keep_the_file(
    edition: ReportEdition,
    coordinator: User,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    request_full(edition, coordinator)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        request_full(edition, coordinator)
    assert Path(edition.files.get().file.path).read_bytes() == CONTENT + b"full"


def test_failure_is_kept_with_its_reason(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "render_report", failing(RenderError("Kein Speicher.")))
    job = request_full(edition, coordinator)
    assert (job.state, job.error) == (RenderState.FAILED, "Kein Speicher.")
    assert not edition.files.exists()


def test_failure_keeps_the_former_file(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = ReportFileFactory(edition=edition)
    monkeypatch.setattr(jobs, "render_report", failing(RenderError("Kein Speicher.")))
    request_full(edition, coordinator)
    assert edition.files.get().sha256 == former.sha256
    assert Path(former.file.path).exists()


def test_unexpected_fault_is_logged_and_told_without_details(
    edition: ReportEdition,
    coordinator: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(jobs, "render_report", failing(KeyError("inneres")))
    job = request_full(edition, coordinator)
    assert job.state == RenderState.FAILED
    assert "inneres" not in job.error
    assert "stehen im Protokoll" in job.error
    assert "inneres" in caplog.text


def test_unreadable_snapshot_is_named(coordinator: User) -> None:
    job = request_full(ReportEditionFactory(snapshot="{}"), coordinator)
    assert "nicht lesbar" in job.error


@pytest.mark.parametrize("state", [RenderState.RUNNING, RenderState.DONE, RenderState.FAILED])
def test_job_that_somebody_else_has_is_left_alone(
    edition: ReportEdition, state: RenderState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "render_report", failing(AssertionError("must not be set")))
    job = RenderJobFactory(edition=edition, state=state)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == state


def test_job_given_up_meanwhile_stays_given_up(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    former = ReportFileFactory(edition=edition)

    def given_up(snapshot: Snapshot, output: Path, **options: Any) -> RenderedFile:
        RenderJob.objects.update(state=RenderState.ABORTED, error="Abgebrochen")
        return fake_render()(snapshot, output, **options)

    monkeypatch.setattr(jobs, "render_report", given_up)
    job = request_full(edition, coordinator)
    assert (job.state, job.error) == (RenderState.ABORTED, "Abgebrochen")
    assert edition.files.get().sha256 == former.sha256
    assert list((media_root / "berichte").glob("auftrag-*")) == []


def test_stopped_job_stays_as_its_stopper_left_it(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(snapshot: Snapshot, output: Path, **options: Any) -> RenderedFile:
        abort(job=RenderJob.objects.get(), by=coordinator)
        raise RenderStopped("gestoppt")

    monkeypatch.setattr(jobs, "render_report", stopped)
    job = request_full(edition, coordinator)
    assert (job.state, job.error) == ("aborted", "Abgebrochen von Karla Koordination.")


def test_no_transaction_is_held_while_pages_are_set(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test runs in two nested transactions itself."""
    depth = len(transaction.get_connection().savepoint_ids)

    def watch(snapshot: Snapshot, output: Path, **options: Any) -> RenderedFile:
        assert len(transaction.get_connection().savepoint_ids) == depth
        return fake_render()(snapshot, output, **options)

    monkeypatch.setattr(jobs, "render_report", watch)
    assert request_full(edition, coordinator).state == RenderState.DONE


@pytest.mark.usefixtures("rendering")
def test_remains_of_a_killed_worker_are_removed(
    edition: ReportEdition, coordinator: User, media_root: Path
) -> None:
    folder = media_root / "berichte"
    folder.mkdir(exist_ok=True)
    remains = [folder / ".auftrag-1.pdf.abc.tmp", folder / "auftrag-1.pdf"]
    other = folder / "nachhaltigkeitsbericht-soest-2019-ausgabe-1-abc.pdf"
    for path in (*remains, other):
        path.write_bytes(b"halb")
    request_full(edition, coordinator)
    assert not any(path.exists() for path in remains)
    assert other.exists()
    other.unlink()


# One at a time ---------------------------------------------------------------------------


@pytest.mark.usefixtures("rendering")
def test_job_waits_for_the_end_of_the_one_before(
    edition: ReportEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = running(ReportEditionFactory(), silent_for=timedelta())
    waiting = RenderJobFactory(edition=edition)
    naps = []

    def nap(seconds: float) -> None:
        naps.append(RenderJob.objects.get(pk=waiting.pk).state)
        if len(naps) == 3:
            RenderJob.objects.filter(pk=other.pk).update(state=RenderState.DONE)

    monkeypatch.setattr(time, "sleep", nap)
    run_job(waiting.pk)
    assert naps == ["waiting"] * 3
    assert RenderJob.objects.get(pk=waiting.pk).state == "done"


@pytest.mark.usefixtures("rendering")
def test_job_takes_the_place_of_a_lost_one(edition: ReportEdition) -> None:
    lost = running(ReportEditionFactory(), silent_for=timedelta(minutes=5))
    waiting = RenderJobFactory(edition=edition)
    run_job(waiting.pk)
    assert RenderJob.objects.get(pk=waiting.pk).state == "done"
    assert RenderJob.objects.get(pk=lost.pk).state == "aborted"


def test_impatient_job_stays_waiting(edition: ReportEdition) -> None:
    running(ReportEditionFactory(), silent_for=timedelta())
    waiting = RenderJobFactory(edition=edition)
    run_job(waiting.pk, patient=False)
    assert RenderJob.objects.get(pk=waiting.pk).state == "waiting"


def test_waiting_job_that_is_aborted_is_not_begun(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(ReportEditionFactory(), silent_for=timedelta())
    waiting = RenderJobFactory(edition=edition)
    monkeypatch.setattr(time, "sleep", lambda seconds: abort(job=waiting, by=coordinator))
    run_job(waiting.pk)
    assert RenderJob.objects.get(pk=waiting.pk).state == "aborted"


# The real child --------------------------------------------------------------------------


def endless(snapshot: Snapshot, output: Path, *, attendant: Attendant, **options: Any) -> Any:
    """A real child with more work than any test waits for."""
    markup = "<p>Seite</p>" * 200_000
    return set_pages(markup, output, identifier="0" * 32, attendant=attendant)


def child_of(job: RenderJob) -> int:
    """The process that sets the pages of a job, once it is there."""
    for _ in range(600):
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                command = path.read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if f".auftrag-{job.pk}.pdf".encode() in command:
                return int(path.parent.name)
        time.sleep(0.05)
    raise AssertionError("the child did not start")


def in_background(job: RenderJob) -> threading.Thread:
    """What a worker does, beside the test."""

    def work() -> None:
        run_job(job.pk)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_aborted_job_ends_its_child_within_two_seconds(
    coordinator: User, monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    monkeypatch.setattr(jobs, "render_report", endless)
    text = write(make_snapshot(areas=1, goals=1))
    job = RenderJobFactory(edition=ReportEditionFactory(snapshot=text), state=RenderState.WAITING)
    worker = in_background(job)
    child = child_of(job)
    abort(job=job, by=coordinator)
    asked = time.monotonic()
    worker.join(timeout=20)
    assert time.monotonic() - asked < 2
    assert not Path(f"/proc/{child}").exists()
    job.refresh_from_db()
    assert job.state == "aborted"
    assert list((media_root / "berichte").glob("*auftrag*")) == []


@pytest.mark.django_db(transaction=True)
def test_killed_child_fails_its_job_and_leaves_the_old_file(
    coordinator: User, monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    text = write(make_snapshot(areas=1, goals=1))
    edition = ReportEditionFactory(snapshot=text)
    former = ReportFileFactory(edition=edition)
    monkeypatch.setattr(jobs, "render_report", endless)
    job = RenderJobFactory(edition=edition, state=RenderState.WAITING)
    worker = in_background(job)
    os.kill(child_of(job), signal.SIGKILL)
    worker.join(timeout=20)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "von außen beendet" in job.error
    assert Path(former.file.path).exists()
    assert edition.files.get().sha256 == former.sha256
    assert list((media_root / "berichte").glob("*auftrag*")) == []
    assert len(open_jobs(edition=edition, by=coordinator)) == 3
