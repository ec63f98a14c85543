"""What a link says to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pydyf


def describe(pages: Iterable[Any]) -> None:
    """Describe each link by its title or its text; WeasyPrint gives the name of its anchor."""
    for page in pages:
        for box in page._page_box.descendants():
            annotation = getattr(box, "link_annotation", None)
            if annotation and box.element is not None:
                annotation["Contents"] = pydyf.String(words(box))


def words(box: Any) -> str:
    """Title, or text of the element, or else what its style sheet sets there: "S. 12"."""
    element = box.element
    text = element.get("title") or "".join(element.itertext()) or printed(box)
    return " ".join(text.split()) or "Verweis"


def printed(box: Any) -> str:
    return "".join(getattr(one, "text", "") for one in box.descendants())
