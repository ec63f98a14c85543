"""What runs on over the end of a page is one element, though WeasyPrint tags page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from reports.conformance.tree import Element

# Tags of the elements that may run on, with the HTML that becomes them.
SOURCES = {
    "P": frozenset({"p"}),
    "BlockQuote": frozenset({"blockquote"}),
    "Table": frozenset({"table"}),
    "TBody": frozenset({"tbody"}),
    "TR": frozenset({"tr"}),
    "L": frozenset({"ul", "ol"}),
    "LI": frozenset({"li"}),
    "LBody": frozenset({"li"}),
}
NAMES = frozenset().union(*SOURCES.values())


def continued(pages: Sequence[Any]) -> list[frozenset[str]]:
    """For each page of a document the HTML names of what runs on from the page before."""
    found = [dict(running(page._page_box)) for page in pages]
    return [
        frozenset(),
        *(
            frozenset(now[element] for element in before.keys() & now.keys())
            for before, now in pairwise(found)
        ),
    ]


def running(box: Any) -> Iterator[tuple[Any, str]]:
    """The elements in the boxes of a page that could run on, with their names.

    The head of a table stands on each of its pages again, and runs on nowhere.
    """
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, (boxes.MarginBox, boxes.LineBox)) or box.element_tag == "thead":
        return
    if box.element is not None and box.element_tag in NAMES:
        yield box.element, box.element_tag
    for child in getattr(box, "children", ()):
        yield from running(child)


def join_pages(document: Element, continues: Sequence[frozenset[str]]) -> None:
    """Join the last element of a page and the first one of the next if they are the same."""
    kids = document.kids
    document.kids = kids[:1]
    for before, kid in pairwise(kids):
        names = continues[kid.page] if kid.page != before.page else frozenset()
        last = document.kids[-1]
        if isinstance(last, Element) and isinstance(kid, Element) and runs_on(last, kid, names):
            join(last, kid, names)
        else:
            document.kids.append(kid)


def runs_on(before: Element, after: Element, names: frozenset[str]) -> bool:
    return before.tag == after.tag and bool(SOURCES.get(after.tag, frozenset()) & names)


def join(before: Element, after: Element, names: frozenset[str]) -> None:
    """Put the kids of an element to those of the one it continues."""
    if before.tag == "TR":
        for cell, rest in zip(before.elements, after.elements, strict=True):
            cell.kids += rest.kids
        return
    kids = [one for one in after.kids if not is_repeated_head(one, before)]
    if before.elements and kids:
        last, first = before.kids[-1], kids[0]
        if isinstance(last, Element) and isinstance(first, Element) and runs_on(last, first, names):
            join(last, first, names)
            kids = kids[1:]
    before.kids += kids


def is_repeated_head(kid: object, table: Element) -> bool:
    """Its content has no owner then, and becomes an artifact."""
    return isinstance(kid, Element) and kid.tag == "THead" and table.tag == "Table"
