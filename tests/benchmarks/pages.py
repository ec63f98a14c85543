"""Queries and time of pages that are not in the page store. Prints JSON: path → figures."""

from __future__ import annotations

import json
import statistics
import sys
import time

import django

ROUNDS = 15


def main(paths: list[str]) -> None:
    django.setup()
    print(json.dumps({path: figures(path) for path in paths}))


def figures(path: str) -> dict[str, float]:
    """The number of queries, and the median seconds of an answer that has to be made."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="localhost")
    fetch(client, path)  # loads templates and modules
    with CaptureQueriesContext(connection) as queries:
        fetch(client, path)
    count = len(queries)  # now: the next request empties the log
    seconds = [timed(client, path) for _ in range(ROUNDS)]
    return {"queries": count, "seconds": statistics.median(seconds)}


def timed(client: object, path: str) -> float:
    start = time.perf_counter()
    fetch(client, path)
    return time.perf_counter() - start


def fetch(client: object, path: str) -> None:
    from django.test import Client

    from soest.public_pages import store

    store.clear()
    assert isinstance(client, Client)  # noqa: S101  for the type checker
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")


if __name__ == "__main__":
    main(sys.argv[1:])
