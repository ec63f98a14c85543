"""The process that sets the PDF: HTML in at standard input, a file out, and nothing else.

Started by `reports.rendering` as `python -m reports.typesetter FILE IDENTIFIER`. It knows neither
Django nor the database, reaches no network, and opens no file but the assets named here; what a
text of the report names beyond those stays out of the PDF. Writes its steps to standard output, and
{"pages": n} as the last line.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import font_source_sans_pro
import font_source_serif_pro
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.faults import REFUSAL, SettingError, nothing_left_out
from reports.progress import tell_progress
from soest.child_process import limit_resources, stay_inside

PRINT = Path(__file__).resolve().parent.parent / "templates" / "reports" / "print"
SANS = Path(font_source_sans_pro.__file__).parent / "files"
SERIF = Path(font_source_serif_pro.__file__).parent / "files"
ASSETS: Mapping[str, tuple[Path, str]] = {
    "report:report.css": (PRINT / "report.css", "text/css"),
    "report:sans-regular": (SANS / "SourceSansPro-Regular.ttf", "font/ttf"),
    "report:sans-semibold": (SANS / "SourceSansPro-Semibold.ttf", "font/ttf"),
    "report:sans-italic": (SANS / "SourceSansPro-It.ttf", "font/ttf"),
    "report:serif-semibold": (SERIF / "SourceSerifPro-Semibold.ttf", "font/ttf"),
    **{
        f"report:{name}.svg": (PRINT / "symbols" / f"{name}.svg", "image/svg+xml")
        for name in ("sun", "partly_cloudy", "cloud", "thunderstorm", "not_rated", "stale")
    },
}
VARIANT = "pdf/ua-1"  # tagged
MEMORY, CPU_SECONDS = 1536 * 2**20, 300


class AssetFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives the assets of the report by their exact names and refuses everything else."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in ASSETS:
            raise ValueError(f"not an asset of the report: {url[:100]}")
        path, kind = ASSETS[url]
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def set_pdf(html: str, path: str, identifier: str) -> int:
    """Write the PDF and return its number of pages."""
    # Layout makes millions of small objects that live to the end: looking for garbage among
    # them costs a fifth of the time and finds none.
    gc.set_threshold(200_000, 20, 100)
    fetcher = AssetFetcher(allowed_protocols=[], allow_redirects=False)
    source = HTML(string=html, url_fetcher=fetcher)
    with nothing_left_out(source.etree_element):
        document = source.render(pdf_variant=VARIANT)
        document.write_pdf(path, pdf_variant=VARIANT, pdf_identifier=identifier.encode())
    return len(document.pages)


def main() -> None:
    limit_resources(memory=MEMORY, cpu_seconds=CPU_SECONDS)
    stay_inside(writes=True)
    tell_progress(sys.stdout)
    try:
        pages = set_pdf(sys.stdin.buffer.read().decode(), sys.argv[1], sys.argv[2])
    except SettingError as error:
        sys.exit(f"{REFUSAL}{error}")
    sys.stdout.write(json.dumps({"pages": pages}))


if __name__ == "__main__":
    main()
