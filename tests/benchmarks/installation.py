"""A throw-away installation with sample data, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Installation:
    """An SQLite installation whose data folder is `folder`."""

    folder: Path

    @classmethod
    def with_sample_data(cls, folder: Path, scale: int) -> Installation:
        """Migrate and load: reference volume R1 at scale 1, R10 at scale 10."""
        installation = cls(folder)
        folder.mkdir(parents=True)
        installation.manage("migrate", "-v0")
        installation.manage("load_strategy")
        installation.manage("load_sample_data", "--scale", str(scale))
        return installation

    @property
    def environment(self) -> dict[str, str]:
        unset = {"DATABASE_URL", "MEDIA_ROOT"}
        kept = {name: value for name, value in os.environ.items() if name not in unset}
        return kept | {
            "SOEST_VAR_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        }

    def manage(self, *arguments: str) -> None:
        """Run a command of manage.py; its output is shown only if it fails."""
        self.python("manage.py", *arguments)

    def measured(self, module: str, *arguments: str) -> dict[str, Any]:
        """Run a measuring module, which prints one JSON object."""
        result: dict[str, Any] = json.loads(self.python("-m", module, *arguments))
        return result

    def python(self, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603  our own modules with constant arguments
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout
