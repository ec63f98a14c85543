from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction

from accounts.models import User
from reports import jobs
from reports.jobs import LOST_AFTER, UNTOUCHED_AFTER, is_lost, open_job, run_job, status
from reports.models import RenderJob, RenderState, ReportEdition, ReportFile
from reports.rendering import RenderedFile, RenderError
from reports.services import ReportError
from reports.snapshot import Snapshot, fingerprint, write
from reports.tasks import request_file
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

    def render(snapshot: Snapshot, output: Path, *, sha256: str) -> RenderedFile:
        output.write_bytes(content)
        return RenderedFile(output, 3, len(content), fingerprint(content.decode()))

    return render


def failing(error: Exception) -> Callable[..., RenderedFile]:
    def render(snapshot: Snapshot, output: Path, *, sha256: str) -> RenderedFile:
        raise error

    return render


@pytest.fixture
def edition() -> ReportEdition:
    text = write(make_snapshot(areas=1, goals=1))
    return ReportEditionFactory(report=ReportFactory(year=2024), snapshot=text)


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "render_report", fake_render())


# Asking ----------------------------------------------------------------------------------


@time_machine.travel(NOW, tick=False)
def test_open_job_waits(edition: ReportEdition, coordinator: User) -> None:
    job = open_job(edition=edition, by=coordinator)
    assert (job.state, job.requested_by, job.requested_at) == ("waiting", coordinator, NOW)


def test_second_request_is_refused_while_the_first_is_open(
    edition: ReportEdition, coordinator: User
) -> None:
    open_job(edition=edition, by=coordinator)
    with pytest.raises(ReportError, match="wird gerade erzeugt"):
        open_job(edition=edition, by=coordinator)
    assert RenderJob.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "age", "words"),
    [
        (RenderState.RUNNING, LOST_AFTER, "währenddessen beendet"),
        (RenderState.WAITING, UNTOUCHED_AFTER, "Kein Hintergrunddienst"),
    ],
)
def test_lost_job_makes_room_for_a_new_one(
    edition: ReportEdition, coordinator: User, state: RenderState, age: timedelta, words: str
) -> None:
    long_ago = NOW - age - timedelta(seconds=1)
    lost = RenderJobFactory(
        edition=edition, state=state, requested_at=long_ago, started_at=long_ago
    )
    with time_machine.travel(NOW, tick=False):
        job = open_job(edition=edition, by=coordinator)
    lost.refresh_from_db()
    assert lost.state == RenderState.FAILED
    assert words in lost.error
    assert job.state == RenderState.WAITING


def test_published_edition_is_not_set_again(coordinator: User) -> None:
    with pytest.raises(ReportError, match="nicht noch einmal gesetzt"):
        open_job(edition=ReportEditionFactory(published=True), by=coordinator)


def test_sample_account_sets_no_real_report(edition: ReportEdition) -> None:
    with pytest.raises(ReportError, match="Beispielkonto"):
        open_job(edition=edition, by=UserFactory(coordination=True, is_sample=True))


# Doing -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("rendering")
def test_job_leaves_a_file(edition: ReportEdition, coordinator: User) -> None:
    job = request_file(edition=edition, by=coordinator)
    assert (job.state, job.error) == (RenderState.DONE, "")
    assert job.started_at is not None
    assert job.finished_at is not None
    row = edition.files.get()
    assert (row.kind, row.pages, row.size) == ("full", 3, len(CONTENT))
    assert row.sha256 == fingerprint(CONTENT.decode())
    assert row.file.name == f"berichte/nachhaltigkeitsbericht-2024-ausgabe-1-{row.sha256[:12]}.pdf"
    assert Path(row.file.path).read_bytes() == CONTENT


@pytest.mark.usefixtures("rendering")
def test_new_file_takes_the_place_of_the_former(
    edition: ReportEdition,
    coordinator: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    request_file(edition=edition, by=coordinator)
    former = Path(edition.files.get().file.path)
    monkeypatch.setattr(jobs, "render_report", fake_render(b"%PDF-1.7 anders %%EOF"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        request_file(edition=edition, by=coordinator)
    assert ReportFile.objects.count() == 1
    assert Path(edition.files.get().file.path).read_bytes() == b"%PDF-1.7 anders %%EOF"
    assert not former.exists()


@pytest.mark.usefixtures("rendering")
def test_same_bytes_again_keep_the_file(
    edition: ReportEdition,
    coordinator: User,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    request_file(edition=edition, by=coordinator)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        request_file(edition=edition, by=coordinator)
    assert Path(edition.files.get().file.path).read_bytes() == CONTENT


def test_failure_is_kept_with_its_reason(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "render_report", failing(RenderError("Kein Speicher.")))
    job = request_file(edition=edition, by=coordinator)
    assert (job.state, job.error) == (RenderState.FAILED, "Kein Speicher.")
    assert not edition.files.exists()


def test_failure_keeps_the_former_file(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = ReportFileFactory(edition=edition)
    monkeypatch.setattr(jobs, "render_report", failing(RenderError("Kein Speicher.")))
    request_file(edition=edition, by=coordinator)
    assert edition.files.get().sha256 == former.sha256
    assert Path(former.file.path).exists()


def test_unexpected_fault_is_logged_and_told_without_details(
    edition: ReportEdition,
    coordinator: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(jobs, "render_report", failing(KeyError("inneres")))
    job = request_file(edition=edition, by=coordinator)
    assert job.state == RenderState.FAILED
    assert "inneres" not in job.error
    assert "stehen im Protokoll" in job.error
    assert "inneres" in caplog.text


def test_unreadable_snapshot_is_named(coordinator: User) -> None:
    job = request_file(edition=ReportEditionFactory(snapshot="{}"), by=coordinator)
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
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given_up(snapshot: Snapshot, output: Path, *, sha256: str) -> RenderedFile:
        RenderJob.objects.update(state=RenderState.FAILED, error="Abgebrochen")
        return fake_render()(snapshot, output, sha256=sha256)

    monkeypatch.setattr(jobs, "render_report", given_up)
    job = request_file(edition=edition, by=coordinator)
    assert (job.state, job.error) == (RenderState.FAILED, "Abgebrochen")


def test_no_transaction_is_held_while_pages_are_set(
    edition: ReportEdition, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test runs in two nested transactions itself."""
    depth = len(transaction.get_connection().savepoint_ids)

    def watch(snapshot: Snapshot, output: Path, *, sha256: str) -> RenderedFile:
        assert len(transaction.get_connection().savepoint_ids) == depth
        return fake_render()(snapshot, output, sha256=sha256)

    monkeypatch.setattr(jobs, "render_report", watch)
    assert request_file(edition=edition, by=coordinator).state == RenderState.DONE


@pytest.mark.usefixtures("rendering")
def test_remains_of_a_killed_worker_are_removed(
    edition: ReportEdition, coordinator: User, media_root: Path
) -> None:
    folder = media_root / "berichte"
    folder.mkdir(exist_ok=True)
    old, young = folder / ".auftrag-1.pdf.abc.tmp", folder / ".auftrag-2.pdf.def.tmp"
    for path in (old, young):
        path.write_bytes(b"halb")
    os.utime(old, (0, 0))
    request_file(edition=edition, by=coordinator)
    assert not old.exists()
    assert young.exists()
    young.unlink()


# Telling ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "seconds", "words", "is_open", "can_restart"),
    [
        (RenderState.WAITING, 5, "Der Auftrag wartet.", True, False),
        (RenderState.WAITING, 180, "kein Hintergrunddienst", True, True),
        (RenderState.RUNNING, 30, "Das PDF wird gesetzt", True, False),
        (RenderState.RUNNING, 3600, "Abgebrochen", False, True),
        (RenderState.DONE, 3600, "Das PDF ist fertig.", False, True),
        (RenderState.FAILED, 3600, "Kein Speicher.", False, True),
    ],
)
def test_status_in_words(
    state: RenderState, seconds: int, words: str, is_open: bool, can_restart: bool
) -> None:
    begun = NOW - timedelta(seconds=seconds)
    job = RenderJob(state=state, requested_at=begun, started_at=begun, error="Kein Speicher.")
    told = status(job, NOW)
    assert words in told.words
    assert (told.is_open, told.can_restart) == (is_open, can_restart)


def test_running_job_without_a_beginning_is_lost() -> None:
    assert is_lost(RenderJob(state=RenderState.RUNNING, requested_at=NOW), NOW)
