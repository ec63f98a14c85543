"""The structure tree of a PDF as plain objects: read from pydyf's, changed, and written back.

References between pydyf's objects are bytes; here an element simply holds its kids. Writing puts
the elements into the places of the former ones, so that the numbers of other objects stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf


@dataclass(slots=True)
class Content:
    """A piece of marked content of a page."""

    page: int  # from 0
    mcid: int


@dataclass(slots=True)
class Annotation:
    """A link on a page."""

    page: int
    dictionary: pydyf.Dictionary


@dataclass(slots=True)
class Element:
    """An element with its kids in reading order."""

    tag: str  # "P"
    page: int  # where it begins
    kids: list[Kid] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)  # of its one owner, "O" included
    alt: pydyf.String | None = None  # None: says nothing in place of what is drawn

    @property
    def elements(self) -> list[Element]:
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def descendants(self) -> Iterator[Element]:
        """All elements below it, parents first."""
        for kid in self.elements:
            yield kid
            yield from kid.descendants()


Kid = Element | Content | Annotation


class Null(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """Takes the place of an object that is gone."""

    data = b"null"


def referenced(pdf: pydyf.PDF, reference: bytes) -> Any:
    """The object that "12 0 R" stands for."""
    return pdf.objects[int(reference.split()[0])]


def read_tree(pdf: pydyf.PDF) -> Element:
    """The Document element with all that is below it."""
    pages = {reference: number for number, reference in enumerate(pdf.page_references)}
    root = referenced(pdf, pdf.catalog["StructTreeRoot"])
    return read_element(pdf, referenced(pdf, root["K"][0]), pages)


def read_element(pdf: pydyf.PDF, dictionary: pydyf.Dictionary, pages: dict[bytes, int]) -> Element:
    page = pages.get(dictionary.get("Pg"), 0)
    element = Element(
        dictionary["S"].removeprefix("/"),
        page,
        attributes=dict(dictionary.get("A", {})),
        alt=dictionary.get("Alt"),
    )
    for kid in dictionary["K"]:
        if isinstance(kid, int):
            element.kids.append(Content(page, kid))
            continue
        found = referenced(pdf, kid)
        if found.get("Type") == "/OBJR":
            element.kids.append(Annotation(pages[found["Pg"]], referenced(pdf, found["Obj"])))
        else:
            element.kids.append(read_element(pdf, found, pages))
    return element


Owners = list[dict[int, bytes]]  # of each page: the element that owns each marked content


def write_tree(pdf: pydyf.PDF, document: Element) -> Owners:
    """Put a tree in the place of the former one; tells what each page's content belongs to."""
    pages = pdf.page_references
    root = referenced(pdf, pdf.catalog["StructTreeRoot"])
    parents = referenced(pdf, root["ParentTree"])
    counts = content_counts(parents["Nums"], len(pages))
    writer = Writer(pdf, pages, [{} for _ in pages], {})
    root["K"] = pydyf.Array([writer.write(document, root.reference)])
    writer.clear_the_rest()
    parents["Nums"] = pydyf.Array()
    for page, owners in enumerate(writer.owners):
        nobody = b"null"
        parents["Nums"] += [
            page,
            pydyf.Array(owners.get(mcid, nobody) for mcid in range(counts[page])),
        ]
    for key, owner in sorted(writer.annotations.items()):
        parents["Nums"] += [key, owner]
    return writer.owners


def content_counts(nums: list[Any], pages: int) -> list[int]:
    """How many pieces of marked content each page has."""
    found = dict(zip(nums[::2], nums[1::2], strict=True))
    return [len(found[page]) for page in range(pages)]


class Writer:
    """Writes elements into the places of the former ones."""

    def __init__(
        self,
        pdf: pydyf.PDF,
        pages: tuple[bytes, ...],
        owners: Owners,
        annotations: dict[int, bytes],
    ) -> None:
        self.pdf, self.pages = pdf, pages
        self.owners = owners
        self.annotations = annotations  # by their key in the tree of parents
        self.places = [
            number
            for number, one in enumerate(pdf.objects)
            if isinstance(one, dict) and one.get("Type") in ("/StructElem", "/OBJR")
        ][::-1]

    def place(self, written: pydyf.Object) -> bytes:
        """Give an object a number; returns the reference to it."""
        if self.places:
            written.number = self.places.pop()
            self.pdf.objects[written.number] = written
        else:
            self.pdf.add_object(written)
        return bytes(written.reference)

    def write(self, element: Element, parent: bytes) -> bytes:
        written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{element.tag}", "P": parent})
        if element.tag != "Document":
            written["Pg"] = self.pages[element.page]
        if element.attributes:
            written["A"] = pydyf.Dictionary(element.attributes)
        if element.alt is not None:
            written["Alt"] = element.alt
        reference = self.place(written)
        written["K"] = pydyf.Array(self.kid(kid, element, reference) for kid in element.kids)
        return reference

    def kid(self, kid: Kid, element: Element, reference: bytes) -> Any:
        """What stands in the list of kids of an element."""
        if isinstance(kid, Element):
            return self.write(kid, reference)
        page = self.pages[kid.page]
        if isinstance(kid, Annotation):
            self.annotations[kid.dictionary["StructParent"]] = reference
            return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.dictionary.reference, "Pg": page})
        self.owners[kid.page][kid.mcid] = reference
        if kid.page == element.page and element.tag != "Document":
            return kid.mcid
        return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": kid.mcid})

    def clear_the_rest(self) -> None:
        """Leave nothing of the former elements."""
        while self.places:
            self.place(Null())
