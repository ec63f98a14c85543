"""The server as it runs in production: granian, two workers with one blocking thread each."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.installation import ROOT, Installation

WORKERS = 2
START_SECONDS = 30
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: where it listens, and its process."""

    port: int
    process_id: int

    @property
    def processor_seconds(self) -> float:
        """What its workers have used of the processors so far, as Linux counts it."""
        main = Path(f"/proc/{self.process_id}")
        workers = (main / f"task/{self.process_id}/children").read_text().split()
        return sum(ticks(Path(f"/proc/{worker}/stat")) for worker in workers) / TICKS_A_SECOND


def ticks(stat: Path) -> int:
    """User and system time of a process; the numbers follow its name, which may hold anything."""
    fields = stat.read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@contextmanager
def server(installation: Installation) -> Iterator[Server]:
    """Run the site on a free port of this machine."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "1"]
    command += ["--no-ws", "--log-level", "warning", "soest.wsgi:application"]
    process = subprocess.Popen(  # noqa: S603  our own server with constant arguments
        command, cwd=ROOT, env=installation.environment
    )
    try:
        wait_for(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz")  # noqa: S310  loopback
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")
