from __future__ import annotations

import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from scripts import run

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("text", ["0", "65536", "-1", "achttausend", "", "８０００"])
def test_parse_port_refuses(text):
    with pytest.raises(SystemExit, match="PORT muss eine Zahl von 1 bis 65535 sein"):
        run.parse_port(text)


def test_parse_port_accepts_a_number():
    assert run.parse_port("8001") == 8001


def test_require_free_names_another_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"make run PORT={port + 1}"):
            run.require_free("127.0.0.1", port)


def test_require_free_leaves_the_port_free():
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port = chosen.getsockname()[1]
    run.require_free("127.0.0.1", port)
    socket.create_server(("127.0.0.1", port)).close()


# Each process writes "up" when it runs and "down" when it is asked to stop, a line in one piece.
PROCESS = """
import os, signal, sys, time
def down(*_):
    os.write(1, f"{{sys.argv[1]}} down\\n".encode())
    os._exit(0)
signal.signal(signal.SIGTERM, down)
os.write(1, f"{{sys.argv[1]}} up\\n".encode())
time.sleep({seconds})
sys.exit(3)
"""


def start_two(*, seconds: float) -> subprocess.Popen[str]:
    """`run_together` with a process that lasts `seconds` and one that lasts a minute."""
    program = textwrap.dedent(f"""
        import sys
        from scripts.run import run_together
        first, second = {PROCESS.format(seconds=seconds)!r}, {PROCESS.format(seconds=60)!r}
        sys.exit(run_together({{
            "Worker": [sys.executable, "-c", first, "first"],
            "Webserver": [sys.executable, "-c", second, "second"],
        }}))
    """)
    command = [sys.executable, "-c", program]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 ours


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_together_stops_both_when_asked(number):
    with start_two(seconds=60) as process:
        assert process.stdout is not None
        up = {process.stdout.readline() for _ in range(2)}
        process.send_signal(number)
        down = set(process.stdout)
    assert up == {"first up\n", "second up\n"}
    assert down == {"first down\n", "second down\n"}
    assert process.returncode == 0


def test_run_together_stops_the_other_when_one_ends():
    with start_two(seconds=0) as process:
        # Ends when nobody holds the pipe any more, long before the second one's minute is over.
        output, _ = process.communicate(timeout=30)
    assert "Worker unerwartet beendet mit Code 3" in output
    assert process.returncode == 1
