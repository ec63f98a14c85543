"""What is read off frozen editions for the site, kept by what an edition is: its checksum.

A snapshot never changes, and neither does what is laid out from it. So readers who ask for the
same page at many addresses, or for pages there are none of, cause no work.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

from reports.models import ReportEdition

Made = TypeVar("Made")


def kept(size: int) -> Callable[[Callable[[ReportEdition], Made]], Callable[[ReportEdition], Made]]:
    """Keep the results for the editions that were asked for last, in this process.

    The function may look at nothing but `snapshot` and `snapshot_sha256`. The long snapshot can be
    deferred: only a result that has to be made reads it. One is made at a time.
    """

    def keep(make: Callable[[ReportEdition], Made]) -> Callable[[ReportEdition], Made]:
        results: OrderedDict[str, Made] = OrderedDict()
        making, moving = Lock(), Lock()

        def found(key: str) -> Made | None:
            with moving:
                if key in results:
                    results.move_to_end(key)
                return results.get(key)

        @wraps(make)
        def result(edition: ReportEdition) -> Made:
            key = edition.snapshot_sha256
            if (ready := found(key)) is not None:
                return ready
            with making:
                if (ready := found(key)) is not None:  # somebody else has made it meanwhile
                    return ready
                made = make(edition)
                with moving:
                    results[key] = made
                    while len(results) > size:
                        results.popitem(last=False)
                return made

        return result

    return keep
