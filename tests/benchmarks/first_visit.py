"""Bytes that a first visit transfers: the page and every file it asks for, compressed."""

from __future__ import annotations

import re
import urllib.request

ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def transferred(port: int, path: str) -> int:
    """The sum of all bodies as they travel."""
    page = fetch(port, path, "identity")
    assets = sorted(set(ASSET.findall(page.decode())))
    return sum(len(fetch(port, address, "br, gzip")) for address in (path, *assets))


def fetch(port: int, path: str, encoding: str) -> bytes:
    address = f"http://127.0.0.1:{port}{path}"
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})  # noqa: S310
    with urllib.request.urlopen(request) as response:  # noqa: S310  loopback
        body: bytes = response.read()
    return body
