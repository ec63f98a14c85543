"""Work on what cannot be trusted, or what may grow without end, in a process of its own.

The child is a module of ours, started with nothing of the environment but what is named here, so
that no password goes along; it limits itself before it begins. Whatever happens to it, the caller
lives on and hears how it ended.
"""

from __future__ import annotations

import ctypes
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# Fonts are found through these; secrets are not among them.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "VIRTUAL_ENV")
PARENT = "STARTED_BY"  # tells the child who waits for it
OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP)
ATTENTION = 0.25  # seconds until whoever waits is asked again whether to go on
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn")
# Of Linux: sys/prctl.h and sched.h.
PR_SET_PDEATHSIG, CLONE_NEWUSER, CLONE_NEWNET = 1, 0x10000000, 0x40000000


class TooSlow(Exception):
    """The child did not end in time and was stopped."""


class Stopped(Exception):
    """Whoever waited for the child did not want it to go on."""


class Attendant:
    """Whoever waits for a child. This one only waits."""

    def hear(self, line: bytes) -> None:
        """Take a line of its output, without the line's end, as soon as it is written."""

    def wants_stop(self) -> bool:
        """Say whether to stop it; asked about four times a second."""
        return False


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended."""

    code: int  # 0: as it should; negative: by this signal
    output: bytes
    errors: str

    @property
    def out_of_time(self) -> bool:
        """It used up its seconds of the processor."""
        return -self.code == signal.SIGXCPU

    @property
    def out_of_memory(self) -> bool:
        """It met its own limit, or the machine had no more and killed it."""
        return "MemoryError" in self.errors or -self.code in OUT_OF_MEMORY or self.was_killed

    @property
    def was_killed(self) -> bool:
        """Somebody else ended it without a warning: the machine out of memory, or a person."""
        return -self.code == signal.SIGKILL


# For the one who waits ------------------------------------------------------------------


def run_module(
    module: str,
    *arguments: str,
    given: bytes,
    seconds: float,
    attendant: Attendant | None = None,
) -> Ended:
    """Run `python -m module`, hand it bytes on standard input, and wait for it.

    Raises TooSlow after that many seconds and Stopped when the attendant wants it; nothing of the
    child is left running then.
    """
    # What goes in and the errors pass through files: only one pipe has to be attended.
    with TemporaryFile() as source, TemporaryFile() as errors:
        source.write(given)
        source.seek(0)
        process = subprocess.Popen(  # noqa: S603 -- our own module, no word comes from outside
            (sys.executable, "-m", module, *arguments),
            cwd=ROOT,
            env={
                **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
                PARENT: str(os.getpid()),
            },
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
        try:
            output = listen(process, time.monotonic() + seconds, attendant or Attendant())
        finally:
            end(process)
        errors.seek(0)
        return Ended(process.returncode, output, errors.read().decode(errors="replace"))


def listen(process: subprocess.Popen[bytes], deadline: float, attendant: Attendant) -> bytes:
    """All that a child writes until it ends. Raises TooSlow and Stopped."""
    assert process.stdout is not None  # noqa: S101 -- it was started with a pipe
    whole, line = bytearray(), b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        asked = time.monotonic()
        while True:
            now = time.monotonic()
            if now >= deadline:
                raise TooSlow
            if now >= asked + ATTENTION:
                asked = now
                if attendant.wants_stop():
                    raise Stopped
            if not selector.select(min(ATTENTION, deadline - now)):
                continue
            chunk = os.read(process.stdout.fileno(), 65536)
            if not chunk:
                break
            whole += chunk
            *lines, line = (line + chunk).split(b"\n")
            for one in lines:
                attendant.hear(one)
    wait(process, deadline)
    return bytes(whole)


def wait(process: subprocess.Popen[bytes], deadline: float) -> None:
    """A child that closed its output has a moment left to end. Raises TooSlow."""
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        raise TooSlow from error


def end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing of a child running."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


# For the child itself -------------------------------------------------------------------


def limit_resources(*, memory: int, cpu_seconds: int) -> None:
    """Let this process stop, and not the machine, if its work grows without end.

    `memory` is in bytes of address space. A little later than at `cpu_seconds` the process is
    killed if it has not ended by the signal it got then.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def stay_inside(*, writes: bool) -> None:
    """Let this process reach no network, start no program, and not outlive who waits for it.

    Without `writes` it cannot put anything into a file either.
    """
    leave_network()
    if not writes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(event)

    sys.addaudithook(refuse)
    end_with_parent()


def leave_network() -> bool:
    """Move to where there is no network; False where the kernel does not let this process.

    Unlike a hook of Python this binds libraries written in C as well.
    """
    unshare = ctypes.CDLL(None).unshare
    # A child of root may leave as it is; others have to become nobody in particular first.
    return any(unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def end_with_parent() -> None:
    """Be killed when the process that waits is: its work is of no use to anybody any more."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.environ.get(PARENT, "") not in ("", str(os.getppid())):
        os.kill(os.getpid(), signal.SIGKILL)
