"""From a card on paper to the page of its indicator: a short address, and the same as a QR code."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

import segno


@dataclass(frozen=True, slots=True)
class LiveLink:
    """Where the newest values of an indicator are."""

    address: str
    words: str  # the address as people type it
    modules: int  # on each side of the code
    path: str  # a line of path data for each run of black modules


def live_link(site: str, code: str) -> LiveLink | None:
    """The link of an indicator; None where the address of the site is not known."""
    if not site:
        return None
    address = f"{site}/k/{quote(code)}/"
    matrix = segno.make_qr(address, error="m", boost_error=False).matrix
    return LiveLink(
        address,
        address.partition("://")[2].removesuffix("/"),
        len(matrix),
        "".join(row_path(y, row) for y, row in enumerate(matrix)),
    )


def row_path(y: int, row: bytearray) -> str:
    """The black runs of a row, through the middle of its modules."""
    parts, x = [], 0
    for is_black, run in groupby(row):
        length = len(list(run))
        if is_black:
            parts.append(f"M{x} {y}.5h{length}")
        x += length
    return "".join(parts)
