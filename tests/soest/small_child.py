"""A child for the tests of `soest.child_process`: does the one thing that its argument names."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from soest.child_process import leave_network, stay_inside

INTERFACES = Path("/proc/self/net/dev")
FAMILIES = (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX)


def say(words: object) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def echo() -> None:
    say(len(sys.stdin.buffer.read()))


def count() -> None:
    for number in range(3):
        say(number)
    sys.stdout.write("end")


def sleep() -> None:
    say(os.getpid())
    time.sleep(60)


def sleep_silently() -> None:
    """As if it had hung: its output is closed, but it does not end."""
    os.close(1)
    time.sleep(60)


def complain() -> None:
    sys.stderr.write("ü" * 100_000)
    sys.exit(3)


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def reach_out() -> None:
    """Every way out that Python has; says which of them was refused."""
    stay_inside(writes=True)
    ways: list[Callable[[], object]] = [
        *(lambda family=family: socket.socket(family) for family in FAMILIES),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.getaddrinfo("www.example.org", 80),
        http.client.HTTPConnection("127.0.0.1", 9).connect,
        lambda: subprocess.run([sys.executable, "-V"], check=True),
        lambda: os.system("/bin/true"),  # noqa: S605 -- constant
        os.fork,
    ]
    for way in ways:
        try:
            way()
        except OSError as error:
            say("refused" if isinstance(error, PermissionError) else error)
        else:
            say("let through")


def reach_out_in_c() -> None:
    """A library in C knows nothing of Python's hooks: the kernel has to refuse, where it may."""
    left = leave_network()
    libc = ctypes.CDLL(None)
    names = {
        line.split(":")[0].strip() for line in INTERFACES.read_text().splitlines() if ":" in line
    }
    say(left)
    say(libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0) >= 0)
    say(",".join(sorted(names)))


def be_left_alone() -> None:
    """Ties its life to the parent's, and tells its number."""
    stay_inside(writes=True)
    sleep()


if __name__ == "__main__":
    globals()[sys.argv[1]]()
