"""What belongs to no element is no content: running heads, page numbers, repeated heads, icons."""

from __future__ import annotations

from typing import Any

import pydyf

from reports.conformance.tree import Owners, referenced

PAGINATION, LAYOUT = b"<</Type/Pagination>>", b"<</Type/Layout>>"


def mark(pdf: pydyf.PDF, owners: Owners) -> None:
    """Mark on each page what no element owns."""
    for reference, owned in zip(pdf.page_references, owners, strict=True):
        stream = referenced(pdf, referenced(pdf, reference)["Contents"]).stream
        for place, item in enumerate(stream):
            if is_marked(item) and item["MCID"] not in owned:
                stream[place] = LAYOUT if stream[place - 1] == "/Figure" else PAGINATION
                stream[place - 1] = "/Artifact"


def is_marked(item: Any) -> bool:
    return isinstance(item, pydyf.Dictionary) and "MCID" in item
