"""The `Range` header of HTTP (RFC 9110, section 14): which bytes of a file a reader asks for.

A reader that already has half of a report, or shows its tenth page first, asks for a part. Only one
part at a time is answered: a header that asks for several gets the whole file, as the RFC allows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.ASCII | re.IGNORECASE)


class NotSatisfiable(Exception):
    """The file has none of the bytes asked for."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes `first` to `last` of a file, both included, counted from 0."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def byte_range(header: str, size: int) -> ByteRange | None:
    """The part that is asked for of a file of `size` bytes; None: all of it.

    What is no valid header of one range counts as none. Raises NotSatisfiable.
    """
    found = ONE_RANGE.fullmatch(header)
    first, last = found.groups() if found else ("", "")
    if not (first or last):
        return None
    if not first:  # the last so many bytes
        wanted = min(int(last), size)
        if not wanted:
            raise NotSatisfiable
        return ByteRange(size - wanted, size - 1)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise NotSatisfiable
    return ByteRange(int(first), min(int(last), size - 1) if last else size - 1)
