"""Health of the service for a proxy or container engine: alive, and ready."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

FREE_DISK_BYTES = 500 * 1024 * 1024


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks no database, so a database fault does not restart the process."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """The service can do its work: database reachable, migrations applied, disk not full."""
    faults = [fault for fault in (database_fault(), disk_fault()) if fault]
    status = 503 if faults else 200
    return JsonResponse({"ready": not faults, "faults": faults}, status=status)


def database_fault() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return "database unreachable"
    return f"{len(pending)} migrations not applied" if pending else ""


def disk_fault() -> str:
    """The disk that uploads and reports go to; their folder may not have been made yet."""
    folders = (settings.MEDIA_ROOT, *settings.MEDIA_ROOT.absolute().parents)
    folder = next(folder for folder in folders if folder.exists())
    free = shutil.disk_usage(folder).free
    return "" if free >= FREE_DISK_BYTES else "less than 500 MB free"
