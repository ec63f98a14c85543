"""Where a drawing stands on its page."""

from __future__ import annotations

from collections.abc import Sequence

import pydyf

from reports.conformance.tree import Element

POINTS = 0.75  # a CSS pixel


def place(document: Element, heights: Sequence[float]) -> None:
    """Say it in points from the bottom left; WeasyPrint says it in pixels from the top left.

    `heights` are those of the pages, in pixels.
    """
    for figure in document.descendants():
        if figure.tag == "Figure":
            left, top, right, bottom = figure.attributes["BBox"]
            height = heights[figure.page]
            corners = (left, height - bottom, right, height - top)
            figure.attributes["BBox"] = pydyf.Array(round(one * POINTS, 2) for one in corners)
            figure.attributes["Placement"] = "/Block"
