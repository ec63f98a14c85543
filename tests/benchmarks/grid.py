"""Queries and time of the table of a department, small and large. Prints JSON: size → figures.

Seconds are those of the processor, the database in the same process included.

Everything is made in one transaction that is rolled back, so the installation stays as it was.
"""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

import django

YEARS = range(2014, 2026)
SIZES = (3, 30)  # indicators
ROUNDS = 9


def main() -> None:
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        print(json.dumps({size: figures(size) for size in SIZES}))
        transaction.set_rollback(True)


def figures(size: int) -> dict[str, float]:
    """The table of `size` indicators × 12 years."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    slug = department_of(size)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="koordination"))
    path = f"/erfassung/tabelle/{slug}/?von={YEARS.start}&bis={YEARS.stop - 1}"
    fetch(client, path)  # loads templates and modules
    with CaptureQueriesContext(connection) as queries:
        fetch(client, path)
    count = len(queries)  # now: the next request empties the log
    return {
        "queries": count,
        "seconds": statistics.median(timed(client, path) for _ in range(ROUNDS)),
    }


def department_of(size: int) -> str:
    """Make a department with so many indicators; every third year is released, one a draft."""
    from tests.factories import (
        DepartmentFactory,
        IndicatorFactory,
        MeasurementFactory,
        released_series,
    )

    department = DepartmentFactory()
    for indicator in IndicatorFactory.create_batch(size, department=department):
        released_series(indicator, dict.fromkeys(YEARS[::3], 5))
        MeasurementFactory(indicator=indicator, period=f"{YEARS[1]}-01-01")
    return str(department.slug)


def timed(client: Any, path: str) -> float:
    start = time.process_time()
    fetch(client, path)
    return time.process_time() - start


def fetch(client: Any, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")


if __name__ == "__main__":
    main()
