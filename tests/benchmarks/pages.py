"""Queries and time of pages that are not in the page store. Prints JSON: name → figures.

With `paths` it prints their addresses instead: of areas and indicators the one that shows most.

Seconds are those of the processor: the database is in the same process, and what else the machine
does is left out.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Mapping

import django

ROUNDS = 9
TYPED = "klima"  # letter by letter: the first one fits nearly everything
HTMX = {"HX-Request": "true"}


def main() -> None:
    django.setup()
    if sys.argv[1:] == ["paths"]:
        print(json.dumps(paths()))
    else:
        measured = {name: figures(path) for name, path in paths().items() if name != "indicator"}
        print(json.dumps(measured | {"keystroke": keystroke()}))


def paths() -> dict[str, str]:
    from django.db.models import Count

    from indicators.models import Indicator
    from strategy.models import ActionArea

    area = ActionArea.objects.annotate(size=Count("indicators")).latest("size", "-pk")
    indicator = Indicator.objects.annotate(size=Count("measurements")).latest("size", "-pk")
    return {
        "overview": "/",
        "list": "/kennzahlen/",
        "area": f"/handlungsfelder/{area.slug}/",
        "indicator": f"/kennzahlen/{indicator.slug}/",
    }


def figures(path: str, headers: Mapping[str, str] | None = None) -> dict[str, float]:
    """The number of queries, and the median seconds of an answer that has to be made."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    fetch(path, headers)  # loads templates and modules
    with CaptureQueriesContext(connection) as queries:
        fetch(path, headers)
    count = len(queries)  # now: the next request empties the log
    seconds = [timed(path, headers) for _ in range(ROUNDS)]
    return {"queries": count, "seconds": statistics.median(seconds)}


def keystroke() -> dict[str, float]:
    """The part of the list that is fetched while somebody types: most queries, mean seconds."""
    typed = [TYPED[:end] for end in range(1, len(TYPED) + 1)]
    found = [figures(f"/kennzahlen/?q={text}", HTMX) for text in typed]
    return {
        "queries": max(one["queries"] for one in found),
        "seconds": statistics.mean(one["seconds"] for one in found),
    }


def timed(path: str, headers: Mapping[str, str] | None) -> float:
    start = time.process_time()
    fetch(path, headers)
    return time.process_time() - start


def fetch(path: str, headers: Mapping[str, str] | None) -> None:
    from django.test import Client

    from soest.public_pages import store

    store.clear()
    response = Client(SERVER_NAME="localhost").get(path, headers=headers)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")


if __name__ == "__main__":
    main()
