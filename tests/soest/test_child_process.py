from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from soest.child_process import Attendant, Ended, Stopped, TooSlow, run_module

CHILD = "tests.soest.small_child"


def run(act: str, *, seconds: float = 60, attendant: Attendant | None = None) -> Ended:
    given = b"x" * 300_000  # more than a pipe holds
    return run_module(CHILD, act, given=given, seconds=seconds, attendant=attendant)


def is_running(process: int) -> bool:
    """A process that has ended but was not yet waited for does not run."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def ends_within(process: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_running(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(process)


class Listener(Attendant):
    """Writes down what it hears, and wants a stop once it has heard enough."""

    def __init__(self, enough: int = 1000) -> None:
        self.heard: list[bytes] = []
        self.enough = enough

    def hear(self, line: bytes) -> None:
        self.heard.append(line)

    def wants_stop(self) -> bool:
        return len(self.heard) >= self.enough


# Waiting ---------------------------------------------------------------------------------


def test_child_gets_all_that_is_given() -> None:
    assert run("echo") == Ended(0, b"300000\n", "")


def test_lines_are_heard_and_the_rest_is_kept() -> None:
    listener = Listener()
    assert run("count", attendant=listener).output == b"0\n1\n2\nend"
    assert listener.heard == [b"0", b"1", b"2"]


def test_errors_are_kept_with_the_code() -> None:
    ended = run("complain")
    assert (ended.code, len(ended.errors)) == (3, 100_000)


@pytest.mark.parametrize("act", ["sleep", "sleep_silently"])
def test_slow_child_is_stopped(act: str) -> None:
    started = time.monotonic()
    with pytest.raises(TooSlow):
        run(act, seconds=1)
    assert time.monotonic() - started < 20


def test_child_is_stopped_within_two_seconds() -> None:
    class Impatient(Listener):
        def wants_stop(self) -> bool:
            self.asked = time.monotonic()
            return super().wants_stop()

    listener = Impatient(enough=1)
    with pytest.raises(Stopped):
        run("sleep", attendant=listener)
    assert time.monotonic() - listener.asked < 2
    assert not is_running(int(listener.heard[0]))


def test_killed_child_is_told_from_one_that_failed() -> None:
    ended = run("be_killed")
    assert ended.code == -signal.SIGKILL
    assert ended.was_killed
    assert ended.out_of_memory  # that is how a machine ends who takes too much
    assert not run("complain").was_killed


# Inside the child ------------------------------------------------------------------------


def test_child_opens_no_socket_and_starts_no_program() -> None:
    ended = run("reach_out")
    assert ended.code == 0, ended.errors
    assert set(ended.output.decode().split("\n")) == {"refused", ""}
    assert ended.output.count(b"refused") == 9


def test_c_code_finds_no_network_where_the_kernel_lets_the_child_leave_it() -> None:
    left, opened, names = run("reach_out_in_c").output.decode().split("\n")[:3]
    assert left == "False" or (opened, names) == ("True", "lo")


def test_child_does_not_outlive_a_parent_that_was_killed() -> None:
    program = (
        "import sys\n"
        "from soest.child_process import Attendant, run_module\n"
        "class Teller(Attendant):\n"
        "    def hear(self, line):\n"
        "        print(line.decode(), flush=True)\n"
        f"run_module({CHILD!r}, 'be_left_alone', given=b'', seconds=60, attendant=Teller())\n"
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    try:
        assert ends_within(child, 5)
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def test_child_whose_parent_is_gone_does_not_begin() -> None:
    """The parent may be killed before the child has tied its life to it."""
    child = subprocess.run(  # noqa: S603
        [sys.executable, "-m", CHILD, "be_left_alone"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "STARTED_BY": "1"},
        capture_output=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
