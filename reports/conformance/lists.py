"""Lists as readers want them: items with a body, and lists within items."""

from __future__ import annotations

from reports.conformance.tree import Element, Kid


def gather(document: Element) -> None:
    """Put a list that stands beside the item it belongs to into that item's body.

    WeasyPrint takes nested lists out of their items.
    """
    for element in [document, *document.descendants()]:
        if element.tag == "L":
            element.kids = gathered(element.kids)


def gathered(kids: list[Kid]) -> list[Kid]:
    found: list[Kid] = []
    for kid in kids:
        body = last_body(found)
        if isinstance(kid, Element) and kid.tag == "L" and body is not None:
            body.kids.append(kid)
        else:
            found.append(kid)
    return found


def last_body(items: list[Kid]) -> Element | None:
    """The body of the last item."""
    if not items or not isinstance(items[-1], Element) or items[-1].tag != "LI":
        return None
    return next((one for one in items[-1].elements if one.tag == "LBody"), None)
