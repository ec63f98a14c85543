from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

MEGABYTE = 1024 * 1024


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_healthz_asks_no_database(client: Client) -> None:
    """Without the database fixture, pytest-django refuses every query."""
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content == b"ok"
    assert not answer.cookies


@pytest.mark.django_db
def test_readyz_when_all_is_well(client: Client) -> None:
    assert ready(client) == (200, {"ready": True, "faults": []})


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_readyz_without_database(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: type[Error]
) -> None:
    def refuse(*args: object) -> None:
        raise error("password authentication failed for user soest")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert ready(client) == (503, {"ready": False, "faults": ["database unreachable"]})


@pytest.mark.django_db
def test_readyz_before_a_migration(client: Client) -> None:
    [newest] = MigrationLoader(connection).graph.leaf_nodes("reports")
    MigrationRecorder(connection).record_unapplied(*newest)
    status, answer = ready(client)
    assert status == 503
    assert answer["faults"][0].endswith("migrations not applied")


@pytest.mark.django_db
@pytest.mark.parametrize(("free", "status"), [(500, 200), (499, 503)])
def test_readyz_looks_at_the_disk(
    client: Client, monkeypatch: pytest.MonkeyPatch, free: int, status: int
) -> None:
    usage = shutil._ntuple_diskusage(0, 0, free * MEGABYTE)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert ready(client)[0] == status


@pytest.mark.django_db
def test_readyz_before_the_folder_of_files_is_made(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "noch" / "nicht" / "da"
    assert ready(client)[0] == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
