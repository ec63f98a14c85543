"""Publish a report of the usual size, and put a static file of that size beside it.

What is in them does not matter to who sends them. Prints both paths as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os

import django

from tests.benchmarks.settings import WHITENOISE_ROOT as STATIC_FOLDER

SIZE = 1_400_000  # bytes; that of the full report at R1
STATIC = "messung.pdf"


def main() -> None:
    django.setup()
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from reports.models import FileKind, Report, ReportEdition, ReportFile

    content = os.urandom(SIZE)
    (STATIC_FOLDER / STATIC).write_bytes(content)
    now = timezone.now()
    edition = ReportEdition.objects.create(
        report=Report.objects.create(year=2000, title="Messung"),
        snapshot="{}",
        snapshot_sha256="0" * 64,
        frozen_at=now,
        published_at=now,
    )
    sha256 = hashlib.sha256(content).hexdigest()
    ReportFile.objects.create(
        edition=edition,
        kind=FileKind.FULL,
        file=ContentFile(content, name="bericht.pdf"),
        sha256=sha256,
        size=SIZE,
        pages=1,
        rendered_at=now,
    )
    print(json.dumps({"static": f"/{STATIC}", "report": "/berichte/2000/bericht.pdf"}))


if __name__ == "__main__":
    main()
