"""Sample data, then the worker and the web server side by side until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence

from scripts.console import ROOT, announce, run, stop, succeeds_visibly

WORKER = (sys.executable, "manage.py", "db_worker", "--no-reload")
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_WITHIN = 20  # seconds a report being drawn may still take


def main() -> None:
    host, port = os.environ.get("HOST", "127.0.0.1"), parse_port(os.environ.get("PORT", "8000"))
    require_free(host, port)
    run(sys.executable, "manage.py", "load_sample_data")
    if not succeeds_visibly(sys.executable, "manage.py", "make_sample_report"):
        announce("Ohne Beispielbericht weiter; warum, steht darüber.")
    announce(f"Zielmonitor startet auf http://{host}:{port} – Ende mit Strg-C")
    sys.exit(run_together({"Worker": WORKER, "Webserver": server_command(host, port)}))


def parse_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        stop(f"PORT muss eine Zahl von 1 bis 65535 sein, nicht „{text}“.")
    return int(text)


def require_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        stop(
            f"{host}:{port} lässt sich nicht öffnen ({error.strerror}).\n"
            f"Einen anderen Port wählen, zum Beispiel: make run PORT={port + 1}"
        )


def server_command(host: str, port: int) -> tuple[str, ...]:
    """One blocking thread a worker process: more of them cost SQLite its connections."""
    return (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "1"),
        "soest.wsgi:application",
    )


def run_together(commands: Mapping[str, Sequence[str]]) -> int:
    """Run all until Ctrl-C (0) or until one of them ends (1); then stop the others.

    Each gets a session of its own: Ctrl-C at the terminal reaches this process alone, which
    stops each of them once. The signal is only noted, so it cannot hit between the start of a
    process and the line that remembers it.
    """
    requests: list[int] = []
    for number in STOP_SIGNALS:
        signal.signal(number, lambda number, frame: requests.append(number))
    processes = {
        name: subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        for name, command in commands.items()
    }
    while not requests and not (ended := first_ended(processes)):
        time.sleep(0.2)
    stop_all(processes.values())
    if requests:
        return 0
    announce(f"{ended} unerwartet beendet mit Code {processes[ended].returncode}")
    return 1


def first_ended(processes: Mapping[str, subprocess.Popen[bytes]]) -> str:
    """Name of a process that has ended, empty while all are running."""
    return next((name for name, process in processes.items() if process.poll() is not None), "")


def stop_all(processes: Collection[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
