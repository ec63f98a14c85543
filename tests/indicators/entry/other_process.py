"""Work in a process of its own, which can be killed.

Run by `python -m tests.indicators.entry.other_process NAME_OF_THE_WORK`, on the database that the
environment names; commits for good, and prints JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import django

SAVES = 20
STOPPED = "stopped in the middle"
VALUE = Decimal("1960.5")


def prepare() -> object:
    """A released value with a correction handed in, and a slot without anything."""
    from indicators.entry import services
    from indicators.entry.slots import Content, Seen
    from tests.factories import DistrictFactory, IndicatorFactory, UserFactory, released_series

    UserFactory(username="clerk", entry=True)
    UserFactory(username="coordinator", coordination=True)
    city = DistrictFactory(city=True)
    for number in range(SAVES):
        IndicatorFactory(slug=f"kennzahl-{number}")
    released_series(slot("2024").indicator, {2024: 1900}, district=city)
    content = Content(value=VALUE, source="Bericht", warning_reason="Nachmeldung")
    services.save(
        slot=slot("2024"), content=content, seen=Seen(0, 1), by=person("clerk"), submit=True
    )
    return "prepared"


def save() -> object:
    from indicators.entry import services
    from indicators.entry.slots import Content, Seen

    content = Content(value=VALUE, source="Bericht")
    row = services.save(
        slot=slot("2025"), content=content, seen=Seen(), by=person("clerk"), submit=True
    )
    return row.state


def save_and_stop() -> object:
    """Stop after the row and its first event are written."""
    from indicators.entry import services

    stop_after(services, "record")
    return save()


def release() -> object:
    from indicators.entry import services

    return services.release(row=correction(), version=1, by=person("coordinator")).state


def release_and_stop() -> object:
    """Stop after the former value is superseded."""
    from indicators.entry import services

    stop_after(services, "supersede")
    return release()


def joint_release() -> object:
    from indicators.entry.joint_release import release_all

    row = correction()
    return len(release_all(versions={row.pk: 1}, by=person("coordinator")))


def joint_release_and_stop() -> object:
    """Stop after the former value is superseded."""
    from indicators.entry import joint_release as module

    stop_after(module, "write")
    return joint_release()


def save_side_by_side() -> object:
    """Seconds that each of many people waits who save different values at the same moment."""
    from django.db import connection

    from indicators.entry import services
    from indicators.entry.slots import Content, Seen

    together = Barrier(SAVES)
    by = person("clerk")

    def saving(number: int) -> float:
        place = slot("2025", number)
        together.wait()
        begun = time.monotonic()
        services.save(slot=place, content=Content(value=VALUE), seen=Seen(), by=by)
        connection.close()
        return time.monotonic() - begun

    with ThreadPoolExecutor(SAVES) as pool:
        return sorted(pool.map(saving, range(SAVES)))


def look() -> object:
    """What is stored: rows, events, and whether the database finds itself whole."""
    from django.db import connection

    from indicators.models import Measurement

    rows = Measurement.objects.order_by("period", "revision", "pk")
    whole = "ok"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            whole = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    return {
        "integrity": whole,
        "rows": [
            [
                row.period.year,
                row.state,
                row.revision,
                bool(row.superseded_at),
                [event.kind for event in row.events.all()],
            ]
            for row in rows
        ],
    }


# What the commands are made of ------------------------------------------------------


def slot(year: str, number: int = 0) -> Any:
    from indicators.entry.slots import Slot
    from indicators.models import Indicator
    from indicators.named_periods import Period
    from strategy.models import District

    indicator = Indicator.objects.get(slug=f"kennzahl-{number}")
    return Slot(indicator, District.objects.city(), Period.parse(year))


def correction() -> Any:
    from indicators.models import Measurement

    return Measurement.objects.select_related("indicator", "district").get(origin="entry")


def person(name: str) -> Any:
    from accounts.models import User

    return User.objects.get(username=name)


def stop_after(module: Any, name: str) -> None:
    """Let a function of a module do its work, and then never return."""
    original: Callable[..., Any] = getattr(module, name)

    def stopping(*args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        print(STOPPED, flush=True)
        time.sleep(120)

    setattr(module, name, stopping)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]]()), flush=True)
