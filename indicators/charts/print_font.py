"""How wide texts are in the report's font.

WeasyPrint makes a transparency group of every text that has a `text-anchor`, so texts of printed
drawings start where their width says.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FAMILY = "Source Sans Pro"
FOLDER = files("font_source_sans_pro") / "files"
REGULAR = "SourceSansPro-Regular.ttf"
SEMIBOLD = "SourceSansPro-Semibold.ttf"


def printed_width(text: str, size: float, semibold: bool) -> float:
    """Width of `text` in `size`; a letter the font does not have counts as half its size."""
    widths = _widths(SEMIBOLD if semibold else REGULAR)
    return sum(widths.get(letter, 0.5) for letter in text) * size


@cache
def _widths(name: str) -> dict[str, float]:
    """Width of each letter of a font as a share of the type size."""
    with (FOLDER / name).open("rb") as file, TTFont(file, lazy=True) as font:
        letters: dict[int, str] = font.getBestCmap()
        metrics = font["hmtx"]
        size = font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / size for code, name in letters.items()}
