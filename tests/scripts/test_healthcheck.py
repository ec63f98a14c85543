from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from scripts.healthcheck import is_alive


class WebServer(HTTPServer):
    """Answers every request with `status` and keeps the last one's path and headers."""

    status = 200
    received: dict[str, str]


class Handler(BaseHTTPRequestHandler):
    server: WebServer

    def do_GET(self):
        self.server.received = dict(self.headers) | {"path": self.path}
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        """Keep quiet."""


@pytest.fixture
def web_server():
    server = WebServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_is_alive_asks_like_the_proxy(web_server, monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "ziele.soest.de, www.soest.de")
    assert is_alive(web_server.server_port)
    assert web_server.received["path"] == "/healthz"
    assert web_server.received["Host"] == "ziele.soest.de"
    assert web_server.received["X-Forwarded-Proto"] == "https"


@pytest.mark.parametrize("status", [301, 400, 500, 503])
def test_is_alive_is_false_for_any_other_answer(web_server, status):
    web_server.status = status
    assert not is_alive(web_server.server_port)


def test_is_alive_is_false_when_nobody_listens(web_server):
    web_server.shutdown()
    web_server.server_close()
    assert not is_alive(web_server.server_port)
