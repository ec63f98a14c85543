"""From boxes to what they are: elements that only group are opened, loose text is a paragraph."""

from __future__ import annotations

from itertools import groupby

from reports.conformance.tree import Content, Element, Kid

BLOCKS = frozenset({"Document", "Div", "Sect", "Art", "Part"})
WRAPPERS = BLOCKS | {"NonStruct", "Span"}
MAY_BE_EMPTY = frozenset({"TD", "TH", "TR"})


def without_wrappers(document: Element) -> None:
    """Open every element that means nothing by itself: four in five of WeasyPrint's do not."""
    document.kids = paragraphs(
        [one for kid in document.kids for one in opened(kid, document, in_text=False)]
    )


def opened(kid: Kid, parent: Element, *, in_text: bool) -> list[Kid]:
    """What takes the place of a kid. `in_text`: what is loose belongs to an element above."""
    if not isinstance(kid, Element):
        return [kid]
    is_wrapper = kid.tag in WRAPPERS
    within = in_text or not is_wrapper
    kid.kids = [one for inner in kid.kids for one in opened(inner, kid, in_text=within)]
    if is_wrapper:
        return paragraphs(kid.kids) if kid.tag in BLOCKS and not in_text else kid.kids
    if kid.tag == "Link" and parent.tag == "Link":  # the link of its ::before or ::after
        return kid.kids
    if kid.tag == "Figure":
        return [kid] if kid.alt is not None else []  # decoration
    return [kid] if kid.kids or kid.tag in MAY_BE_EMPTY else []


def is_loose(kid: Kid) -> bool:
    """Part of a line of text."""
    return not isinstance(kid, Element) or kid.tag == "Link"


def paragraphs(kids: list[Kid]) -> list[Kid]:
    """The same with each run of loose text in a paragraph."""
    found: list[Kid] = []
    for loose, run in groupby(kids, is_loose):
        together = list(run)
        found += [Element("P", together[0].page, together)] if loose else together
    return found


def wrap_mixed_text(document: Element) -> None:
    """Put text that stands beside elements into elements too.

    An order of pieces of content and of elements is lost on readers that go by elements.
    """
    for element in document.descendants():
        if element.elements and any(isinstance(kid, Content) for kid in element.kids):
            element.kids = [
                one
                for is_content, run in groupby(element.kids, lambda kid: isinstance(kid, Content))
                for one in in_spans(list(run), is_content=is_content)
            ]


def in_spans(kids: list[Kid], *, is_content: bool) -> list[Kid]:
    return [Element("Span", kids[0].page, kids)] if is_content else kids
