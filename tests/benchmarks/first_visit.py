"""Bytes that a first visit transfers, compressed: everything, or what a page is read with."""

from __future__ import annotations

import re
import urllib.request

ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
STYLE_SHEET = re.compile(r'<link [^>]*rel="stylesheet"[^>]* href="(/static/[^"]+)"')


def transferred(port: int, path: str) -> int:
    """The sum of all bodies as they travel: the page and every file it names for loading."""
    return travelling(port, path, ASSET)


def readable(port: int, path: str) -> int:
    """The same until a page can be read: it and its style sheets. Scripts come after that."""
    return travelling(port, path, STYLE_SHEET)


def travelling(port: int, path: str, assets: re.Pattern[str]) -> int:
    page = fetch(port, path, "identity").decode()
    addresses = [path, *sorted(set(assets.findall(page)))]
    return sum(len(fetch(port, address, "br, gzip")) for address in addresses)


def fetch(port: int, path: str, encoding: str) -> bytes:
    address = f"http://127.0.0.1:{port}{path}"
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})  # noqa: S310
    with urllib.request.urlopen(request) as response:  # noqa: S310  loopback
        body: bytes = response.read()
    return body
