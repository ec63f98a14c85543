"""The text fonts of the PDF as they come from their package, but for one entry.

They lack U+2010, the hyphen at the end of a line, and have a soft hyphen of the same shape that
nothing ever prints. It takes that place: so this hyphen has a glyph of its own, and the PDF can
say that it is no part of the word (`reports.conformance.hyphens`).
"""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

PLAIN_HYPHEN, SOFT_HYPHEN, HYPHEN = 0x2D, 0xAD, 0x2010


def with_hyphen(content: bytes) -> bytes:
    """A font with a hyphen for the ends of lines; the same bytes each time.

    Left as it is if its soft hyphen is the plain one, whose meaning must not change.
    """
    with TTFont(io.BytesIO(content), recalcBBoxes=False, recalcTimestamp=False) as font:
        letters = font.getBestCmap()
        if letters[SOFT_HYPHEN] == letters[PLAIN_HYPHEN]:
            return content
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[HYPHEN] = letters[SOFT_HYPHEN]
        file = io.BytesIO()
        font.save(file, reorderTables=None)
    return file.getvalue()
