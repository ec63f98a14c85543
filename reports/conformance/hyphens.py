"""A word broken at the end of a line is one word for readers and for search.

The style sheet sets U+2010 there, which is written nowhere else (`reports.fonts`).
"""

from __future__ import annotations

import pydyf

HYPHEN, SOFT_HYPHEN = b"<2010>", b"<00ad>"


def name_hyphens(pdf: pydyf.PDF) -> None:
    """Let the fonts say that this hyphen is a soft one."""
    for one in pdf.objects:
        if is_character_map(one):
            one.stream = [
                item.replace(HYPHEN, SOFT_HYPHEN) if isinstance(item, bytes) else item
                for item in one.stream
            ]


def is_character_map(one: object) -> bool:
    return isinstance(one, pydyf.Stream) and b"begincmap" in one.stream
