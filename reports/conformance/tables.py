"""Heads of tables say what they are the head of."""

from __future__ import annotations

from collections.abc import Iterator

from reports.conformance.tree import Element


def head_cells(document: Element) -> None:
    """Give head cells a scope instead of lists of identifiers, which nothing resolves."""
    for table in document.descendants():
        if table.tag == "Table":
            plain_group_heads(table)
            plain_row_heads(table)
            for row, in_head in rows(table):
                for cell in row.elements:
                    name_scope(cell, "/Column" if in_head else "/Row")


def rows(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, each with whether it is in the table's head."""
    for part in table.elements:
        if part.tag == "TR":
            yield part, False
        elif part.tag in ("THead", "TBody", "TFoot"):
            for row in part.elements:
                yield row, part.tag == "THead"


def name_scope(cell: Element, scope: str) -> None:
    cell.attributes.pop("Headers", None)
    if cell.tag == "TH":
        cell.attributes["Scope"] = scope
    elif len(cell.attributes) == 1:  # only its owner is left
        cell.attributes = {}


def plain_group_heads(table: Element) -> None:
    """A row of one cell over all columns has nothing beside it to be the head of."""
    for row, in_head in rows(table):
        if not in_head and len(row.elements) == 1:
            row.elements[0].tag = "TD"


def plain_row_heads(table: Element) -> None:
    """Where heads outnumber data the heads of the columns say enough.

    Checkers take such a table for one whose heads have been torn into several cells.
    """
    cells = [(cell, in_head) for row, in_head in rows(table) for cell in row.elements]
    heads = sum(cell.tag == "TH" for cell, _ in cells)
    if heads > len(cells) - heads:
        for cell, in_head in cells:
            if not in_head:
                cell.tag = "TD"
