"""Row 28 of the faults: somebody whose connection breaks in the middle of an upload."""

from __future__ import annotations

import logging
import socket
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from indicators.models import ImportedFile

PATH = "/erfassung/dateien/"
PATIENCE = 10  # seconds
BOUNDARY = "grenze"
BEGINNING = (
    f"--{BOUNDARY}\r\n"
    'Content-Disposition: form-data; name="file"; filename="werte.xlsx"\r\n'
    "Content-Type: application/octet-stream\r\n\r\n"
).encode()


@pytest.mark.django_db(transaction=True)
def test_half_a_file_leaves_nothing_behind(
    live_server: LiveServer,
    clerk: User,
    tmp_path: Path,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    client = Client()
    client.force_login(clerk)
    client.get(PATH)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    token = client.get(PATH).context["csrf_token"]
    with caplog.at_level(logging.WARNING):
        send_half(live_server, cookies, str(token))
        # The view has read what came and refused it; before, the request would be forbidden.
        refused = f"Unprocessable Entity: {PATH}"
        wait_for(lambda: refused in [record.getMessage() for record in caplog.records])
    assert not ImportedFile.objects.exists()
    assert list(tmp_path.iterdir()) == []
    assert client.get(PATH).status_code == 200


def send_half(server: LiveServer, cookies: str, token: str) -> None:
    """Announce five megabytes, send four of them, and hang up."""
    address = urlsplit(server.url)
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: {address.netloc}\r\nOrigin: {server.url}\r\n"
        f"Cookie: {cookies}\r\nX-CSRFToken: {token}\r\nContent-Length: {5 * 2**20}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
    ).encode()
    with socket.create_connection((str(address.hostname), address.port or 80)) as sender:
        sender.sendall(head + BEGINNING + b"x" * 4 * 2**20)


def wait_for(seen: Any) -> None:
    """Until the server has noticed."""
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end, "the server has not noticed"
        time.sleep(0.05)
