"""A page as a tree, for tests that ask what its elements say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.test.html import Element, parse_html


@dataclass(frozen=True)
class Node:
    """An element with those it stands in, the nearest first."""

    element: Element
    ancestors: tuple[Element, ...]

    def __getitem__(self, attribute: str) -> str:
        """The attribute's value, empty without one."""
        return attribute_of(self.element, attribute)

    def has(self, attribute: str) -> bool:
        return any(name == attribute for name, _ in self.element.attributes)

    @property
    def is_hidden(self) -> bool:
        """Not there for anybody until a script shows it, or what it stands in."""
        around = (self.element, *self.ancestors)
        return any(name == "hidden" for one in around for name, _ in one.attributes)

    @property
    def name(self) -> str:
        return str(self.element.name)

    @property
    def text(self) -> str:
        """All its words, hidden ones included, in small letters."""
        return " ".join(texts(self.element)).lower()

    def inside(self, *names: str) -> list[Element]:
        """The elements with one of these names that it stands in."""
        return [one for one in self.ancestors if one.name in names]

    def find(self, *names: str) -> list[Node]:
        """The elements with one of these names in it; all without a name."""
        return [one for one in walk(self.element, ()) if not names or one.name in names]

    def __str__(self) -> str:
        said = "".join(f' {name}="{value}"' for name, value in self.element.attributes)
        return f"<{self.name}{said}> {self.text[:60]}"


def page_elements(html: str) -> Node:
    """The whole page. It must be well-formed: Django's reader refuses what is not closed."""
    root = parse_html(html)
    assert isinstance(root, Element)
    return Node(root, ())


def walk(element: Element, ancestors: tuple[Element, ...]) -> Iterator[Node]:
    """Every element below, in the order of the page."""
    inner = (element, *ancestors)
    for child in element.children:
        if isinstance(child, Element):
            yield Node(child, inner)
            yield from walk(child, inner)


def texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, Element):
            yield from texts(child)
        else:
            yield str(child).strip()


def attribute_of(element: Element, attribute: str) -> str:
    for name, value in element.attributes:
        if name == attribute:
            return str(value or "")
    return ""
