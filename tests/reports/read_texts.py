"""The texts of a page, block by block, to be looked for where the same is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from django.utils.html import strip_tags

# A paragraph, heading, cell or item without another block in it.
BLOCK = re.compile(
    r"<(?P<tag>p|li|h[2-6]|td|th|caption)\b[^>]*>"
    r"(?P<inner>(?:(?!<(?:p|li|ul|table|div|figure|svg)\b).)*?)</(?P=tag)>",
    re.DOTALL,
)
DRAWING = re.compile(r"<(?P<tag>svg|figure)\b.*?</(?P=tag)>", re.DOTALL)
PAGE = re.compile(r'<a class="page"[^>]*>.*?</a>', re.DOTALL)  # in print the number of a page
ONLY_HERE = {"Stelle"}  # over the columns of such links


def blocks(markup: str) -> Iterator[str]:
    """Every piece of text between drawings and links to places."""
    for found in BLOCK.finditer(DRAWING.sub("", markup)):
        for piece in PAGE.split(found["inner"]):
            text = squeezed(unescape(strip_tags(piece)))
            if text and text not in ONLY_HERE:
                yield text


def squeezed(text: str) -> str:
    """Without spaces and hyphens at the end of lines."""
    return "".join(text.replace("\N{SOFT HYPHEN}", "").split())
