"""Work on what cannot be trusted, or what may grow without end, in a process of its own.

The child is a module of ours, started with nothing of the environment but what is named here, so
that no password goes along; it limits itself before it begins. Whatever happens to it, the caller
lives on and hears how it ended.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Fonts are found through these; secrets are not among them.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_PATH", "VIRTUAL_ENV")
OUT_OF_MEMORY = (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP)


class TooSlow(Exception):
    """The child did not end in time and was stopped."""


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
        return "MemoryError" in self.errors or -self.code in OUT_OF_MEMORY


def run_module(module: str, *arguments: str, given: bytes, seconds: float) -> Ended:
    """Run `python -m module`, hand it bytes on standard input, and wait for it.

    Raises TooSlow after that many seconds; nothing of the child is left running then.
    """
    process = subprocess.Popen(  # noqa: S603 -- our own module, no word of it comes from outside
        (sys.executable, "-m", module, *arguments),
        cwd=ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, errors = process.communicate(given, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise TooSlow from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    return Ended(process.returncode, output, errors.decode(errors="replace"))


def limit_resources(*, memory: int, cpu_seconds: int) -> None:
    """Let this process stop, and not the machine, if its work grows without end.

    `memory` is in bytes of address space. A little later than at `cpu_seconds` the process is
    killed if it has not ended by the signal it got then.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
