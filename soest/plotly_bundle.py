"""Serves plotly.min.js from the installed `plotly` package, and nothing else of that package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import plotly
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

BUNDLE = "plotly.min.js"


class PlotlyFinder(BaseFinder):
    """Finds the bundle under the static name `plotly/plotly.min.js`."""

    def __init__(self) -> None:
        folder = Path(plotly.__file__).parent / "package_data"
        self.storage = FileSystemStorage(location=folder)
        # collectstatic puts the prefix of the storage before the listed name
        self.storage.prefix = "plotly"  # type: ignore[attr-defined]

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = self.storage.path(BUNDLE) if path == f"plotly/{BUNDLE}" else None
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield BUNDLE, self.storage
