"""Write the lock files from pyproject.toml: exact versions with the hashes of all their files.

What is locked stays unless pyproject.toml asks for another version; `--upgrade` renews everything.
"""

from __future__ import annotations

import os
import sys

from scripts.console import announce, run, stop
from scripts.setup import OLDEST_PYTHON
from scripts.virtual_environment import DEVELOPMENT_LOCK, RUNTIME_LOCK

COMPILE = (
    *(sys.executable, "-m", "piptools", "compile", "--quiet", "--no-config"),
    *("--generate-hashes", "--allow-unsafe", "--strip-extras"),
    # The files name packages, never the host they come from.
    *("--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links"),
)


def main() -> None:
    if sys.version_info[:2] != OLDEST_PYTHON:
        stop("Die Lock-Dateien entstehen mit Python 3.11, dem ältesten unterstützten.")
    for lock, extra in (
        (RUNTIME_LOCK, ()),
        (DEVELOPMENT_LOCK, ("--extra", "dev", "--constraint", RUNTIME_LOCK.name)),
    ):
        announce(f"{lock.name} schreiben")
        arguments = (*extra, *sys.argv[1:], "--output-file", lock.name, "pyproject.toml")
        run(*COMPILE, *arguments, env=index_environment())


def index_environment() -> dict[str, str]:
    """Leave out further package sources of this machine: nobody else could fetch their files."""
    further_sources = ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS")
    environment = {k: v for k, v in os.environ.items() if k not in further_sources}
    return environment | {"PIP_CONFIG_FILE": os.devnull, "CUSTOM_COMPILE_COMMAND": "make lock"}


if __name__ == "__main__":
    main()
