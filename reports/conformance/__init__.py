"""What WeasyPrint's PDF/A-3a lacks to be PDF/UA-1 as well, in one file.

WeasyPrint declares one of the two, tags page by page, box by box, and leaves running heads in the
text. `finish` works on its objects before they are written, so that the file is never parsed
again. It knows their shapes: the versions of WeasyPrint and pydyf are bounded in pyproject.toml.
Nothing here reads the clock, so the same document always gives the same bytes.
"""

from __future__ import annotations

import gc
from typing import Any

import pydyf

from reports.conformance import artifacts, continuations, figures, links, lists, metadata, tables
from reports.conformance.hyphens import name_hyphens
from reports.conformance.paragraphs import without_wrappers, wrap_mixed_text
from reports.conformance.streams import compress_once, write_soundly
from reports.conformance.tree import read_tree, write_tree


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Make the file of a document PDF/UA-1 and PDF/A-3a: a `finisher` for `write_pdf`.

    The document has no pages afterwards: they take most of the memory, and are painted.
    """
    pages = document.pages
    links.describe(pages)
    heights = [page.height for page in pages]
    continues = continuations.continued(pages)
    pages.clear()
    gc.collect()  # boxes know each other: without it nothing would be given back
    tree = read_tree(pdf)
    figures.place(tree, heights)
    without_wrappers(tree)
    continuations.join_pages(tree, continues)
    lists.gather(tree)
    tables.head_cells(tree)
    wrap_mixed_text(tree)
    artifacts.mark(pdf, write_tree(pdf, tree))
    metadata.declare(pdf)
    metadata.list_files_once(pdf)
    name_hyphens(pdf)
    compress_once(pdf)
    write_soundly(pdf)
